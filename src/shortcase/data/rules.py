"""Rules for the rows of a table that its schema cannot express."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from pathlib import Path

from shortcase.faults import Fault
from shortcase.numbers.units import UnitError, parse
from shortcase.report import relative

Say = Callable[[str, str, str], None]  # column, found, expected

# locators that find nothing in a document
EMPTY = {
    *("text", "announcement", "list", "table", "summary", "memory", "results", "description"),
    *("blog", "article", "article body", "article text", "blog body", "main text", "post text"),
    *("page", "website", "document", "cfo remarks"),
}
RECALLED = re.compile(r"from memory|\brecalled\b|not looked up|our recollection", re.IGNORECASE)
ROUGH = re.compile(  # at the start of a note or of a quantity: a number that is not exact
    r"(about|around|roughly|approximately|nearly|almost|more than|over|at least|up to|"
    r"fewer than|less than)\b",
    re.IGNORECASE,
)
BOUND = re.compile(r"\b(lower bound|upper bound|rounded)\b", re.IGNORECASE)


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
            _told(row, say)
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


def _told(row: dict, say: Say) -> None:
    """What a locator and a note say against the rest of the row."""
    if row["locator"].strip().lower() in EMPTY:
        say("locator", repr(row["locator"]), "a place that can be found in the document")
    note = row["note"]
    if row["tier"] in ("primary", "secondary") and (recalled := RECALLED.search(note)):
        say("note", f"{recalled[0]!r} in a row of tier {row['tier']}", "a source, or an estimate")
    exact = row["value"] is not None and row["low"] is None
    if exact and row["tier"] in ("primary", "secondary") and not BOUND.search(note):
        for column in ("note", "quantity"):
            if rough := ROUGH.match(row[column].strip()):
                expected = "an interval, or 'lower bound', 'upper bound' or 'rounded' in the note"
                say(column, f"{rough[0]!r} of a value without an interval", expected)


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
