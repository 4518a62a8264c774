"""Reads the tables in ``data/``.

One schema for every number (``quantity.schema.json``) and one for the claims
(``claims.schema.json``), checked by frictionless; ``rules`` holds what a table schema cannot
express. All faults of all tables are reported at once, and a table with a fault is never returned.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections import defaultdict
from collections.abc import Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path

from shortcase.data import rules, sources
from shortcase.faults import Fault, ReportError
from shortcase.passed import Passed
from shortcase.report import Report, relative

CLAIMS = "claims.csv"
PACKAGE = "datapackage.json"
MEASURES = "measures.csv"
WITNESSES = "witnesses.csv"
OTHER = (CLAIMS, MEASURES, WITNESSES)  # tables that hold no quantities

Rows = dict[str, dict]


def load(report: Report) -> tuple[Rows, Rows]:
    """Quantities and claims, each a dict from id to row; a row also has ``table``, and numbers are
    floats or None.

    Raises ReportError with every fault of every table.
    """
    folder = report.data
    files = sorted(p for p in folder.glob("*.csv") if p.name not in OTHER)
    faults = [] if files else [Fault(relative(folder), "", "no table", "at least one .csv")]
    keys = sources.keys(report.references)
    quantities: Rows = {}
    for path in files:
        rows, found = read_table(path, schema(folder / "quantity.schema.json"), report.passed)
        faults += found + rules.faults(path, rows, keys)
        for row in rows:
            if row["id"] in quantities:
                other = f"{quantities[row['id']]['table']}.csv"
                place = f"row {row['_row']}, column id"
                expected = f"an id that {other} does not have"
                faults.append(Fault(relative(path), place, repr(row["id"]), expected))
            quantities.setdefault(row["id"], row | {"table": path.stem})
    rows, found = read_table(folder / CLAIMS, schema(folder / "claims.schema.json"), report.passed)
    faults += found + rules.faults(folder / CLAIMS, rows, None)
    if faults:
        raise ReportError(faults)
    return quantities, {row["id"]: row for row in rows}


def package(report: Report) -> dict:
    """The data package: its tables with titles and descriptions. Raises ReportError for an
    unreadable one."""
    path = report.data / PACKAGE
    try:
        content = json.loads(path.read_text("utf-8"))
        [r["path"] for r in content["resources"]]
        return content
    except (OSError, ValueError, KeyError, TypeError) as error:
        found = f"no readable list of resources ({error})"
        expected = "a data package that lists each table"
        raise ReportError([Fault(relative(path), "", found, expected)]) from None


def columns(report: Report) -> list[dict]:
    """The columns of every table of quantities, as their schema describes them."""
    return schema(report.data / "quantity.schema.json")["fields"]


def package_faults(report: Report) -> list[Fault]:
    """What is wrong with the data package's list of tables."""
    try:
        listed = {r["path"] for r in package(report)["resources"]}
    except ReportError as error:
        return [f for f in error.faults if isinstance(f, Fault)]
    there = {p.name for p in report.data.glob("*.csv")}
    name, expected = relative(report.data / PACKAGE), "one entry a table"
    found = [f"no entry for {missing}" for missing in sorted(there - listed)]
    found += [f"an entry for {extra}, which is not there" for extra in sorted(listed - there)]
    return [Fault(name, "resources", words, expected) for words in found]


@cache
def schema(path: Path) -> dict:
    """A table schema."""
    return json.loads(path.read_text("utf-8"))


