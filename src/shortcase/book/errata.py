"""Errata: each change of a published number or verdict, in a table that is read as strictly as
data.

``ERRATA.md`` holds one row a change: date, id, old value, new value, reason. Values stand as the
report writes them (``Estimate.words``), so that a row can be held against what was published and
what is there now.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from shortcase.faults import Fault
from shortcase.report import Report, relative

BEGIN = "<!-- begin -->"
NONE = "No number of a published version has changed."
HEAD = ("Date", "Id", "Was", "Is", "Why")
RULE = "| --- | --- | --- | --- | --- |"
FORM = "| 2026-12-31 | `id` | old value | new value | reason |"
SHORTEST_REASON = 10  # characters


@dataclass(frozen=True)
class Erratum:
    """One change of a published number or verdict, and the line of the file that states it."""

    date: str
    id: str
    old: str
    new: str
    reason: str
    line: int = 0

    def __str__(self) -> str:
        return f"| {self.date} | `{self.id}` | {self.old} | {self.new} | {self.reason} |"


def read(report: Report) -> tuple[list[Erratum], list[Fault]]:
    """The rows of ``ERRATA.md``, in their order, and the faults of its form."""
    name = relative(report.errata)
    try:
        text = report.errata.read_text("utf-8")
    except OSError:
        return [], [Fault(name, "", "no file", f"a file with {BEGIN} and the errata")]
    head, mark, body = text.partition(BEGIN)
    if not mark:
        return [], [Fault(name, "", f"no {BEGIN}", "it before the errata")]
    found: list[Erratum] = []
    faults: list[Fault] = []
    start = head.count("\n") + 1
    for number, line in enumerate(body.split("\n"), start=start):
        row = _row(line.strip(), number)
        if isinstance(row, Erratum):
            found.append(row)
            faults += [Fault(name, f"line {number}", what, how) for what, how in _faults_of(row)]
        elif row:
            faults.append(Fault(name, f"line {number}", repr(line.strip()[:80]), row))
    has_sentence = NONE in body
    if has_sentence and found:
        faults.append(Fault(name, "", f"{NONE!r} beside errata", "the errata alone"))
    if not has_sentence and not found and not faults:
        faults.append(Fault(name, "", "neither errata nor a word that there are none", repr(NONE)))
    return found, faults


def _row(line: str, number: int) -> Erratum | str:
    """The erratum on a line; what the line should be; or nothing, for one that holds none."""
    if not line or line == NONE:
        return ""
    if not line.startswith("|"):
        return f"a row of the table: {FORM}"
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    if tuple(cells) == HEAD or all(set(cell) <= {"-", ":"} and cell for cell in cells):
        return ""
    if len(cells) != len(HEAD):
        return f"{len(HEAD)} cells: {FORM}"
    date, id, old, new, reason = cells
    return Erratum(date, id.strip("`") if id.count("`") == 2 else "", old, new, reason, number)


def _faults_of(row: Erratum) -> Iterable[tuple[str, str]]:
    try:
        datetime.date.fromisoformat(row.date)
    except ValueError:
        yield f"the date {row.date!r}", "a day, as in 2026-12-31"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", row.id):
        yield "no id in backticks", "one, as in `id`"
    if not row.old or not row.new or row.old == row.new:
        yield f"{row.old!r} that became {row.new!r}", "an old and a new value that differ"
    if len(row.reason) < SHORTEST_REASON:
        yield f"the reason {row.reason!r}", "a sentence that says why"


def table(rows: Iterable[Erratum]) -> str:
    """The body of ``ERRATA.md`` for some errata."""
    lines = [str(row) for row in rows]
    return "\n".join([f"| {' | '.join(HEAD)} |", RULE, *lines]) if lines else NONE
