"""Formulas read four ways: value, interval, unit and live expression agree."""

import altair as alt
import numpy as np
import pytest
import vl_convert

from shortcase.chapter import results
from shortcase.chapter.dials import Dial, Readout, Slider, presets
from shortcase.chapter.presets import ALLOWED
from shortcase.data.quantities import Quantity
from shortcase.faults import ReportError
from shortcase.numbers import mathematics, uncertainty, units


def q(id, value, low=None, high=None, unit="1"):
    return Quantity(
        id=id, subject="s", quantity="q", value=value, low=low, high=high, unit=unit,
        as_of="2025", source="this_report",
    )  # fmt: skip


def product(books, words_per_book):
    return books * words_per_book


def quotient(x, y):
    return x / y


def added(x, y):
    return x + y


def test_a_product_of_lognormals_has_the_interval_of_the_sum_of_their_logarithms():
    r = results.of_formula(
        "r",
        product,
        "word",
        "t",
        {
            "books": q("a", 100, 50, 200, "book"),
            "words_per_book": q("b", 1000, 500, 2000, "word/book"),
        },
    )
    assert r.value == 100_000
    expected = np.log(2) * np.sqrt(2)  # two independent factors of 2 each way
    assert np.log(r.end("high").number / r.number) == pytest.approx(expected, rel=0.03)
    assert np.log(r.number / r.end("low").number) == pytest.approx(expected, rel=0.03)
    assert r.shares == pytest.approx({"a": 0.5, "b": 0.5}, abs=0.03)


def test_one_input_used_twice_cancels():
    a = q("a", 10, 5, 20)
    r = results.of_formula("r", quotient, "1", "t", {"x": a, "y": a})
    assert (r.low, r.high) == (1, 1)


def test_the_wrong_unit_is_refused():
    with pytest.raises(ReportError, match="expected something that can be given in"):
        results.of_formula(
            "r",
            product,
            "token",
            "t",
            {"books": q("a", 1, unit="book"), "words_per_book": q("b", 2, unit="word/book")},
        )


def test_units_of_other_size_are_converted_also_in_sums():
    r = results.of_formula(
        "r", quotient, "second", "t", {"x": q("a", 16, unit="GB"), "y": q("b", 2, unit="TB/s")}
    )
    assert r.value == pytest.approx(0.008)
    mixed = {"x": q("a", 16, unit="GB"), "y": q("b", 2, unit="byte")}
    assert results.of_formula("r", added, "byte", "t", mixed).value == pytest.approx(16e9 + 2)
    with pytest.raises(ReportError, match="Cannot convert"):
        results.of_formula("r", added, "byte", "t", mixed | {"y": q("b", 2, unit="second")})


def test_a_formula_without_a_name_is_refused():
    with pytest.raises(ReportError, match=r"expected a function of shortcase.formulas"):
        results.of_formula("r", lambda x: x, "1", "t", {"x": q("a", 10)})


def test_a_result_that_is_no_number_is_refused():
    with pytest.raises(ReportError, match="not finite"):
        results.of_formula("r", quotient, "1", "t", {"x": q("a", 1, 0.5, 2), "y": q("b", 0)})


def test_draws_have_the_stated_median_and_ends():
    for unit, value, low, high in (("1", 10, 5, 40), ("fraction", 0.9, 0.7, 0.95), ("1", 1, -2, 3)):
        sample = uncertainty.draws("x", value, low, high, unit)
        assert uncertainty.interval(sample) == pytest.approx((value, low, high), rel=0.02, abs=0.05)
    assert uncertainty.draws("x", 1, 0, 3).min() >= 0


def test_draws_belong_to_the_name():
    assert np.array_equal(uncertainty.draws("x", 1, 0.5, 2), uncertainty.draws("x", 1, 0.5, 2))
    assert (
        abs(np.corrcoef(uncertainty.draws("x", 1, 0.5, 2), uncertainty.draws("y", 1, 0.5, 2))[0, 1])
        < 0.03
    )


