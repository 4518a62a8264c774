"""Context: one page of the site, and Markdown and links as they stand on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup, escape

from shortcase.book import links as book_links
from shortcase.numbers import words
from shortcase.numbers.words import SCHEMES, Link

from . import numbered
from .site import Site

TAGS = {
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
}
WEB = ("http:", "https:", "mailto:")


@dataclass(frozen=True)
class Context:
    """The site, and the page for which something is rendered (its address from the top of the
    site)."""

    site: Site
    page: str

    def to(self, url: str) -> str:
        """An address from the top of the site as this page links to it."""
        return self.site.relative(self.page, url)

    def url(self, kind: str, id: str) -> str:
        """The address of a figure, claim, source, number or document as this page links to it; a
        chapter leads to its own claims where it settles them."""
        claim = self.site.book.claims.get(id) if kind == "claim" else None
        if claim and self.page == f"{claim['notebook']}.html":
            return f"#claim-{id}"
        return self.to(self.site.url(kind, id))

    def input_url(self, id: str) -> str:
        """Where an input stands: its row, the cell that shows it, or the claim that states it;
        nothing for a step that no cell shows."""
        book = self.site.book
        if id in book.quantities or id in book.results:
            return self.url("number", id)
        return self.url("claim", id) if id in book.claim_rows else ""

    def link(self, item: Link) -> Markup:
        """One of our links as HTML."""
        site = self.site
        if item.scheme in ("num", "said"):
            id, said = book_links.bare_id(item.target), item.scheme == "said"
            address = self.url("claim" if said else "number", id)
            key = f"said:{id}" if said else id
            more = numbered.attributes(site, item.target)
            html = '<a class="num{}" href="{}" data-num="{}"{}>{}</a>'
            return Markup(html).format(" said" if said else "", address, key, more, item.words)
        if item.scheme == "fig":
            shown = item.words
            if shown.lower() in ("figure", "fig"):
                shown = f"Figure {site.book.figures[item.target]['number']}"
            html = '<a class="figref" href="{}">{}</a>'
            return Markup(html).format(self.to(site.in_chapter(item.target)), shown)
        if item.scheme == "verdict":
            html = '<a class="verdict v-{}" href="{}">{}</a>'
            return Markup(html).format(
                item.words.replace(" ", "-"), self.url("claim", item.target), item.words
            )
        kind = {"claim": "claim", "cite": "source"}.get(item.scheme)
        if kind is None:  # a count of things or a newest date, which stand nowhere else
            return escape(item.words)
        html = '<a class="{}ref" href="{}">{}</a>'
        return Markup(html).format(kind, self.url(kind, item.target), item.words)

    def inline(self, markdown: str) -> Markup:
        """One piece of Markdown as HTML: our links, web links, emphasis and code; all else is
        text."""
        return Markup("").join(self._parts(iter(words.inline(markdown))))

    def _parts(self, tokens: Iterator[Token]) -> Iterator[Markup]:
        for token in tokens:
            if token.type == "link_open":
                yield self._linked(str(token.attrGet("href") or ""), tokens)
            elif token.type in TAGS:
                yield Markup(TAGS[token.type])
            elif token.type == "code_inline":
                yield Markup("<code>{}</code>").format(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                yield Markup(" ")
            else:  # a picture shows its alternative text
                yield escape(token.content)

    def _linked(self, href: str, tokens: Iterator[Token]) -> Markup:
        """A link whose opening token has been read; other addresses than ours and the web's are
        text."""
        shown = ""
        for token in tokens:
            if token.type == "link_close":
                break
            shown += token.content
        scheme, _, target = words.unquote(href).partition(":")
        if scheme in SCHEMES:
            return self.link(Link(shown, scheme, target, 0))
        if href.startswith(WEB):
            return Markup('<a href="{}">{}</a>').format(href, shown)
        return escape(shown)
