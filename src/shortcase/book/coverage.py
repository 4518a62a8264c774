"""Coverage: the newest date on which something rests, computed from its rows, and how words say
it.

A row counts where a source states it (tiers primary and secondary). ``[May 2026](newest:book)`` is
the newest of all; ``newest:table/NAME`` that of a table, ``newest:chapter/NAME`` that of the rows
that a chapter uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from shortcase.book.records import Book
from shortcase.data import tables
from shortcase.numbers.words import MONTHS, Link

STATED = ("primary", "secondary")  # tiers whose rows a source states
WHOLE = "book"
DATE = re.compile(rf"(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)}) )?(\d{{4}})")


def newest(rows: Iterable[Mapping[str, Any]]) -> str:
    """The newest date of rows that a source states; empty where there is none."""
    return max((row["as_of"] for row in rows if row["tier"] in STATED), default="")


def of(book: Book) -> dict[str, str]:
    """The newest date of the book, of each table and of each chapter, by the target of a link."""
    found = {WHOLE: newest(book.quantities.values())}
    for name, rows in tables.by_table(book.quantities).items():
        found[f"table/{name}"] = newest(rows)
    for notebook in book.notebooks:
        ids = {id for record in notebook.of_kind("colophon") for id in record["rows"]}
        rows = [book.quantities[id] for id in sorted(ids & book.quantities.keys())]
        found[f"chapter/{notebook.path.stem}"] = newest(rows)
    return found


def ways(date: str) -> list[str]:
    """All ways in which words may say a date, the most exact first: 25 September 2026, September
    2026, 2026."""
    year, month, day = (date.split("-") + ["", ""])[:3]
    found = [year]
    if month:
        found.insert(0, f"{MONTHS[int(month) - 1]} {year}")
    if day:
        found.insert(0, f"{int(day)} {found[0]}")
    return found


def in_words(date: str) -> str:
    """A date for a reader, as exactly as it is known."""
    return ways(date)[0] if date else ""


def fault(dates: Mapping[str, str], link: Link) -> str:
    """What is wrong with a link that says how far data reach; empty if nothing is."""
    date = dates.get(link.target, "")
    if not date:
        near = tables.near(link.target, dates)
        return f"{link.target!r} is no table/NAME, chapter/NAME or {WHOLE} with a dated row{near}"
    return "" if link.words in ways(date) else f"the newest is {in_words(date)}"


def rewrite(words: str, date: str) -> str:
    """A date as the words say it, brought to ``date`` as exactly as they are, or as it is known.
    Words that say no date stay."""
    match = DATE.fullmatch(words)
    if not match:
        return words
    wanted = 1 + bool(match[2]) + bool(match[1])
    found = ways(date)
    return found[max(0, len(found) - wanted)]
