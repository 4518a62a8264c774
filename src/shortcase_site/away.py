"""How far what the article states lies from what we compute, in words and as a size by which claims
can be put in order."""

from __future__ import annotations

import math

from shortcase.data import verdicts
from shortcase.numbers.estimate import Estimate, number
from shortcase.numbers.units import UnitError

AS_MUCH = 1.05  # a ratio below it is not worth a word


def off(claim: dict) -> tuple[float | None, str]:
    """A size, in widths within which the rule says *holds*, and the words for it; None and nothing
    where the claim states no number or none is computed."""
    stated, computed = claim["stated"], claim["computed"]
    if not stated or not computed or computed.get("text"):
        return None, ""
    rule, unit = verdicts.tolerance(stated["unit"]), stated["unit"]
    try:
        there = Estimate.of(computed).to(unit).number
    except (UnitError, TypeError):  # a judgement may set beside a claim what is of another kind
        return None, ""
    low, high = verdicts.bounds(stated)
    away = verdicts.distance(low, high, there, rule)
    if rule.by_ratio:
        return _ratio(away, rule.holds, low is None or high is None or low != high)
    return _difference(away, rule.holds, unit, low is None or high is None or low != high)


def _ratio(away: float, width: float, is_range: bool) -> tuple[float, str]:
    size = math.log(abs(away)) / math.log(width) if math.isfinite(away) else math.inf
    if is_range and abs(away) == 1:
        return 0.0, "not off: ours lies in what the article allows"
    if abs(away) < AS_MUCH:
        return size, "about the same"
    if not math.isfinite(away):
        return size, "of another sign"
    if away > 1:
        return size, f"ours is {number(abs(away), 2)} times as much"
    return size, f"ours is {number(100 / abs(away), 2)}% as much"


def _difference(away: float, width: float, unit: str, is_range: bool) -> tuple[float, str]:
    size = abs(away) / width
    if is_range and away == 0:
        return 0.0, "not off: ours lies in what the article allows"
    if unit == "calendar_year":
        if size < 1:
            return size, "the same year"
        way = "later" if away > 0 else "earlier"
        return size, f"ours is {number(abs(away), 2)} years {way}"
    points = abs(away) * (100 if unit == "fraction" else 1)
    if points < 1:
        return size, "about the same"
    return size, f"ours is {number(points, 2)} percentage points {'more' if away > 0 else 'less'}"
