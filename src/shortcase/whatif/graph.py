"""The graph of the book: rows and what the article says, results, and the claims that they settle.

It is made from the records that the notebooks have stored and from the tables; nothing is run. A
result is *recomputable* where its record names a formula of the library and that formula, given the
inputs by name, gives the published value again; a flip where its equation does, and a computation
where it names a form. Any other result (a fit, a bootstrap, a simulation) is *fixed*: it keeps its
published value, and says why.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

import numpy as np

from shortcase import formulas
from shortcase.book import records
from shortcase.book.records import Book
from shortcase.chapter import evaluate
from shortcase.data.quantities import from_claim
from shortcase.data.verdicts import states_a_number
from shortcase.derived import definitions
from shortcase.numbers.estimate import Estimate
from shortcase.report import Report
from shortcase.whatif import solving

SAID = "said:"  # what the key of a number that the article states begins with
SAME = 1e-6  # relative: a value computed again and the one that is published
NO_FORM = "computed by a fit, a bootstrap, a simulation or a count"
NO_EQUATION = "a flip whose record does not hold its equation"
OTHER_VALUE = "its formula does not give its value again from the inputs of its record"


@dataclass(frozen=True)
class Input:
    """One argument of a formula: the key of a node, or (without a key) a number with its unit."""

    argument: str
    key: str = ""
    value: float | None = None
    unit: str = "1"


@dataclass(frozen=True)
class Equation:
    """What a flip solves: the argument, its ends in its unit, and the number to be reached."""

    argument: str
    target: Input
    between: tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A number of the book. ``place`` is the table of a row, or the chapter of a result."""

    key: str
    id: str
    kind: str  # row, said, result, or step: a result that its chapter does not show
    title: str
    place: str
    estimate: Estimate
    inputs: tuple[Input, ...] = ()
    formula: Callable | None = None
    equation: Equation | None = None
    scales: Mapping[str, float] | None = None  # of a plain form: base units in each argument's
    fixed: str = ""  # why it cannot be computed again
    tier: str = ""

    @property
    def computed(self) -> bool:
        """True for a result of any kind."""
        return self.kind in ("result", "step")

    @property
    def recomputable(self) -> bool:
        return self.formula is not None and not self.fixed

    @property
    def function(self) -> Callable:
        """Its formula in base units."""
        formula, scales = self.formula, self.scales
        assert formula is not None
        if scales is None:
            return formula
        size = factor(self.estimate.unit)
        return lambda **given: formula(**{k: x / scales[k] for k, x in given.items()}) * size

    @property
    def below(self) -> list[str]:
        """Keys of the nodes on which it stands."""
        target = [self.equation.target.key] if self.equation else []
        return [key for key in (*(i.key for i in self.inputs), *target) if key]


@dataclass
class Graph:
    """All nodes by key, each after those on which it stands, and the claims that rest on one."""

    book: Book
    nodes: dict[str, Node]
    base: dict[str, float]  # central values, in base units
    claims: dict[str, str] = field(default_factory=dict)  # claim to the key of its number

    @cached_property
    def above(self) -> dict[str, list[str]]:
        """For each node, the nodes that stand on it directly."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, node in self.nodes.items():
            for lower in dict.fromkeys(node.below):
                found[lower].append(key)
        return found

    def over(self, keys: Iterable[str]) -> set[str]:
        """Everything that stands on some nodes, all the way up; not they themselves."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            for key in self.above.get(waiting.pop(), ()):
                if key not in found:
                    found.add(key)
                    waiting.append(key)
        return found

    def under(self, keys: Iterable[str]) -> set[str]:
        """Some nodes and everything beneath them, all the way down."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.nodes[key].below
        return found

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each node in the order in which they can be computed."""
        return {key: i for i, key in enumerate(self.nodes)}

    def counts(self) -> dict[str, int]:
        """How many published results can be computed again, and how many are fixed."""
        results = [n for n in self.nodes.values() if n.kind == "result"]
        again = sum(n.recomputable for n in results)
        return {"results": len(results), "recomputable": again, "fixed": len(results) - again}


