"""What tells programs that something is there or has changed: the feed of errata and changes, the
site map, the file for crawlers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape

from shortcase.book.errata import Erratum
from shortcase.numbers import words

from . import meta
from .site import Site

ENTRY = re.compile(r"(\d{4}-\d{2}-\d{2})[:,]? (.+)", re.S)


def entries(markdown: str) -> Iterator[tuple[str, str]]:
    """The items of a list that begin with a date: the date and the words."""
    for item in words.list_items(markdown):
        if match := ENTRY.match(words.plain_text(item)):
            yield match[1], match[2].strip()


def atom(site: Site, errata: Iterable[Erratum], changes: str) -> str:
    """The errata and the changes as an Atom feed; a change is a list item that begins with a date,
    and an entry's id hangs on its words alone."""
    found = [(row.date, "Erratum", said(row)) for row in errata]
    found += [(date, "Change", text) for date, text in entries(changes)]
    found.sort(key=lambda entry: (entry[0], entry[2]), reverse=True)
    updated = found[0][0] if found else str(site.citation["date-released"])
    page, feed = escape(site.absolute("errata.html")), escape(site.absolute("errata.atom"))
    title, author = escape(site.citation["title"]), escape(meta.people(site.citation)[0])
    link = f'<link rel="alternate" type="text/html" href="{page}"/>'
    body = "".join(
        f"<entry><id>{feed}#{date}-{_digest(kind, text)}</id>"
        f"<title>{kind}: {escape(meta.shortened(text, 90))}</title>"
        f"<updated>{date}T00:00:00Z</updated>{link}"
        f'<content type="text">{escape(text)}</content></entry>'
        for date, kind, text in found
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<id>{feed}</id><title>{title}: errata and changes</title>"
        f"<updated>{updated}T00:00:00Z</updated><author><name>{author}</name></author>"
        f'<link rel="self" type="application/atom+xml" href="{feed}"/>{link}{body}</feed>\n'
    )


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()[:12]


def said(row: Erratum) -> str:
    """An erratum in a sentence."""
    return f"{row.id}: {row.old} became {row.new}. {row.reason}"


def sitemap(site: Site, pages: list[str]) -> str:
    """All pages but the search page, with the date of the release."""
    date = site.citation["date-released"]
    found = [escape(site.absolute(meta.public(p))) for p in pages if p != "search.html"]
    urls = "".join(f"<url><loc>{url}</loc><lastmod>{date}</lastmod></url>" for url in found)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>\n'
    )


def robots(site: Site) -> str:
    """Everything may be read; the site map is named."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.absolute('sitemap.xml')}\n"
