"""What has been published: ids are for ever, and no number or verdict changes without an erratum.

``book/published.csv`` holds every id of the last release with its value, interval and unit, or its
verdict; ``book/renamed.csv`` holds the ids that have a new name since. The check holds the book to
both, and ``ERRATA.md`` to what really changed; ``python -m shortcase release`` writes the first
anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shortcase.book import errata
from shortcase.book.errata import Erratum
from shortcase.book.records import Book
from shortcase.data import sources, verdicts
from shortcase.faults import Fault, ReportError
from shortcase.numbers.estimate import Estimate
from shortcase.report import Report

KINDS = ("figure", "claim", "number", "source")
COLUMNS = ("kind", "id", "value", "low", "high", "unit")
CLOSE = 1e-6  # relative; less is the last digits of a fit
CLOSE_ENDS = 1.5e-5  # relative; less is the last of the six digits that are stored of an end
DIGITS = (None, 4, 5, 6, 7, 8, 9, 10)  # as few as tell an old and a new value apart
PUBLISHED, RENAMED = "book/published.csv", "book/renamed.csv"

Key = tuple[str, str]  # kind and id


@dataclass(frozen=True)
class Change:
    """A published number or verdict that is another one now."""

    kind: str
    id: str
    former: str
    old: Estimate
    new: Estimate
    row: int

    def words(self) -> tuple[str, str]:
        """Old and new as an erratum writes them: with as few digits as tell them apart."""
        pairs = [(self.old.words(d), self.new.words(d)) for d in DIGITS]
        return next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])

    def erratum(self, date: str, reason: str) -> Erratum:
        """The erratum that says it."""
        return Erratum(date, self.id, *self.words(), reason)


def snapshot_path(report: Report) -> Path:
    return report.root / PUBLISHED


def renamed_path(report: Report) -> Path:
    return report.root / RENAMED


def present(book: Book) -> dict[Key, Estimate]:
    """Every id of the book, by kind, with what must not change silently: a number, a claim's
    verdict as a text, nothing for a figure or a source."""
    found = {("figure", id): Estimate() for id in book.figures}
    found |= {("source", id): Estimate() for id in sources.keys(book.report.references)}
    found |= {("claim", id): Estimate(text=c["verdict"]) for id, c in book.claims.items()}
    return found | {("number", id): book.estimate(id) for id in book.numbers()}


def snapshot(report: Report) -> dict[Key, tuple[int, Estimate]]:
    """What the last release published: for each id its row in the file and its content."""
    return {
        (line["kind"], line["id"]): (row, _estimate(line))
        for row, line in enumerate(_rows(snapshot_path(report)), start=2)
    }


def _estimate(line: dict[str, str]) -> Estimate:
    if not line["unit"]:  # a text, a verdict, or nothing
        return Estimate(text=line["value"])
    value, low, high = (float(line[k]) if line[k] else None for k in ("value", "low", "high"))
    return Estimate(value, low, high, line["unit"])


def renamed(book: Book) -> dict[Key, str]:
    """For each former id, by kind, the present one.

    Raises ReportError for an unknown kind, a former id that is still in use and a new one that is
    not there.
    """
    known, faults, found = present(book), [], {}
    for row, line in enumerate(_rows(renamed_path(book.report)), start=2):
        kind, old, new = line["kind"], line["old"], line["new"]
        if kind not in KINDS:
            wrong = ("kind", kind, f"one of {', '.join(KINDS)}")
        elif (kind, old) in known:
            wrong = ("old", old, "an id that is no longer in use")
        elif (kind, new) not in known:
            wrong = ("new", new, f"a {kind} that is there")
        else:
            found[kind, old] = new
            continue
        column, cell, expected = wrong
        faults.append(Fault(RENAMED, f"row {row}, column {column}", repr(cell), expected))
    if faults:
        raise ReportError(faults)
    return found


def changes(book: Book) -> list[Change]:
    """Published numbers and verdicts that are others now. Raises ReportError for faults of the
    renamed ids."""
    now, moved = present(book), renamed(book)
    found = []
    for (kind, id), (row, was) in snapshot(book.report).items():
        key = (kind, moved.get((kind, id), id))
        if key in now and not _same(was, now[key]):
            found.append(Change(kind, key[1], id, was, now[key], row))
    return found


def faults(book: Book) -> list[Fault]:
    """Published ids that are gone without a new name, changes without an erratum, and errata that
    do not say what really changed."""
    now, moved = present(book), renamed(book)
    found = [
        Fault(
            PUBLISHED,
            f"row {row}",
            f"the {kind} {id!r}, which is gone",
            f"an id that stays, or its new name in {RENAMED}",
        )
        for (kind, id), (row, _) in snapshot(book.report).items()
        if (kind, moved.get((kind, id), id)) not in now
    ]
    rows, wrong = errata.read(book.report)
    if wrong:
        return found + wrong
    changed = changes(book)
    last = {row.id: row for row in rows}  # rows of one id stand in the order of time
    for change in changed:
        found += _change_faults(change, last.get(change.id) or last.get(change.former))
    return found + list(_other_faults(book, rows, changed, now, moved))


def _change_faults(change: Change, row: Erratum | None) -> Iterator[Fault]:
    old, new = change.words()
    if row is None or (row.new in _ways(change.old) and row.new not in _ways(change.new)):
        found = f"{change.id}: {old} became {new}"
        expected = f"a row in ERRATA.md: {change.erratum('date', 'reason')}"
        yield Fault(PUBLISHED, f"row {change.row}", found, expected)
        return
    for what, shown, ways, right in (
        ("old", row.old, _ways(change.old), old),
        ("new", row.new, _ways(change.new), new),
    ):
        if shown not in ways:
            place = f"line {row.line}, `{row.id}`"
            yield Fault("ERRATA.md", place, f"the {what} value {shown!r}", repr(right))


def _other_faults(
    book: Book,
    rows: list[Erratum],
    changed: list[Change],
    now: dict[Key, Estimate],
    moved: dict[Key, str],
) -> Iterator[Fault]:
    """Errata of unknown ids, and errata since the release for what has not changed since."""
    known = {id: value for (_, id), value in now.items()}
    former = {old: new for (_, old), new in moved.items()}
    explained = {c.id for c in changed} | {c.former for c in changed}
    released = str(sources.citation(book.report)["date-released"])
    last = {row.id: row for row in rows}
    for row in rows:
        place = f"line {row.line}, `{row.id}`"
        value = known.get(row.id) or known.get(former.get(row.id, ""))
        if value is None:
            yield Fault("ERRATA.md", place, "an unknown id", "the id of a number or a claim")
        elif row.id not in explained and row.date > released:
            yield Fault("ERRATA.md", place, "an erratum", f"none: {value.words()} as published")
        elif row.id not in explained and row is last[row.id] and row.new not in _ways(value):
            yield Fault("ERRATA.md", place, f"the new value {row.new!r}", repr(value.words()))


def _ways(value: Estimate) -> set[str]:
    """All ways in which an erratum may write a value; a verdict also by the word that was split
    into it and others."""
    former = {old for old, new in verdicts.FORMER.items() if value.text in new}
    return {value.words(digits) for digits in DIGITS} | former


def _same(was: Estimate, now: Estimate) -> bool:
    if was.text and now.text in verdicts.FORMER.get(was.text, ()):
        return True  # the word was split; nothing else has changed
    return was.unit == now.unit and was.same_as(now, CLOSE, CLOSE_ENDS)


def _rows(path: Path) -> list[dict]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(book: Book) -> int:
    """Write the snapshot of a release; the number of ids. Former names stay for ever in
    ``book/renamed.csv``."""
    entries = present(book)
    with snapshot_path(book.report).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows((*key, *cells(value)) for key, value in entries.items())
    return len(entries)


def cells(value: Estimate) -> tuple[str, str, str, str]:
    """Value or text, low, high and unit, as the snapshot writes them."""

    def written(x: float | None) -> str:
        return "" if x is None else f"{x:.9g}"

    if value.text:
        return value.text, "", "", ""
    return written(value.value), written(value.low), written(value.high), value.unit
