"""Readings of one measure: those that must agree, and what a contrast and an open one need."""

import pytest
from books import write_table

from shortcase.book import measures, records

COLUMNS = ["measure", "title", "basis", "id", "kind", "role", "reason"]


def faults(report, *readings):
    rows = [
        dict(zip(COLUMNS, ("m", "A measure", "b", id, kind, role, reason), strict=True))
        for id, kind, role, reason in readings
    ]
    write_table(report.data / "measures.csv", COLUMNS, rows)
    return measures.faults(records.gather(report))


HOME = ("amount", "result", "home", "")


def test_readings_that_agree(small):
    assert not faults(small, HOME)
    assert measures.open_readings(small) == []


@pytest.mark.parametrize(
    ("readings", "why"),
    [
        ([HOME, ("books", "quantity", "same", "")], "as amount has it"),
        ([("books", "quantity", "same", "")], "0 readings of role home"),
        ([HOME, ("books", "quantity", "home", "")], "2 readings of role home"),
        ([HOME, ("books", "quantity", "contrast", "")], "why it is contrast"),
        ([HOME, ("books", "quantity", "open", "")], "why it is open"),
        ([HOME, ("amout", "result", "same", "")], "near: amount"),
        ([HOME, ("books/x", "readout", "same", "")], "unknown id"),
        ([HOME, ("amount", "result", "same", "")], "a reading that row 2 has"),
    ],
)
def test_what_is_refused(small, readings, why):
    found = faults(small, *readings)
    assert len(found) == 1 and why in str(found[0]), found


def test_a_contrast_and_an_open_reading_may_differ(small):
    assert not faults(
        small,
        HOME,
        ("books", "quantity", "contrast", "books and not words"),
        ("words", "quantity", "open", "one of them is right"),
    )
    assert [r.id for r in measures.open_readings(small)] == ["words"]


def test_readings_are_compared_in_the_unit_of_the_home():
    from shortcase.numbers.estimate import Estimate

    assert measures.agree(Estimate(1.0, unit="GB"), Estimate(1004.0, unit="MB"))
    assert not measures.agree(Estimate(1.0, unit="GB"), Estimate(1006.0, unit="MB"))
    assert not measures.agree(Estimate(1.0, unit="GB"), Estimate(1.0, unit="USD"))
    assert measures.agree(Estimate(text="4N"), Estimate(text="4N"))
