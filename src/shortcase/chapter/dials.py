"""Dial: sliders that change a chart through the formulas that computed it."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import altair as alt
from altair.expr.core import ConstExpression

from shortcase.chapter import evaluate, varied
from shortcase.chapter.presets import ALLOWED, OURS
from shortcase.faults import ReportError
from shortcase.numbers.estimate import Estimate, significant
from shortcase.numbers.unit_words import unit_words

_NOTHING: Mapping[str, float] = MappingProxyType({})
AGREE = 1e-6  # relative: a readout and the result that it must equal


@dataclass(frozen=True)
class Slider:
    """One input that a reader can move, in ``unit``. ``log``: the slider moves its decimal
    logarithm. ``shown`` says the unit in words where the usual ones do not fit the label."""

    name: str
    label: str
    low: float
    high: float
    step: float | None = None
    unit: str = "1"
    log: bool = False
    format: str = ""
    shown: str | None = None

    def of(self, value: Any) -> float:
        """A value in the slider's unit. Raises ReportError where it is of another kind."""
        if isinstance(value, Estimate):
            return float(evaluate.in_unit(f"slider {self.name}", value, self.unit))
        return float(value)

    def position(self, value: float) -> float:
        """Where the slider stands for a value. Raises ReportError for a value outside its range."""
        if not min(self.low, self.high) * (1 - 1e-9) <= value <= self.high * (1 + 1e-9):
            varied.fault(
                f"slider {self.name}: found {value:g}; expected {self.low:g} to {self.high:g}"
            )
            ends = sorted((self.low, self.high))
            value = min(max(value, ends[0]), ends[1])
        return float(f"{math.log10(value) if self.log else value:.12g}")

    def words(self) -> str:
        """What stands behind the slider's number."""
        if self.unit == "calendar_year":
            return self.unit
        return unit_words(self.unit) if self.shown is None else self.shown

    def record(self) -> dict:
        """The slider as it is stored: its positions, not its values, where it is logarithmic."""
        low, high = self.low, self.high
        if self.log:
            low, high = math.log10(low), math.log10(high)
        step = self.step or (0.01 if self.log else (high - low) / 100)
        return {
            "name": self.name,
            "label": self.label,
            "unit": self.words(),
            "log": self.log,
            "format": self.format or (".2s" if self.log else ".3~g"),
            "low": significant(low, 9),
            "high": significant(high, 9),
            "step": significant(step, 6),
        }


@dataclass(frozen=True)
class Readout:
    """One number that a dial shows: a formula of its sliders and of fixed arguments, given in
    ``unit`` and written in a d3 ``format``. ``equals`` is the result or row that it must show at
    our estimate."""

    label: str
    formula: Callable
    format: str
    unit: str = "1"
    fixed: dict[str, Any] = field(default_factory=dict)
    equals: Estimate | None = None

    def arguments(self, sliders: dict[str, Any]) -> dict[str, Any]:
        """The formula's arguments: fixed ones, and the sliders that bear an argument's name."""
        wanted = inspect.signature(self.formula).parameters
        named = {k: v for k, v in sliders.items() if k in wanted and k not in self.fixed}
        return self.fixed | named


def presets(*, stated: bool = True, **sliders: tuple) -> dict[str, dict[str, Any]]:
    """The presets of a dial from a table: for each slider four values, at the article's numbers,
    our estimate, and the best and the worst case for the article; or three, where the article has
    nothing to set. ``stated=False`` says that the article argues for its setting without a number.

    Raises ReportError for sliders of other lengths.
    """
    counts = {len(values) for values in sliders.values()}
    if counts not in ({3}, {4}):
        raise ReportError(
            f"presets: found {sorted(counts)} values; expected three or four for every slider"
        )
    article, view, rest = ALLOWED
    names = rest if counts == {3} else article if stated else view
    return {p: {name: values[i] for name, values in sliders.items()} for i, p in enumerate(names)}


