"""Arithmetic that has no name of its own in the field: a part of a whole, a sum, a product, a
change.

A formula of the field's own (utilisation, gross margin, tokens of a stock) stands in the module of
its
field; what is nothing but a quotient or a sum stands here, once, whatever it is a quotient of.
Where a
formula takes any number of terms, their keyword names are the names that a reader is shown.
"""

from __future__ import annotations

from functools import reduce

from shortcase.numbers.mathematics import exp, log, maximum, minimum


def ratio(part, whole):
    """A part over its whole; both in one unit; returns a fraction."""
    return part / whole


def multiple(amount, reference):
    """How many times a reference an amount is; both in one unit; returns a pure number."""
    return amount / reference


def rate(amount, per):
    """An amount for each unit of another: words per book, throughput per dollar; in the quotient of
    their units."""
    return amount / per


def share_beside(part, rest):
    """A part over the sum of the part and the rest; both in one unit; returns a fraction."""
    return part / (part + rest)


def inverse(value):
    """One over a value; in the inverse of its unit."""
    return 1 / value


def opposite(value):
    """A value with its sign turned, as a loss is the opposite of a gain; in the unit of the
    value."""
    return 0 - value


def converted(amount):
    """The amount itself: for a result that is nothing but a quantity in another unit."""
    return amount


def product(**factors):
    """The product of any number of named factors; in the product of their units.

    Raises TypeError where no factor is given.
    """
    first, *others = _values("product", factors)
    for factor in others:
        first = first * factor
    return first


def total(**terms):
    """The sum of any number of named terms, all in one unit; in that unit.

    Raises TypeError where no term is given.
    """
    first, *others = _values("total", terms)
    for term in others:
        first = first + term
    return first


def mean(**values):
    """The mean of any number of named values, all in one unit; in that unit.

    Raises TypeError where no value is given.
    """
    return total(**values) / len(values)


def geometric_mean(**values):
    """The geometric mean of any number of named, positive values of one unit; in that unit.

    Raises TypeError where no value is given.
    """
    first, *others = _values("geometric_mean", values)
    logarithm = 0.0
    for value in others:
        logarithm = logarithm + log(value / first)
    return first * exp(logarithm / len(values))


def weighted_mean(first, second, weight):
    """``weight`` of the first value and the rest of the second; both in one unit, weight a
    fraction; in that unit."""
    return first * weight + second * (1 - weight)


def largest(**values):
    """The largest of any number of named values, all in one unit; in that unit.

    Raises TypeError where no value is given.
    """
    return reduce(maximum, _values("largest", values))


def smallest(**values):
    """The smallest of any number of named values, all in one unit; in that unit.

    Raises TypeError where no value is given.
    """
    return reduce(minimum, _values("smallest", values))


def doubling_time(growth):
    """Years in which an amount doubles that grows by a fraction a year: ln 2 / ln(1 + growth); a
    pure number of years."""
    return log(2.0) / log(1 + growth)


def difference(amount, less):
    """An amount less another; both in one unit; in that unit."""
    return amount - less


def change(after, before):
    """Relative change between two amounts of one unit: 0.5 is half as much again; returns a
    fraction."""
    return after / before - 1


def remainder(part, whole):
    """What is left of a whole without a part, as a share of the whole; both in one unit; returns a
    fraction."""
    return 1 - part / whole


def remainder_of_total(whole, **parts):
    """What is left of a whole without any number of named parts, as a share of it; all in one unit;
    a fraction.

    Raises TypeError where no part is given.
    """
    return 1 - total(**parts) / whole


def parts_of_whole(whole, **parts):
    """Any number of named parts together, as a share of their whole; all in one unit; a fraction.

    Raises TypeError where no part is given.
    """
    return total(**parts) / whole


def growth_per_year(after, before, years):
    """Growth factor per year, compounded, between two amounts of one unit; years a pure number; a
    pure number."""
    return exp(log(after / before) / years)


def fall_per_year(after, before, years):
    """Fall per year, compounded, between two amounts of one unit; years a pure number; returns a
    fraction."""
    return 1 - growth_per_year(after, before, years)


def _values(formula: str, named: dict) -> tuple:
    """The values of named terms, in order. Raises TypeError where there are none."""
    if not named:
        raise TypeError(f"{formula}: found no term; expected at least one, by name")
    return tuple(named.values())
