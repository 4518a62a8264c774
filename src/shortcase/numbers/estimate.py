"""Estimate: a number as the report uses it, and the one place where it is formatted, rounded,
converted and compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shortcase.numbers import units
from shortcase.numbers.unit_words import unit_words

VALUE_DIGITS = 10  # of a stored central value: no machine's last bit shows
INTERVAL_DIGITS = 6  # of a stored end of an interval
SCALES = ((1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def significant(number: float | None, digits: int) -> float | None:
    """A number rounded to so many significant digits, as a plain float: what is stored must not
    hang on the last bit of a machine."""
    if number is None:
        return None
    number = float(number)
    if number == 0 or not math.isfinite(number):
        return number
    return float(f"{number:.{digits}g}")


@dataclass(frozen=True)
class Estimate:
    """A value with its 90% interval and unit, or a text.

    ``low`` and ``high`` are None where the value is exact; ``value`` is None for a text, and for a
    bound or a range that names no centre.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    text: str = ""

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> Estimate:
        """The Estimate that a row, a record or a part of one holds."""
        value, low, high = (held.get(k) for k in ("value", "low", "high"))
        return Estimate(value, low, high, held.get("unit") or "", held.get("text") or "")

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def number(self) -> float:
        """The central value. Raises TypeError where there is none, as in a text."""
        if self.value is None:
            name = getattr(self, "id", "the estimate")
            raise TypeError(f"{name}: found {self.text or 'a range'!r}; expected a number")
        return self.value

    def __float__(self) -> float:
        return float(self.number)

    def __round__(self, digits: int | None = None) -> float:
        return round(float(self), digits)

    def estimate(self) -> Estimate:
        """This number alone, without its provenance."""
        return Estimate(self.value, self.low, self.high, self.unit, self.text)

    def to(self, unit: str) -> Estimate:
        """The same number in another unit. Raises UnitError where the units differ in kind."""
        scale = units.factor(self.unit, unit)
        value, low, high = (
            None if x is None else x * scale for x in (self.value, self.low, self.high)
        )
        return Estimate(value, low, high, unit, self.text)

    def end(self, name: str) -> Estimate:
        """One end of the interval, ``low`` or ``high``, as an exact number. Raises KeyError where
        there is no interval."""
        found = getattr(self, name)
        if found is None:
            raise KeyError(f"{name} end of a number without an interval")
        return Estimate(found, unit=self.unit)

    def record(self) -> dict:
        """Value, interval and unit as they are stored: rounded; with the text of a text."""
        stored = {
            "value": significant(self.value, VALUE_DIGITS),
            "low": significant(self.low, INTERVAL_DIGITS),
            "high": significant(self.high, INTERVAL_DIGITS),
            "unit": self.unit,
        }
        return stored | ({"text": self.text} if self.text else {})

    def words(self, digits: int | None = None) -> str:
        """Value, interval and unit for a reader; fractions as percentages, a range as a range.

        What has an interval is shown to three digits, for it supports no more; ``digits`` asks for
        others.
        """
        if self.text:
            return self.text
        if self.unit == "calendar_year":
            return _years(self)
        if self.value is None and (self.low is not None or self.high is not None):
            shown = self._range(digits)
        else:
            shown = self._part(self.value, digits)
            if self.has_interval and not self.exact:
                ends = self._part(self.low, digits), self._part(self.high, digits)
                shown += f" [{ends[0]}, {ends[1]}]"
        name = unit_words(self.unit, plural=shown != "1")
        return shown + name if name == "%" else f"{shown} {name}".strip()

    @property
    def exact(self) -> bool:
        """True where the interval, if there is one, has no width."""
        return not self.has_interval or self.low == self.high

    def _part(self, x: float | None, digits: int | None) -> str:
        if x is None:
            return ""
        digits = digits or (4 if self.exact else 3)
        if self.unit == "fraction":
            return number(round(x * 100, 10), digits) + "%"
        return number(x, digits)

    def _range(self, digits: int | None) -> str:
        low, high = self._part(self.low, digits), self._part(self.high, digits)
        if self.high is None:
            return f"at least {low}"
        return f"at most {high}" if self.low is None else f"{low} to {high}"

    def same_as(self, other: Estimate, tolerance: float = 1e-6, ends: float | None = None) -> bool:
        """True where text, value and interval agree to a relative tolerance (that of the interval's
        ends in ``ends``), ``other`` read in this unit. False where the units differ in kind."""
        if self.text or other.text:
            return self.text == other.text
        try:
            there = other.to(self.unit)
        except units.UnitError:
            return False
        of_ends = tolerance if ends is None else ends
        parts = (("value", tolerance), ("low", of_ends), ("high", of_ends))
        return all(_close(getattr(self, name), getattr(there, name), t) for name, t in parts)


def _close(one: float | None, other: float | None, tolerance: float) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=1e-12)


def number(value: float | str | None, digits: int = 4) -> str:
    """A number as a table shows it: so many significant digits (all those of a whole number below a
    million), thousands separated, millions and more in words, powers of ten beyond."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    size = abs(value)
    for scale, name in SCALES:
        if scale <= size < 1e18:
            return f"{float(f'{value / scale:.{digits}g}'):g} {name}"
    if size >= 1e18 or size < 1e-4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{float(mantissa):g} × 10^{int(exponent)}"
    if size >= 10_000:
        return f"{value if digits == 4 else significant(value, digits):,.0f}"
    return f"{float(f'{value:.{digits}g}'):,g}"


def _years(years: Estimate) -> str:
    """Calendar years with at most one decimal, so that they are not read as amounts."""

    def one(x: float | None) -> str:
        return "" if x is None else f"{x:.1f}" if x % 1 else f"{x:.0f}"

    if years.value is None:
        return " to ".join(one(x) for x in (years.low, years.high) if x is not None)
    ends = f" [{years.low:.1f}, {years.high:.1f}]" if not years.exact else ""
    return one(years.value) + ends
