"""Measures: the same thing read in several places, and whether the readings agree.

``data/measures.csv`` names for each measure its readings: results, rows, or readouts of dials. One
is its home; those of role ``same`` must agree with it, a ``contrast`` is on another basis and says
why, and an ``open`` one is not settled yet.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from shortcase.book.records import Book
from shortcase.data import tables
from shortcase.faults import Fault
from shortcase.numbers import units
from shortcase.numbers.estimate import Estimate
from shortcase.report import Report

AGREE = 0.005  # relative: readings of one measure
OURS = "our estimate"
FILE = f"data/{tables.MEASURES}"


@dataclass(frozen=True)
class Reading:
    """One reading of a measure: a line of the table."""

    measure: str
    title: str
    basis: str
    id: str
    kind: str
    role: str
    reason: str
    row: int


def read(report: Report) -> tuple[list[Reading], list[Fault]]:
    """All readings and the faults of their table; none where the report has no such table."""
    path = report.data / tables.MEASURES
    if not path.is_file():
        return [], []
    schema = tables.schema(report.data / "measures.schema.json")
    rows, faults = tables.read_table(path, schema)
    made = []
    for row in rows:
        made.append(Reading(**{k: v for k, v in row.items() if k != "_row"}, row=int(row["_row"])))
    return made, faults


def open_readings(report: Report) -> list[Reading]:
    """Readings that are not settled yet."""
    return [reading for reading in read(report)[0] if reading.role == "open"]


def value(book: Book, reading: Reading) -> Estimate:
    """The number of a reading. Raises KeyError where there is none of that id."""
    if reading.kind == "quantity":
        return Estimate.of(book.quantities[reading.id])
    if reading.kind == "result":
        return Estimate.of(book.results[reading.id])
    figure, _, name = reading.id.partition("/")
    dial = book.figures[figure]["dial"]
    for readout in dial["readouts"] if dial else ():
        if readout["name"] == name:
            return Estimate(readout["values"][OURS], unit=readout.get("unit", "1"))
    raise KeyError(reading.id)


def faults(book: Book) -> list[Fault]:
    """Readings that are unknown or twice, measures without a home, contrasts without a reason, and
    readings that should agree and do not."""
    readings, found = read(book.report)
    by_measure: dict[str, list[Reading]] = defaultdict(list)
    seen: dict[tuple[str, str], int] = {}
    for reading in readings:
        place = _place(reading)
        first = seen.setdefault((reading.measure, reading.id), reading.row)
        if first != reading.row:
            found.append(Fault(FILE, place, f"a reading that row {first} has", "each once"))
        if reading.role in ("contrast", "open") and not reading.reason.strip():
            expected = f"why it is {reading.role}"
            found.append(Fault(FILE, f"{place}, column reason", "nothing", expected))
        try:
            value(book, reading)
            by_measure[reading.measure].append(reading)
        except KeyError:
            near = tables.near(reading.id, _known(book, reading.kind))
            found.append(Fault(FILE, place, f"the unknown id {reading.id!r}", f"an id{near}"))
    for group in by_measure.values():
        found += _disagreements(book, group)
    return found


def _place(reading: Reading) -> str:
    return f"row {reading.row} ({reading.measure})"


def _known(book: Book, kind: str) -> list[str]:
    if kind == "quantity":
        return list(book.quantities)
    if kind == "result":
        return list(book.results)
    dials = ((id, f["dial"]) for id, f in book.figures.items() if f["dial"])
    return [f"{id}/{r['name']}" for id, dial in dials for r in dial["readouts"]]


def _disagreements(book: Book, group: list[Reading]) -> Iterator[Fault]:
    homes = [r for r in group if r.role == "home"]
    settled = [r for r in group if r.role != "open"]
    if len(homes) > 1 or (settled and not homes):
        place = _place((homes or settled)[-1])
        yield Fault(FILE, place, f"{len(homes)} readings of role home", "one a measure")
        return
    for reading in (r for r in group if r.role == "same"):
        home, other = value(book, homes[0]), value(book, reading)
        if not agree(home, other):
            found = f"{reading.id}, {other.words()}"
            yield Fault(FILE, _place(reading), found, f"{home.words()}, as {homes[0].id} has it")


def agree(one: Estimate, other: Estimate) -> bool:
    """True where two values agree within half a per cent, in the unit of the first."""
    if one.text or other.text:
        return one.text == other.text
    try:
        return math.isclose(one.number, other.to(one.unit).number, rel_tol=AGREE)
    except (units.UnitError, TypeError):
        return False
