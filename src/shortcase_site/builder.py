"""The HTML builder with the site's own addresses: ``book/method`` is at ``method.html`` and ``book/index`` at ``index.html``."""

from __future__ import annotations

from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder

PROSE = "book/"


def address(docname: str) -> str:
    """A document's address on the site, without the suffix."""
    return docname.removeprefix(PROSE)


class ReportBuilder(StandaloneHTMLBuilder):
    """Standard HTML pages, those of the prose folder at the top of the site."""

    def get_outfilename(self, pagename: str) -> str:
        return str(Path(self.outdir, address(pagename) + self.out_suffix))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return super().get_target_uri(address(docname), typ)

    def index_page(self, pagename: str, doctree, title: str) -> None:
        """Feed the search index with the page's address, since the search script makes links of it."""
        if self.indexer is not None and title:
            self.indexer.feed(
                address(pagename), self.env.doc2path(pagename, base=False), title, doctree
            )

    def load_indexer(self, docnames) -> None:
        """Start an empty index: each build of the site is a whole one."""

    def dump_search_index(self) -> None:
        prune = self.indexer.prune
        self.indexer.prune = lambda docnames: prune({address(d) for d in docnames})
        super().dump_search_index()
