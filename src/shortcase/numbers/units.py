"""Units: the one ``pint`` registry, with the units of the field from ``units.txt``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pint

registry: pint.UnitRegistry = pint.UnitRegistry(cache_folder=None)
registry.load_definitions(str(Path(__file__).with_name("units.txt")))
Q_ = registry.Quantity


class UnitError(ValueError):
    """A unit that does not parse, or that is not of the dimension that is needed."""


@cache
def parse(unit: str) -> pint.Unit:
    """The ``pint`` unit of a unit's name; ``1`` and the empty name are dimensionless.

    Raises UnitError where the name is not a product of known units.
    """
    if unit in ("", "1"):
        return registry.dimensionless
    try:
        quantity = registry.parse_expression(unit)
        if isinstance(quantity, (int, float)):
            raise UnitError(f"{unit!r} is a number, not a unit")
        if abs(quantity.magnitude - 1) > 1e-12:
            raise UnitError(f"{unit!r} holds a factor {quantity.magnitude}")
        return quantity.units  # type: ignore[return-value]
    except UnitError:
        raise
    except Exception as error:  # pint raises many kinds for text that is no unit
        raise UnitError(f"{unit!r} is no unit that units.txt or pint knows ({error})") from None


def factor(unit: str, to: str) -> float:
    """The number by which a value in ``unit`` is multiplied to be in ``to``.

    Raises UnitError if they differ in kind.
    """
    try:
        return float(Q_(1.0, parse(unit)).to(parse(to)).magnitude)
    except pint.DimensionalityError:
        raise UnitError(f"a value in {unit or '1'!r} cannot be given in {to or '1'!r}") from None


def is_fraction(unit: str) -> bool:
    """True for shares and percentages, which are compared by their difference, not their ratio."""
    return unit in ("fraction", "percent", "percentage_point")
