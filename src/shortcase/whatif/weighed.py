"""Claims again: the verdict that the rule gives for a number that has moved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from shortcase.chapter import weighing
from shortcase.data.verdicts import LOWERED, tolerance, verdict
from shortcase.numbers import units
from shortcase.numbers.estimate import INTERVAL_DIGITS, VALUE_DIGITS, Estimate, significant
from shortcase.whatif.graph import Graph

NO_NUMBER = "cannot be computed"  # in place of a verdict


def by_rule(graph: Graph) -> dict[str, dict[str, Any]]:
    """The claims whose verdict follows from a number of the graph."""
    return {
        id: claim
        for id, claim in graph.book.claims.items()
        if id in graph.claims and not claim["judged"] and claim["stability"] is not None
    }


def row_of(claim: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule needs to know of a claim."""
    return dict(claim["stated"]) | {"id": claim["id"], "kind": claim["claim_kind"]}


def name(claim: Mapping[str, Any], number: Estimate) -> str:
    """The verdict of a claim for a computed number, which is rounded as it is stored."""
    if not math.isfinite(number.number):
        return NO_NUMBER
    stored = Estimate(
        significant(number.value, VALUE_DIGITS),
        significant(number.low, INTERVAL_DIGITS),
        significant(number.high, INTERVAL_DIGITS),
        number.unit,
    )
    found = verdict(row_of(claim), stored)
    return LOWERED.get(found, found) if claim["caveat"] else found


def stability(claim: Mapping[str, Any], number: Estimate, draws: np.ndarray | float) -> int:
    """In how many of 100 draws the verdict is the same."""
    here = name(claim, number)
    sample = np.atleast_1d(np.asarray(draws, dtype=float))
    sample = sample[np.isfinite(sample)]
    if not math.isfinite(number.number) or not len(sample):
        return 0
    by_ratio = tolerance(claim["stated"]["unit"]).by_ratio
    centres = weighing.sample(sample)
    moved = (weighing.moved(number, float(x), by_ratio) for x in centres)
    return sum(name(claim, m) == here for m in moved)


def size(old: Estimate, new: Estimate) -> float:
    """How far a number has moved, in the measure of the rule of verdicts: 1 is as far as it takes
    from a claim that is exact to one that does not hold."""
    rule = tolerance(old.unit)
    one, other = old.number, new.number
    if not math.isfinite(other):
        return math.inf
    if not rule.by_ratio:
        scale = 100.0 if units.is_fraction(old.unit) and old.unit != "fraction" else 1.0
        return abs(other - one) / (rule.stated * scale)
    if one == other:
        return 0.0
    if one * other <= 0:
        return math.inf
    return abs(math.log(other / one)) / math.log(rule.stated)
