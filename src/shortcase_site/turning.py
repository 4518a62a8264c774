"""What would turn a verdict: for each claim of the rule the nearest values of single inputs at
which it would get another one."""

from __future__ import annotations

import math
from typing import Any

from shortcase.book.records import Book
from shortcase.numbers.estimate import Estimate, significant
from shortcase.whatif import graph as graphs
from shortcase.whatif import matters, sampling, weighed
from shortcase.whatif.chain import Chain
from shortcase.whatif.graph import Graph

MOST = 2  # turns that a card names
DIGITS = 4  # of the value in an address


def of_book(book: Book) -> dict[str, list[dict[str, Any]]]:
    """For each claim of the rule what would turn it, none where no single input does within a
    factor of two. Each is tried as a reader would try it: with the value that its address has."""
    graph = graphs.of_book(book)
    within, doubled = matters.alone(graph), matters.alone(graph, double=True)
    return {id: _turns(graph, id, within[id], doubled[id]) for id in within}


def _turns(graph: Graph, claim: str, within: list, doubled: list) -> list[dict[str, Any]]:
    inside = {turn.id for turn in within}
    found = [(True, t) for t in within] + [(False, t) for t in doubled if t.id not in inside]
    found = [(near, turn) for near, turn in found if turn.id in graph.nodes]  # not the article's
    found.sort(key=lambda pair: (not pair[0], _far(graph, pair[1]), pair[1].id))
    tried = (_tried(graph, claim, near, turn) for near, turn in found)
    return [turn for _, turn in zip(range(MOST), filter(None, tried), strict=False)]


def _far(graph: Graph, turn: matters.Turn) -> float:
    old, new = graph.nodes[turn.id].estimate.number, turn.at.number
    return abs(math.log(new / old)) if old * new > 0 else math.inf


def _tried(graph: Graph, claim: str, near: bool, turn: matters.Turn) -> dict[str, Any] | None:
    node, key = graph.nodes[turn.id], graph.claims[claim]
    value = significant(turn.at.number, DIGITS)
    at = Estimate(value, unit=turn.at.unit)
    number = Chain(graph, {turn.id: at}, sampling.PAGE).estimates([key])[key]
    held = graph.book.claims[claim]
    to = weighed.name(held, number)
    if to == held["verdict"]:
        return None
    here = Estimate(node.estimate.number, unit=node.estimate.unit)
    return {
        "id": turn.id,
        "title": node.title,
        "to": to,
        "words": at.words(),
        "instead": here.words(),
        "within": near,
        "set": f"{turn.id}:{value:.{DIGITS}g}".replace("e+", "e"),  # a plus would be a space
    }
