"""The report's own links and records in documents: resolved to HTML when a page is written."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import unquote

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from shortcase.book import links as book_links
from shortcase.charts.mime import MIME
from shortcase.numbers.words import SCHEMES, Link

from . import glossary, reading, shown
from .context import Context
from .gathered import GATHERED
from .reading import record_block
from .site import has_site, site_of
from .terms import DOCUMENT


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
            return [record_block(kind="again", ids=[f"figure:{id}"])]
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
        for code in self.document.findall(nodes.literal_block):
            code["language"] = "none"  # its colours would weigh more than all else on a page
        if docname in site.chapters:
            reading.arrange(self.document, context, site.chapters[docname])
            glossary.link(self.document, context)
        elif docname == DOCUMENT:
            glossary.name_terms(self.document, site)
        for block in list(self.document.findall(record_block)):
            gathered = block["kind"] == "gathered"
            html = (
                GATHERED[block["ids"][0]](context)
                if gathered
                else shown.records(context, block["ids"])
            )
            if block["kind"] == "again":  # outside its chapter a figure's number would say nothing
                html = Markup('<div class="again">{}</div>').format(html)
            block.replace_self(nodes.raw("", html, format="html"))
        for reference in list(self.document.findall(nodes.reference)):
            self._resolve(context, reference)

    def _resolve(self, context: Context, reference: nodes.reference) -> None:
        scheme, _, target = unquote(reference.get("refuri", "")).partition(":")
        if scheme not in SCHEMES:
            return
        link, site = Link(reference.astext(), scheme, target, reference.line or 0), context.site
        if why := book_links.link_fault(site.book, cast("set[str]", site.sources.items), link):
            shown = f"[{link.words}]({scheme}:{target})"
            raise ExtensionError(f"{self.env.docname}: {shown}: {why}")
        reference.replace_self(nodes.raw("", context.link(link), format="html"))


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
