"""Functions that a formula may use beside ``+ - * / **``.

Each takes floats, NumPy arrays, dimensionless ``pint`` quantities or Altair expressions, so that
one formula gives a number, its draws, its unit and the live dial. They hold no formula of the field
themselves.
"""

from __future__ import annotations

import altair as alt
import numpy as np
from altair.expr.core import OperatorMixin

from shortcase.numbers.units import Q_, registry


def _is_expression(*values) -> bool:
    return any(isinstance(v, OperatorMixin) for v in values)


def _dimensionless(value):
    return value.to("dimensionless").magnitude if isinstance(value, registry.Quantity) else value


def _apply(name: str, function, value):
    """Apply a function of a pure number; a ``pint`` argument must be dimensionless and gives a
    dimensionless result."""
    if _is_expression(value):
        return getattr(alt.expr, name)(value)
    result = function(_dimensionless(value))
    return Q_(result, "dimensionless") if isinstance(value, registry.Quantity) else result


def exp(value):
    """e to the power of a dimensionless value."""
    return _apply("exp", np.exp, value)


def log(value):
    """Natural logarithm of a dimensionless, positive value."""
    return _apply("log", np.log, value)


def log10(value):
    """Decimal logarithm of a dimensionless, positive value."""
    if _is_expression(value):
        return alt.expr.log(value) / np.log(10)
    return _apply("log10", np.log10, value)


def sqrt(value):
    """Square root; of a quantity, in the square root of its unit."""
    if _is_expression(value):
        return alt.expr.sqrt(value)
    return value**0.5


def floor(value):
    """Largest whole number that is not above a dimensionless value."""
    return _apply("floor", np.floor, value)


def ceil(value):
    """Smallest whole number that is not below a dimensionless value."""
    return _apply("ceil", np.ceil, value)


def _pair(name: str, function, first, second):
    if _is_expression(first, second):
        return getattr(alt.expr, name)(first, second)
    if isinstance(first, registry.Quantity) or isinstance(second, registry.Quantity):
        unit = first.units if isinstance(first, registry.Quantity) else second.units
        return Q_(function(Q_(first).to(unit).magnitude, Q_(second).to(unit).magnitude), unit)
    return function(first, second)


def minimum(first, second):
    """The smaller of two values of one dimension, element by element."""
    return _pair("min", np.minimum, first, second)


def maximum(first, second):
    """The larger of two values of one dimension, element by element."""
    return _pair("max", np.maximum, first, second)


def where(condition, if_true, if_false):
    """``if_true`` where the condition holds, else ``if_false``; both of one dimension."""
    if _is_expression(condition, if_true, if_false):
        return alt.expr.if_(condition, if_true, if_false)
    if isinstance(if_true, registry.Quantity) or isinstance(if_false, registry.Quantity):
        unit = if_true.units if isinstance(if_true, registry.Quantity) else if_false.units
        return Q_(
            np.where(condition, Q_(if_true).to(unit).magnitude, Q_(if_false).to(unit).magnitude),
            unit,
        )
    if any(isinstance(v, np.ndarray) for v in (condition, if_true, if_false)):
        return np.where(condition, if_true, if_false)
    return if_true if condition else if_false
