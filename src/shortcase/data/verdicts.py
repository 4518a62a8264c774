"""The verdict rule: one way from two numbers to a verdict, the same everywhere.

The stated value or range is first widened by a tolerance; how far the computed value lies outside
decides. Fractions and calendar years are compared by their difference, everything else by its ratio
(thresholds: TOLERANCE).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shortcase.numbers import units
from shortcase.numbers.estimate import Estimate

CONDITION, UNCERTAIN, NOT_SCORED = "holds with a condition", "within our uncertainty", "not scored"
ILLUSTRATION = "illustration"  # the kind of a claim whose number is an example and asserts nothing
VERDICTS = (
    "holds",
    CONDITION,
    UNCERTAIN,
    "overstated",
    "understated",
    "does not hold",
    "cannot be settled",
)
FORECAST_VERDICTS = ("came true", "partly", UNCERTAIN, "did not", "too early")
ALL_VERDICTS = tuple(dict.fromkeys((*VERDICTS, *FORECAST_VERDICTS, NOT_SCORED)))
# What the rule says of a forecast; all else but UNCERTAIN reads "did not".
AS_FORECAST = {
    "holds": "came true",
    CONDITION: "partly",
    UNCERTAIN: UNCERTAIN,
    "overstated": "partly",
    "understated": "partly",
}
LOWERED = {"holds": CONDITION, "came true": "partly"}  # by a stated condition
# Words that one was split into: a verdict that has only taken one of them has not changed.
FORMER = {"holds with a caveat": (CONDITION, UNCERTAIN)}
# Each verdict on a scale from one to five, where five is the best (schema.org ClaimReview); none
# where nothing is decided, as within our uncertainty.
RATING = {
    "holds": 5,
    "came true": 5,
    CONDITION: 4,
    "partly": 3,
    "overstated": 2,
    "understated": 2,
    "does not hold": 1,
    "did not": 1,
}


@dataclass(frozen=True)
class Tolerance:
    """Thresholds: within ``holds`` the claim holds, within ``condition`` as a round number, within
    ``stated`` it is over- or understated."""

    holds: float
    condition: float
    stated: float
    by_ratio: bool

    def scaled(self, width: float) -> Tolerance:
        """The thresholds so many times as wide; those by ratio in their logarithms."""
        holds, condition, stated = (
            x**width if self.by_ratio else x * width
            for x in (self.holds, self.condition, self.stated)
        )
        return Tolerance(holds, condition, stated, self.by_ratio)


TOLERANCE = {
    "ratio": Tolerance(1.10, 1.25, 3.0, True),
    "fraction": Tolerance(0.02, 0.05, 0.25, False),
    "calendar_year": Tolerance(0.5, 1.5, 5.0, False),
}


def tolerance(unit: str) -> Tolerance:
    """The thresholds for values of a unit."""
    if unit == "calendar_year":
        return TOLERANCE["calendar_year"]
    return TOLERANCE["fraction" if units.is_fraction(unit) else "ratio"]


def states_a_number(row: Mapping[str, Any]) -> bool:
    """True for a claim that states a value, a bound or a range."""
    return any(row[k] is not None for k in ("value", "low", "high"))


def bounds(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The lowest and highest value that the claim allows; None where it is open on that side.

    Only ``low``, or ``low`` equal to ``value`` without ``high``: at least. Only ``high``, or equal
    to ``value`` without ``low``: at most.
    """
    value, low, high = row["value"], row["low"], row["high"]
    if low is not None and high is not None:
        return low, high
    if low is not None:
        return low, None if value is None or value == low else value
    if high is not None:
        return None if value is None or value == high else value, high
    return value, value


def stated(row: Mapping[str, Any]) -> Estimate:
    """What the article states in a claim, for a reader: its value, or the bound or range where it
    states no value."""
    low, high = bounds(row)
    if low is not None and low == high:
        return Estimate(low, unit=row["unit"])
    return Estimate(None, low, high, row["unit"])


def in_words(row: Mapping[str, Any]) -> Estimate:
    """What the article states, for a comparison with words: the value beside its bounds."""
    low, high = bounds(row)
    value = row["value"]
    if value is None:
        value = low if high is None else high if low is None else None
    return Estimate(value, low, high, row["unit"])


def distance(low: float | None, high: float | None, computed: float, rule: Tolerance) -> float:
    """How far ``computed`` lies outside [low, high]: a ratio ≥ 1 or a difference ≥ 0; negative sign
    below, positive above."""
    if low is not None and computed < low:
        return -_gap(low, computed, rule)
    if high is not None and computed > high:
        return _gap(computed, high, rule)
    return 1.0 if rule.by_ratio else 0.0


def _gap(larger: float, smaller: float, rule: Tolerance) -> float:
    if not rule.by_ratio:
        return larger - smaller
    return larger / smaller if smaller > 0 else float("inf")


def verdict(row: Mapping[str, Any], computed: Estimate, width: float = 1.0) -> str:
    """The verdict that follows from what the article states and what we compute, with thresholds
    ``width`` times as wide; that of an illustration is that it is not scored.

    Raises UnitError where units differ in kind.
    """
    if row["kind"] == ILLUSTRATION:
        return NOT_SCORED
    if row["unit"] in ("", "1") and computed.unit not in ("", "1"):
        raise units.UnitError(
            f"claim {row['id']} states a pure number, the computed value is in {computed.unit!r}"
        )
    low, high = bounds(row)
    there = computed.to(row["unit"])
    rule = tolerance(row["unit"]).scaled(width)
    away = distance(low, high, there.number, rule)
    if abs(away) <= rule.holds:
        name = "holds"
    elif _reaches(low, high, there):
        name = UNCERTAIN
    elif abs(away) <= rule.condition:
        name = CONDITION
    elif abs(away) <= rule.stated:
        name = "overstated" if away < 0 else "understated"
    else:
        name = "does not hold"
    return name if row["kind"] != "forecast" else AS_FORECAST.get(name, "did not")


def _reaches(low: float | None, high: float | None, computed: Estimate) -> bool:
    if computed.low is None or computed.high is None:
        return False
    return (high is None or computed.low <= high) and (low is None or computed.high >= low)
