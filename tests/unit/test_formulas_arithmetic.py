"""Arithmetic in each of its readings: numbers, draws, units and live expressions."""

import math

import altair as alt
import numpy as np
import pytest

from shortcase.formulas import arithmetic as f
from shortcase.numbers.units import Q_

GB, MB = Q_(4, "GB"), Q_(2000, "MB")  # 2 GB: each case mixes two sizes of one unit


def close(found, unit, expected):
    """True where a pint quantity, or a pure number, is the expected number of a unit."""
    return Q_(found).to(unit).magnitude == pytest.approx(expected, rel=1e-12)


def test_a_part_of_a_whole():
    assert f.ratio(part=1, whole=4) == 0.25
    assert f.remainder(part=1, whole=4) == 0.75
    assert f.share_beside(part=1, rest=3) == 0.25
    assert f.remainder_of_total(whole=8, one=1, two=2, three=3) == 0.25
    assert f.parts_of_whole(whole=8, one=1, two=2, three=3) == 0.75
    assert close(f.ratio(MB, GB), "dimensionless", 0.5)
    assert close(f.remainder(MB, GB), "dimensionless", 0.5)
    assert close(f.share_beside(MB, GB), "dimensionless", 1 / 3)
    assert close(f.remainder_of_total(GB, one=MB, two=Q_(1, "GB")), "dimensionless", 0.25)
    assert close(f.parts_of_whole(GB, one=MB, two=Q_(1, "GB")), "dimensionless", 0.75)


def test_two_amounts():
    assert f.multiple(amount=3, reference=2) == 1.5
    assert f.change(after=3, before=2) == 0.5
    assert f.difference(amount=3, less=2) == 1
    assert close(f.multiple(GB, MB), "dimensionless", 2)
    assert close(f.change(GB, MB), "dimensionless", 1)
    assert close(f.difference(GB, MB), "byte", 2e9)
    assert close(f.rate(amount=Q_(300, "word"), per=Q_(2, "page")), "word/page", 150)


def test_one_value():
    assert f.inverse(4) == 0.25
    assert f.opposite(0.25) == -0.25
    assert f.converted(3) == 3
    assert close(f.inverse(Q_(4, "USD/token")), "token/USD", 0.25)
    assert close(f.opposite(Q_(0.25, "fraction")), "percent", -25)
    assert close(f.converted(MB), "GB", 2)


def test_any_number_of_terms():
    assert f.product(a=2) == 2
    assert f.product(a=2, b=3, c=4) == 24
    assert f.total(a=2) == 2
    assert f.total(a=1, b=2, c=3, d=4, e=5) == 15
    assert f.mean(a=1, b=2, c=6) == 3
    assert f.geometric_mean(a=25, b=30) == pytest.approx(math.sqrt(750))
    assert f.geometric_mean(a=1, b=2, c=4) == pytest.approx(2)
    assert close(f.product(gpus=Q_(3, "GPU"), price=Q_(2, "kUSD/GPU")), "USD", 6000)
    assert close(f.total(a=GB, b=MB, c=GB), "GB", 10)
    assert close(f.mean(a=GB, b=MB), "GB", 3)
    assert close(f.geometric_mean(a=GB, b=MB), "GB", math.sqrt(8))


def test_weighted_mean():
    assert f.weighted_mean(first=10, second=20, weight=0.6) == pytest.approx(14)
    assert close(f.weighted_mean(GB, MB, 0.25), "GB", 2.5)


@pytest.mark.parametrize(
    "call",
    [f.product, f.total, f.mean, f.geometric_mean, lambda: f.remainder_of_total(whole=1)],
)
def test_no_term_is_an_error(call):
    with pytest.raises(TypeError, match="expected at least one"):
        call()


def test_growth_and_fall_per_year():
    assert f.growth_per_year(after=8, before=1, years=3) == pytest.approx(2)
    assert f.fall_per_year(after=1, before=4, years=2) == pytest.approx(0.5)
    assert close(f.growth_per_year(GB, MB, 0.5), "dimensionless", 4)
    assert close(f.fall_per_year(MB, GB, 1), "dimensionless", 0.5)


TERMS = {
    "ratio": dict(part=3.0, whole=4.0), "multiple": dict(amount=3.0, reference=2.0),
    "rate": dict(amount=3.0, per=2.0), "share_beside": dict(part=1.0, rest=3.0),
    "inverse": dict(value=4.0), "opposite": dict(value=4.0), "converted": dict(amount=4.0),
    "product": dict(a=2.0, b=3.0, c=4.0), "total": dict(a=2.0, b=3.0, c=4.0),
    "mean": dict(a=2.0, b=3.0), "geometric_mean": dict(a=2.0, b=3.0),
    "weighted_mean": dict(first=2.0, second=3.0, weight=0.2),
    "difference": dict(amount=3.0, less=2.0), "change": dict(after=3.0, before=2.0),
    "remainder": dict(part=3.0, whole=4.0), "remainder_of_total": dict(whole=9.0, a=2.0, b=3.0),
    "parts_of_whole": dict(whole=9.0, a=2.0, b=3.0),
    "growth_per_year": dict(after=3.0, before=2.0, years=2.5),
    "fall_per_year": dict(after=2.0, before=3.0, years=2.5),
}  # fmt: skip


@pytest.mark.parametrize("name", TERMS)
def test_draws_give_what_each_number_gives(name):
    formula, terms = getattr(f, name), TERMS[name]
    draws = {k: np.array([x, 1.5 * x, x]) for k, x in terms.items()}
    found = np.asarray(formula(**draws))
    assert found[0] == found[2] == pytest.approx(formula(**terms))
    assert found[1] == pytest.approx(formula(**{k: 1.5 * x for k, x in terms.items()}))


@pytest.mark.parametrize("name", TERMS)
def test_quantities_of_draws_give_what_numbers_give(name):
    formula, terms = getattr(f, name), TERMS[name]
    measured = {k: Q_(np.array([x, x]), "dimensionless") for k, x in terms.items()}
    found = Q_(formula(**measured)).to("dimensionless").magnitude
    assert found == pytest.approx(formula(**terms))


@pytest.mark.parametrize("name", TERMS)
def test_live_expressions_give_what_numbers_give(name):
    formula, terms = getattr(f, name), TERMS[name]
    live = {k: getattr(alt.datum, k) for k in terms}
    script = repr(formula(**live)).replace("datum.", "")
    known = dict(exp=math.exp, log=math.log, __builtins__={})
    assert eval(script, known, dict(terms)) == pytest.approx(formula(**terms))


def test_the_ends_of_named_values():
    assert f.largest(one=1, two=3, three=2) == 3
    assert f.smallest(one=1, two=3, three=-2) == -2
    assert close(f.largest(one=GB, other=MB), "GB", 4)
    assert close(f.smallest(one=GB, other=MB), "GB", 2)
    assert list(f.largest(one=np.array([1, 5]), other=np.array([2, 4]))) == [2, 5]
    for ends in (f.largest, f.smallest):
        with pytest.raises(TypeError, match="found no term"):
            ends()


def test_doubling_time_by_hand():
    assert f.doubling_time(1.0) == pytest.approx(1)
    assert f.doubling_time(2**0.5 - 1) == pytest.approx(2)
