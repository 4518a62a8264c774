"""Uses: which numbers stand in the words of which page, computed from the words and not from the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shortcase.book import links, records
from shortcase.book.records import Book
from shortcase.numbers import words

from .builder import address

GATHERED = re.compile(r"^```\{report\} (\S+)(?: (\S+))?", re.M)


def of_numbers(book: Book) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each number in words (its id, or ``said:`` and the claim's) the pages that link to it, and
    for each page its numbers; both sorted."""
    pairs = {
        (key, page)
        for page, markdown in shown(book)
        for link in words.links(markdown)
        if (key := key_of(link))
    }
    used_in: dict[str, list[str]] = {}
    linked_on: dict[str, list[str]] = {}
    for key, page in sorted(pairs):
        used_in.setdefault(key, []).append(page)
        linked_on.setdefault(page, []).append(key)
    return used_in, linked_on


def key_of(link: words.Link) -> str:
    """What a page asks for when a reader asks where a number comes from; empty for other links."""
    if link.scheme == "num":
        return links.bare_id(link.target)
    return f"said:{links.bare_id(link.target)}" if link.scheme == "said" else ""


def shown(book: Book) -> Iterator[tuple[str, str]]:
    """All words that pages show as Markdown: the page's address and the words. A claim's reason stands
    in its chapter and in the ledger; a figure's title and caption in its chapter, on its own page and
    wherever else it is shown; its alternative text, as words, on its own page alone."""
    listed = set(records.listed(book.report))
    ledgers: list[str] = []
    again: dict[str, list[str]] = {}
    for text in links.texts(book):
        page = f"{address(text.document)}.html"
        if text.record or text.document not in listed:
            continue
        yield page, text.markdown
        for name, id in GATHERED.findall(text.markdown):
            if name == "ledger":
                ledgers.append(page)
            elif name == "figure":
                again.setdefault(id, []).append(page)
    for text in links.texts(book):
        if not text.record:
            continue
        kind, id, field = text.record
        chapter = f"{text.document}.html"
        own = [f"figures/{id}.html"]
        if kind == "claim":
            pages = [chapter, *ledgers]
        else:
            pages = own if field == "alt" else [chapter, *own, *again.get(id, [])]
        yield from ((page, text.markdown) for page in pages)