class Dial:
    """Sliders, presets and readouts of a live chart.

    ``presets`` maps names, one row of ALLOWED in its order, to a value for every slider; a plain
    number is a value in the slider's unit. Each readout is proven with units at every preset.
    """

    def __init__(
        self,
        name: str,
        sliders: list[Slider],
        readouts: dict[str, Readout],
        presets: dict[str, dict],
        start: str = OURS,
    ):
        self.name, self.start = name, start
        self.sliders = {s.name: s for s in sliders}
        self.readouts = dict(readouts)
        for key in (*self.readouts, *self.sliders):
            self._check_name(key)
        if tuple(presets) not in ALLOWED:
            raise ReportError(
                f"dial {name}: found presets {list(presets)}; expected one of {list(ALLOWED)}"
            )
        self.presets = {p: self._positions(p, values) for p, values in presets.items()}
        self._values = {key: {p: self._proven(key, p) for p in presets} for key in self.readouts}
        for key in self.readouts:
            self._check_equal(key)
        given = [v for values in presets.values() for v in values.values()]
        given += [v for r in self.readouts.values() for v in r.fixed.values()]
        self.inputs = [v for v in given if hasattr(v, "id")]

    def _check_name(self, key: str) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
            raise ReportError(
                f"dial {self.name}: found the name {key!r}; expected a lower-case identifier"
            )

    def _positions(self, preset: str, values: dict) -> dict[str, float]:
        if set(values) != set(self.sliders):
            raise ReportError(
                f"dial {self.name}, preset {preset!r}: found sliders {sorted(values)}; "
                f"expected {sorted(self.sliders)}"
            )
        plain = {s: self.sliders[s].of(v) for s, v in values.items()}
        for s, value in plain.items():
            self.sliders[s].position(value)
        return plain

    def _proven(self, key: str, preset: str, moved: Mapping[str, float] = _NOTHING) -> float:
        """A readout's value at a preset with some sliders moved, in its unit, by one reading with
        units."""
        readout, sliders = self.readouts[key], self.presets[preset] | dict(moved)
        given = {s: Estimate(v, unit=self.sliders[s].unit) for s, v in sliders.items()}
        fixed = {k: _exact(v) for k, v in readout.fixed.items()}
        place = f"dial {self.name}, readout {key!r} at {preset!r}"
        evaluate.name_of(readout.formula)
        arguments = readout.arguments(given) | fixed
        return float(evaluate.read(place, readout.formula, readout.unit, arguments)[0])

    def _check_equal(self, key: str) -> None:
        readout = self.readouts[key]
        if readout.equals is None:
            return
        there = readout.equals.to(readout.unit).number
        here = self._values[key][OURS]
        if not math.isclose(here, there, rel_tol=AGREE, abs_tol=1e-12):
            name = getattr(readout.equals, "id", "the number")
            varied.fault(
                f"dial {self.name}, readout {key!r} at {OURS!r}: found {here:.9g}; "
                f"expected {there:.9g}, as {name} has it"
            )

    def __getitem__(self, slider: str):
        """The slider's value, in its unit, as an Altair expression for any formula."""
        parameter = ConstExpression(slider)
        return alt.expr.pow(10, parameter) if self.sliders[slider].log else parameter

    def expression(self, formula: Callable, unit: str = "1", **arguments: Any):
        """A formula's value in ``unit`` as an Altair expression of the sliders that bear its
        arguments' names and of ``arguments``: Estimates, plain numbers, or a pair of an expression
        (a column of the chart's data, say) and its unit.

        Raises ReportError where the formula, read with units, gives no value of the kind of
        ``unit``.
        """
        readout = Readout("", formula, "", unit, arguments)
        sliders = {name: (self[name], s.unit) for name, s in self.sliders.items()}
        given = readout.arguments(sliders)
        trial = {k: _trial(self, k, v) for k, v in given.items()}
        evaluate.read(f"dial {self.name}, {formula.__name__}", formula, unit, trial)
        made = formula(**{k: _coherent(v) for k, v in given.items()})
        factor = evaluate.base_factor(unit)
        return made if factor == 1 else made / factor

    def answer(self, key: str, along: str, x: Any):
        """A readout as an expression in which one slider is replaced by ``x``, an expression or a
        number in that slider's unit: the curve of how the readout answers to it."""
        readout = self.readouts[key]
        moved = {along: (x, self.sliders[along].unit)}
        return self.expression(readout.formula, readout.unit, **(readout.fixed | moved))

    def moved(self, key: str, preset: str, **sliders: float) -> float:
        """A readout at a preset with some sliders moved, each to a number in its unit."""
        return self._proven(key, preset, sliders)

    def readout(self, key: str):
        """The readout's live value as an Altair expression."""
        if key not in self.readouts:
            raise KeyError(key)
        return ConstExpression(f"readout_{key}")

    def computed(self, key: str, preset: str) -> float:
        """The readout's value at a preset, in its unit, by the Python formula."""
        return self._values[key][preset]

    def parameters(self) -> list[dict]:
        """Vega-Lite parameters: the sliders at the starting preset, and the readouts as expressions
        of them."""
        made: list[dict] = []
        for name, slider in self.sliders.items():
            r = slider.record()
            unit = "" if r["unit"] == "calendar_year" else r["unit"]
            behind = ", ".join(filter(None, ("log10" if slider.log else "", unit)))
            label = slider.label + (f" ({behind})" if behind else "")
            bind = {"input": "range", "min": r["low"], "max": r["high"], "step": r["step"]}
            value = slider.position(self.presets[self.start][name])
            made.append({"name": name, "value": value, "bind": bind | {"name": label + " "}})
        for key, readout in self.readouts.items():
            expression = self.expression(readout.formula, readout.unit, **readout.fixed)
            made.append({"name": f"readout_{key}", "expr": repr(expression)})
        return made

    def record(self) -> dict:
        """The dial as it is stored, with the Python value of each readout at each preset."""
        presets = {
            p: {s: self.sliders[s].position(v) for s, v in values.items()}
            for p, values in self.presets.items()
        }
        return {
            "name": self.name,
            "start": self.start,
            "sliders": [s.record() for s in self.sliders.values()],
            "presets": presets,
            "readouts": [self._readout_record(key) for key in self.readouts],
        }

    def _readout_record(self, key: str) -> dict:
        readout = self.readouts[key]
        values = {p: significant(v, 12) for p, v in self._values[key].items()}
        made = {"name": key, "label": readout.label, "format": readout.format, "values": values}
        return made | {"unit": readout.unit, "equals": getattr(readout.equals, "id", "")}


def _exact(value: Any) -> Any:
    """An input without its interval: a dial shows centres."""
    return Estimate(value.number, unit=value.unit) if isinstance(value, Estimate) else value


def _coherent(value: Any) -> Any:
    """An argument of an expression in base units."""
    if isinstance(value, tuple):
        expression, unit = value
        factor = evaluate.base_factor(unit)
        return expression if factor == 1 else expression * factor
    return evaluate.coherent(value)


def _trial(dial: Dial, name: str, value: Any) -> Any:
    """A number in place of an argument, for the proof of units."""
    if isinstance(value, tuple):
        at = dial.presets[dial.start].get(name, 1.0)
        return Estimate(at, unit=value[1])
    return _exact(value)
