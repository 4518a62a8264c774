"""The page's engine against Python: every number that can be computed again, for 300 sets of one to
five changed inputs."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest

from shortcase.whatif import changes, document, graph, sampling, variation
from shortcase.whatif.chain import Chain

ENGINE = Path(__file__).parents[2] / "src/shortcase_site/static/whatif-engine.js"
SETS = 300
SEED = 20250125
DIGITS = 1e-6
OF_WIDTH = 0.03  # an interval of few draws and one of many
MOST_WITHIN = 0.93  # of the intervals; the others have long tails or steps
AGAIN = """([text, sets]) => {
  const graph = ShortcaseWhatIf.prepare(JSON.parse(text));
  const plain = (key, x) => typeof x === "number" && !Number.isFinite(x) ? String(x) : x;
  return JSON.stringify(sets.map((set) => {
    const state = ShortcaseWhatIf.evaluate(graph, set);
    const verdicts = ShortcaseWhatIf.verdicts(graph, state);
    return {
      numbers: ShortcaseWhatIf.intervals(graph, state),
      touched: state.touched,
      verdicts: verdicts.map((v) => [v.id, v.new, v.stability]),
    };
  }), plain);
}"""
HOSTILE = """(text) => {
  const graph = ShortcaseWhatIf.prepare(JSON.parse(text));
  const id = graph.ids[0], found = [];
  const many = Object.fromEntries(Array.from({length: 10000}, (_, i) => [`x${i}`, 1]));
  const tries = [{nothing: 1}, {[id]: NaN}, {[id]: 1e400}, {[id]: "<script>"}, {[id]: null}, many,
    {__proto__: 3, constructor: 1}, {[id]: [3, 4, 5]}, {[id]: -1e300}];
  for (const changes of tries) {
    const why = ShortcaseWhatIf.check(graph, changes).map((f) => f.why);
    let refused = false;
    try { ShortcaseWhatIf.evaluate(graph, changes); } catch (error) { refused = true; }
    found.push([refused, why.length > 0]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def held(book) -> graph.Graph:
    return graph.of_book(book)


@pytest.fixture(scope="module")
def sheet(browser):
    """An empty page with the engine."""
    made = browser.new_page()
    made.add_script_tag(content=ENGINE.read_text("utf-8"))
    yield made
    made.close()


def sets_of(held: graph.Graph) -> list[dict[str, float]]:
    """Sets of one to five changed inputs, of those on which something is computed."""
    rng = random.Random(SEED)
    below = {k for n in held.nodes.values() if n.recomputable for k in n.below}
    leaves = sorted(k for k in below if not held.nodes[k].computed)
    return [
        {k: other(held.nodes[k], rng.random()) for k in rng.sample(leaves, rng.randint(1, 5))}
        for _ in range(SETS)
    ]


def other(node: graph.Node, chance: float) -> float:
    """Another value of a number: within its bounds, up to twice or half as large."""
    value = node.estimate.number
    if node.estimate.unit == "calendar_year":
        return round(value + 3 * chance - 1.5, 3)
    if changes.supposed.allowed(node.estimate) == (0.0, 1.0):
        return round(0.02 + 0.96 * chance, 6)
    return float(f"{value * math.exp(1.4 * chance - 0.7):.6g}")


@pytest.fixture(scope="module")
def pairs(held, sheet) -> list:
    """Each set with what Python and the page make of it."""
    text, sets = document.text(document.of_graph(held)), sets_of(held)
    there = json.loads(sheet.evaluate(AGAIN, [text, sets]))
    return [
        (Chain(held, changes.read(held, wanted), sampling.PAGE), found)
        for wanted, found in zip(sets, there, strict=True)
    ]


def close(one: float | None, other, tolerance: float, width: float | None = None) -> bool:
    if one is None or other is None:
        return one is other
    one, other = float(one), float(other)
    if not math.isfinite(one) or not math.isfinite(other):
        return str(one) == str(other)
    size = max(abs(one), abs(other)) if width is None else width
    return abs(one - other) <= max(tolerance * size, 1e-12)


def test_page_and_python_agree(held, pairs):
    wrong, count = [], 0
    for chain, found in pairs:
        assert sorted(found["touched"]) == sorted(chain.touched)
        for key, here in chain.estimates(chain.moving).items():
            there = found["numbers"][key]
            count += 1
            width = (here.high or 0) - (here.low or 0) or None
            good = close(here.value, there["value"], DIGITS)
            good &= close(here.low, there["low"], DIGITS, width)
            good &= close(here.high, there["high"], DIGITS, width)
            wrong += [] if good else [(key, here, there)]
    assert count > 3000 and not wrong, wrong[:5]


def test_verdicts_agree(held, pairs):
    for chain, found in pairs:
        here = variation.Variation(held, chain).verdicts
        mine = sorted(zip(here["id"], here["new"], here["stability"], strict=True))
        assert mine == sorted(map(tuple, found["verdicts"]))


def test_few_draws_say_what_many_say(held, pairs):
    within = []
    for chain, found in pairs:
        many = Chain(held, chain.changed, sampling.FULL)
        for key, here in many.estimates(many.moving).items():
            there = found["numbers"][key]
            if here.low is None or there["low"] is None or here.low == here.high:
                continue
            width = here.high - here.low
            ends = ((here.low, there["low"]), (here.high, there["high"]))
            within.append(all(close(a, b, OF_WIDTH, width) for a, b in ends))
    assert sum(within) >= MOST_WITHIN * len(within), f"{sum(within)} of {len(within)}"


def test_hostile_changes_change_nothing_and_say_why(held, sheet):
    found = sheet.evaluate(HOSTILE, document.text(document.of_graph(held)))
    assert found and all(refused and why for refused, why in found), found
