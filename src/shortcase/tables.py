"""Reads and checks the tables in ``data/``.

One schema for every number (``quantity.schema.json``) and one for the claims (``claims.schema.json``), checked by
frictionless; here stand only the rules that a table schema cannot express. All faults of all tables are reported at once, and
a table with a fault is never returned.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from .faults import Fault, ReportError
from .paths import relative, root
from .units import UnitError, parse

CLAIMS = "claims.csv"
PACKAGE = "datapackage.json"


def load(folder: Path | None = None) -> tuple[dict[str, dict], dict[str, dict]]:
    """Quantities and claims, each a dict from id to row; a row also has ``table``, and numbers are floats or None.

    Raises ReportError with every fault of every table.
    """
    folder = folder or root() / "data"
    files = sorted(p for p in folder.glob("*.csv") if p.name != CLAIMS)
    faults = [] if files else [Fault(relative(folder), "", "", "no table", "at least one .csv")]
    keys = source_keys(folder.parent / "book" / "references.bib")
    quantities: dict[str, dict] = {}
    for path in files:
        rows, found = read_table(path, _schema(folder / "quantity.schema.json"))
        faults += found + _rules(path, rows, keys)
        for row in rows:
            if row["id"] in quantities:
                faults.append(Fault(relative(path), row["_row"], "id", repr(row["id"]), f"an id that {quantities[row['id']]['table']}.csv does not have"))
            quantities.setdefault(row["id"], row | {"table": path.stem})
    rows, found = read_table(folder / CLAIMS, _schema(folder / "claims.schema.json"))
    faults += found + _rules(folder / CLAIMS, rows, None)
    if faults:
        raise ReportError(faults)
    return quantities, {row["id"]: row for row in rows}


def package_faults(folder: Path | None = None) -> list[Fault]:
    """What is wrong with the data package's list of tables."""
    folder = folder or root() / "data"
    path = folder / PACKAGE
    try:
        listed = {r["path"] for r in json.loads(path.read_text("utf-8"))["resources"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [Fault(relative(path), "", "", f"no readable list of resources ({error})", "a data package that lists each table")]
    there = {p.name for p in folder.glob("*.csv")}
    return [Fault(relative(path), "", "resources", f"no entry for {name}", "one entry a table") for name in sorted(there - listed)] + [
        Fault(relative(path), "", "resources", f"an entry for {name}, which is not there", "one entry a table") for name in sorted(listed - there)]


@cache
def _schema(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def source_keys(path: Path) -> set[str]:
    """Keys of the entries of a BibTeX file."""
    try:
        return set(re.findall(r"^@\w+\{\s*([^,\s]+)\s*,", path.read_text("utf-8"), re.M))
    except OSError:
        raise ReportError([Fault(relative(path), "", "", "no file", "the bibliography")]) from None


def repeated_sources(path: Path) -> list[Fault]:
    """Keys that a BibTeX file has more than once."""
    counts = Counter(re.findall(r"^@\w+\{\s*([^,\s]+)\s*,", path.read_text("utf-8"), re.M))
    return [Fault(relative(path), "", key, f"{count} entries", "one") for key, count in counts.items() if count > 1]


def read_table(path: Path, schema: dict) -> tuple[list[dict], list[Fault]]:
    """Rows of a CSV file and the faults that its bytes, its header and its cells have; no rows where there are faults."""
    name = relative(path)
    text, faults = _text(path)
    if faults:
        return [], faults
    from frictionless import Resource, Schema, system

    with system.use_context(trusted=True):
        resource = Resource(data=text.encode("utf-8"), format="csv", encoding="utf-8", schema=Schema.from_descriptor(schema))
        report = resource.validate()
    for error in report.flatten(["rowNumber", "fieldName", "cell", "note", "type", "label"]):
        row, field, cell, note, kind, label = error
        faults.append(Fault(name, str(row or ("1" if label or "label" in kind else "")), str(field or label or ""), repr(cell) if cell is not None else kind.replace("-", " "), note))
    if faults:
        return [], faults
    kinds = {f["name"]: f["type"] for f in schema["fields"]}
    rows = []
    for number, raw in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        row = {key: _typed(kinds[key], cell) for key, cell in raw.items()}
        row["_row"] = str(number)
        rows.append(row)
    return rows, []


def _typed(kind: str, cell: str):
    if kind in ("number", "integer"):
        return None if cell == "" else float(cell) if kind == "number" else int(cell)
    return cell


def _text(path: Path) -> tuple[str, list[Fault]]:
    name = relative(path)
    try:
        data = path.read_bytes()
    except OSError:
        return "", [Fault(name, "", "", "no readable file", "a table")]
    if not data.strip():
        return "", [Fault(name, "", "", "an empty file", "a header and rows")]
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return "", [Fault(name, "1", "", "a byte order mark", "UTF-8 without one")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        return "", [Fault(name, str(row), "", f"the byte 0x{data[error.start]:02x}, which is not UTF-8", "UTF-8")]
    if "\r" in text:
        return "", [Fault(name, str(text[: text.index(chr(13))].count("\n") + 1), "", "a carriage return", "lines that end in a newline alone")]
    header = text.split("\n", 1)[0]
    if "," not in header and (";" in header or "\t" in header):
        return "", [Fault(name, "1", "", "semicolons or tabs between columns", "commas")]
    return text, []


def _rules(path: Path, rows: list[dict], keys: set[str] | None) -> list[Fault]:
    """Faults of rows against what the schema cannot say; ``keys`` are the sources, or None for claims."""
    name, faults = relative(path), []
    dimensions: dict[str, tuple[str, str]] = {}

    def fault(row, column, found, expected):
        faults.append(Fault(name, f"{row['_row']} ({row['id']})", column, found, expected))

    for row in rows:
        numbers = {k: row[k] for k in ("value", "low", "high")}
        for column, number in numbers.items():
            if number is not None and not math.isfinite(number):
                fault(row, column, str(number), "a finite number")
                numbers[column] = None
        value, low, high = numbers.values()
        if low is not None and high is not None and low > high:
            fault(row, "low", f"{low:g} above high {high:g}", "low ≤ high")
        elif value is not None and low is not None and value < low:
            fault(row, "value", f"{value:g} below low {low:g}", "low ≤ value ≤ high")
        elif value is not None and high is not None and value > high:
            fault(row, "value", f"{value:g} above high {high:g}", "low ≤ value ≤ high")
        has_number = any(n is not None for n in (row["value"], row["low"], row["high"]))
        if has_number and not row["unit"]:
            fault(row, "unit", "nothing", "a unit ('1' for a pure number)")
        try:
            unit = parse(row["unit"])
        except UnitError as error:
            fault(row, "unit", str(error), "a unit that pint reads with units.txt")
            unit = None
        _date(row, fault)
        if keys is not None:
            if (row["low"] is None) != (row["high"] is None):
                fault(row, "low" if row["low"] is None else "high", "nothing", "both ends of the interval, or neither")
            if (row["value"] is None) == (row["text"] == ""):
                fault(row, "value", "nothing" if row["value"] is None else "a value and a text", "either a value or a text")
            if row["source"] not in keys:
                fault(row, "source", repr(row["source"]), "a key of book/references.bib")
            if row["tier"] == "estimate" and not row["note"].strip():
                fault(row, "note", "nothing", "the reason of an estimate")
            if unit is not None and row["value"] is not None:
                first = dimensions.setdefault(row["quantity"], (str(unit.dimensionality), row["unit"]))
                if first[0] != str(unit.dimensionality):
                    fault(row, "unit", repr(row["unit"]), f"the kind of unit that {row['quantity']!r} has above ({first[1]})")
    return faults


def _date(row: dict, fault) -> None:
    try:
        parts = [int(p) for p in row["as_of"].split("-")]
        start = datetime.date(parts[0], *(parts[1:] + [1, 1])[:2])
    except ValueError:
        fault(row, "as_of", repr(row["as_of"]), "a date of the calendar: year, year-month or year-month-day")
        return
    if start > datetime.datetime.now(datetime.UTC).date():
        fault(row, "as_of", repr(row["as_of"]), "a date that is not in the future")


def by_table(quantities: dict[str, dict]) -> dict[str, list[dict]]:
    """The rows of each table, in their order."""
    tables = defaultdict(list)
    for row in quantities.values():
        tables[row["table"]].append(row)
    return dict(tables)
