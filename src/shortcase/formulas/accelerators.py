"""Accelerators compared like for like: throughput by format and credit, value per dollar, trends,
wafer yield, ageing."""

from shortcase.numbers.mathematics import exp, minimum


def advantage(amount_a, cost_a, amount_b, cost_b):
    """Amount per cost of A over that of B, in matching units; dimensionless. Above one: A gives
    more for the cost."""
    return (amount_a / cost_a) / (amount_b / cost_b)


def counted_ratio(dense_a, credit_a, dense_b, credit_b, bits_b):
    """Throughput ratio A over B as a headline counts it; dimensionless.

    dense_a and dense_b are the dense 16-bit rates; a credit is the factor added for sparsity (1:
    none); B counted in bits_b runs 16/bits_b times as fast.
    """
    return dense_a * credit_a / (dense_b * credit_b * 16 / bits_b)


def counted_advantage(dense_a, credit_a, cost_a, dense_b, credit_b, bits_b, cost_b):
    """``counted_ratio`` per unit of cost (area, power or price, the same on both sides);
    dimensionless."""
    return counted_ratio(dense_a, credit_a, dense_b, credit_b, bits_b) * cost_b / cost_a


def chip_minutes(minutes, chips):
    """Chips times minutes of one training benchmark, in the unit of minutes; chips
    dimensionless."""
    return minutes * chips


def scaling_efficiency(minutes_small, chips_small, minutes_large, chips_large):
    """Chip-minutes of the small run over those of the large run; dimensionless, one if the added
    chips lose nothing."""
    return minutes_small * chips_small / (minutes_large * chips_large)


def defects(density, area):
    """Expected number of defects on an area; density per area; dimensionless."""
    return density * area


def perfect_yield(density, area):
    """Probability that an area holds no defect, if they fall independently (Poisson);
    dimensionless."""
    return exp(-1 * density * area)


def area_lost(density, die_area, core_area):
    """Share of a die lost if each defect kills one core; dimensionless."""
    return minimum(density * die_area * core_area / die_area, 1.0)


def busy_share(demand, speed):
    """Share of time that a server of a speed is busy at a demand for tokens, both in tokens per
    time; dimensionless, at most one."""
    return minimum(demand / speed, 1.0)


def counted_advantage_per_dollar(dense_a, credit_a, price_a, dense_b, credit_b, bits_b, price_b):
    """``counted_ratio`` per dollar: both prices in USD (any multiple of it that ``pint`` knows);
    dimensionless."""
    return counted_advantage(dense_a, credit_a, price_a, dense_b, credit_b, bits_b, price_b)


def rack_value(rate, chips, price):
    """Throughput of a rack per dollar: rate of one chip, chips of the rack (dimensionless), price
    of the rack."""
    return rate * chips / price
