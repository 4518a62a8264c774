"""What somebody supposes a number to be, read and held against the number that it replaces.

It is plain (in the unit of the number), with a unit ("3 USD/GPU/hour", "13%"), with an interval
("3 [2, 4] USD/GPU/hour" or a tuple of value, low and high), a factor ("*0.5"), an Estimate or a
``pint`` quantity. Without an interval it is taken as exact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from shortcase.faults import ReportError
from shortcase.numbers import units
from shortcase.numbers.estimate import Estimate

VARIABLE = "SHORTCASE_WHAT_IF"  # of the environment: id=value;id=value
NUMBER = r"[-+−]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
WRITTEN = re.compile(
    rf"(?P<factor>[*x×]\s*)?(?P<value>{NUMBER})\s*(?P<percent>%)?\s*"
    rf"(?:\[\s*(?P<low>{NUMBER})\s*%?\s*(?:,|to|–)\s+(?P<high>{NUMBER})\s*%?\s*\])?\s*"
    r"(?P<unit>[A-Za-z1][^\[\]]*)?"
)
FORM = "a number, with or without a unit, an interval as '3 [2, 4]', or a factor as '*0.5'"
FAR = 1e9  # as many times the published size is still taken as meant
YEARS = (1900.0, 2200.0)


def number(id: str, held: Estimate, wanted: Any) -> Estimate:
    """What is wanted for a number, in its unit. Raises ReportError for another kind of unit, for
    what is no number and for a number that cannot be."""
    place = f"what if {id}"
    try:
        made = _estimate(place, held, wanted)
        made = made.to(held.unit) if made.unit else _in_units_of(made, held)
    except units.UnitError as error:
        raise ReportError(f"{place}: found {error}; expected one in {held.unit or '1'!r}") from None
    _check(place, held, made)
    return made


def _in_units_of(made: Estimate, held: Estimate) -> Estimate:
    return Estimate(made.value, made.low, made.high, held.unit)


def _estimate(place: str, held: Estimate, wanted: Any) -> Estimate:
    """A number whose unit is empty where none is named."""
    if isinstance(wanted, Estimate):
        return Estimate(wanted.number, wanted.low, wanted.high, wanted.unit or "1")
    if isinstance(wanted, units.registry.Quantity):
        return Estimate(float(wanted.magnitude), unit=f"{wanted.units:~}" or "1")
    if isinstance(wanted, (tuple, list)) and len(wanted) == 3:
        value, low, high = (float(x) for x in wanted)
        return Estimate(value, low, high)
    if isinstance(wanted, bool):
        raise ReportError(f"{place}: found {wanted!r}; expected {FORM}")
    if isinstance(wanted, str):
        return _written(place, held, wanted)
    try:
        return Estimate(float(wanted))
    except (TypeError, ValueError):
        raise ReportError(f"{place}: found {wanted!r}; expected {FORM}") from None


def _written(place: str, held: Estimate, text: str) -> Estimate:
    match = WRITTEN.fullmatch(text.strip()[:200])
    if match is None:
        raise ReportError(f"{place}: found {text[:80]!r}; expected {FORM}")
    parts = [None if match[k] is None else _plain(match[k]) for k in ("value", "low", "high")]
    unit = (match["unit"] or "").strip()
    if match["factor"]:
        if unit or match["percent"] or match["low"]:
            raise ReportError(f"{place}: found {text[:80]!r}; expected a factor alone")
        return Estimate(held.number * (parts[0] or 0.0))
    if match["percent"]:
        share = 1.0 if held.unit in ("percent", "percentage_point") else 0.01
        parts = [None if x is None else x * share for x in parts]
        unit = unit or ("fraction" if share < 1 else held.unit)
    return Estimate(parts[0], parts[1], parts[2], unit)


def _plain(text: str) -> float:
    return float(re.sub(r"[,_]", "", text).replace("−", "-"))


def _check(place: str, held: Estimate, made: Estimate) -> None:
    parts = [x for x in (made.low, made.value, made.high) if x is not None]
    if not all(math.isfinite(x) for x in parts):
        raise ReportError(f"{place}: found a number that is not finite; expected a finite one")
    if parts != sorted(parts) or (made.low is None) != (made.high is None):
        raise ReportError(f"{place}: found an interval out of order; expected low, value, high")
    low, high = allowed(held)
    if not low <= parts[0] or not parts[-1] <= high:
        shown = f"{low:g} to {high:g}"
        raise ReportError(f"{place}: found {made.words()}; expected {shown} {held.unit}".rstrip())


def allowed(held: Estimate) -> tuple[float, float]:
    """The lowest and highest value that a number may be given: a share within 0 and 1 stays there,
    a positive number positive, a year a year."""
    parts = [x for x in (held.low, held.value, held.high) if x is not None]
    low, high = min(parts), max(parts)
    if held.unit == "calendar_year":
        return YEARS
    if held.unit == "fraction" and low >= 0 and high <= 1:
        return 0.0, 1.0
    size = FAR * max(abs(low), abs(high), 1e-12)
    return (max(low / FAR, 0.0) if low > 0 else 0.0 if low == 0 else -size), size


def parse(pairs: Iterable[str]) -> dict[str, str]:
    """Changes as they are written on a command line or in an environment: ``id=value``. Raises
    ReportError for anything else, and for an id that stands twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        id, sign, value = (part.strip() for part in pair.partition("="))
        if not sign or not id or not value:
            raise ReportError(f"what if: found {pair[:80]!r}; expected ID=VALUE")
        if id in found:
            raise ReportError(f"what if: found {id!r} twice; expected it once")
        found[id] = value
    return found
