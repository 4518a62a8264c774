"""Formulas of beliefs against the normal distribution, limits and the ten-year cash flow."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from shortcase.formulas import beliefs as b
from shortcase.formulas import valuation as f


def test_chances_are_those_of_the_normal_distribution():
    for price, level, years, drift, volatility in (
        (142.62, 225.07, 1.67, 0.0463, 0.5),
        (142.62, 71.31, 1.0, 0.0417, 0.45),
        (100, 100, 0.25, 0.0, 0.3),
    ):
        z = (math.log(price / level) + (drift - volatility**2 / 2) * years) / (
            volatility * math.sqrt(years)
        )
        args = (price, level, years, drift, volatility)
        assert b.chance_above(*args) == pytest.approx(norm.cdf(z), abs=2e-7)
        assert b.chance_below(*args) == pytest.approx(norm.cdf(-z), abs=2e-7)


def test_published_check_values_of_one_year():
    # volatility of one half, rate of 4.17%: hand calculation to three digits
    assert b.chance_above(142.62, 71.31, 1, 0.0417, 0.5) == pytest.approx(0.889, abs=0.001)
    assert b.chance_above(142.62, 285.24, 1, 0.0417, 0.5) == pytest.approx(0.060, abs=0.001)


def test_touching_is_twice_ending_below_without_slope():
    volatility = 0.4
    drift = volatility**2 / 2  # no slope of the logarithm
    ends = b.chance_below(100, 80, 0.5, drift, volatility)
    assert b.chance_of_touching(100, 80, 0.5, drift, volatility) == pytest.approx(2 * ends)
    assert b.chance_of_touching(100, 80, 0.5, 0.1, volatility) > b.chance_below(
        100, 80, 0.5, 0.1, volatility
    )


def test_touching_agrees_with_a_simulation():
    rng = np.random.default_rng(1)
    steps = rng.normal((0.05 - 0.125) / 2000, 0.5 / math.sqrt(2000), (4000, 2000)).cumsum(axis=1)
    seen = np.mean(steps.min(axis=1) < math.log(0.7))
    assert b.chance_of_touching(100, 70, 1, 0.05, 0.5) == pytest.approx(seen, abs=0.03)


def test_levels_of_steady_growth_are_the_fading_path_without_fade():
    growth = 0.04
    levels = [100 * (1 + growth) ** i for i in range(1, 6)]
    rest = dict(terminal_growth=growth, cash_margin=0.4, discount_rate=0.1, net_cash=5, shares=2)
    assert b.price_on_levels(*levels, **rest) == pytest.approx(
        f.discounted_price(revenue=100, first_growth=growth, **rest)
    )
