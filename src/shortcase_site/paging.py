"""Page numbers of a printed document: it is printed, the page of each place is read from the PDF,
the numbers are written into the document, and it is printed again until none of them moves.

Chromium cannot write them itself: it has no ``target-counter`` (CSS Generated Content for Paged
Media).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

MOST = 6  # printings; two or three settle what has been tried
NODES = re.compile(rb"\(node(\d{8})\)")
HEADINGS = ("h1", "h2", "h3")
EMPTY = re.compile(r'<span class="page-of" data-from="([^"]*)" data-to="([^"]*)"></span>')


@dataclass(frozen=True)
class Place:
    """A heading: its id, its words and how deep it stands, 1 for a page's title."""

    id: str
    title: str
    level: int


def places(article: Tag) -> list[Place]:
    """The headings of an article, in their order, but for what print leaves out."""
    found = []
    for heading in article.find_all(HEADINGS):
        section = heading.find_parent("section", id=True)
        if section is None or heading.find_parent(class_="working"):
            continue
        words = "".join(t for t in heading.strings if t.find_parent(class_="headerlink") is None)
        level = HEADINGS.index(heading.name) + 1
        found.append(Place(str(section["id"]), " ".join(words.split()), level))
    return found


def number(to: str, source: str = "") -> Tag:
    """Where the page of a place will be written; with ``source``, the id of the words before it,
    only where they are on another page."""
    attributes = {"class": "page-of", "data-from": source, "data-to": to}
    return BeautifulSoup("", "html.parser").new_tag("span", attrs=attributes)


def known(ids: Iterable[str]) -> str:
    """What makes a PDF say on which page ids stand: links to them, which nobody sees."""
    links = "".join(f'<a href="#{id}"></a>' for id in dict.fromkeys(ids))
    return f"<div hidden>{links}</div>"


def filled(html: str, pages: Mapping[str, int], shown: set[str]) -> str:
    """The document with its page numbers. What has once been shown stays, else a number that moves
    its own words might come and go for ever."""

    def words(match: re.Match) -> str:
        source, to = match[1], match[2]
        if to not in pages:
            return match[0]
        if not source:
            return f'<span class="page-of">{pages[to]}</span>'
        if pages.get(source) != pages[to]:
            shown.add(source)
        return f'<span class="page-of"> (page {pages[to]})</span>' if source in shown else match[0]

    return EMPTY.sub(words, html)


def settled(html: str, printed: Callable[[str], bytes]) -> tuple[bytes, dict[str, int]]:
    """The PDF of a document with right page numbers, and the page of each place. Raises ValueError
    where they do not settle."""
    pages: dict[str, int] = {}
    shown: set[str] = set()
    for _ in range(MOST):
        content = printed(filled(html, pages, shown))
        before, pages = pages, pages_of(content)
        if pages == before:
            return content, pages
    raise ValueError(f"page numbers still moved after {MOST} printings; expected them to settle")


def pages_of(content: bytes) -> dict[str, int]:
    """The page, counted from 1, of each place to which the PDF's own links lead."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    pages = enumerate(reader.pages, 1)
    numbers = {page.indirect_reference: n for n, page in pages if page.indirect_reference}
    found = reader.named_destinations.items()
    return {name.removeprefix("/"): numbers[place.page] for name, place in found if place.page}


def finished(content: bytes, found: Iterable[Place], facts: Mapping[str, str]) -> bytes:
    """The PDF with bookmarks of all headings, and with what it says of itself: its facts, and no
    clock. Chromium's own bookmarks join words that stand on two lines, and repeat headings that it
    moved to the next page."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import Fit

    reader = PdfReader(io.BytesIO(content))
    writer = PdfWriter(clone_from=reader)
    stand = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
    numbers = pages_of(content)
    above: list[Any] = []
    for place in found:
        if place.id not in stand:
            raise ValueError(f"the heading {place.title!r} is on no page of the PDF")
        del above[min(place.level - 1, len(above)) :]
        fit = Fit.xyz(left=0, top=float(stand[place.id].top or 0))
        parent = above[-1] if above else None
        item = writer.add_outline_item(
            title=place.title, page_number=numbers[place.id] - 1, parent=parent, fit=fit
        )
        above.append(item)
    writer.pdf_header = reader.pdf_header
    writer.metadata = {}
    writer.add_metadata({f"/{name}": words for name, words in facts.items()})
    out = io.BytesIO()
    writer.write(out)
    return steady(out.getvalue())


def steady(content: bytes) -> bytes:
    """The PDF with the elements of its structure numbered from 1, in their order: Chromium goes on
    from whatever the same process has shown before. No length changes."""
    ranks = {id: b"%08d" % n for n, id in enumerate(sorted({*NODES.findall(content)}), 1)}
    return NODES.sub(lambda match: b"(node" + ranks[match[1]] + b")", content)
