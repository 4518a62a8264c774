"""Changes: what somebody asks for, held against the numbers of the graph that it changes
(``numbers.supposed`` says what a number may be)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shortcase.data import tables
from shortcase.faults import ReportError
from shortcase.numbers import supposed
from shortcase.numbers.estimate import Estimate
from shortcase.whatif.graph import SAID, Graph

MOST = 1000  # changes at once


def read(graph: Graph, given: Mapping[str, Any]) -> dict[str, Estimate]:
    """Each changed number by its key, in the unit of its node. Raises ReportError with everything
    that is wrong."""
    if len(given) > MOST:
        raise ReportError(f"what if: found {len(given):,} changes; expected at most {MOST:,}")
    found: dict[str, Estimate] = {}
    faults: list = []
    for id, wanted in given.items():
        try:
            node = graph.nodes[key_of(graph, id)]
            found[node.key] = supposed.number(node.id, node.estimate, wanted)
        except ReportError as error:
            faults += error.faults
    if faults:
        raise ReportError(faults)
    return found


def key_of(graph: Graph, id: str) -> str:
    """The key of the number that an id names. Raises ReportError for an unknown one, for a text
    and for a figure, with ids near it."""
    if id in graph.nodes:
        return id
    if SAID + id in graph.nodes:
        return SAID + id
    row = graph.book.quantities.get(id)
    if row:
        raise ReportError(f"what if {id}: found the text {row['text']!r}; expected a number")
    known = [*graph.nodes, *graph.book.claim_rows]
    raise ReportError(
        f"what if: found {id[:80]!r}; expected the id of a number{tables.near(id[:80], known)}"
    )
