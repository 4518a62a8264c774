"""The graph as one document for a page: ``whatif.json``.

Everything that ``static/whatif-engine.js`` needs to compute the book again, and no more. Nodes are
numbered in an order in which they can be computed, and told by columns:

==============  ===================================================================================
``format``      1; another number for another form
``draws``       how many draws of each uncertain number the page makes (``sampling``)
``units``       pairs: a unit, and how many base units are in one of it
``places``      tables (of rows) and chapters
``kinds``       row, said (stated by the article), result, step (a result that is not shown)
``why``         reasons for which a result is fixed
``node``        columns, each as long as there are nodes: ``id``; ``kind``, ``unit``, ``place`` as
                numbers in the lists above; ``title`` (empty for what the article states, and for a
                row that moves nothing in the page); ``value``, ``low``, ``high`` in the unit, the
                ends null where there is none
``constants``   numbers that formulas take beside nodes, in base units
``programs``    formulas as steps: see ``programs.py``
``results``     for each result or step in turn its way to be computed:
                ``[node, program, argument, ...]``; an argument is a node's number, or for constants
                ``-1`` less the constant's place
``flips``       ``[node, program, place of the unknown among the arguments, target (an argument),
                low, high (ends, in the node's unit), argument, ...]`` without the unknown
``fixed``       ``[node, reason, node, ...]``: the reason why it keeps its value, and what is below
``claims``      ``[id, chapter, importance, node, low, high (what the article allows, in its unit),
                factor (the article's units in one of the node's), rule, forecast, condition,
                verdict, stability]``: rule is 0 by ratio, 1 by difference of shares, 2 of years;
                forecast and condition are 0 or 1; verdict is a number in ``verdicts``
``judged``      ``[id, chapter, importance, node, verdict]``: typed verdicts, which do not move
``verdicts``    the words of verdicts; ``rule``, ``as_forecast`` and ``lowered`` are in them too
``tolerances``  for each rule: holds, condition, stated
==============  ===================================================================================

Rows stand in it that something is computed from; a row that moves nothing has no node.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shortcase.data import verdicts
from shortcase.numbers import units
from shortcase.report import Report
from shortcase.whatif import programs, sampling, variation, weighed
from shortcase.whatif.graph import Graph, Node, factor

FORMAT = 1
KINDS = ("row", "said", "result", "step")
RULE = (
    "holds", verdicts.UNCERTAIN, verdicts.CONDITION, "overstated", "understated", "does not hold",
)  # fmt: skip
NO_PROGRAM = "its formula cannot be computed in the page"
RULES = ("ratio", "fraction", "calendar_year")


def graph_document(report: Report) -> dict[str, Any]:
    """The graph of a report as the document of a page."""
    return of_graph(variation.load(report))


def of_graph(graph: Graph) -> dict[str, Any]:
    """A graph as the document of a page."""
    return _Writer(graph).document()


def text(document: Mapping[str, Any]) -> str:
    """The document as it is published: JSON without spaces."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class _List:
    """Things, each with its place; the same thing has one place."""

    def __init__(self, things=()):
        self.places: dict[Any, int] = {thing: i for i, thing in enumerate(things)}

    def place(self, thing: Any) -> int:
        return self.places.setdefault(thing, len(self.places))

    @property
    def things(self) -> list:
        return list(self.places)