def build(report: Report) -> Graph:
    """The graph of a report, from its tables and its notebooks' stored records."""
    return of_book(records.gather(report))


def of_book(book: Book) -> Graph:
    """The graph of a book that has been read."""
    nodes = {node.key: node for node in (*_rows(book), *_said(book))}
    for notebook in book.notebooks:
        chapter = notebook.path.stem
        known = _Names(book, chapter, notebook.colophon)
        for record in notebook.colophon.get("steps", ()):
            nodes[f"{chapter}/{record['id']}"] = known.node(record, f"{chapter}/{record['id']}")
        for record in notebook.of_kind("result"):
            nodes[record["id"]] = known.node(record, record["id"])
        nodes |= {key: node for key, node in known.unknown.items() if key not in nodes}
    claims = {}
    for id, claim in book.claims.items():
        key = _claimed(nodes, claim)
        if key:
            claims[id] = key
    return Graph(book, *_proven(_in_order(nodes)), claims)


def _claimed(nodes: Mapping[str, Node], claim: Mapping) -> str:
    """The key of the number that settles a claim; empty where there is none."""
    id = (claim["computed"] or {}).get("id", "")
    keys = (id, f"{claim['chapter']}/{id}", SAID + id)
    return next((key for key in keys if id and key in nodes), "")


def _rows(book: Book) -> Iterator[Node]:
    for id, row in book.quantities.items():
        if row["value"] is not None:
            title = f"{row['subject']}: {row['quantity']}"
            estimate = Estimate.of(row)
            yield Node(id, id, "row", title, row["table"], estimate, tier=row["tier"])


def _said(book: Book) -> Iterator[Node]:
    for id, row in book.claim_rows.items():
        if states_a_number(row):
            said = from_claim(row, "").estimate()
            yield Node(SAID + id, id, "said", row["statement"], row["chapter"], said)


class _Names:
    """How the records of one chapter name their inputs and formulas."""

    def __init__(self, book: Book, chapter: str, colophon: Mapping):
        self.book, self.chapter = book, chapter
        self.steps = {record["id"] for record in colophon.get("steps", ())}
        self.formulas = list(colophon["formulas"])
        self.unknown: dict[str, Node] = {}

    def key(self, given: Mapping) -> str:
        """The key of the node that an input of a record names."""
        id, book = given["id"], self.book
        if id in self.steps:
            return f"{self.chapter}/{id}"
        if id in book.quantities and not (id in book.claim_rows and self._is_said(given)):
            return id
        if id in book.results:
            return id
        if id in book.claim_rows:
            return SAID + id
        key = f"{self.chapter}/{id}"
        if given.get("value") is not None:
            held = Estimate.of(given)
            self.unknown[key] = Node(key, id, "step", id, self.chapter, held, fixed=NO_FORM)
        return key

    def _is_said(self, given: Mapping) -> bool:
        """True where an id that a row and a claim share means what the article says."""
        row = self.book.quantities[given["id"]]
        value = given.get("value")
        return value is not None and not _close(value, row["value"])

    def input(self, given: Mapping) -> Input:
        if "id" in given:
            return Input(given["argument"], self.key(given))
        return Input(given["argument"], "", given["value"], given["unit"])

    def node(self, record: Mapping, key: str) -> Node:
        """The node of a result's record."""
        kind = "step" if "/" in key else "result"
        made = Node(key, record["id"], kind, record["title"], self.chapter, Estimate.of(record))
        solves, form = record.get("solves"), record.get("form") or record
        inputs = tuple(self.input(given) for given in form["inputs"])
        inputs = tuple(i for i in inputs if not i.key or i.key != key)
        if solves:
            ends = (solves["between"][0], solves["between"][1])
            equation = Equation(solves["argument"], self.input(solves["target"]), ends)
            arguments = {i.argument for i in inputs} | {equation.argument}
            formula = self._formula(record["id"], solves["formula"], arguments)
            made = replace(made, equation=equation, formula=formula)
        elif form["formula"]:
            arguments = {i.argument for i in inputs}
            made = replace(made, formula=self._formula(record["id"], form["formula"], arguments))
        if form.get("plain"):
            scales = {i["argument"]: factor(i.get("unit") or "1") for i in form["inputs"]}
            made = replace(made, scales=scales)
        made = replace(made, inputs=inputs)
        if made.formula is None:
            flip = record["method"].startswith("value of ") and " at which " in record["method"]
            made = replace(made, fixed=NO_EQUATION if flip else NO_FORM)
        return made

    def _formula(self, id: str, name: str, arguments: set[str]) -> Callable | None:
        """The function that a record names: that of a derived result, one that the chapter imports,
        or the only one of the library of that name and these arguments."""
        if id in definitions() and definitions()[id].formula.__name__ == name:
            return definitions()[id].formula
        found = [
            f
            for full, f in public_formulas().items()
            if full.endswith(f".{name}") and _takes(f, arguments)
        ]
        imported = [f for f in found if f"{f.__module__}.{name}" in self.formulas]
        return next(iter(imported or found), None)


