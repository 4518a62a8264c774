"""Accelerator formulas against published figures and hand calculations."""

from math import isclose

import pytest

from shortcase.formulas import accelerators as a
from shortcase.formulas import arithmetic
from shortcase.numbers.units import Q_


def test_area_ratio_of_the_article():
    assert round(arithmetic.multiple(46225, 814), 1) == 56.8


def test_counted_ratio_gives_the_article_and_the_press():
    assert round(a.counted_ratio(15625, 8, 989.4, 2, 8), 1) == 31.6  # the article's 32
    assert (
        round(a.counted_ratio(15625, 8, 989.4, 2, 16)) == 63
    )  # Tom's Hardware, March 2024: about 62
    assert round(a.counted_ratio(15625, 1, 989.4, 1, 16), 1) == 15.8


def test_advantage_and_counted_advantage():
    assert isclose(a.advantage(10, 2, 10, 4), 2.0)
    assert isclose(a.counted_advantage(16, 1, 4, 8, 1, 16, 2), 1.0)


def test_mlperf_chip_minutes_and_scaling():
    assert isclose(a.chip_minutes(49.795, 512), 25495.04)
    assert round(a.scaling_efficiency(230.676, 512, 19.638, 8192), 2) == 0.73


def test_wafer_yield():
    assert isclose(a.defects(0.001, 46225), 46.225)
    assert a.perfect_yield(0.001, 46225) < 1e-19
    assert isclose(a.perfect_yield(0.001, 814), 0.4431, rel_tol=1e-3)
    assert isclose(a.area_lost(0.001, 46225, 0.05), 5e-5)


def test_small_ones():
    assert a.busy_share(50, 500) == 0.1 and a.busy_share(600, 500) == 1.0


def test_price_of_parity_counts_the_same_in_millions_and_in_dollars():
    terms = dict(dense_a=15.8, credit_a=1, dense_b=1, credit_b=1, bits_b=16)
    found = a.counted_advantage_per_dollar(price_a=Q_(2, "MUSD"), price_b=Q_(40, "kUSD"), **terms)
    assert found.to("dimensionless").magnitude == pytest.approx(15.8 * 40e3 / 2e6)
    assert a.counted_advantage_per_dollar(price_a=1.0, price_b=1.0, **terms) == pytest.approx(15.8)


def test_a_rack_holds_its_chips():
    assert a.rack_value(2500e12, 72, 3e6) == pytest.approx(60e9)