def read_table(
    path: Path, schema: dict, passed: Passed | None = None
) -> tuple[list[dict], list[Fault]]:
    """Rows of a CSV file, and the faults that its bytes, its header and its cells have.

    A row with a fault is left out, and all rows where the header has one; the others are there for
    further rules. What has ``passed`` before is not checked again.
    """
    text, faults = _text(path)
    if faults:
        return [], faults
    bad: set[int] = set()

    def check() -> list[Fault]:
        found, rows = _schema_faults(relative(path), text, schema)
        bad.update(rows)
        return found

    ground = (version("frictionless"), json.dumps(schema), Path(__file__).read_bytes(), text)
    faults = passed.faults(ground, check) if passed else check()
    if 1 in bad:
        return [], faults
    kinds = {f["name"]: f["type"] for f in schema["fields"]}
    rows = []
    for number, raw in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        if number in bad:
            continue
        row = {key: _typed(kinds[key], cell) for key, cell in raw.items()}
        row["_row"] = str(number)
        rows.append(row)
    return rows, faults


def _schema_faults(name: str, text: str, schema: dict) -> tuple[list[Fault], set[int]]:
    """What a table's schema finds, and the rows that it is about; 1 for the header."""
    from frictionless import Resource, Schema, system

    with system.use_context(trusted=True):
        resource = Resource(
            data=text.encode("utf-8"),
            format="csv",
            encoding="utf-8",
            schema=Schema.from_descriptor(schema),
        )
        report = resource.validate()
    faults: list[Fault] = []
    bad: set[int] = set()
    wanted = ["rowNumber", "fieldName", "cell", "note", "type", "label"]
    for row, field, cell, note, kind, label in report.flatten(wanted):
        in_head = bool(label) or "label" in kind or not row
        bad.add(1 if in_head else row)
        parts = (f"row {row or 1}" if row or in_head else "", _column(field or label))
        found = repr(cell) if cell is not None else kind.replace("-", " ")
        faults.append(
            Fault(name, ", ".join(filter(None, parts)), found, _expected(schema, field, note))
        )
    return faults, bad


def _column(name: str | None) -> str:
    return f"column {name}" if name else ""


def _expected(schema: dict, field: str | None, note: str) -> str:
    """What a cell should hold, in words: what the schema says of its column, else the validator's
    note."""
    described = {f["name"]: f for f in schema["fields"]}.get(field or "", {})
    limits = described.get("constraints", {})
    if "enum" in limits and "enum" in note:
        return "one of " + ", ".join(str(x) for x in limits["enum"])
    if "pattern" in note and described.get("description"):
        return str(described["description"])
    if "required" in note:
        return "a value"
    return note


def _typed(kind: str, cell: str):
    if kind in ("number", "integer"):
        return None if cell == "" else float(cell) if kind == "number" else int(cell)
    return cell


def _text(path: Path) -> tuple[str, list[Fault]]:
    name = relative(path)

    def fault(place: str, found: str, expected: str) -> tuple[str, list[Fault]]:
        return "", [Fault(name, place, found, expected)]

    try:
        data = path.read_bytes()
    except OSError:
        return fault("", "no readable file", "a table")
    if not data.strip():
        return fault("", "an empty file", "a header and rows")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return fault("row 1", "a byte order mark", "UTF-8 without one")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        byte = f"the byte 0x{data[error.start]:02x}, which is not UTF-8"
        return fault(f"row {row}", byte, "UTF-8")
    if "\r" in text:
        row = text[: text.index("\r")].count("\n") + 1
        return fault(f"row {row}", "a carriage return", "lines that end in a newline alone")
    header = text.split("\n", 1)[0]
    if "," not in header and (";" in header or "\t" in header):
        return fault("row 1", "semicolons or tabs between columns", "commas")
    return text, []


def by_table(quantities: Rows) -> dict[str, list[dict]]:
    """The rows of each table, in their order."""
    tables = defaultdict(list)
    for row in quantities.values():
        tables[row["table"]].append(row)
    return dict(tables)


def near(id: str, known: Collection[str]) -> str:
    """Ids near an unknown one, for the end of a message; empty where there are none."""
    found = [k for k in known if id in k or k in id] if id else []
    found += difflib.get_close_matches(id, known, n=3, cutoff=0.6)
    close = list(dict.fromkeys(found))[:3]
    return f" (near: {', '.join(close)})" if close else ""
