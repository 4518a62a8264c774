"""Result: what a formula gives for named inputs, with interval, proven unit and shares of the spread."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pint

from shortcase.numbers import uncertainty, units
from shortcase.faults import ReportError
from shortcase.data.quantities import Quantity


@dataclass(frozen=True)
class Result:
    """A computed number: central value, 90% interval, unit, inputs, and each uncertain input's share of the spread."""

    id: str
    title: str
    value: float
    low: float | None
    high: float | None
    unit: str
    formula: str
    inputs: tuple[dict, ...]
    draws: np.ndarray = field(repr=False, compare=False)
    leaves: dict[str, np.ndarray] = field(repr=False, compare=False)
    input_ids: tuple[str, ...]
    shares: dict[str, float]
    method: str = ""

    @property
    def number(self) -> float:
        return self.value

    def to(self, unit: str) -> float:
        """The central value in another unit."""
        return self.value * units.factor(self.unit, unit)

    def __float__(self) -> float:
        return float(self.value)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from shortcase.chapter.display import Shown

        return Shown(self)._repr_mimebundle_()

    def record(self) -> dict:
        """The result as it is stored: plain JSON, numbers rounded so that no machine's last bit shows."""
        return {
            "kind": "result", "id": self.id, "title": self.title, "unit": self.unit, "formula": self.formula, "method": self.method,
            "value": uncertainty.significant(self.value, 10), "low": uncertainty.significant(self.low, 6), "high": uncertainty.significant(self.high, 6),
            "inputs": list(self.inputs), "input_ids": list(self.input_ids),
            "shares": {name: round(share, 3) for name, share in self.shares.items()},
        }


Input = Quantity | Result | float | int


def of_formula(id: str, formula: Callable, unit: str, title: str, inputs: dict[str, Input]) -> Result:
    """Evaluate a formula three ways: central values, draws, and units.

    Raises ReportError where the formula's unit, computed with ``pint``, is not of the kind of ``unit``, and TypeError where the
    inputs are not the formula's arguments.
    """
    inspect.signature(formula).bind(**inputs)
    prove_unit(id, formula, unit, inputs)
    scale = unit_scale(formula, unit, inputs)
    centre = float(formula(**{name: _value(x) for name, x in inputs.items()})) * scale
    leaves = _leaves(inputs)
    sample = np.full(uncertainty.DRAWS, centre)
    low = high = None
    if leaves:
        sample = np.broadcast_to(np.asarray(formula(**{name: _draws(x) for name, x in inputs.items()}), dtype=float) * scale, (uncertainty.DRAWS,))
        if not np.all(np.isfinite(sample)):
            raise ReportError(f"result {id}: some draws of its inputs give no finite number")
        _, low, high = uncertainty.interval(sample)
    if not np.isfinite(centre):
        raise ReportError(f"result {id}: its central value is not a finite number")
    return Result(id, title, centre, low, high, unit, formula.__name__, _described(inputs), sample, leaves, _ids(inputs), uncertainty.shares_of_spread(sample, leaves))


def of_computation(id: str, unit: str, title: str, method: str, inputs: list, value=None, low=None, high=None, draws=None) -> Result:
    """A result that no formula gives in one line: a fit, a bootstrap, a simulation or a root.

    Either ``value`` (with ``low`` and ``high``, or exact) or ``draws``, whose median and 5% and 95% points are taken.
    """
    units.parse(unit)
    named = {getattr(x, "id", str(x)): x for x in flatten(inputs)}
    leaves = {} if draws is None else _leaves({k: v for k, v in named.items() if isinstance(v, (Quantity, Result))})
    if draws is not None:
        draws = np.asarray(draws, dtype=float)
        middle, low, high = uncertainty.interval(draws)
        value = middle if value is None else value
        leaves = {k: v for k, v in leaves.items() if v.shape == draws.shape}
    if value is None or not np.isfinite(value) or (low is not None and not low <= high):
        raise ReportError(f"result {id}: value {value}, low {low}, high {high} are no number with an interval")
    sample = np.full(uncertainty.DRAWS, float(value)) if draws is None else draws
    if draws is None and low is not None:
        if low <= value <= high:
            sample = uncertainty.draws(id, float(value), float(low), float(high), unit)
            leaves = {id: sample}
        else:
            raise ReportError(f"result {id}: value {value} lies outside its interval {low} to {high}")
    shares = {} if draws is None else uncertainty.shares_of_spread(sample, leaves)
    return Result(id, title, float(value), None if low is None else float(low), None if high is None else float(high), unit, "", tuple({"argument": name, "id": name} for name in named), sample, leaves, _ids(named), shares, method)


