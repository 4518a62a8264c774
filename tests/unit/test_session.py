"""A chapter while it runs: rows, the wide form, derived results, and what is refused."""

import pandas as pd
import pytest
from books import claim, row, write_data

from shortcase.chapter import figures
from shortcase.chapter.session import Chapter
from shortcase.data import tables
from shortcase.derived import Derived, definition, definitions
from shortcase.faults import ReportError

ROWS = [
    row("a_speed", 10, "TFLOP/s", subject="A", quantity="speed"),
    row("b_speed", 20, "TFLOP/s", 15, 30, subject="B", quantity="speed"),
    row("a_node", "", "", subject="A", quantity="node", text="4N"),
    row("b_node", "", "", subject="B", quantity="node", text="N5"),
    row("c_speed", 30, "TFLOP/s", subject="C", quantity="speed"),
]


@pytest.fixture
def ch(tmp_path):
    report = write_data(tmp_path, ROWS, [claim("says", "one", 12, "TFLOP/s")])
    return Chapter("one", *tables.load(report), report)


def test_rows_are_chosen_by_columns_and_counted_as_used(ch):
    speeds = ch.rows(quantity="speed", subject=["A", "B"])
    assert list(speeds.index) == ["a_speed", "b_speed"] and speeds.index.name == "id"
    assert speeds.loc["b_speed", "high"] == 30 and speeds["low"].isna()["a_speed"]
    assert ch.used.rows == {"a_speed", "b_speed"}
    assert ch.used.selections == [{"quantity": "speed", "subject": ["A", "B"]}]
    with pytest.raises(ReportError, match="found no row"):
        ch.rows(quantity="weight")


def test_the_wide_form_has_values_and_texts(ch):
    wide = ch.pivot(subject=["A", "B"])
    assert wide.loc["A", "speed"] == 10 and wide.loc["B", "node"] == "N5"
    with pytest.raises(ReportError, match="two rows for one cell"):
        ch.pivot(index="source", quantity="speed")


def test_unknown_ids_have_near_ones(ch):
    with pytest.raises(ReportError, match="near: a_speed"):
        ch["a_sped"]
    with pytest.raises(ReportError, match="near: says"):
        ch.said("say")
    with pytest.raises(ReportError, match="no derived result"):
        ch.derived("no_such_result")


def total_speed(first, second):
    return first + second


@pytest.fixture
def two_definitions(monkeypatch):
    made = {
        "both": Derived(
            "both", total_speed, "TFLOP/s", "Both", {"first": "a_speed", "second": "b_speed"}
        ),
        "more": Derived(
            "more", total_speed, "TFLOP/s", "More", {"first": "both", "second": (1000.0, "GFLOP/s")}
        ),
        "with_said": Derived(
            "with_said", total_speed, "TFLOP/s", "S", {"first": "a_speed", "second": "said:says"}
        ),
    }
    definitions.cache_clear()
    for name in ("shortcase.chapter.session", "shortcase.chapter.fingerprint"):
        monkeypatch.setattr(f"{name}.definitions", lambda: made)
    total_speed.__module__ = "shortcase.formulas.test"
    yield made
    total_speed.__module__ = __name__


def test_a_derived_result_is_made_of_rows_with_their_draws(ch, two_definitions):
    both = ch.derived("both")
    assert both.value == 30 and both.input_ids == ("a_speed", "b_speed")
    assert both.low == pytest.approx(25, rel=0.05) and set(both.leaves) == {"b_speed"}
    assert ch.derived("both") is both
    more = ch.derived("more")
    assert more.value == pytest.approx(31) and more.leaves.keys() == both.leaves.keys()
    assert ch.derived("with_said").value == 22 and ch.used.claims == {"says"}
    assert ch.used.derived == {"both", "more", "with_said"}
    assert ch.used.rows == {"a_speed", "b_speed"}
    assert both.record()["id"] == "both"


def test_two_definitions_of_one_id_are_refused(monkeypatch):
    import shortcase.derived.company as company

    double = [*company.RESULTS, company.RESULTS[0]]
    monkeypatch.setattr(company, "RESULTS", double)
    definitions.cache_clear()
    with pytest.raises(ValueError, match="found a second"):
        definitions()
    definitions.cache_clear()


def test_every_definition_names_its_formula_in_full():
    definitions.cache_clear()
    assert definitions()
    for derived in definitions().values():
        assert derived.formula_name.startswith("shortcase.formulas.")
        assert isinstance(derived, definition.Derived)


def test_a_figure_needs_data_without_gaps():
    with pytest.raises(ReportError, match="expected data="):
        figures.table_of(None)
    with pytest.raises(ReportError, match="gaps in b"):
        figures.table_of(pd.DataFrame({"a": [1.0], "b": [None]}))
    with pytest.raises(ReportError, match="no rows"):
        figures.table_of(pd.DataFrame({"a": []}))
    table = figures.table_of(pd.DataFrame({"a": [1 / 3]}, index=pd.Index(["x"], name="name")))
    assert table == {"columns": ["name", "a"], "rows": [["x", 0.333333333]]}


def test_an_id_is_new_and_a_cell_shows_a_figure_alone(ch):
    with pytest.raises(ReportError, match="found a row of data/ of that id"):
        ch.computed("a_speed", "1", "t", "by hand", ["a_speed"], value=1.0)
    ch.computed("new", "1", "t", "by hand", ["a_speed"], value=1.0)
    with pytest.raises(ReportError, match="found a result above of that id"):
        ch.computed("new", "1", "t", "by hand", ["a_speed"], value=1.0)
