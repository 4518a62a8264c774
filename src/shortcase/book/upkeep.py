"""What the guide asks of every chapter and formula, and of the ids that records name: one check for
each rule, and all that is missing at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from shortcase.book.records import Book, Notebook
from shortcase.data import tables
from shortcase.derived import definitions
from shortcase.faults import Fault
from shortcase.numbers import words
from shortcase.report import Report, relative

FEWEST_DIALS = 2
FLIP_METHOD = "value of "  # how the method of a flip begins


def faults(book: Book) -> list[Fault]:
    """Everything that a chapter, a record or a formula lacks."""
    found = [fault for notebook in book.notebooks for fault in _chapter_faults(book, notebook)]
    found += _readout_faults(book)
    found += _derived_faults(book)
    found += _estimate_faults(book)
    return found + list(formula_faults(book.report))


def _chapter_faults(book: Book, notebook: Notebook) -> Iterator[Fault]:
    file = relative(notebook.path)
    dials = [f for f in notebook.of_kind("figure") if f["dial"]]
    if len(dials) < FEWEST_DIALS:
        expected = f"{FEWEST_DIALS} or more, each a figure with dial="
        yield Fault(file, "", f"{len(dials)} of the dials of a chapter", expected)
    if not _names_a_flip(book, notebook):
        yield Fault(file, "", "no value at which a conclusion flips", "a result of ch.flip")
    last = notebook.cells[-1]["source"].strip() if notebook.cells else ""
    if not last.endswith("colophon()"):
        yield Fault(file, f"cell {len(notebook.cells)}", "no colophon", "ch.colophon() at the end")


def _names_a_flip(book: Book, notebook: Notebook) -> bool:
    """True where the chapter has a result that is a flip (solved, or so named), or a section on
    flips that links to a result."""
    for result in notebook.of_kind("result"):
        if result["method"].startswith(FLIP_METHOD) or re.search("flip|break", result["id"]):
            return True
    sections = (
        part
        for cell in notebook.cells
        if cell["cell_type"] == "markdown"
        for part in re.split(r"^(?=##+ )", cell["source"], flags=re.M)
        if re.match(r"##+ .*flip", part, re.I)
    )
    return any(link.target in book.results for part in sections for link in words.links(part))


def _readout_faults(book: Book) -> Iterator[Fault]:
    """Readouts of dials that name no number, or none of the book, that they must equal."""
    known = book.numbers()
    for id, figure in book.figures.items():
        for readout in figure["dial"]["readouts"] if figure["dial"] else ():
            name, equals = readout["name"], readout.get("equals", "")
            if equals in known:
                continue
            file, _, place = book.places["figure", id].partition(", ")
            found = f"the readout {name!r}, which names no result"
            expected = "equals=, the shown result or the row that it is at our estimate"
            if equals:
                found = f"the readout {name!r}, which equals the unknown {equals!r}"
                expected = f"a shown result or a row{tables.near(equals, known)}"
            yield Fault(file, f"{place}, figure {id}", found, expected)


def _derived_faults(book: Book) -> Iterator[Fault]:
    """Derived results that no chapter shows; those of another report, whose rows this one lacks,
    are left alone."""
    for id, definition in definitions().items():
        rows = [x for x in definition.inputs.values() if isinstance(x, str)]
        if id not in book.results and any(x in book.quantities for x in rows):
            found = f"{id!r}, which no chapter shows"
            yield Fault("src/shortcase/derived", "", found, "one that does")


def _estimate_faults(book: Book) -> Iterator[Fault]:
    """Verdicts of the rule that hang on estimates: an estimate decides no verdict."""
    for id, claim in book.claims.items():
        if claim["turned_by"]:
            file, _, place = book.places["claim", id].partition(", ")
            moving = ", ".join(claim["turned_by"])
            found = f"{claim['verdict']!r}, which turns when {moving} move inside their intervals"
            expected = "a typed judgement, such as 'cannot be settled': an estimate decides none"
            yield Fault(file, f"{place}, claim {id}", found, expected)


def formula_faults(report: Report) -> Iterator[Fault]:
    """Public formulas that no test of their field names. Nothing where there are no tests."""
    tests = report.root / "tests" / "unit"
    folder = report.formulas
    if not tests.is_dir() or not folder.is_dir():
        return
    for path in sorted(folder.glob("[a-z]*.py")):
        test = tests / f"test_formulas_{path.stem}.py"
        text = test.read_text("utf-8") if test.is_file() else ""
        named = {n.attr for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Attribute)}
        named |= {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
        for name in public_functions(path):
            if name not in named:
                expected = f"one in {relative(test)}"
                yield Fault(relative(path), name, "a formula without a test", expected)


def public_functions(path: Path) -> list[str]:
    """Names of a module's public functions."""
    body = ast.parse(path.read_text("utf-8")).body
    named = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    return [name for name in named if not name.startswith("_")]