def flatten(inputs) -> list:
    """Inputs as a flat list: ids, quantities and results; a DataFrame of rows, or one of ``forms.frame``, counts as its ids."""
    flat = []
    for item in inputs:
        if hasattr(item, "index") and hasattr(item, "columns"):
            if item.attrs.get("inputs"):
                flat += item.attrs["inputs"]
            elif item.index.name == "id":
                flat += [str(i) for i in item.index]
            elif "id" in item.columns:
                flat += [str(i) for i in item["id"]]
            else:
                raise ReportError("an input is a DataFrame without the ids of its rows: pass what ch.rows gave, or the ids")
        elif isinstance(item, (list, tuple, set)):
            flat += flatten(item)
        else:
            flat.append(item)
    return flat


def as_pint(x: Input):
    """An input as a ``pint`` quantity; a plain number is dimensionless."""
    return units.Q_(float(_value(x)), units.parse(x.unit)) if isinstance(x, (Quantity, Result)) else float(x)


def prove_unit(id: str, formula: Callable, unit: str, inputs: dict[str, Input]) -> None:
    """Raises ReportError unless the formula, read with ``pint`` quantities, gives a quantity of the kind of ``unit``."""
    try:
        found = units.Q_(formula(**{name: as_pint(x) for name, x in inputs.items()}))
        found.to(units.parse(unit))
    except pint.DimensionalityError as error:
        given = ", ".join(f"{name} in {getattr(x, 'unit', '1') or '1'}" for name, x in inputs.items())
        raise ReportError(f"result {id}: {formula.__name__} of {given} does not give {unit!r} ({error})") from None


def unit_scale(formula: Callable, unit: str, inputs: dict[str, Input]) -> float:
    """The factor from the unit in which the formula returns plain numbers to ``unit`` (inputs may be in GB and s, say).

    Raises ReportError where there is no one factor, as when a formula adds gigabytes to bytes.
    """
    scales = []
    for step in (0.0, 0.013, 0.029):  # two more points near the centre show whether the factor is one
        moved = {name: float(_value(x)) * (1 + step * place) for place, (name, x) in enumerate(inputs.items(), start=1)}
        measured = {name: units.Q_(moved[name], units.parse(x.unit)) if isinstance(x, (Quantity, Result)) else float(x) for name, x in inputs.items()}
        plain_inputs = {name: moved[name] if isinstance(inputs[name], (Quantity, Result)) else float(inputs[name]) for name in inputs}
        in_units = float(units.Q_(formula(**measured)).to(units.parse(unit)).magnitude)
        plain = float(formula(**plain_inputs))
        if plain != 0 and np.isfinite(plain) and np.isfinite(in_units):
            scales.append(in_units / plain)
    if not scales:
        return 1.0
    if max(scales) - min(scales) > 1e-9 * abs(max(scales)):
        given = ", ".join(f"{name} in {getattr(x, 'unit', '1') or '1'}" for name, x in inputs.items())
        raise ReportError(f"{formula.__name__} of {given} mixes units of different size: give its inputs in the units that its docstring names")
    return 1.0 if abs(scales[0] - 1) < 1e-9 else scales[0]


def _value(x: Input) -> float:
    return x.number if isinstance(x, (Quantity, Result)) else float(x)


def _draws(x: Input):
    return x.draws if isinstance(x, (Quantity, Result)) else float(x)


def _leaves(inputs: dict[str, Input]) -> dict[str, np.ndarray]:
    return {k: v for x in inputs.values() if isinstance(x, (Quantity, Result)) for k, v in x.leaves.items()}


def _ids(inputs: dict[str, Input]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for x in inputs.values() for i in ((x.id,) if isinstance(x, (Quantity, Result)) else (x,) if isinstance(x, str) else ())))


def _described(inputs: dict[str, Input]) -> tuple[dict, ...]:
    return tuple({"argument": name} | ({"id": x.id, "value": uncertainty.significant(x.value, 10), "low": uncertainty.significant(x.low, 6), "high": uncertainty.significant(x.high, 6), "unit": x.unit}
                                       if isinstance(x, (Quantity, Result)) else {"id": x} if isinstance(x, str) else {"value": float(x), "unit": "1"}) for name, x in inputs.items())
