"""Second witnesses: what is wrong with one is named; a number far off says why."""

from __future__ import annotations

import pytest
from books import claim, row, write_data, write_table

from shortcase.book import witnesses
from shortcase.data import tables

COLUMNS = ["id", "source", "value", "locator", "note"]
GOOD = {"id": "one", "source": "emanuel2025short", "value": 101, "locator": "p. 2", "note": ""}


def faults(tmp_path, *rows: dict) -> list:
    report = write_data(tmp_path, [row("one", 100)], [claim("says", "a", 1)])
    write_table(report.data / "witnesses.csv", COLUMNS, rows)
    return witnesses.faults(report, tables.load(report)[0])


def test_a_witness_that_agrees_has_no_fault(tmp_path):
    assert faults(tmp_path, GOOD) == []


def test_one_that_differs_needs_a_note(tmp_path):
    (fault,) = faults(tmp_path, GOOD | {"value": 103})
    assert fault.place == "row 2 (one), column value"
    assert faults(tmp_path, GOOD | {"value": 103, "note": "With leases."}) == []


@pytest.mark.parametrize(
    ("change", "column"),
    [({"id": "on"}, "id"), ({"source": "nobody"}, "source"), ({"source": "this_report"}, "source")],
)
def test_what_is_unknown_is_named(tmp_path, change, column):
    (fault,) = faults(tmp_path, GOOD | change)
    assert fault.file == "data/witnesses.csv"
    assert fault.place.endswith(f"column {column}")
    assert fault.expected


def test_one_witness_stands_once(tmp_path):
    (fault,) = faults(tmp_path, GOOD, GOOD)
    assert "row 2" in fault.found
