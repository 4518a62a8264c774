"""The calculator: a result whose inputs a reader sets, with the published answer as it stands
without script.

``book/calculator.yml`` says which result, which of the rows below it move and how far, what presets
set them to, and in which words. The page computes the part of the book's graph that the result
stands on, by the engine of what-if.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from markupsafe import Markup

from shortcase.book.records import Book
from shortcase.data.quantities import from_claim
from shortcase.derived import SAID
from shortcase.numbers.estimate import Estimate, significant
from shortcase.numbers.unit_words import unit_words
from shortcase.numbers.words import Link
from shortcase.whatif import document, graph
from shortcase.whatif.graph import Graph

from .context import Context
from .memory import Memory
from .site import Site
from .templating import template

SCRIPT = "calculator.data.js"
POINTS = 49  # of a curve
DIGITS = 3
HALVINGS = 40


def page(context: Context) -> Markup:
    """The calculator as it stands before a script moves it: the published sentence and picture."""
    made = Calculator.of(context.site)
    return template("calculator.html", context, c=made, spec=made.spec)


def publish(site: Site, memory: Memory) -> None:
    """Write the script that holds the chain, where there is a calculator."""
    if site.facts["calculator"]:
        memory.file(SCRIPT, lambda: Calculator.of(site).script())


@dataclass(frozen=True)
class Calculator:
    """A chain, and what ``book/calculator.yml`` says of it."""

    book: Book
    graph: Graph
    spec: Mapping[str, Any]

    @classmethod
    def of(cls, site: Site) -> Calculator:
        """The calculator of a site. Raises KeyError for an id that is not in the book."""
        spec = site.facts["calculator"]
        return cls(site.book, _graph(site.book, [spec["gap"]]), spec)

    def number(self, given: Any, unit: str = "") -> float:
        """A number that the calculator's words name: a plain one, a row, a result, or what the
        article says; in ``unit`` where one is given."""
        if not isinstance(given, str):
            return float(given)
        if given.startswith(SAID):
            row = self.book.claim_rows[given.removeprefix(SAID)]
            found = from_claim(row, "").estimate()
        else:
            id, _, part = given.partition("#")
            found = Estimate.of(self.book.quantities.get(id) or self.book.results[id])
            found = found.end(part) if part else found
        return (found.to(unit) if unit else found).number

    @cached_property
    def inputs(self) -> list[dict[str, Any]]:
        """Each input that moves: its words, its ends, its centre, its curve and its range."""
        return [self._input(item) for item in self.spec["inputs"]]

    def _input(self, item: Mapping[str, Any]) -> dict[str, Any]:
        node = self.graph.nodes[item["id"]]
        low, high, held = float(item["low"]), float(item["high"]), node.estimate
        log = bool(item.get("log"))
        places = np.linspace(0, 1, POINTS)
        values = low * (high / low) ** places if log else low + (high - low) * places
        ends = item.get("range") or [held.low, held.high]
        ends = [self.number(end, held.unit) for end in ends]

        digits = item.get("digits", DIGITS)

        def say(x: float) -> str:
            return f"{Estimate(x, unit=held.unit).words(digits)} {item.get('shown', '')}".strip()

        return {
            "id": item["id"],
            "label": item["label"],
            "about": item.get("about", ""),
            "unit": held.unit,
            "low": low,
            "high": high,
            "log": log,
            "value": held.number,
            "place": self.place(held.number, low, high, log),
            "digits": digits,
            "shown": item.get("shown", ""),
            "words": say(held.number),
            "flip": self._flip(item["id"], low, high, log, say),
            "curve": [significant(x, 4) for x in self.worth(item["id"], values)],
            "range": ends,
            "swing": [float(x) for x in self.worth(item["id"], np.array(ends))],
            "range_words": [say(end) for end in ends],
            "former": item.get("former", ""),
        }

    @staticmethod
    def place(value: float, low: float, high: float, log: bool) -> float:
        """Where a value stands between the ends of its slider, 0 to 1."""
        if log:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)

    def _flip(self, key: str, low: float, high: float, log: bool, say: Callable) -> str:
        """At which value of one input the result is the price, in words; nothing where at none."""

        def at(place: float) -> float:
            return low * (high / low) ** place if log else low + (high - low) * place

        def gap(place: float) -> float:
            return float(self.worth(key, np.array([at(place)]))[0]) - self.price.number

        left, right, below = 0.0, 1.0, gap(0.0)
        if below * gap(1.0) > 0:
            return ""
        for _ in range(HALVINGS):
            middle = (left + right) / 2
            left, right = (middle, right) if gap(middle) * below > 0 else (left, middle)
        return say(at(left))

    @staticmethod
    def ours(context: Context, item: Mapping[str, Any]) -> Markup:
        """The published value of an input, as a number that says where it comes from."""
        words = Estimate(item["value"], unit=item["unit"]).words(item["digits"])
        linked = context.link(Link(words, "num", item["id"], 0))
        return linked + (f" {item['shown']}" if item["shown"] else "")

    def answer(self) -> Markup:
        """The sentence at the published settings."""
        return Markup(self.spec["answer"]).format(
            result=Markup("<strong>{}</strong>").format(self.money(self.result.number)),
            gap=self.against(),
            price=self.money(self.price.number, 2),
        )

    def money(self, x: float, places: int = 0) -> str:
        """An amount of the result's currency."""
        return f"{self.spec['sign']}{x:,.{places}f}"

    def against(self) -> str:
        """How far the result is from the price, in words."""
        gap = f"{abs(self.gap) * 100:.0f}%"
        return (
            "about as much as"
            if gap == "0%"
            else f"{gap} {'less' if self.gap < 0 else 'more'} than"
        )

    def x(self, worth: float) -> float:
        """Where a worth stands on the scale of the pictures, 0 to 100."""
        return round(100 * min(worth, self.top) / self.top, 2)

    def points(self, curve: list[float]) -> str:
        """A curve as the points of a line in a box of 100 by 100, upside down as pictures are."""
        step = 100 / (len(curve) - 1)
        return " ".join(f"{i * step:.2f},{100 - self.x(y):.2f}" for i, y in enumerate(curve))

    def worth(self, key: str, values: np.ndarray) -> np.ndarray:
        """The chain's result for other values of one input, all else at its centre."""
        held: dict[str, Any] = dict(self.graph.base)
        held[key] = values * graph.factor(self.graph.nodes[key].estimate.unit)
        for name, node in self.graph.nodes.items():
            if node.recomputable:
                held[name] = graph.computed(node, held)
        unit = self.graph.nodes[self.spec["result"]].estimate.unit
        return np.broadcast_to(held[self.spec["result"]], values.shape) / graph.factor(unit)

    @property
    def result(self) -> Estimate:
        return self.graph.nodes[self.spec["result"]].estimate

    @property
    def price(self) -> Estimate:
        return self.graph.nodes[self.spec["price"]].estimate

    @property
    def gap(self) -> float:
        """The result against the price, as a fraction of it."""
        return self.result.number / self.price.number - 1

    @property
    def top(self) -> float:
        """The end of the scale of all curves and bars."""
        return float(self.spec["top"])

    @cached_property
    def swings(self) -> list[dict[str, Any]]:
        """The inputs, the one that moves the result most first."""
        return sorted(self.inputs, key=lambda i: -abs(i["swing"][1] - i["swing"][0]))

    @cached_property
    def presets(self) -> list[dict[str, Any]]:
        """Presets: name, note, and the value of each input in its unit."""
        found = []
        for preset in self.spec["presets"]:
            given = preset.get("set", {})
            values = {
                item["id"]: self.number(given[item["id"]], item["unit"])
                if item["id"] in given
                else item["value"]
                for item in self.inputs
            }
            found.append({"name": preset["name"], "note": preset["note"], "set": values})
        return found

    def script(self) -> str:
        """What the page's script computes with."""
        held = document.of_graph(self.graph)
        parts = ("id", "unit", "low", "high", "log", "value", "range", "former", "shown", "digits")
        made = {
            "graph": held,
            "units": {
                unit: [unit_words(unit, False), unit_words(unit)] for unit, _ in held["units"]
            },
            "result": self.spec["result"],
            "price": self.spec["price"],
            "top": self.top,
            "sign": self.spec["sign"],
            "answer": self.spec["answer"],
            "inputs": [{name: item[name] for name in parts} for item in self.inputs],
            "presets": self.presets,
        }
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return f"shortcaseCalculator({text});\n"


def _graph(book: Book, keys: list[str]) -> Graph:
    """The part of the book's graph that some numbers stand on, and they themselves."""
    whole = graph.of_book(book)
    kept = whole.under(keys)
    nodes = {key: node for key, node in whole.nodes.items() if key in kept}
    return Graph(book, nodes, {key: whole.base[key] for key in nodes})
