"""Claims of the article, settled: by the verdict rule where both numbers exist, else by a typed and
marked judgement."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from shortcase.chapter import varied, weighing
from shortcase.chapter.display import Record
from shortcase.data.verdicts import (
    FORECAST_VERDICTS,
    ILLUSTRATION,
    LOWERED,
    NOT_SCORED,
    VERDICTS,
    states_a_number,
    verdict,
)
from shortcase.faults import ReportError
from shortcase.numbers import units
from shortcase.numbers.estimate import Estimate

UNSETTLED = ("cannot be settled", "too early")  # may be typed where both numbers exist


@dataclass(frozen=True, repr=False)
class Claim(Record):
    """A claim of the article, settled."""

    row: dict
    computed: Estimate | None
    verdict: str
    judged: bool
    reason: str
    caveat: str
    figures: tuple[str, ...]
    sources: tuple[str, ...]
    stability: int | None = None  # of 100 draws; None for a judgement
    turned_by: tuple[str, ...] = ()  # estimates that could turn the rule's verdict

    def record(self) -> dict:
        """The claim as it is stored."""
        row = self.row
        stated = {k: row[k] for k in ("value", "low", "high", "unit")}
        return {
            "kind": "claim",
            "id": row["id"],
            "chapter": row["chapter"],
            "statement": row["statement"],
            "section": row["section"],
            "claim_kind": row["kind"],
            "importance": row["importance"],
            "stated": stated if states_a_number(row) else None,
            "computed": self._computed(),
            "verdict": self.verdict,
            "judged": self.judged,
            "reason": self.reason,
            "caveat": self.caveat,
            "figures": list(self.figures),
            "sources": list(self.sources),
            "stability": self.stability,
            "turned_by": list(self.turned_by),
        }

    def _computed(self) -> dict | None:
        if self.computed is None:
            return None
        id = self.computed.id  # type: ignore[attr-defined]
        return {"id": id} | self.computed.estimate().record()


def settle(
    row: dict,
    computed: Estimate | None,
    typed: str | None,
    reason: str,
    caveat: str,
    figures: Iterable[str],
    sources: Iterable[str],
    estimates: Iterable[str] = (),
) -> Claim:
    """Settle a claim; ``estimates`` are the rows of that tier beneath the computed value. Raises
    ReportError where neither the rule nor a typed judgement fits."""
    place = f"claim {row['id']}"
    if not reason.strip():
        raise ReportError(f"{place}: found no reason; expected one sentence")
    said = (reason, caveat, tuple(figures), tuple(sources))
    if row["kind"] == ILLUSTRATION:
        return Claim(row, computed, _not_scored(place, typed), False, *said)
    if computed is None or not _comparable(row, computed):
        return Claim(row, computed, _by_judgement(place, row, computed, typed), True, *said)

    def rule(value: Estimate) -> str:
        name = verdict(row, value)
        return LOWERED.get(name, name) if caveat else name

    turned = tuple(weighing.turned_by(row, computed, rule, set(estimates)))
    if typed is not None and (turned or typed in UNSETTLED):
        return Claim(row, computed, _by_judgement(place, row, computed, typed), True, *said)
    followed = rule(computed)
    if typed is not None:
        raise ReportError(
            f"{place}: found the typed verdict {typed!r}; expected none, since {followed!r} "
            "follows from the numbers"
        )
    same = weighing.stability(row, computed, rule)
    return Claim(row, computed, followed, False, *said, same, turned)


def settle_varied(
    row: dict, computed: Estimate | None, typed: str | None, *given: Any, **named: Any
) -> Claim:
    """Settle a claim in a variation: where the rule no longer allows what was typed, or asks for
    what was not, that is listed, and the rule or no verdict at all stands."""
    known = computed is None or math.isfinite(computed.number)
    for tried in (typed, None) if known else ():
        try:
            claim = settle(row, computed, tried, *given, **named)
            return replace(claim, reason=f"{varied.MARK.title()}. {claim.reason}")
        except ReportError as error:
            varied.fault(str(error))
    reason, caveat, figures, sources = given[:4]
    said = (reason, caveat, tuple(figures), tuple(sources))
    return Claim(row, None, "cannot be settled", True, *said)


def _not_scored(place: str, typed: str | None) -> str:
    if typed not in (None, NOT_SCORED):
        raise ReportError(
            f"{place}: found the typed verdict {typed!r}; expected none, for an illustration is "
            f"{NOT_SCORED}"
        )
    return NOT_SCORED


def _comparable(row: dict, computed: Estimate) -> bool:
    known = states_a_number(row) and computed.value is not None
    return known and _same_kind(row["unit"], computed.unit)


def _by_judgement(place: str, row: dict, computed: Estimate | None, typed: str | None) -> str:
    allowed = FORECAST_VERDICTS if row["kind"] == "forecast" else VERDICTS
    if typed is None:
        raise ReportError(
            f"{place}: found no verdict, and {_why_no_rule(row, computed)}; expected a typed "
            f"judgement, one of {', '.join(allowed)}"
        )
    if typed not in allowed:
        raise ReportError(f"{place}: found {typed!r}; expected one of {', '.join(allowed)}")
    return typed


def _why_no_rule(row: dict, computed: Estimate | None) -> str:
    if not states_a_number(row):
        return "the claim states no number"
    if computed is None or computed.value is None:
        return "no computed number of the claim's kind is given"
    return f"its unit is {row['unit']!r}, the computed one {computed.unit!r}"


def _same_kind(one: str, other: str) -> bool:
    try:
        units.factor(other, one)
        return True
    except units.UnitError:
        return False
