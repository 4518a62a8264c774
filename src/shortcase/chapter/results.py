"""Result: what a formula gives for named inputs, with interval, proven unit and shares of the
spread."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pint

from shortcase.chapter import evaluate, varied, weighing
from shortcase.chapter.display import Record
from shortcase.faults import ReportError
from shortcase.numbers import uncertainty, units
from shortcase.numbers.estimate import Estimate

SAME = 1e-6  # relative: a computed centre and what its form gives
FLIP_DRAWS = 20  # a root is solved for every twentieth draw


@dataclass(frozen=True, kw_only=True, repr=False)
class Result(Record, Estimate):
    """A computed number: an Estimate with its inputs, its draws, and each uncertain input's share
    of the spread."""

    id: str
    title: str
    formula: str
    inputs: tuple[dict, ...]
    draws: np.ndarray = field(repr=False, compare=False)
    leaves: dict[str, np.ndarray] = field(repr=False, compare=False)
    input_ids: tuple[str, ...]
    shares: dict[str, float]
    method: str = ""
    again: Callable[[frozenset[str]], np.ndarray] | None = field(
        default=None, repr=False, compare=False
    )
    solves: dict | None = None  # of a flip: its formula, argument, target and ends
    form: dict | None = None  # of a computation: the formula of its centre, and its inputs

    def alone(self, ids: frozenset[str]) -> np.ndarray:
        """Draws with only the inputs ``ids`` moving, all else at its centre: of a formula by
        reading it again. A computation is not run again: it moves as a whole where all that is
        uncertain beneath it is among ``ids``, else not at all."""
        moving = ids & self.leaves.keys()
        if moving == self.leaves.keys() and moving:
            return self.draws
        if self.again is None or not moving:
            return np.array([self.number])
        return self.again(frozenset(moving))

    def record(self) -> dict:
        """The result as it is stored: plain JSON, numbers rounded so that no machine's last bit
        shows."""
        made = {
            "kind": "result",
            "id": self.id,
            "title": self.title,
            "formula": self.formula,
            "method": self.method,
            "inputs": list(self.inputs),
            "input_ids": list(self.input_ids),
            "shares": {name: round(share, 3) for name, share in self.shares.items()},
        } | self.estimate().record()
        if not math.isfinite(self.number):  # in a variation alone
            made["value"] = None
        more = {"solves": self.solves, "form": self.form}
        return made | {name: held for name, held in more.items() if held}


def of_formula(
    id: str, formula: Callable, unit: str, title: str, inputs: Mapping[str, Any]
) -> Result:
    """What a formula gives, read once.

    Raises ReportError where its unit is not of the kind of ``unit`` or a value is not finite, and
    TypeError where the inputs are not the formula's arguments.
    """
    place = f"result {id}"
    name = evaluate.name_of(formula)
    values = evaluate.read(place, formula, unit, inputs)
    uncertain = evaluate.leaves(inputs.values())
    if uncertain and len(values) == 1:  # the uncertain input does not move it
        values = np.full(uncertainty.DRAWS + 1, values[0])
    if not np.all(np.isfinite(values)):
        which = "central value" if not np.isfinite(values[0]) else "value for some draws"
        varied.fault(f"{place}: found a {which} that is not finite; expected a number")
    centre, low, high, sample = evaluate.summary(values)

    def again(ids: frozenset[str]) -> np.ndarray:
        given = {name: weighing.still(x, ids) for name, x in inputs.items()}
        found = evaluate.read(place, formula, unit, given)
        return found[1:] if len(found) > 1 else found

    return Result(
        value=centre,
        low=low,
        high=high,
        unit=unit,
        id=id,
        title=title,
        formula=name,
        inputs=evaluate.described(inputs),
        draws=sample,
        leaves=uncertain,
        input_ids=evaluate.ids(inputs.values()),
        shares=uncertainty.shares_of_spread(sample, uncertain),
        again=again,
    )


def formed(result: Result, formula: Callable, inputs: Mapping[str, Any]) -> Result:
    """A computation whose central value a formula gives: its interval comes from elsewhere, but a
    reader who changes an input can see the centre move.

    Where the formula has no value of the result's kind, as for the exponents of a fit, it is read
    with plain numbers: each input in its unit, the value in that of the result. Raises ReportError
    where the formula gives another value.
    """
    name, place = evaluate.name_of(formula), f"result {result.id}"
    centres = {
        k: Estimate(x.number, unit=x.unit) if isinstance(x, Estimate) else x
        for k, x in inputs.items()
    }
    plain = False
    try:
        found = float(evaluate.read(place, formula, result.unit, centres)[0])
    except (ReportError, pint.PintError):
        found, plain = float(formula(**{k: float(x) for k, x in centres.items()})), True
    if not math.isclose(found, result.number, rel_tol=SAME, abs_tol=1e-12):
        varied.fault(
            f"{place}: found {result.number:.9g}; expected {found:.9g}, as its form {name} gives"
        )
    form = {"formula": name, "inputs": list(evaluate.described(inputs)), "plain": plain}
    return replace(result, form=form)


def supposed(result: Result, number: Estimate) -> Result:
    """A result that is supposed to be another number than the one that was computed."""
    low, high = number.low, number.high
    sample = uncertainty.draws(result.id, number.number, low, high, number.unit)
    moving = {result.id: sample} if low is not None else {}
    same = replace(result, value=number.value, low=low, high=high)
    return replace(same, draws=sample, leaves=moving, shares={}, again=None)


def of_computation(
    id: str, unit: str, title: str, method: str, inputs: list, value=None, low=None, high=None,
    draws=None,
) -> Result:  # fmt: skip
    """A result that no formula gives in one line: a fit, a bootstrap, a simulation or a root.

    Either ``value`` (with ``low`` and ``high``, or exact) or ``draws``, whose median and 5% and 95%
    points are taken. Each is a ``pint`` quantity or an Estimate; a plain number only where ``unit``
    has no dimension. Raises ReportError for any other.
    """
    place = f"result {id}"
    value, low, high, draws = (evaluate.in_unit(place, x, unit) for x in (value, low, high, draws))
    named = {getattr(x, "id", str(x)): x for x in flatten(inputs)}
    uncertain = {} if draws is None else evaluate.leaves(named.values())
    if draws is not None:
        middle, low, high = uncertainty.interval(draws)
        value = middle if value is None else value
        uncertain = {k: v for k, v in uncertain.items() if v.shape == draws.shape}
    if value is None or not math.isfinite(value) or (low is not None and not low <= value <= high):
        found = f"value {value}, low {low}, high {high}"
        varied.fault(f"{place}: found {found}; expected a number within its interval")
        value, low, high = math.nan if value is None else value, None, None
    sample = draws
    if sample is None:
        sample = uncertainty.draws(id, value, low, high, unit)
        uncertain = {} if low is None else {id: sample}
    return Result(
        value=value,
        low=low,
        high=high,
        unit=unit,
        id=id,
        title=title,
        formula="",
        method=method,
        inputs=tuple({"argument": name, "id": name} for name in named),
        draws=sample,
        leaves=uncertain,
        input_ids=tuple(named),
        shares={} if draws is None else uncertainty.shares_of_spread(sample, uncertain),
    )


def of_flip(
    id: str,
    formula: Callable,
    argument: str,
    target: Estimate | float,
    between: tuple[float, float],
    unit: str,
    title: str,
    inputs: Mapping[str, Any],
) -> Result:
    """The value of one argument, in ``unit``, at which a formula reaches the target, other inputs
    as given; an interval from their draws.

    Raises ReportError where the formula does not take the argument in ``unit``, where the target is
    not of the kind that the formula gives, or where it is not crossed between the two ends.
    """
    place = f"flip {id}"
    name = evaluate.name_of(formula)
    trial = {argument: Estimate(between[0], unit=unit)}
    goal = target.unit if isinstance(target, Estimate) else "1"
    evaluate.read(place, formula, goal, {**inputs, **trial})
    root = _Root(formula, argument, evaluate.coherent(target), between, evaluate.base_factor(unit))
    centre = root.solve({k: evaluate.coherent(x) for k, x in inputs.items()})
    shown = target.words() if isinstance(target, Estimate) else f"{target:g}"
    if math.isnan(centre):
        varied.fault(
            f"{place}: found no {argument} between {between[0]:g} and {between[1]:g} at which "
            f"{name} reaches {shown}; expected two ends between which it does"
        )
    none = math.isnan(centre)
    low, high = (None, None) if none else _flip_interval(root, inputs, centre)
    convert = units.Q_(1.0, units.parse(unit))
    made = of_computation(
        id,
        unit,
        title,
        f"value of {argument} at which {name} reaches {shown}",
        [x for x in inputs.values() if isinstance(x, Estimate)],
        *(None if x is None else x * convert for x in (centre, low, high)),
    )
    solves = {
        "formula": name,
        "argument": argument,
        "target": evaluate.described({"target": target})[0],
        "between": [float(end) for end in between],
    }
    return replace(made, inputs=evaluate.described(inputs), solves=solves)


@dataclass(frozen=True)
class _Root:
    """A root of a formula in one argument, in base units; ``between`` and the root in the
    argument's own unit, of size ``scale`` in base units."""

    formula: Callable
    argument: str
    target: Any
    between: tuple[float, float]
    scale: float

    def solve(self, values: dict) -> float:
        """The root for plain values of the other arguments; NaN where there is none."""
        from scipy.optimize import brentq

        def gap(x: float) -> float:
            return float(self.formula(**values, **{self.argument: x * self.scale})) - self.target

        try:
            end = max(map(abs, self.between))
            return brentq(gap, *self.between, xtol=1e-12 * end, rtol=1e-12)
        except ValueError:
            return math.nan


