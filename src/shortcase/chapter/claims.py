"""Claims and their verdicts: one rule from two numbers to a verdict, the same everywhere.

The stated value or range is first widened by a tolerance; how far the computed value lies outside decides. Fractions and calendar
years are compared by their difference, everything else by its ratio (thresholds: TOLERANCE).
"""

from __future__ import annotations

from dataclasses import dataclass

from shortcase.numbers import units
from shortcase.faults import ReportError
from shortcase.data.quantities import Quantity
from shortcase.chapter.results import Result
from shortcase.numbers.uncertainty import significant

VERDICTS = ("holds", "holds with a caveat", "overstated", "understated", "does not hold", "cannot be settled")
FORECAST_VERDICTS = ("came true", "partly", "did not", "too early")


@dataclass(frozen=True)
class Tolerance:
    """Thresholds: within ``holds`` the claim holds, within ``caveat`` with a caveat, within ``stated`` it is over- or understated."""

    holds: float
    caveat: float
    stated: float
    by_ratio: bool


TOLERANCE = {"ratio": Tolerance(1.10, 1.25, 3.0, True), "fraction": Tolerance(0.02, 0.05, 0.25, False), "calendar_year": Tolerance(0.5, 1.5, 5.0, False)}


def tolerance(unit: str) -> Tolerance:
    """The thresholds for values of a unit."""
    return TOLERANCE["calendar_year" if unit == "calendar_year" else "fraction" if units.is_fraction(unit) else "ratio"]


def bounds(row: dict) -> tuple[float | None, float | None]:
    """The lowest and highest value that the claim allows; None where it is open on that side.

    Only ``low``, or ``low`` equal to ``value`` without ``high``: at least. Only ``high``, or equal to ``value`` without ``low``: at most.
    """
    value, low, high = row["value"], row["low"], row["high"]
    if low is not None and high is not None:
        return low, high
    if low is not None:
        return low, None if value is None or value == low else value
    if high is not None:
        return None if value is None or value == high else value, high
    return value, value


def distance(low: float | None, high: float | None, computed: float, rule: Tolerance) -> float:
    """How far ``computed`` lies outside [low, high]: a ratio ≥ 1 or a difference ≥ 0; negative sign below, positive above."""
    if low is not None and computed < low:
        return -_gap(low, computed, rule)
    if high is not None and computed > high:
        return _gap(computed, high, rule)
    return 1.0 if rule.by_ratio else 0.0


def _gap(larger: float, smaller: float, rule: Tolerance) -> float:
    if not rule.by_ratio:
        return larger - smaller
    return larger / smaller if smaller > 0 else float("inf")


def verdict(row: dict, computed: Quantity | Result) -> str:
    """The verdict that follows from what the article states and what we compute. Raises UnitError where units differ in kind."""
    if row["unit"] in ("", "1") and computed.unit not in ("", "1"):
        raise units.UnitError(f"claim {row['id']} states a pure number, the computed value is in {computed.unit!r}")
    low, high = bounds(row)
    scale = units.factor(computed.unit, row["unit"])
    centre, c_low, c_high = (None if x is None else x * scale for x in (computed.number, computed.low, computed.high))
    rule = tolerance(row["unit"])
    away = distance(low, high, centre, rule)
    if abs(away) <= rule.holds:
        name = "holds"
    elif abs(away) <= rule.caveat or (c_low is not None and _reaches(low, high, c_low, c_high)):
        name = "holds with a caveat"
    elif abs(away) <= rule.stated:
        name = "overstated" if away < 0 else "understated"
    else:
        name = "does not hold"
    return name if row["kind"] != "forecast" else {"holds": "came true", "holds with a caveat": "partly", "overstated": "partly", "understated": "partly"}.get(name, "did not")


def _reaches(low, high, c_low, c_high) -> bool:
    return (high is None or c_low <= high) and (low is None or c_high >= low)


@dataclass(frozen=True)
class Claim:
    """A claim of the article, settled."""

    row: dict
    computed: Quantity | Result | None
    verdict: str
    judged: bool
    reason: str
    caveat: str
    figures: tuple[str, ...]
    sources: tuple[str, ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from shortcase.chapter.display import Shown

        return Shown(self)._repr_mimebundle_()

    def record(self) -> dict:
        """The claim as it is stored."""
        row, c = self.row, self.computed
        states = any(row[k] is not None for k in ("value", "low", "high"))
        return {
            "kind": "claim", "id": row["id"], "chapter": row["chapter"], "statement": row["statement"], "section": row["section"], "claim_kind": row["kind"], "importance": row["importance"],
            "stated": {k: row[k] for k in ("value", "low", "high", "unit")} if states else None,
            "computed": None if c is None else {"id": c.id, "value": significant(c.value, 10), "low": significant(c.low, 6), "high": significant(c.high, 6), "unit": c.unit} | ({"text": c.text} if isinstance(c, Quantity) and c.text else {}),
            "verdict": self.verdict, "judged": self.judged, "reason": self.reason, "caveat": self.caveat, "figures": list(self.figures), "sources": list(self.sources),
        }


def settle(row: dict, computed, verdict_typed: str | None, reason: str, caveat: str, figures, sources) -> Claim:
    """Settle a claim: by the rule where both numbers exist, else by a typed and marked judgement. Raises ReportError where neither fits."""
    name, allowed = row["id"], FORECAST_VERDICTS if row["kind"] == "forecast" else VERDICTS
    if not reason.strip():
        raise ReportError(f"claim {name}: no reason; expected one sentence")
    states = any(row[k] is not None for k in ("value", "low", "high"))
    numeric = states and computed is not None and computed.value is not None and _same_kind(row["unit"], computed.unit)
    if numeric:
        followed = verdict(row, computed)
        settled_late = verdict_typed in ("cannot be settled", "too early")
        if verdict_typed is not None and not settled_late:
            raise ReportError(f"claim {name}: verdict {verdict_typed!r} is typed, but follows from the numbers ({followed})")
        if caveat and followed in ("holds", "came true"):
            followed = "holds with a caveat" if followed == "holds" else "partly"
        return Claim(row, computed, verdict_typed if settled_late else followed, settled_late, reason, caveat, tuple(figures), tuple(sources))
    if verdict_typed is None:
        why = "the claim states no number" if not states else "no computed number of the claim's kind is given" if computed is None or computed.value is None else f"its unit is {row['unit']!r}, the computed one {computed.unit!r}"
        raise ReportError(f"claim {name}: no verdict; {why}, so it must be typed as a judgement, one of {', '.join(allowed)}")
    if verdict_typed not in allowed:
        raise ReportError(f"claim {name}: verdict {verdict_typed!r}; expected one of {', '.join(allowed)}")
    return Claim(row, computed, verdict_typed, True, reason, caveat, tuple(figures), tuple(sources))


def _same_kind(one: str, other: str) -> bool:
    try:
        units.factor(other, one)
        return True
    except units.UnitError:
        return False
