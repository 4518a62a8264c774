"""The chain computed again: from changed numbers up to every result that stands on them.

The centre of a result comes from its formula. Its interval comes from draws of all that is
uncertain beneath it, made once with the change and once without: each half of the published
interval grows as the half of the draws does. So nothing moves that no change moves, though the
draws are few, or those of a simulation beneath are no longer known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from shortcase.numbers.estimate import Estimate
from shortcase.whatif import graph as graphs
from shortcase.whatif import sampling
from shortcase.whatif.graph import Graph, Node
from shortcase.whatif.sampling import Sample

FLIP_DRAWS = 500  # a root is solved for so many draws at most
NARROWEST = 1e-12  # relative to its centre; a smaller half of an interval moves nothing
WIDEST = 50.0  # times as wide as the published half of an interval; beyond, the draws alone count

Values = dict[str, np.ndarray | float]  # in base units, by key


@dataclass
class Chain:
    """All central values with some numbers changed, and draws where they are asked for.

    ``changed`` holds each changed number in the unit of its node.
    """

    graph: Graph
    changed: Mapping[str, Estimate]
    sample: Sample = sampling.FULL

    @cached_property
    def moving(self) -> list[str]:
        """The results that stand on a changed number, in order; not the changed ones."""
        above = self.graph.over(self.changed) - set(self.changed)
        return sorted(above, key=self.graph.position.__getitem__)

    @cached_property
    def touched(self) -> list[str]:
        """Fixed results that stand on a changed number and keep their published value."""
        return [key for key in self.moving if not self.graph.nodes[key].recomputable]

    @cached_property
    def centres(self) -> Values:
        """Central values of all nodes in base units."""
        values: Values = dict(self.graph.base)
        for key, number in self.changed.items():
            values[key] = number.number * graphs.factor(number.unit)
        for key in self.moving:
            node = self.graph.nodes[key]
            if node.recomputable:
                values[key] = graphs.computed(node, values)
        return values

    def centre(self, key: str) -> float:
        """A central value in the unit of its node."""
        return float(self.centres[key]) / graphs.factor(self.graph.nodes[key].estimate.unit)

    def draws(self, keys: Iterable[str]) -> Values:
        """Draws in base units of some nodes and of all beneath them; a number where it is exact."""
        return drawn(self.graph, keys, self.changed, self.centres, self.sample)

    def estimates(self, keys: Iterable[str]) -> dict[str, Estimate]:
        """Some numbers as they are now, each with its interval, in the unit of its node."""
        keys = list(keys)
        now = self.draws(keys)
        before = drawn(self.graph, keys, {}, self.graph.base, self.sample)
        return {key: self._estimate(key, now[key], before[key]) for key in keys}

    def _estimate(self, key: str, now: Any, before: Any) -> Estimate:
        if key in self.changed:
            return self.changed[key]
        node = self.graph.nodes[key]
        if not node.recomputable:
            return node.estimate
        size = graphs.factor(node.estimate.unit)
        centre = self.centre(key)
        ends = sampling.ends(now)
        if ends is None or not math.isfinite(centre):
            return Estimate(centre, unit=node.estimate.unit)
        new = (ends[0] / size, ends[1] / size)
        old = sampling.ends(before)
        if old is not None and not node.estimate.has_interval:
            return Estimate(centre, unit=node.estimate.unit)  # published at the centres alone
        if old is not None:
            there = float(self.graph.base[key]) / size
            published = (node.estimate.low, node.estimate.high)
            new = tuple(  # type: ignore[assignment]
                moved_end(centre, n, there, o / size, p)
                for n, o, p in zip(new, old, published, strict=True)
            )
        if node.equation is not None:
            new = (min(new[0], centre), max(new[1], centre))
        return Estimate(centre, new[0], new[1], node.estimate.unit)


def moved_end(centre: float, end: float, centre_then: float, end_then: float, published) -> float:
    """An end of an interval: the published half, made wider or narrower as that of the draws has
    become; the end of the draws themselves where the half was nothing or turns round."""
    half, half_then = end - centre, end_then - centre_then
    if abs(half_then) <= NARROWEST * max(abs(centre_then), abs(end_then)):
        return end
    grown = half / half_then
    if not 0 <= grown <= WIDEST:
        return end
    return centre + (published - centre_then) * grown


def drawn(
    graph: Graph,
    keys: Iterable[str],
    changed: Mapping[str, Estimate],
    centres: Mapping[str, np.ndarray | float],
    sample: Sample,
) -> Values:
    """Draws in base units of some nodes and of all beneath them, with some numbers changed."""
    values: Values = {}
    for key in sorted(graph.under(keys), key=graph.position.__getitem__):
        node = graph.nodes[key]
        if key in changed:
            values[key] = _leaf(key, changed[key], sample)
        elif not node.recomputable:
            values[key] = _leaf(key, node.estimate, sample)
        elif node.equation is not None:
            values[key] = _flip(key, node, values, centres, sample)
        elif any(isinstance(values[k], np.ndarray) for k in node.below):
            values[key] = np.asarray(graphs.computed(node, values), dtype=float)
            if values[key].ndim == 0:  # type: ignore[union-attr]
                values[key] = float(values[key])
        else:
            values[key] = centres[key]
    return values


def _leaf(key: str, number: Estimate, sample: Sample) -> np.ndarray | float:
    return sample.of(key.removeprefix(graphs.SAID), number) * graphs.factor(number.unit)


def _flip(
    key: str, node: Node, values: Values, centres: Mapping, sample: Sample
) -> np.ndarray | float:
    """Draws of a flip: as the report has them, those of its own interval, for a target at its
    centre."""
    assert node.equation is not None
    centre = float(centres[key])
    inputs = [i.key for i in node.inputs if i.key]
    if not any(isinstance(values[k], np.ndarray) for k in inputs) or not math.isfinite(centre):
        return centre
    every = max(1, sample.size // FLIP_DRAWS)
    fewer = {k: values[k] for k in inputs}
    fewer = {k: x[::every] if isinstance(x, np.ndarray) else x for k, x in fewer.items()}
    if node.equation.target.key and node.equation.target.key not in fewer:
        fewer[node.equation.target.key] = centres[node.equation.target.key]
    ends = sampling.ends(np.asarray(graphs.computed(node, fewer), dtype=float))
    if ends is None:
        return centre
    size = graphs.factor(node.estimate.unit)
    low, high = (min(ends[0], centre) / size, max(ends[1], centre) / size)
    return _leaf(key, Estimate(centre / size, low, high, node.estimate.unit), sample)
