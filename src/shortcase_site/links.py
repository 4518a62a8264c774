"""The report's own links and records in documents: resolved to HTML when a page is written."""

from __future__ import annotations

import math
from typing import Any, cast
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from shortcase.book import links as book_links
from shortcase.charts.mime import MIME
from shortcase.numbers.words import SCHEMES, Link

from . import shown
from .context import Context
from .gathered import GATHERED
from .site import Site, has_site, site_of

TALL = {"figure": 62, "claim": 26, "result": 10, "colophon": 8}  # rem, about, on a phone


class record_block(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes so)
    """Stands in a document for records of one cell, or for a gathered list: ``kind`` and
    ``ids``."""


class GatheredDirective(SphinxDirective):
    """``{report} NAME``: a list that is gathered from the whole book, such as the claims ledger;
    ``{report} figure ID``: a chapter's figure once more."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name == "figure" and len(self.arguments) == 2:
            id = self.arguments[1]
            if id not in site_of(self.env.app).book.figures:
                raise self.error(f"unknown figure {id!r}")
            return [record_block(kind="figure", ids=[f"figure:{id}"])]
        if name not in GATHERED:
            names = ", ".join(sorted(GATHERED))
            raise self.error(f"unknown list {name!r}; expected one of {names}")
        return [record_block(kind="gathered", ids=[name])]


class ResolveRecords(SphinxPostTransform):
    """Replaces record blocks and links of our schemes with the HTML of their records."""

    default_priority = 8
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        site, docname = site_of(self.app), self.env.docname
        context = Context(site, self.app.builder.get_target_uri(docname))
        if docname in site.chapters:
            self._size_parts(site)
        for block in list(self.document.findall(record_block)):
            gathered = block["kind"] == "gathered"
            html = (
                GATHERED[block["ids"][0]](context)
                if gathered
                else shown.records(context, block["ids"])
            )
            block.replace_self(nodes.raw("", html, format="html"))
        for cell in self.document.findall(_is_folded):
            for code in cell.findall(nodes.literal_block):
                # folded code needs no colours, which weigh more than all else on a page
                code["language"] = "none"
        for reference in list(self.document.findall(nodes.reference)):
            self._resolve(context, reference)

    def _size_parts(self, site: Site) -> None:
        for part in self.document.findall(nodes.section):
            above = part.parent
            if isinstance(above, nodes.section) and not isinstance(above.parent, nodes.section):
                part["classes"].append(f"part-{size_of(site, part)}")

    def _resolve(self, context: Context, reference: nodes.reference) -> None:
        scheme, _, target = unquote(reference.get("refuri", "")).partition(":")
        if scheme not in SCHEMES:
            return
        link, site = Link(reference.astext(), scheme, target, reference.line or 0), context.site
        if why := book_links.link_fault(site.book, cast("set[str]", site.sources.items), link):
            shown = f"[{link.words}]({scheme}:{target})"
            raise ExtensionError(f"{self.env.docname}: {shown}: {why}")
        reference.replace_self(nodes.raw("", context.link(link), format="html"))


def _is_folded(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "tag_hide-input" in node["classes"]


def size_of(site: Site, part: nodes.section) -> int:
    """About how tall a part of a chapter is on a phone, in steps of a hundred rem, rounded up: the
    room that is kept for it until a reader comes near."""
    paragraphs = (p for p in part.findall(nodes.paragraph))
    letters = sum(len(t) for p in paragraphs for t in p.findall(nodes.Text))
    code = sum(1.3 * block.astext().count("\n") + 3 for block in part.findall(nodes.literal_block))
    records = 0
    for block in part.findall(record_block):
        for kind, _, id in (entry.partition(":") for entry in block["ids"]):
            records += TALL.get(kind, 0)
            if kind == "figure" and site.book.figures[id]["dial"]:
                records += 26
    return min(12, math.ceil((letters / 40 * 1.8 + code + records) / 100))


class RecordRenderer:
    """MyST-NB plugin: a cell's records become one block; all else in the bundle is for other
    viewers."""

    mime_priority_overrides = [("*", MIME, 1)]  # noqa: RUF012 (a list, says MyST-NB)

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """The block for our MIME type; None for any other, and in a book that does not use this
        extension: MyST-NB then renders the output itself."""
        app = renderer.renderer.sphinx_env.app
        if data.mime_type.startswith("application/vnd.vegalite"):
            return []
        if inline or data.mime_type != MIME or not has_site(app):
            return None
        ids = [f"{r['kind']}:{r.get('id', r.get('chapter'))}" for r in data.content["records"]]
        return [record_block(kind="records", ids=ids)]


def setup(app: Sphinx) -> None:
    app.add_node(record_block)
    app.add_directive("report", GatheredDirective)
    app.add_post_transform(ResolveRecords)
