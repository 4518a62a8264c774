"""Dial: sliders that change a chart through the formulas that computed it."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
from altair.expr.core import ConstExpression

from shortcase.faults import ReportError
from shortcase.data.quantities import Quantity
from shortcase.chapter.results import Result
from shortcase.numbers.uncertainty import significant

PRESETS = ("the article's numbers", "our central", "most favourable to the article", "least favourable")


@dataclass(frozen=True)
class Slider:
    """One input that a reader can move, in the unit that the formula wants. ``log``: the slider moves its decimal logarithm."""

    name: str
    label: str
    low: float
    high: float
    step: float | None = None
    unit: str = ""
    log: bool = False
    format: str = ""

    def position(self, value: float) -> float:
        """Where the slider stands for a value. Raises ReportError for a value outside its range."""
        if not min(self.low, self.high) * (1 - 1e-9) <= value <= self.high * (1 + 1e-9):
            raise ReportError(f"slider {self.name}: {value:g} lies outside {self.low:g} to {self.high:g}")
        return significant(math.log10(value) if self.log else value, 12)

    def record(self) -> dict:
        """The slider as it is stored: its positions, not its values, where it is logarithmic."""
        low, high = (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        step = self.step or (0.01 if self.log else (high - low) / 100)
        return {"name": self.name, "label": self.label, "unit": self.unit, "log": self.log, "format": self.format or (".2s" if self.log else ".3~g"),
                "low": significant(low, 9), "high": significant(high, 9), "step": significant(step, 6)}


class Dial:
    """Sliders, presets and readouts of a live chart.

    ``readouts`` maps a name to (label, formula, fixed arguments, d3 format); the formula takes as arguments the sliders that bear its argument names, and the fixed
    ones. ``presets`` maps each of PRESETS, in that order, to a value for every slider.
    """

    def __init__(self, name: str, sliders: list[Slider], readouts: dict[str, tuple], presets: dict[str, dict], start: str = "our central"):
        self.name, self.sliders, self.start = name, {s.name: s for s in sliders}, start
        self.readouts = {}
        for key, (label, formula, fixed, number_format) in readouts.items():
            self._check_name(key)
            self.readouts[key] = (label, formula, dict(fixed), number_format)
        if tuple(presets) != PRESETS:
            raise ReportError(f"dial {name}: presets {list(presets)}; expected {list(PRESETS)}")
        for s in self.sliders:
            self._check_name(s)
        self.presets = {}
        for preset, values in presets.items():
            if set(values) != set(self.sliders):
                raise ReportError(f"dial {name}, preset {preset!r}: sliders {sorted(values)}; expected {sorted(self.sliders)}")
            self.presets[preset] = {s: _plain(v) for s, v in values.items()}
            for s, v in self.presets[preset].items():
                self.sliders[s].position(v)
        self.inputs = [v for values in presets.values() for v in values.values() if isinstance(v, (Quantity, Result))]
        self.inputs += [v for _, _, fixed, _ in self.readouts.values() for v in fixed.values() if isinstance(v, (Quantity, Result))]

    def _check_name(self, key: str) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
            raise ReportError(f"dial {self.name}: the name {key!r} is no lower-case identifier")

    def __getitem__(self, slider: str):
        """The slider's value as an Altair expression, for any formula."""
        parameter = ConstExpression(slider)
        return alt.expr.pow(10, parameter) if self.sliders[slider].log else parameter

    def _expression(self, key: str):
        _, formula, fixed, _ = self.readouts[key]
        return formula(**self._arguments(formula, fixed, {name: self[name] for name in self.sliders}))

    def _arguments(self, formula: Callable, fixed: dict, sliders: dict) -> dict:
        wanted = inspect.signature(formula).parameters
        return {name: _plain(v) for name, v in fixed.items()} | {name: v for name, v in sliders.items() if name in wanted and name not in fixed}

    def readout(self, key: str):
        """The readout's live value as an Altair expression."""
        if key not in self.readouts:
            raise KeyError(key)
        return ConstExpression(f"readout_{key}")

    def computed(self, key: str, preset: str) -> float:
        """The readout's value at a preset, by the Python formula."""
        _, formula, fixed, _ = self.readouts[key]
        return float(formula(**self._arguments(formula, fixed, self.presets[preset])))

    def parameters(self) -> list[dict]:
        """Vega-Lite parameters: the sliders at the starting preset, and the readouts as expressions of them."""
        made = []
        for name, slider in self.sliders.items():
            r = slider.record()
            label = slider.label + (f" ({'log10, ' if slider.log else ''}{slider.unit})" if slider.unit or slider.log else "")
            made.append({"name": name, "value": slider.position(self.presets[self.start][name]), "bind": {"input": "range", "min": r["low"], "max": r["high"], "step": r["step"], "name": label + " "}})
        for key in self.readouts:
            made.append({"name": f"readout_{key}", "expr": repr(self._expression(key))})
        return made

    def record(self) -> dict:
        """The dial as it is stored, with the Python value of each readout at each preset."""
        return {
            "name": self.name, "start": self.start, "sliders": [s.record() for s in self.sliders.values()],
            "presets": {p: {s: self.sliders[s].position(v) for s, v in values.items()} for p, values in self.presets.items()},
            "readouts": [{"name": key, "label": label, "format": number_format, "values": {p: significant(self.computed(key, p), 12) for p in PRESETS}} for key, (label, _, _, number_format) in self.readouts.items()],
        }


def _plain(value) -> float:
    return value.number if isinstance(value, (Quantity, Result)) else float(value)
