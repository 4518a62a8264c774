"""How far the numbers rest on the documents that made them: tiers by table, and beneath what is
read first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shortcase.book.links import bare_id
from shortcase.book.records import Book
from shortcase.derived import definitions
from shortcase.numbers import words

ORDER = ("primary", "secondary", "estimate", "article")
LEAD = 2  # cells of a chapter, from its first, that are read before its work begins


def shares(book: Book) -> dict[str, Counter[str]]:
    """For each table and for each thing that is read first, how many rows have which tier."""
    found: dict[str, Counter[str]] = {}
    for row in book.quantities.values():
        found.setdefault(row["table"], Counter())[row["tier"]] += 1
    for name, ids in _first(book).items():
        found[name] = Counter(book.quantities[id]["tier"] for id in sorted(_rows(book, ids)))
    return found


def _first(book: Book) -> dict[str, list[str]]:
    """The ids of what stands on the landing page, in leads and beneath headline claims."""
    page = (book.report.root / "book" / "index.md").read_text("utf-8")
    leads: list[str] = []
    for notebook in book.notebooks:
        told = [c["source"] for c in notebook.cells if c["cell_type"] == "markdown"][:LEAD]
        leads += [id for text in told for id in _linked(text)]
    weighty = [c for c in book.claims.values() if c["importance"] == 1 and c["computed"]]
    return {
        "(the landing page)": _linked(page),
        "(leads of chapters)": leads,
        "(claims of importance 1)": [c["computed"]["id"] for c in weighty],
    }


def _linked(text: str) -> list[str]:
    return [bare_id(link.target) for link in words.links(text) if link.scheme == "num"]


def _rows(book: Book, ids: Iterable[str]) -> set[str]:
    """The rows that these numbers rest on, through all results between."""
    known, waiting, seen = definitions(), list(ids), set()
    while waiting:
        id = waiting.pop()
        if id in seen:
            continue
        seen.add(id)
        if id in book.results:
            waiting += book.results[id]["input_ids"]
        elif id in known:
            waiting += [given for given in known[id].inputs.values() if isinstance(given, str)]
    return {id for id in seen if id in book.quantities}
