"""Second witnesses: who else prints the number of a row.

``data/witnesses.csv`` names for a row another source that prints the same number, with the number
as it stands there. A row rests on the document that made the number; a witness only confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass

from shortcase.data import sources, tables
from shortcase.faults import Fault
from shortcase.report import Report

AGREE = 0.02  # relative: a witness that is farther off says why
FILE = f"data/{tables.WITNESSES}"


@dataclass(frozen=True)
class Witness:
    """One witness of one row: ``value`` is in the unit of the row."""

    id: str
    source: str
    value: float
    locator: str
    note: str
    row: int


def read(report: Report) -> tuple[list[Witness], list[Fault]]:
    """All witnesses and the faults of their table; none where the report has no such table."""
    path = report.data / tables.WITNESSES
    if not path.is_file():
        return [], []
    rows, faults = tables.read_table(path, tables.schema(report.data / "witnesses.schema.json"))
    made = [
        Witness(**{k: v for k, v in row.items() if k != "_row"}, row=int(row["_row"]))
        for row in rows
    ]
    return made, faults


def faults(report: Report, quantities: tables.Rows) -> list[Fault]:
    """Witnesses of unknown rows or sources, twice, of the row's own source, and numbers that differ
    by more than ``AGREE`` without a note."""
    witnesses, found = read(report)
    keys = sources.keys(report.references)
    seen: dict[tuple[str, str], int] = {}
    for witness in witnesses:
        first = seen.setdefault((witness.id, witness.source), witness.row)
        wrong = None
        if witness.id not in quantities:
            near = tables.near(witness.id, quantities)
            wrong = ("id", f"the unknown id {witness.id!r}", f"the id of a row{near}")
        elif witness.source not in keys:
            wrong = ("source", repr(witness.source), "a key of book/references.bib")
        elif first != witness.row:
            wrong = ("source", f"a witness that row {first} has", "each once")
        else:
            wrong = _against(quantities[witness.id], witness)
        if wrong:
            column, what, expected = wrong
            place = f"row {witness.row} ({witness.id}), column {column}"
            found.append(Fault(FILE, place, what, expected))
    return found


def _against(row: dict, witness: Witness) -> tuple[str, str, str] | None:
    """What is wrong with a witness of this row."""
    if row["value"] is None:
        return "id", "a row without a number", "a row with a value"
    if row["source"] == witness.source:
        return "source", "the source of the row itself", "another source"
    off = abs(witness.value - row["value"])
    if off > AGREE * abs(row["value"]) and not witness.note.strip():
        expected = f"{row['value']:g} within {AGREE:.0%}, or a note that says why not"
        return "value", f"{witness.value:g}", expected
    return None