class _Writer:
    """Writes the document of one graph."""

    def __init__(self, graph: Graph):
        self.graph = graph
        self.units, self.places, self.why, self.constants = _List(), _List(), _List(), _List()
        self.programs: dict[Any, int | None] = {}
        self.written: list[dict] = []
        computed = [k for k, n in graph.nodes.items() if n.computed]
        wanted = graph.under([*computed, *graph.claims.values()])
        self.keys = [key for key in graph.nodes if key in wanted]
        self.number = {key: i for i, key in enumerate(self.keys)}
        again = [n for n in graph.nodes.values() if n.recomputable]
        self.moving = {k for n in again for k in n.below if graph.nodes[k].kind == "row"}
        self.moving |= {k for k in graph.claims.values() if graph.nodes[k].kind == "row"}

    def document(self) -> dict[str, Any]:
        nodes = [self.graph.nodes[key] for key in self.keys]
        ways: dict[str, list] = {"results": [], "flips": [], "fixed": []}
        for node in nodes:
            if node.computed:
                kind, way = self._way(node)
                ways[kind].append(way)
        columns = self._columns(nodes)
        claims = [self._claim(id, c) for id, c in weighed.by_rule(self.graph).items()]
        return {
            "format": FORMAT,
            "draws": sampling.PAGE_DRAWS,
            "units": [[unit, factor(unit)] for unit in self.units.things],
            "places": self.places.things,
            "kinds": list(KINDS),
            "why": self.why.things,
            "node": columns,
            "constants": self.constants.things,
            "programs": self.written,
            **ways,
            "claims": claims,
            "judged": self._judged(),
            **_words(),
        }

    def _columns(self, nodes: list[Node]) -> dict[str, list]:
        return {
            "id": [node.key for node in nodes],
            "kind": [KINDS.index(node.kind) for node in nodes],
            "unit": [self.units.place(node.estimate.unit) for node in nodes],
            "place": [self.places.place(node.place) for node in nodes],
            "title": [self._title(node) for node in nodes],
            "value": [_short(node.estimate.value) for node in nodes],
            "low": [_short(node.estimate.low) for node in nodes],
            "high": [_short(node.estimate.high) for node in nodes],
        }

    def _title(self, node: Node) -> str:
        """The title of a number that a reader may look for: not of what the article says, which
        the ledger of claims holds, nor of a row that moves nothing in the page."""
        return node.title if node.computed or node.key in self.moving else ""

    def _way(self, node: Node) -> tuple[str, list]:
        """How a result is computed: the list in which it stands, and its entry."""
        here = self.number[node.key]
        program = self._program(node) if node.recomputable else None
        if program is None:
            why = self.why.place(node.fixed or NO_PROGRAM)
            return "fixed", [here, why, *dict.fromkeys(self.number[k] for k in node.below)]
        by_name = {i.argument: self._argument(i) for i in node.inputs}
        if node.equation is None:
            return "results", [here, program, *(by_name[a] for a in sorted(by_name))]
        names = sorted([*by_name, node.equation.argument])
        place = names.index(node.equation.argument)
        target = self._argument(node.equation.target)
        arguments = [by_name[a] for a in names if a in by_name]
        return "flips", [here, program, place, target, *node.equation.between, *arguments]

    def _argument(self, given) -> int:
        if given.key:
            return self.number[given.key]
        return -1 - self.constants.place(given.value * factor(given.unit))

    def _program(self, node: Node) -> int | None:
        """The place of the program of a formula for these arguments; none where it has none."""
        assert node.formula is not None
        unknown = [node.equation.argument] if node.equation else []
        arguments = tuple(sorted([*(i.argument for i in node.inputs), *unknown]))
        key = (node.formula, arguments, node.key if node.scales else "")
        if key not in self.programs:
            try:
                made = programs.trace(node.function, arguments)
            except programs.UntraceableError:
                self.programs[key] = None
            else:
                self.programs[key] = len(self.written)
                self.written.append(made)
        return self.programs[key]

    def _claim(self, id: str, claim: Mapping[str, Any]) -> list:
        row = weighed.row_of(claim)
        node = self.graph.nodes[self.graph.claims[id]]
        low, high = verdicts.bounds(row)
        kind = "calendar_year" if row["unit"] == "calendar_year" else "ratio"
        kind = "fraction" if units.is_fraction(row["unit"]) else kind
        return [
            id,
            self.places.place(claim["chapter"]),
            claim["importance"],
            self.number[node.key],
            low,
            high,
            units.factor(node.estimate.unit, row["unit"]),
            RULES.index(kind),
            int(row["kind"] == "forecast"),
            int(bool(claim["caveat"])),
            verdicts.ALL_VERDICTS.index(claim["verdict"]),
            claim["stability"],
        ]

    def _judged(self) -> list[list]:
        found = []
        ruled = weighed.by_rule(self.graph)
        for id, key in self.graph.claims.items():
            claim = self.graph.book.claims[id]
            if id not in ruled and claim["judged"]:
                place, name = self.places.place(claim["chapter"]), claim["verdict"]
                verdict = verdicts.ALL_VERDICTS.index(name)
                found.append([id, place, claim["importance"], self.number[key], verdict])
        return found


def _words() -> dict[str, Any]:
    """The words of the rule of verdicts and its thresholds."""
    index = verdicts.ALL_VERDICTS.index
    return {
        "verdicts": list(verdicts.ALL_VERDICTS),
        "rule": [index(name) for name in RULE],
        "as_forecast": [index(verdicts.AS_FORECAST.get(name, "did not")) for name in RULE],
        "lowered": [[index(a), index(b)] for a, b in verdicts.LOWERED.items()],
        "tolerances": [
            [t.holds, t.condition, t.stated] for t in (verdicts.TOLERANCE[r] for r in RULES)
        ],
    }


def _short(x: float | None) -> float | int | None:
    """A number as JSON writes it shortest."""
    return int(x) if x is not None and x == int(x) and abs(x) < 1e15 else x
