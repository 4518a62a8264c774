"""What matters: which inputs could turn which verdict, and the rows on which most verdicts hang.

One at a time: an input moves through its 90% interval while all others keep their centre; the
interval of the claim's number moves with its centre, as it does for a verdict's stability. Jointly:
all inputs are drawn together, and the verdicts of 100 draws are counted. A number without an
interval turns nothing so; whether it would if it were up to twice or down to half as large is asked
beside.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from shortcase.book import links
from shortcase.chapter import weighing
from shortcase.data import tables
from shortcase.data.verdicts import tolerance
from shortcase.faults import ReportError
from shortcase.numbers import supposed, uncertainty, words
from shortcase.numbers.estimate import Estimate
from shortcase.whatif import graph as graphs
from shortcase.whatif import sampling, weighed
from shortcase.whatif.chain import drawn
from shortcase.whatif.graph import Graph

POINTS = 41  # in an interval, from its low to its high end, evenly in normal quantiles
TOP = 10  # rows on which most verdicts hang


@dataclass(frozen=True)
class Turn:
    """An input that alone could turn a verdict: to what, and the value nearest to its centre at
    which it does."""

    id: str
    kind: str
    to: str
    at: Estimate

    def record(self) -> dict[str, Any]:
        return {"id": self.id, "kind": self.kind, "to": self.to, "at": self.at.record()}


@dataclass
class Weight:
    """What could turn the verdict of one claim."""

    id: str
    chapter: str
    importance: int
    verdict: str
    stability: int
    joint: dict[str, int]  # verdicts of 100 draws of all inputs together
    turns: list[Turn]

    def record(self) -> dict[str, Any]:
        shown = {k: v for k, v in vars(self).items() if k != "turns"}
        return shown | {"turns": [turn.record() for turn in self.turns]}


@dataclass
class Matters:
    """What could turn each verdict of the rule, and what follows for the rows."""

    graph: Graph
    weights: list[Weight]
    doubled: dict[str, list[str]]  # claims that each number would turn within a factor of two
    idle: dict[str, str] = field(default_factory=dict)  # rows that move nothing, and where shown

    @property
    def turning(self) -> dict[str, list[str]]:
        """The claims that each number could turn alone, within its interval."""
        found: dict[str, list[str]] = {}
        for weight in self.weights:
            for turn in weight.turns:
                found.setdefault(turn.id, []).append(weight.id)
        return found

    @property
    def top(self) -> list[dict[str, Any]]:
        """The rows on which most verdicts hang: those that turn most within their interval, then
        those that would within a factor of two."""
        turning = self.turning
        rows = [k for k in {**turning, **self.doubled} if self.graph.nodes[k].kind == "row"]
        found = [
            {"id": id, "within": turning.get(id, []), "doubled": self.doubled.get(id, [])}
            for id in rows
        ]
        found.sort(key=lambda x: (-len(x["within"]), -len(x["doubled"]), x["id"]))
        return found[:TOP]

    def record(self) -> dict[str, Any]:
        return {
            "verdicts": [w.record() for w in self.weights],
            "top": self.top,
            "idle": self.idle,
        }

    def text(self, idle: bool = False) -> str:
        """What matters, for a terminal."""
        turned = [w for w in self.weights if w.turns]
        lines = [
            f"verdicts that follow from the rule: {len(self.weights)}; {len(turned)} could be "
            "turned by one input within its interval"
        ]
        for w in turned:
            lines += ["", f"{w.id} ({w.chapter}): {w.verdict}, in {w.stability} of 100 draws"]
            for turn in w.turns:
                lines.append(f"  {turn.id} at {turn.at.words()}: {turn.to}")
        if len(self.weights) > 1:
            lines += ["", "Rows on which most verdicts hang:"]
            for row in self.top:
                within, doubled = row["within"], row["doubled"]
                named = ", ".join(dict.fromkeys([*within, *doubled]))
                lines.append(
                    f"  {row['id']}: {len(within)} within its interval, "
                    f"{len(doubled)} within a factor of two ({named})"
                )
            kinds = Counter(self.idle.values())
            shown = ", ".join(f"{n} {where}" for where, n in sorted(kinds.items()))
            lines += ["", f"{len(self.idle)} rows move no result and no verdict: {shown}"]
        if idle:
            lines += [f"  {id}: {where}" for id, where in sorted(self.idle.items())]
        return "\n".join(lines)


def of_graph(graph: Graph, only: str | None = None) -> Matters:
    """What matters in a graph, or for one claim. Raises ReportError for a claim whose verdict does
    not follow from the rule."""
    claims = weighed.by_rule(graph)
    if only is not None and only not in claims:
        near = tables.near(only, claims)
        raise ReportError(f"matters: found {only!r}; expected a claim settled by the rule{near}")
    wanted = [only] if only else list(claims)
    turns = _alone(graph, wanted)
    doubled: dict[str, list[str]] = {}
    for id, found in _alone(graph, wanted, double=True).items():
        for turn in found:
            doubled.setdefault(turn.id, []).append(id)
    draws = drawn(graph, [graph.claims[id] for id in wanted], {}, graph.base, sampling.FULL)
    weights = []
    for id in wanted:
        claim, node = claims[id], graph.nodes[graph.claims[id]]
        sample = np.atleast_1d(draws[node.key]) / graphs.factor(node.estimate.unit)
        joint = Counter(_verdicts(claim, node.estimate, weighing.sample(sample)))
        weights.append(
            Weight(
                id, claim["chapter"], claim["importance"], claim["verdict"], claim["stability"],
                dict(joint.most_common()), turns[id],
            )
        )  # fmt: skip
    weights.sort(key=lambda w: (w.importance, w.stability, w.id))
    return Matters(graph, weights, doubled, {} if only else idle_rows(graph))


def alone(graph: Graph, double: bool = False) -> dict[str, list[Turn]]:
    """The inputs that alone could turn each verdict of the rule, within their intervals or
    (``double``) within a factor of two."""
    return _alone(graph, weighed.by_rule(graph), double)


def _alone(graph: Graph, claims: Iterable[str], double: bool = False) -> dict[str, list[Turn]]:
    """The inputs that alone could turn each claim, all else at its centre: within their intervals,
    or (``double``) within a factor of two."""
    keys = {id: graph.claims[id] for id in claims}
    turns: dict[str, list[Turn]] = {id: [] for id in keys}
    for leaf in _leaves(graph, keys.values()):
        node = graph.nodes[leaf]
        points = _points(node.estimate, double)
        if points is None:
            continue
        values: dict[str, Any] = dict(graph.base)
        values[leaf] = points * graphs.factor(node.estimate.unit)
        above = graph.over([leaf])
        for key in sorted(above, key=graph.position.__getitem__):
            upper = graph.nodes[key]
            if upper.recomputable and any(isinstance(values[k], np.ndarray) for k in upper.below):
                values[key] = np.asarray(graphs.computed(upper, values), dtype=float)
        for id, key in keys.items():
            if key == leaf or key in above:
                turn = _turn(graph, id, leaf, points, values[key])
                turns[id] += [turn] if turn else []
    return turns


def _leaves(graph: Graph, keys: Iterable[str]) -> list[str]:
    """What is not computed beneath some nodes: rows, what the article says, fixed results."""
    found = (k for k in graph.under(keys) if not graph.nodes[k].recomputable)
    return sorted(found, key=graph.position.__getitem__)


def _points(held: Estimate, double: bool) -> np.ndarray | None:
    """Values of a number from low to high, its own in the middle; none where it cannot move."""
    steps = np.linspace(-1, 1, POINTS)
    if not double:
        return None if held.exact else sampling.spread(held, steps * uncertainty.Z95)
    if held.unit == "calendar_year" or not held.value:
        return None
    points = held.number * 2.0**steps
    low, high = supposed.allowed(held)
    return np.clip(points, low, high)


def _turn(graph: Graph, id: str, leaf: str, points: np.ndarray, values: Any) -> Turn | None:
    claim, node = graph.book.claims[id], graph.nodes[graph.claims[id]]
    centres = np.broadcast_to(values, points.shape) / graphs.factor(node.estimate.unit)
    verdicts = _verdicts(claim, node.estimate, centres)
    middle = len(points) // 2
    others = [i for i, name in enumerate(verdicts) if name != claim["verdict"]]
    if not others:
        return None
    nearest = min(others, key=lambda i: (abs(i - middle), i))
    held = graph.nodes[leaf]
    at = Estimate(float(points[nearest]), unit=held.estimate.unit)
    return Turn(held.id, held.kind, verdicts[nearest], at)


def _verdicts(claim: dict, number: Estimate, centres: np.ndarray) -> list[str]:
    """The verdicts of a claim for other centres of its number, whose interval moves with them."""
    by_ratio = tolerance(claim["stated"]["unit"]).by_ratio
    return [
        weighed.name(claim, weighing.moved(number, float(x), by_ratio))
        if math.isfinite(x)
        else weighed.NO_NUMBER
        for x in centres
    ]


def idle_rows(graph: Graph) -> dict[str, str]:
    """Rows with a number that stand beneath no result and settle no claim, and where they are
    shown: in a figure, in words, or nowhere."""
    settled = set(graph.claims.values())
    rows = [k for k, n in graph.nodes.items() if n.kind == "row"]
    idle = [k for k in rows if not graph.above.get(k) and k not in settled]
    book = graph.book
    drawn_ = {id for figure in book.figures.values() for id in figure["input_ids"]}
    said = {
        links.bare_id(link.target)
        for text in links.texts(book)
        for link in words.links(text.markdown)
    }
    return {
        id: "shown by a figure" if id in drawn_ else "said in words" if id in said else "unused"
        for id in idle
    }
