"""The report's own links and records in documents: resolved to HTML when a page is written."""

from __future__ import annotations

import math
import re
from urllib.parse import unquote

from docutils import nodes
from shortcase.book import check
from shortcase.charts.mime import MIME
from shortcase.numbers.words import Link
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from . import render

SCHEMES = ("num", "said", "fig", "claim", "cite")


class record_block(nodes.General, nodes.Element):
    """Stands in a document for records of one cell, or for a gathered list: ``kind`` and ``ids``."""


class GatheredDirective(SphinxDirective):
    """``{report} NAME``: a list that is gathered from the whole book, such as the claims ledger; ``{report} figure ID``: a chapter's figure once more."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name == "figure" and len(self.arguments) == 2:
            if self.arguments[1] not in self.env.app.shortcase.book.figures:
                raise self.error(f"unknown figure {self.arguments[1]!r}")
            return [record_block(kind="figure", ids=[f"figure:{self.arguments[1]}"])]
        if name not in render.GATHERED:
            raise self.error(f"unknown list {name!r}; expected one of {', '.join(sorted(render.GATHERED))}")
        return [record_block(kind="gathered", ids=[name])]


class ResolveRecords(SphinxPostTransform):
    """Replaces record blocks and links of our schemes with the HTML of their records."""

    default_priority = 8
    formats = ("html",)

    def run(self, **kwargs) -> None:
        site, page = self.app.shortcase, self.app.builder.get_target_uri(self.env.docname)
        context = render.Context(site, page)
        if any(n.docname == self.env.docname for n in site.book.notebooks):
            for part in self.document.findall(nodes.section):
                if isinstance(part.parent, nodes.section) and not isinstance(part.parent.parent, nodes.section):
                    part["classes"].append(f"part-{size_of(site, part)}")
        for block in list(self.document.findall(record_block)):
            html = render.GATHERED[block["ids"][0]](context) if block["kind"] == "gathered" else render.records(context, block["kind"], block["ids"])
            block.replace_self(nodes.raw("", html, format="html"))
        for cell in self.document.findall(lambda node: isinstance(node, nodes.container) and "tag_hide-input" in node["classes"]):
            for code in cell.findall(nodes.literal_block):
                code["language"] = "none"  # folded code needs no colours, which weigh more than all else on a page
        for reference in list(self.document.findall(nodes.reference)):
            scheme, _, target = unquote(reference.get("refuri", "")).partition(":")
            if scheme not in SCHEMES:
                continue
            link = Link(reference.astext(), scheme, target, reference.line or 0)
            if why := check.link_fault(site.book, site.sources.keys, link):
                raise ExtensionError(f"{self.env.docname}: [{link.words}]({scheme}:{target}): {why}")
            reference.replace_self(nodes.raw("", render.link(context, link), format="html"))


def size_of(site, part: nodes.section) -> int:
    """About how tall a part of a chapter is on a phone, in steps of a hundred rem, rounded up: the room that is kept for it until a reader comes near."""
    text = sum(len(t) for paragraph in part.findall(nodes.paragraph) for t in paragraph.findall(nodes.Text)) / 40 * 1.8
    code = sum(1.3 * block.astext().count("\n") + 3 for block in part.findall(nodes.literal_block))
    tall = {"figure": 62, "claim": 26, "result": 10, "colophon": 8}
    shown = sum(tall[kind] + (26 if kind == "figure" and site.book.figures[id]["dial"] else 0) for block in part.findall(record_block) for kind, _, id in (entry.partition(":") for entry in block["ids"]) if kind in tall)
    return min(12, math.ceil((text + code + shown) / 100))


class RecordRenderer:
    """MyST-NB plugin: a cell's records become one block; everything else in the bundle is for other viewers."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline) -> None | list[nodes.Element]:
        """The block for our MIME type; None for any other, and in a book that does not use this extension: MyST-NB then renders the output itself."""
        if inline or data.mime_type != MIME or not hasattr(renderer.renderer.sphinx_env.app, "shortcase"):
            return None if not re.fullmatch(r"application/vnd\.vegalite\.v\d\+json", data.mime_type) else []
        found = data.content["records"]
        return [record_block(kind=found[0]["kind"] if len({r["kind"] for r in found}) == 1 else "mixed", ids=[f"{r['kind']}:{r.get('id', r.get('chapter'))}" for r in found])]


def setup(app) -> None:
    app.add_node(record_block)
    app.add_directive("report", GatheredDirective)
    app.add_post_transform(ResolveRecords)