def _flip_interval(root: _Root, inputs: Mapping[str, Any], centre: float):
    """The 5% and 95% points of the root over the draws of the inputs; none where there are no draws
    or a tenth of them have no root."""
    moving = {k: x for k, x in inputs.items() if getattr(x, "low", None) is not None}
    if not moving:
        return None, None
    fixed = {k: evaluate.coherent(x) for k, x in inputs.items() if k not in moving}
    draws = {k: x.draws * evaluate.base_factor(x.unit) for k, x in moving.items()}
    picked = range(0, uncertainty.DRAWS, FLIP_DRAWS)
    found = np.array(
        [root.solve(fixed | {k: float(d[i]) for k, d in draws.items()}) for i in picked]
    )
    found = found[np.isfinite(found)]
    if len(found) <= 0.9 * len(picked):
        return None, None
    low, high = (float(q) for q in np.quantile(found, [0.05, 0.95]))
    return min(low, centre), max(high, centre)


def flatten(inputs) -> list:
    """Inputs as a flat list: ids, quantities and results; a DataFrame of rows counts as its ids."""
    flat: list = []
    for item in inputs:
        if hasattr(item, "index") and hasattr(item, "columns"):
            if item.attrs.get("inputs"):
                flat += item.attrs["inputs"]
            elif item.index.name == "id":
                flat += [str(i) for i in item.index]
            elif "id" in item.columns:
                flat += [str(i) for i in item["id"]]
            else:
                raise ReportError(
                    "an input: found a DataFrame without the ids of its rows; expected what "
                    "ch.rows gave, or the ids"
                )
        elif isinstance(item, (list, tuple, set)):
            flat += flatten(item)
        else:
            flat.append(item)
    return flat