def evaluate(expression, **signals) -> float:
    """What Vega makes of an expression."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 10,
        "height": 10,
        "signals": [{"name": k, "value": v} for k, v in signals.items()]
        + [{"name": "out", "update": repr(expression)}],
        "marks": [
            {"type": "text", "encode": {"update": {"text": {"signal": "format(out, '.12g')"}}}}
        ],
    }
    import re

    drawn = vl_convert.vega_to_svg(spec).replace("\u2212", "-")
    return float(re.findall(r">([-\d.e+]+)</text>", drawn)[0])


def test_every_function_agrees_with_its_expression():
    from altair.expr.core import ConstExpression

    x = ConstExpression("x")
    for function, value in (
        (mathematics.exp, 1.3),
        (mathematics.log, 2.7),
        (mathematics.log10, 50.0),
        (mathematics.sqrt, 2.0),
        (mathematics.floor, 2.9),
        (mathematics.ceil, 2.1),
    ):
        assert evaluate(function(x), x=value) == pytest.approx(float(function(value)), rel=1e-11)
    assert evaluate(mathematics.minimum(x, 2.0), x=3.0) == mathematics.minimum(3.0, 2.0) == 2
    assert evaluate(mathematics.maximum(x, 2.0), x=3.0) == mathematics.maximum(3.0, 2.0) == 3
    assert (
        evaluate(mathematics.where(x > 2, x, 0.0), x=3.0)
        == mathematics.where(3.0 > 2, 3.0, 0.0)
        == 3
    )
    assert list(mathematics.where(np.array([1, 3]) > 2, 1.0, 0.0)) == [0, 1]


def test_functions_keep_units():
    assert mathematics.maximum(units.Q_(1, "GB"), units.Q_(1, "MB")).to("MB").magnitude == 1000
    assert mathematics.exp(units.Q_(0.0, "dimensionless")).magnitude == 1
    with pytest.raises(Exception, match=r"[Cc]annot convert"):
        mathematics.exp(units.Q_(1.0, "token"))


@pytest.mark.parametrize("name", ["", "tokenz", "3 token", "token per"])
def test_units_that_are_none(name):
    if name == "":
        assert units.parse(name).dimensionless
    else:
        with pytest.raises(units.UnitError):
            units.parse(name)


WORDS = Readout("Words", product, ".3s", unit="word")


def dial(readout=WORDS, **change):
    presets = {p: {"books": 10.0, "words_per_book": 5.0} for p in ALLOWED[0]} | change
    sliders = [
        Slider("books", "Books", 1, 100, log=True, unit="book"),
        Slider("words_per_book", "Words", 1, 10, unit="word/book"),
    ]
    return Dial("d", sliders, {"words": readout}, presets)


def test_a_dial_and_its_expression_agree():
    made = dial()
    parameters = {p["name"]: p for p in made.parameters()}
    assert evaluate(
        type("E", (), {"__repr__": lambda self: parameters["readout_words"]["expr"]})(),
        books=1.0,
        words_per_book=5.0,
    ) == pytest.approx(made.computed("words", "our estimate"))


def test_a_dial_refuses_a_preset_outside_its_slider_and_a_missing_one():
    with pytest.raises(ReportError, match="expected 1 to 100"):
        dial(**{"our estimate": {"books": 1000.0, "words_per_book": 5.0}})
    with pytest.raises(ReportError, match="presets"):
        Dial("d", [], {}, {"our estimate": {}})


def test_presets_are_a_table_and_the_articles_are_named_for_what_they_are():
    assert list(presets(a=(1, 2, 3, 4), b=(5, 6, 7, 8))) == list(ALLOWED[0])
    assert list(presets(stated=False, a=(1, 2, 3, 4))) == list(ALLOWED[1])
    made = presets(a=(2, 3, 4), b=(6, 7, 8))
    assert list(made) == list(ALLOWED[2])
    assert made["our estimate"] == {"a": 2, "b": 6}
    for wrong in ({"a": (1, 2)}, {"a": (1, 2, 3), "b": (1, 2, 3, 4)}, {}):
        with pytest.raises(ReportError, match="three or four for every slider"):
            presets(**wrong)


def test_a_chart_with_a_gap_a_foreign_colour_or_no_rows_is_refused():
    import pandas as pd

    from shortcase.charts import drawing

    def made(frame, **mark):
        return alt.Chart(frame).mark_point(**mark).encode(x="a:Q")

    drawing.specification("f", made(pd.DataFrame({"a": [1.0]})), (300, 200), "alt")
    for frame, mark, words in (
        (pd.DataFrame({"a": [1.0, float("nan")]}), {}, "no finite number"),
        (pd.DataFrame({"a": []}), {}, "empty dataset"),
        (pd.DataFrame({"a": [1.0]}), {"color": "#123456"}, "colours"),
    ):
        with pytest.raises(ReportError, match=words):
            drawing.specification("f", made(frame, **mark), (300, 200), "alt")


def test_a_colour_by_name_and_a_scheme_of_its_own_are_refused():
    import pandas as pd

    from shortcase.charts import drawing
    from shortcase.charts.theme import COLOR

    def made(**encoding):
        frame = pd.DataFrame({"a": [1.0], "kind": ["gold"]})
        return alt.Chart(frame).mark_point().encode(x="a:Q", **encoding)

    domain = alt.Scale(domain=["gold"], range=[COLOR["gold"]])
    drawing.specification("f", made(color=alt.Color("kind:N", scale=domain)), (300, 200), "alt")
    for wrong in (
        alt.value("steelblue"),
        alt.value("rgb(1, 2, 3)"),
        alt.Color("kind:N", scale=alt.Scale(domain=["gold"], range=["red"])),
        alt.Color("a:Q", scale=alt.Scale(scheme="viridis")),
        alt.condition("datum.a > 0", alt.value("tomato"), alt.value(COLOR["ink"])),
    ):
        with pytest.raises(ReportError, match="found colours"):
            drawing.specification("f", made(color=wrong), (300, 200), "alt")


def test_a_slider_and_a_readout_in_a_wrong_unit_are_refused():
    with pytest.raises(ReportError, match="slider books"):
        dial(**{"our estimate": {"books": q("a", 10, unit="GB"), "words_per_book": 5.0}})
    with pytest.raises(ReportError, match="readout 'words'"):
        dial(Readout("Words", product, ".3s", unit="GB"))
    converted = dial(**{"our estimate": {"books": q("a", 10, unit="book"), "words_per_book": 5.0}})
    assert converted.computed("words", "our estimate") == 50


def test_a_readout_must_equal_the_result_that_it_names():
    same = q("right", 50, unit="word")
    record = dial(Readout("Words", product, ".3s", unit="word", equals=same)).record()
    assert record["readouts"][0]["equals"] == "right"
    with pytest.raises(ReportError, match="found 50; expected 51, as other has it"):
        dial(Readout("Words", product, ".3s", unit="word", equals=q("other", 51, unit="word")))


def time_to_read(size, rate):
    return size / rate


def test_a_flip_finds_the_value_in_its_unit():
    found = results.of_flip(
        "f", time_to_read, "size", q("t", 8, unit="ms"), (1.0, 100.0), "GB", "t",
        {"rate": q("rate", 2, 1, 4, unit="TB/s")},
    )  # fmt: skip
    assert found.value == pytest.approx(16) and found.unit == "GB"
    assert found.low == pytest.approx(8, rel=0.1) and found.high == pytest.approx(32, rel=0.1)


@pytest.mark.parametrize(("unit", "target"), [("USD/token", "second"), ("GB", "GB")])
def test_a_flip_in_a_wrong_unit_of_argument_or_target_is_refused(unit, target):
    with pytest.raises(ReportError, match="flip f"):
        results.of_flip(
            "f", time_to_read, "size", q("t", 0.008, unit=target), (1.0, 100.0), unit, "t",
            {"rate": q("rate", 2, unit="TB/s")},
        )  # fmt: skip


def test_a_flip_that_is_not_there_is_refused():
    with pytest.raises(ReportError, match="found no size between 1 and 2"):
        results.of_flip(
            "f", time_to_read, "size", q("t", 8, unit="s"), (1.0, 2.0), "GB", "t",
            {"rate": q("rate", 2, unit="TB/s")},
        )  # fmt: skip


def test_a_plain_number_is_no_computed_value_of_a_dimension():
    def made(value, unit):
        return results.of_computation("c", unit, "t", "by hand", [q("a", 1)], value=value)

    with pytest.raises(ReportError, match="found a plain number"):
        made(5.0, "USD")
    assert made(units.Q_(5.0, "USD"), "USD").value == 5
    assert made(units.Q_(5.0, "TB"), "GB").value == pytest.approx(5000)
    assert made(0.5, "fraction").value == 0.5
    with pytest.raises(ReportError, match="expected one that can be given in"):
        made(units.Q_(5.0, "GB"), "USD")
