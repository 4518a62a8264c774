"""One reading of a formula: its centre, its draws and its unit from one evaluation.

Each input becomes a ``pint`` quantity whose magnitude is the array [centre, *draws] (the centre
alone where it is exact). So a number, its interval and its unit cannot disagree, whether a result,
a flip, a computation or a dial asks.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pint

from shortcase.faults import ReportError
from shortcase.numbers import uncertainty, units
from shortcase.numbers.estimate import Estimate, significant

Plain = float | int
Unit = str


def leaves(inputs: Iterable[Any]) -> dict[str, np.ndarray]:
    """The draws of all uncertain leaf inputs beneath some inputs, by id."""
    return {id: draws for x in inputs for id, draws in getattr(x, "leaves", {}).items()}


def measured(x: Estimate | pint.Quantity | Plain):
    """An input as a ``pint`` quantity of [centre, *draws], of the centre alone where it is exact. A
    plain number stays one, for it has no unit."""
    if not isinstance(x, Estimate):
        return x
    unit = units.parse(x.unit)
    if getattr(x, "leaves", None):
        draws = x.draws  # type: ignore[attr-defined]
        return units.Q_(np.concatenate([[x.number], draws]), unit)
    return units.Q_(float(x.number), unit)


def given(inputs: Mapping[str, Any]) -> str:
    """The inputs of a formula and their units, for a message."""
    return ", ".join(f"{name} in {getattr(x, 'unit', '1') or '1'}" for name, x in inputs.items())


def name_of(formula: Callable) -> str:
    """A formula's name. Raises ReportError for a function without one, or one made in a
    notebook."""
    name = getattr(formula, "__name__", "")
    module = getattr(formula, "__module__", "")
    if not name or name == "<lambda>" or module == "__main__":
        raise ReportError(
            f"found {name or 'a function without a name'} of {module or 'nowhere'}; expected a "
            "function of shortcase.formulas, with its docstring and its test"
        )
    return name


def read(place: str, formula: Callable, unit: Unit, inputs: Mapping[str, Any]) -> np.ndarray:
    """A formula's values in ``unit`` for named inputs: an array [centre, *draws], of length one
    where no input is uncertain.

    Raises ReportError where what the formula gives is not of the kind of ``unit``, and TypeError
    where the inputs are not the formula's arguments.
    """
    inspect.signature(formula).bind(**inputs)
    arguments = {name: measured(x) for name, x in inputs.items()}
    try:
        found = units.Q_(formula(**arguments)).to(units.parse(unit))
    except pint.DimensionalityError as error:
        raise ReportError(
            f"{place}: {formula.__name__} of {given(inputs)}: found {error}; "
            f"expected something that can be given in {unit or '1'!r}"
        ) from None
    return np.atleast_1d(np.asarray(found.magnitude, dtype=float))


def in_unit(place: str, x: Any, unit: Unit):
    """A number or an array in ``unit``: of a ``pint`` quantity or an Estimate, converted; a plain
    number only where ``unit`` has no dimension. Raises ReportError with what was found."""
    if x is None:
        return None
    if isinstance(x, Estimate):
        x = units.Q_(x.number, units.parse(x.unit))
    wanted = units.parse(unit)
    if isinstance(x, pint.Quantity):
        try:
            x = x.to(wanted).magnitude
        except pint.DimensionalityError:
            raise ReportError(
                f"{place}: found a value in {x.units}; expected one that can be given in {unit!r}"
            ) from None
    elif not wanted.dimensionless and unit != "calendar_year":
        raise ReportError(
            f"{place}: found a plain number; expected one with a unit that can be given in {unit!r}"
        )
    return np.asarray(x, dtype=float) if np.ndim(x) else float(x)


def coherent(x: Any) -> float | np.ndarray:
    """An input as plain numbers in base units. In them a formula whose unit is proven gives its
    value in base units, without the cost of carrying units along."""
    if isinstance(x, Estimate):
        x = units.Q_(float(x.number), units.parse(x.unit))
    return x.to_base_units().magnitude if isinstance(x, pint.Quantity) else float(x)


def base_factor(unit: Unit) -> float:
    """The number by which a value in ``unit`` is multiplied to be in base units."""
    return float(units.Q_(1.0, units.parse(unit)).to_base_units().magnitude)


def described(inputs: Mapping[str, Any]) -> tuple[dict, ...]:
    """Each argument with what was given for it, as a record holds it."""
    return tuple({"argument": name} | _described(x) for name, x in inputs.items())


def _described(x: Any) -> dict:
    if isinstance(x, str):
        return {"id": x}
    if not isinstance(x, Estimate):
        return {"value": float(x), "unit": "1"}
    if not hasattr(x, "id"):
        return {"value": float(x.number), "unit": x.unit}
    ends = {"low": significant(x.low, 6), "high": significant(x.high, 6), "unit": x.unit}
    return {"id": x.id, "value": significant(x.value, 10)} | ends


def ids(inputs: Iterable[Any]) -> tuple[str, ...]:
    """Ids of the inputs that have one, each once."""
    named = (x if isinstance(x, str) else getattr(x, "id", None) for x in inputs)
    return tuple(dict.fromkeys(id for id in named if id))


def summary(values: np.ndarray) -> tuple[float, float | None, float | None, np.ndarray]:
    """Centre, interval and draws of [centre, *draws]."""
    centre = float(values[0])
    if len(values) == 1:
        return centre, None, None, np.full(uncertainty.DRAWS, centre)
    _, low, high = uncertainty.interval(values[1:])
    return centre, low, high, values[1:]