def _takes(formula: Callable, arguments: set[str]) -> bool:
    try:
        inspect.signature(formula).bind(**dict.fromkeys(arguments))
    except TypeError:
        return False
    return True


@cache
def public_formulas() -> dict[str, Callable]:
    """Every formula of the library by its full name."""
    found: dict[str, Callable] = {}
    for module in pkgutil.iter_modules(formulas.__path__, f"{formulas.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, held in vars(loaded).items():
            if inspect.isfunction(held) and held.__module__ == module.name and name[0] != "_":
                found[f"{module.name}.{name}"] = held
    return found


def _in_order(nodes: dict[str, Node]) -> dict[str, Node]:
    """The nodes, each after those on which it stands; inputs that are no number are left out."""
    done: dict[str, Node] = {}
    open_: set[str] = set()

    def visit(key: str) -> None:
        if key in done or key not in nodes:
            return
        if key in open_:
            raise ValueError(f"{key}: found a circle of inputs; expected none")
        open_.add(key)
        node = nodes[key]
        for lower in node.below:
            visit(lower)
        kept = tuple(i for i in node.inputs if not i.key or i.key in nodes)
        done[key] = node if len(kept) == len(node.inputs) else replace(node, inputs=kept)

    for key in nodes:
        visit(key)
    return done


def _proven(nodes: dict[str, Node]) -> tuple[dict[str, Node], dict[str, float]]:
    """The nodes, where one whose formula does not give its value again is fixed, and the central
    value of each in base units."""
    values: dict[str, float] = {}
    checked: dict[str, Node] = {}
    for key, node in nodes.items():
        published = node.estimate.number * factor(node.estimate.unit)
        if node.formula is not None and not node.fixed:
            found = computed(node, values)
            if not _close(found, published):
                node = replace(node, fixed=OTHER_VALUE)
            values[key] = published if node.fixed else found
        else:
            values[key] = published
        checked[key] = node
    return checked, values


def computed(node: Node, values: Mapping[str, np.ndarray | float]):
    """A node's value in base units, from the values of those on which it stands, numbers or arrays.
    NaN where it has none."""
    assert node.formula is not None
    given = {i.argument: _plain(i, values) for i in node.inputs}
    with np.errstate(all="ignore"):
        try:
            if node.equation is None:
                return node.function(**given)
            return solving.root(
                node.formula,
                node.equation.argument,
                _plain(node.equation.target, values),
                node.equation.between,
                factor(node.estimate.unit),
                given,
            )
        except (ArithmeticError, ValueError):
            return math.nan


def _plain(given: Input, values: Mapping):
    if given.key:
        held = values[given.key]
        return held if isinstance(held, np.ndarray) else np.float64(held)
    return np.float64((given.value or 0.0) * factor(given.unit))


@cache
def factor(unit: str) -> float:
    """Base units in one of a unit."""
    return evaluate.base_factor(unit)


def _close(one: Any, other: Any) -> bool:
    return bool(
        np.ndim(one) == 0
        and math.isfinite(one)
        and math.isclose(one, other, rel_tol=SAME, abs_tol=1e-12)
    )
