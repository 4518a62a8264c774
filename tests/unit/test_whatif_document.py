"""What if: programs of formulas, the page's document, and what differs between revisions."""

from __future__ import annotations

import gzip
import json
import math
import subprocess

import pytest
from books import row, small_book

from shortcase.faults import ReportError
from shortcase.formulas import arithmetic, beliefs, valuation
from shortcase.numbers import mathematics
from shortcase.whatif import document, graph, programs, revisions

LEAST = 0.8  # of all results, that can be computed again
DO = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "neg": lambda a: -a,
    "exp": math.exp,
    "log": math.log,
    "min": min,
    "max": max,
    "if": lambda a, b, c: b if a else c,
    "<": lambda a, b: a < b,
    "ceil": math.ceil,
}


def run(program, *given):
    """A program as a page runs it."""
    held, steps, at = [*given, *program["c"]], [], 0
    while at < len(program["s"]):
        name, arity = programs.OPERATIONS[program["s"][at]]
        places = program["s"][at + 1 : at + 1 + arity]
        values = [steps[-p] if p > 0 else held[-1 - p] for p in places]
        steps.append(DO[name](*values))
        at += 1 + arity
    return steps[-1]


def test_a_program_gives_what_its_formula_gives():
    names = ["growth", "months"]

    def formula(growth, months):
        return mathematics.where(growth < 2, mathematics.exp(growth) ** months, -months)

    program = programs.trace(formula, names)
    for given in ((1.5, 3.0), (2.5, 3.0)):
        assert math.isclose(run(program, *given), formula(*given))


def test_a_value_that_stands_twice_is_computed_once():
    program = programs.trace(lambda a, b: (a + b) * (a + b), ["a", "b"])
    assert len(program["s"]) == 6 and run(program, 1, 2) == 9


def test_an_argument_or_a_constant_alone_is_a_program():
    assert run(programs.trace(lambda a, b: b, ["a", "b"]), 1, 2) == 2
    assert run(programs.trace(lambda a: 7.0, ["a"]), 1) == 7


def test_a_long_formula_is_no_deeper_than_a_short_one():
    def formula(x):
        for _ in range(1500):
            x = x * 1.001 + 1
        return x

    assert math.isclose(run(programs.trace(formula, ["x"]), 2.0), formula(2.0))


def test_what_cannot_be_written_says_so():
    with pytest.raises(programs.UntraceableError):
        programs.trace(lambda a: float(a), ["a"])
    with pytest.raises(programs.UntraceableError, match="operation"):
        programs.trace(lambda a: a % 2, ["a"])


def test_every_formula_of_the_library_that_results_use_is_a_program(book):
    held = graph.of_book(book)
    again = [n for n in held.nodes.values() if n.recomputable]
    assert len(again) >= LEAST * sum(n.computed for n in held.nodes.values())
    fixed = [n.key for n in held.nodes.values() if n.fixed == graph.OTHER_VALUE]
    assert not fixed, fixed
    made = document.of_graph(held)
    assert document.NO_PROGRAM not in made["why"]
    size = len(gzip.compress(document.text(made).encode()))
    assert size <= 100 * 1024, f"{size:,} bytes compressed"


def test_verdicts_of_the_rule_are_the_stored_ones(book):
    from shortcase.whatif import weighed

    held = graph.of_book(book)
    for id, claim in weighed.by_rule(held).items():
        number = held.nodes[held.claims[id]].estimate
        assert weighed.name(claim, number) == claim["verdict"], id


def test_the_document_of_a_small_book(tmp_path):
    made = document.graph_document(small_book(tmp_path))
    assert made["node"]["id"] == ["books", "words", "amount"]
    assert made["results"][0][:2] == [2, 0]
    (settled,) = made["claims"]
    assert settled[0] == "says_amount" and made["verdicts"][settled[10]] == "holds"
    json.loads(document.text(made))


def test_formulas_are_found_by_their_name_and_arguments():
    known = graph.public_formulas()
    assert known["shortcase.formulas.arithmetic.multiple"] is arithmetic.multiple
    assert known["shortcase.formulas.beliefs.chance_below"] is beliefs.chance_below
    assert known["shortcase.formulas.valuation.gross_margin"] is valuation.gross_margin


def git(root, *arguments):
    who = ["-c", "user.name=n", "-c", "user.email=n@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def test_what_differs_between_revisions(tmp_path):
    report = small_book(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    small_book(tmp_path, books=40)
    found = revisions.compare(report, "HEAD")
    assert [(d.kind, d.id) for d in found.found] == [
        ("row", "books"),
        ("result", "amount"),
        ("verdict", "says_amount"),
    ]
    books, amount, _ = found.found
    assert (books.old, books.new) == ("20 books", "40 books")
    assert math.isclose(amount.size, math.log(2) / math.log(3))
    assert "| DATE | `books` | 20 books | 40 books | REASON |" in found.errata()
    assert found.counts()["result"] == {"changed": 1, "new": 0, "gone": 0}
    assert "results: 1 changed" in found.text() and json.dumps(found.record())
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "two")
    assert revisions.compare(report, "HEAD~1", "HEAD").found == found.found
    assert not revisions.compare(report, "HEAD").found
    with pytest.raises(ReportError, match="expected a revision"):
        revisions.compare(report, "nowhere")


def test_rows_of_a_revision_are_read_as_tables_are():
    held = revisions.held([row("books", 20.0, "book", None, None)], [])
    assert held["row", "books"][0].number == 20
