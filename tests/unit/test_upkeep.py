"""What the guide asks of chapters, readouts and formulas: each lack is named."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from shortcase.book import upkeep
from shortcase.report import Report


def book_with(readouts) -> Any:
    figure = {"dial": {"readouts": readouts}, "cell": "c"}
    return SimpleNamespace(
        figures={"f": figure, "plain": {"dial": None}},
        places={("figure", "f"): "notebooks/one.ipynb, cell 7"},
        numbers=lambda: ["amount", "other"],
    )


@pytest.mark.parametrize(
    ("equals", "words"),
    [("amount", ""), ("", "names no result"), ("amout", "near: amount")],
)
def test_a_readout_names_the_number_that_it_equals(equals, words):
    found = list(upkeep._readout_faults(book_with([{"name": "r", "equals": equals}])))
    assert len(found) == (1 if words else 0)
    for fault in found:
        assert words in str(fault) and fault.place == "cell 7, figure f"


def notebook(cells, results=()) -> Any:
    return SimpleNamespace(
        cells=[{"cell_type": "markdown", "source": text} for text in cells],
        of_kind=lambda kind: list(results) if kind == "result" else [],
    )


@pytest.mark.parametrize(
    ("made", "flips"),
    [
        (notebook([], [{"method": "value of x at which f reaches 1", "id": "a"}]), True),
        (notebook([], [{"method": "", "id": "flip_price"}]), True),
        (notebook(["## Where it flips\n\n[5](num:known)"]), True),
        (notebook(["## Where it flips\n\nNowhere.\n\n## Next\n\n[5](num:known)"]), False),
        (notebook(["## Else\n\n[5](num:known)"], [{"method": "fit", "id": "a"}]), False),
    ],
)
def test_a_chapter_names_where_its_conclusion_flips(made, flips):
    book: Any = SimpleNamespace(results={"known": {}})
    assert upkeep._names_a_flip(book, made) is flips


def test_a_formula_that_no_test_names_is_a_fault(tmp_path):
    report = Report(tmp_path)
    assert list(upkeep.formula_faults(report)) == []
    report.formulas.mkdir(parents=True)
    tests = tmp_path / "tests" / "unit"
    tests.mkdir(parents=True)
    (report.formulas / "made.py").write_text(
        "def one(x):\n    return x\n\n\ndef _own(x):\n    return x\n"
    )
    (fault,) = upkeep.formula_faults(report)
    assert fault.place == "one" and "test_formulas_made.py" in fault.expected
    (tests / "test_formulas_made.py").write_text('# one is tested\n"one"\n')
    assert len(list(upkeep.formula_faults(report))) == 1
    (tests / "test_formulas_made.py").write_text("def test_it():\n    assert made.one(1) == 1\n")
    assert list(upkeep.formula_faults(report)) == []
