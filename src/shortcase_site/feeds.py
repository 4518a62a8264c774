"""What tells programs that something is there or has changed: the feed of errata and changes, the site map, the file for crawlers."""

from __future__ import annotations

import hashlib
import re
from html import escape

from shortcase.numbers.words import plain_text

from . import meta
from .state import Site


def atom(site: Site, errata: str, changes: str) -> str:
    """The errata and the changes as an Atom feed; an entry is a list item that begins with a date, and its id hangs on its words alone."""
    entries = []
    for kind, text in (("Erratum", errata), ("Change", changes)):
        for date, words in re.findall(
            r"^[-*] (\d{4}-\d{2}-\d{2})[:,]? (.+(?:\n  .+)*)", text, re.M
        ):
            entries.append((date, kind, re.sub(r"\s+", " ", plain_text(words)).strip()))
    entries.sort(key=lambda e: (e[0], e[2]), reverse=True)
    updated = entries[0][0] if entries else str(site.citation["date-released"])
    page, feed = escape(site.absolute("errata.html")), escape(site.absolute("errata.atom"))
    body = "".join(
        f'<entry><id>{feed}#{date}-{_digest(kind, words)}</id><title>{escape(kind)}: {escape(meta.shortened(words, 90))}</title><updated>{date}T00:00:00Z</updated><link rel="alternate" type="text/html" href="{page}"/>'
        f'<content type="text">{escape(words)}</content></entry>'
        for date, kind, words in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>{feed}</id><title>{escape(site.citation["title"])}: errata and changes</title>'
        f'<updated>{updated}T00:00:00Z</updated><author><name>{escape(meta.people(site)[0])}</name></author><link rel="self" type="application/atom+xml" href="{feed}"/><link rel="alternate" type="text/html" href="{page}"/>{body}</feed>\n'
    )


def _digest(kind: str, words: str) -> str:
    return hashlib.sha256(f"{kind}:{words}".encode()).hexdigest()[:12]


def sitemap(site: Site, pages: list[str]) -> str:
    """All pages but the search page, with the date of the release."""
    date = site.citation["date-released"]
    urls = "".join(
        f"<url><loc>{escape(site.absolute(meta.public(p)))}</loc><lastmod>{date}</lastmod></url>"
        for p in pages
        if p != "search.html"
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>\n'


def robots(site: Site) -> str:
    """Everything may be read; the site map is named."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.absolute('sitemap.xml')}\n"
