"""What a market believed: prices of options as chances, a consensus of several years as a value.

Chances are those of a lognormal price (Black and Scholes, Journal of Political Economy 81 (1973)
637). Growth and discount rates are per year and compounded once a year; drift is continuous.
"""

from __future__ import annotations

from shortcase.formulas.valuation import YEARS
from shortcase.numbers.mathematics import exp, log, maximum, sqrt

LEVELS = 5  # years whose sales analysts had written down


def _normal(z):
    """Standard normal distribution function: Abramowitz and Stegun 1964, 26.2.17, to 1e-7."""
    size = maximum(z, -z)
    t = 1 / (1 + 0.2316419 * size)
    series = t * (
        0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    tail = series * exp(-size * size / 2) * 0.3989422804014327
    above = (z + size) / (2 * maximum(size, 1e-12))  # 1 where z is positive, else 0
    return above * (1 - tail) + (1 - above) * tail


def _distance(price, level, years, drift, volatility):
    steady = (drift - volatility**2 / 2) * years
    return (log(price / level) + steady) / (volatility * sqrt(years))


def chance_above(price, level, years, drift, volatility):
    """Chance that a lognormal price stands above a level after some years.

    price and level in USD/share; years a count; drift and volatility a year, dimensionless; returns
    a fraction. With the riskless rate as drift it is the chance that option prices imply, which
    holds a reward for risk.
    """
    return _normal(_distance(price, level, years, drift, volatility))


def chance_below(price, level, years, drift, volatility):
    """The chance that it stands at or below the level; arguments as in chance_above."""
    return 1 - chance_above(price, level, years, drift, volatility)


def chance_of_touching(price, level, years, drift, volatility):
    """Chance that a lognormal price falls to a level at any time within some years.

    Reflection principle (Reiner and Rubinstein, Risk 4 (1991) 28); level below price, the rest as
    in chance_above; returns a fraction.
    """
    spread = volatility * sqrt(years)
    slope = (drift - volatility**2 / 2) * years
    depth = log(level / price)
    power = exp(2 * depth * slope / spread**2)
    return _normal((depth - slope) / spread) + power * _normal((depth + slope) / spread)


def price_on_levels(
    first,
    second,
    third,
    fourth,
    fifth,
    terminal_growth,
    cash_margin,
    discount_rate,
    net_cash,
    shares,
):
    """Value of a share when the sales of five years are given and growth then fades in equal steps.

    first to fifth: sales in USD; growth of year 6 starts from the mean yearly growth of years 4 and
    5 and reaches terminal_growth in year 10; the rest as in valuation.discounted_price; returns
    USD/share.
    """
    growth = sqrt(fifth / third) - 1
    factor, total, sales = 1.0, 0.0 * first, first
    given = (first, second, third, fourth, fifth)
    for i in range(1, YEARS + 1):
        if i <= LEVELS:
            sales = given[i - 1]
        else:
            step = (i - LEVELS) / (YEARS - LEVELS)
            sales = sales * (1 + growth + (terminal_growth - growth) * step)
        factor = factor / (1 + discount_rate)
        total = total + sales * cash_margin * factor
    return (
        total
        + sales * cash_margin * factor * (1 + terminal_growth) / (discount_rate - terminal_growth)
        + net_cash
    ) / shares
