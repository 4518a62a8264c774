"""Uses: which numbers stand in the words of which page, computed from the words and not from the
pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shortcase.book import links, records
from shortcase.book.records import Book
from shortcase.numbers import words

from . import supposable
from .builder import address

GATHERED = re.compile(r"^```\{report\} (\S+)(?: (\S+))?", re.M)


def of_numbers(book: Book) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each number in words (its id, or ``said:`` and the claim's) the pages that link to it,
    and for each page its numbers; both sorted."""
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


def calculator_words(book: Book) -> str:
    """The published value of each input of the calculator, as it stands under its slider."""
    inputs = supposable.words(book.report, "calculator")["inputs"]
    return " ".join(f"[](num:{item['id']})" for item in inputs)


def shown(book: Book) -> Iterator[tuple[str, str]]:
    """All words that pages show as Markdown: the page's address and the words. A claim's reason
    stands in its chapter and in the ledger; a figure's title and caption in its chapter, on its own
    page and wherever else it is shown; its alternative text, as words, on its own page alone."""
    ledgers: list[str] = []
    again: dict[str, list[str]] = {}
    for docname in records.listed(book.report):
        path = book.report.root / f"{docname}.md"
        if not path.is_file():
            continue
        page, markdown = f"{address(docname)}.html", path.read_text("utf-8")
        yield page, markdown
        for name, id in GATHERED.findall(markdown):
            if name == "ledger":
                ledgers.append(page)
            elif name == "figure":
                again.setdefault(id, []).append(page)
            elif name == "calculator":
                yield page, calculator_words(book)
    for notebook in book.notebooks:
        page = f"{notebook.docname}.html"
        cells = [cell for cell in notebook.cells if cell["cell_type"] == "markdown"]
        yield from ((page, cell["source"]) for cell in cells)
        for claim in notebook.of_kind("claim"):
            for on in (page, *ledgers):
                yield from ((on, claim[part]) for part in ("reason", "caveat") if claim[part])
        for figure in notebook.of_kind("figure"):
            own = f"figures/{figure['id']}.html"
            for on in (page, own, *again.get(figure["id"], [])):
                yield from ((on, figure[part]) for part in ("title", "caption"))
            yield own, figure["alt"]
