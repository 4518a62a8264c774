"""Rules for the rows of a table that its schema cannot express."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from pathlib import Path

from shortcase.faults import Fault
from shortcase.numbers.units import UnitError, parse
from shortcase.report import relative

Say = Callable[[str, str, str], None]  # column, found, expected


def faults(path: Path, rows: list[dict], keys: set[str] | None) -> list[Fault]:
    """Faults of rows; ``keys`` are the sources, or None for claims."""
    found: list[Fault] = []
    dimensions: dict[str, tuple[str, str]] = {}
    name = relative(path)
    for row in rows:
        place = f"row {row['_row']} ({row['id']})"

        def say(column: str, what: str, expected: str, place: str = place) -> None:
            found.append(Fault(name, f"{place}, column {column}", what, expected))

        _finite(row, say)
        _in_order(row, say)
        unit = _unit(row, say)
        _date(row, say)
        if keys is not None:
            _sourced(row, keys, say)
            if unit is not None and row["value"] is not None:
                _one_dimension(row, str(unit.dimensionality), dimensions, say)
    return found


def _finite(row: dict, say: Say) -> None:
    for column in ("value", "low", "high"):
        if row[column] is not None and not math.isfinite(row[column]):
            say(column, str(row[column]), "a finite number")


def _in_order(row: dict, say: Say) -> None:
    value, low, high = (_number(row[k]) for k in ("value", "low", "high"))
    if low is not None and high is not None and low > high:
        say("low", f"{low:g} above high {high:g}", "low ≤ high")
    elif value is not None and low is not None and value < low:
        say("value", f"{value:g} below low {low:g}", "low ≤ value ≤ high")
    elif value is not None and high is not None and value > high:
        say("value", f"{value:g} above high {high:g}", "low ≤ value ≤ high")


def _number(x: float | None) -> float | None:
    return None if x is None or not math.isfinite(x) else x


def _unit(row: dict, say: Say):
    if any(row[k] is not None for k in ("value", "low", "high")) and not row["unit"]:
        say("unit", "nothing", "a unit ('1' for a pure number)")
    try:
        return parse(row["unit"])
    except UnitError as error:
        say("unit", str(error), "a unit that pint reads with units.txt")
        return None


def _sourced(row: dict, keys: set[str], say: Say) -> None:
    if (row["low"] is None) != (row["high"] is None):
        column = "low" if row["low"] is None else "high"
        say(column, "nothing", "both ends of the interval, or neither")
    if (row["value"] is None) == (row["text"] == ""):
        found = "nothing" if row["value"] is None else "a value and a text"
        say("value", found, "either a value or a text")
    if row["source"] not in keys:
        say("source", repr(row["source"]), "a key of book/references.bib")
    if row["tier"] == "estimate" and not row["note"].strip():
        say("note", "nothing", "the reason of an estimate")


def _one_dimension(row: dict, dimension: str, known: dict[str, tuple[str, str]], say: Say) -> None:
    first = known.setdefault(row["quantity"], (dimension, row["unit"]))
    if first[0] != dimension:
        expected = f"the kind of unit that {row['quantity']!r} has above ({first[1]})"
        say("unit", repr(row["unit"]), expected)


def _date(row: dict, say: Say) -> None:
    try:
        parts = [int(p) for p in row["as_of"].split("-")]
        start = datetime.date(parts[0], *(parts[1:] + [1, 1])[:2])
    except ValueError:
        expected = "a date of the calendar: year, year-month or year-month-day"
        say("as_of", repr(row["as_of"]), expected)
        return
    if start > datetime.datetime.now(datetime.UTC).date():
        say("as_of", repr(row["as_of"]), "a date that is not in the future")
