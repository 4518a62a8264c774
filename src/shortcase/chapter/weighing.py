"""How firm a verdict of the rule is: in how many of 100 draws it is the same, and whether
estimates alone could turn it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from shortcase.data.verdicts import UNCERTAIN, tolerance
from shortcase.numbers import units
from shortcase.numbers.estimate import Estimate

DRAWS = 100
ESTIMATE = "estimate"  # the tier of a row that is an assumption of ours or somebody's model
INNER = slice(5, 95)  # of 100 draws in order, those within the 90% interval

Rule = Callable[[Estimate], str]


def sample(draws: np.ndarray) -> np.ndarray:
    """100 draws of a quantity, evenly from its draws in the order of their size: the middle of each
    hundredth."""
    places = (np.arange(DRAWS) + 0.5) / DRAWS * (len(draws) - 1)
    return np.sort(draws)[np.round(places).astype(int)]


def moved(computed: Estimate, centre: float, by_ratio: bool) -> Estimate:
    """The computed value with another centre, its interval moved with it: by the same factor where
    values are compared by their ratio and all are positive, else by the same difference."""
    value, low, high = computed.number, computed.low, computed.high
    if low is None or high is None:
        return Estimate(centre, unit=computed.unit)
    if by_ratio and min(low, value, centre) > 0:
        factor = centre / value
        return Estimate(centre, low * factor, high * factor, computed.unit)
    away = centre - value
    return Estimate(centre, low + away, high + away, computed.unit)


def stability(row: Mapping[str, Any], computed: Estimate, rule: Rule) -> int:
    """In how many of 100 draws of the computed value ``rule`` gives the same verdict; each draw is
    the centre once, and the interval moves with it. 100 for an exact number."""
    here = rule(computed)
    return sum(name == here for name in _verdicts(row, computed, rule, draws_of(computed)))


def draws_of(computed: Estimate) -> np.ndarray:
    """The draws of a row or a result; the number alone where it is exact or has none."""
    found = getattr(computed, "draws", None)
    return np.array([computed.number]) if found is None else np.asarray(found)


def _verdicts(
    row: Mapping[str, Any],
    computed: Estimate,
    rule: Rule,
    draws: np.ndarray,
    of: slice = slice(None),
) -> list[str]:
    by_ratio = tolerance(row["unit"]).by_ratio
    centres = sample(draws)[of]
    if centres[0] == centres[-1]:
        return [rule(computed)] * len(centres)
    return [rule(moved(computed, float(x), by_ratio)) for x in centres]


def estimates(rows: Mapping[str, Mapping[str, Any]], ids: Iterable[str]) -> set[str]:
    """Those of some rows that no source states, so that their tier is an estimate, and that have an
    interval in which they can move."""
    found = {i: rows[i] for i in ids if i in rows}
    return {i for i, row in found.items() if row["tier"] == ESTIMATE and row["low"] is not None}


def turned_by(
    row: Mapping[str, Any], computed: Estimate, rule: Rule, estimates: set[str]
) -> list[str]:
    """Estimates that decide a verdict: all of ``estimates`` that move the computed value, where
    moving them alone inside their intervals, all else at its centre, gives another verdict.

    Nothing where the verdict is that the difference lies within our uncertainty: it decides
    nothing.
    """
    here = rule(computed)
    if not estimates or here == UNCERTAIN:
        return []
    draws = partial(computed, estimates)
    if {here} == set(_verdicts(row, computed, rule, draws, INNER)):
        return []
    return sorted(i for i in estimates if np.ptp(partial(computed, {i})) > 0)


def partial(computed: Estimate, ids: set[str]) -> np.ndarray:
    """Draws of a computed value with only some of its inputs moving and all others at their
    centre."""
    alone = getattr(computed, "alone", None)
    if alone is not None:
        return alone(frozenset(ids))
    if getattr(computed, "id", "") in ids:
        return draws_of(computed)
    return np.array([computed.number])


def still(x: Any, ids: frozenset[str]) -> Any:
    """An input of a formula with only ``ids`` moving beneath it: plain numbers and exact ones as
    they are, a row at its centre, a result as an array of its unit."""
    if not isinstance(x, Estimate) or not getattr(x, "leaves", None):
        return x
    found = partial(x, set(ids))
    if len(found) == 1 or np.ptp(found) == 0:
        return Estimate(x.number, unit=x.unit)
    return units.Q_(np.concatenate([[x.number], found]), units.parse(x.unit))
