"""How the counts of verdicts hang on the thresholds of the rule: the rule again over the stored
records, with thresholds of other widths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shortcase.data.verdicts import ALL_VERDICTS, LOWERED, verdict
from shortcase.numbers.estimate import Estimate

WIDTHS = (0.5, 1.0, 2.0)  # as wide as they are, that many times


def by_rule(claims: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The claims whose verdict follows from two numbers."""
    return [c for c in claims if not c["judged"] and c["stated"] and c["stability"] is not None]


def again(claim: Mapping[str, Any], width: float) -> str:
    """The verdict of a stored claim with thresholds ``width`` times as wide."""
    row = dict(claim["stated"]) | {"id": claim["id"], "kind": claim["claim_kind"]}
    name = verdict(row, Estimate.of(claim["computed"]), width)
    return LOWERED.get(name, name) if claim["caveat"] else name


def counts(claims: Iterable[Mapping[str, Any]]) -> tuple[list[tuple[str, list[int]]], list[int]]:
    """For each verdict that occurs, how many claims have it at each width; and how many claims have
    another verdict than with the thresholds as they are."""
    kept = by_rule(claims)
    found = [[again(c, width) for c in kept] for width in WIDTHS]
    here = [c["verdict"] for c in kept]
    rows = [(v, [names.count(v) for names in found]) for v in ALL_VERDICTS]
    moved = [sum(a != b for a, b in zip(names, here, strict=True)) for names in found]
    return [(v, n) for v, n in rows if any(n)], moved
