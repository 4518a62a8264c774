"""Formulas read four ways: value, interval, unit and live expression agree."""

import altair as alt
import numpy as np
import pytest
import vl_convert
from shortcase.chapter import results
from shortcase.numbers import mathematics, uncertainty, units
from shortcase.chapter.dials import PRESETS, Dial, Slider
from shortcase.faults import ReportError
from shortcase.data.quantities import Quantity


def q(id, value, low=None, high=None, unit="1"):
    return Quantity(id, "s", "q", value, low, high, unit, "2025", "this_report")


def product(books, words_per_book):
    return books * words_per_book


def test_a_product_of_lognormals_has_the_interval_of_the_sum_of_their_logarithms():
    r = results.of_formula("r", product, "word", "t", {"books": q("a", 100, 50, 200, "book"), "words_per_book": q("b", 1000, 500, 2000, "word/book")})
    assert r.value == 100_000
    expected = np.log(2) * np.sqrt(2)  # two independent factors of 2 each way
    assert np.log(r.high / r.value) == pytest.approx(expected, rel=0.03)
    assert np.log(r.value / r.low) == pytest.approx(expected, rel=0.03)
    assert r.shares == pytest.approx({"a": 0.5, "b": 0.5}, abs=0.03)


def test_one_input_used_twice_cancels():
    a = q("a", 10, 5, 20)
    r = results.of_formula("r", lambda x, y: x / y, "1", "t", {"x": a, "y": a})
    assert (r.low, r.high) == (1, 1)


def test_the_wrong_unit_is_refused():
    with pytest.raises(ReportError, match="does not give"):
        results.of_formula("r", product, "token", "t", {"books": q("a", 1, unit="book"), "words_per_book": q("b", 2, unit="word/book")})


def test_units_of_other_size_are_converted_and_mixed_sums_refused():
    r = results.of_formula("r", lambda size, rate: size / rate, "second", "t", {"size": q("a", 16, unit="GB"), "rate": q("b", 2, unit="TB/s")})
    assert r.value == pytest.approx(0.008)
    with pytest.raises(ReportError, match="mixes units"):
        results.of_formula("r", lambda x, y: x + y, "byte", "t", {"x": q("a", 16, unit="GB"), "y": q("b", 2, unit="byte")})


def test_draws_have_the_stated_median_and_ends():
    for unit, value, low, high in (("1", 10, 5, 40), ("fraction", 0.9, 0.7, 0.95), ("1", 1, -2, 3)):
        sample = uncertainty.draws("x", value, low, high, unit)
        assert uncertainty.interval(sample) == pytest.approx((value, low, high), rel=0.02, abs=0.05)
    assert uncertainty.draws("x", 1, 0, 3).min() >= 0


def test_draws_belong_to_the_name():
    assert np.array_equal(uncertainty.draws("x", 1, 0.5, 2), uncertainty.draws("x", 1, 0.5, 2))
    assert abs(np.corrcoef(uncertainty.draws("x", 1, 0.5, 2), uncertainty.draws("y", 1, 0.5, 2))[0, 1]) < 0.03


def evaluate(expression, **signals) -> float:
    """What Vega makes of an expression."""
    spec = {"$schema": "https://vega.github.io/schema/vega/v6.json", "width": 10, "height": 10, "signals": [{"name": k, "value": v} for k, v in signals.items()] + [{"name": "out", "update": repr(expression)}],
            "marks": [{"type": "text", "encode": {"update": {"text": {"signal": "format(out, '.12g')"}}}}]}
    import re

    return float(re.search(r">([-\d.e+]+)</text>", vl_convert.vega_to_svg(spec).replace("\u2212", "-"))[1])


def test_every_function_agrees_with_its_expression():
    from altair.expr.core import ConstExpression

    x = ConstExpression("x")
    for function, value in ((mathematics.exp, 1.3), (mathematics.log, 2.7), (mathematics.log10, 50.0), (mathematics.sqrt, 2.0), (mathematics.floor, 2.9), (mathematics.ceil, 2.1)):
        assert evaluate(function(x), x=value) == pytest.approx(float(function(value)), rel=1e-11)
    assert evaluate(mathematics.minimum(x, 2.0), x=3.0) == mathematics.minimum(3.0, 2.0) == 2
    assert evaluate(mathematics.maximum(x, 2.0), x=3.0) == mathematics.maximum(3.0, 2.0) == 3
    assert evaluate(mathematics.where(x > 2, x, 0.0), x=3.0) == mathematics.where(3.0 > 2, 3.0, 0.0) == 3
    assert list(mathematics.where(np.array([1, 3]) > 2, 1.0, 0.0)) == [0, 1]


def test_functions_keep_units():
    assert mathematics.maximum(units.Q_(1, "GB"), units.Q_(1, "MB")).to("MB").magnitude == 1000
    assert mathematics.exp(units.Q_(0.0, "dimensionless")).magnitude == 1
    with pytest.raises(Exception, match="[Cc]annot convert"):
        mathematics.exp(units.Q_(1.0, "token"))


@pytest.mark.parametrize("name", ["", "tokenz", "3 token", "token per"])
def test_units_that_are_none(name):
    if name == "":
        assert units.parse(name).dimensionless
    else:
        with pytest.raises(units.UnitError):
            units.parse(name)


def dial(**change):
    presets = {p: {"books": 10.0, "words_per_book": 5.0} for p in PRESETS} | change
    return Dial("d", [Slider("books", "Books", 1, 100, log=True), Slider("words_per_book", "Words", 1, 10)], {"words": ("Words", product, {}, ".3s")}, presets)


def test_a_dial_and_its_expression_agree():
    made = dial()
    parameters = {p["name"]: p for p in made.parameters()}
    assert evaluate(type("E", (), {"__repr__": lambda self: parameters["readout_words"]["expr"]})(), books=1.0, words_per_book=5.0) == pytest.approx(made.computed("words", "our central"))


def test_a_dial_refuses_a_preset_outside_its_slider_and_a_missing_one():
    with pytest.raises(ReportError, match="lies outside"):
        dial(**{"our central": {"books": 1000.0, "words_per_book": 5.0}})
    with pytest.raises(ReportError, match="presets"):
        Dial("d", [], {}, {"our central": {}})


def test_a_chart_with_a_gap_a_foreign_colour_or_no_rows_is_refused():
    import pandas as pd
    from shortcase.chapter import figures

    def made(frame, **mark):
        return alt.Chart(frame).mark_point(**mark).encode(x="a:Q")

    figures.specification("f", made(pd.DataFrame({"a": [1.0]})), (300, 200), "alt", None)
    for frame, mark, words in ((pd.DataFrame({"a": [1.0, float("nan")]}), {}, "no finite number"), (pd.DataFrame({"a": []}), {}, "empty dataset"), (pd.DataFrame({"a": [1.0]}), {"color": "#123456"}, "colours")):
        with pytest.raises(ReportError, match=words):
            figures.specification("f", made(frame, **mark), (300, 200), "alt", None)
