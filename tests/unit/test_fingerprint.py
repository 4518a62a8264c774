"""What makes a notebook stale, and what does not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from shortcase.chapter import fingerprint
from shortcase.derived import Derived

FORMULA = '''"""A module."""

from shortcase.formulas.other import shared

FACTOR = 3.0


def used(x):
    """A formula."""
    return _half(x) * FACTOR + shared(x)  # a comment


def _half(x):
    return x / 2


def unused(x):
    return x
'''
OTHER = "def shared(x):\n    return x\n"
CELL = ["from shortcase.formulas.made import used"]


@pytest.fixture
def hash_of(tmp_path, monkeypatch):
    """The hash of a notebook that uses ``used``, for given texts of its module and another."""
    import shortcase.formulas

    monkeypatch.setattr(shortcase.formulas, "__path__", [str(tmp_path)])

    def made(text: str = FORMULA, other: str = OTHER, cells=CELL, **parts) -> str:
        for name, content in (("made", text), ("other", other)):
            (tmp_path / f"{name}.py").write_text(content)
            sys.modules.pop(f"shortcase.formulas.{name}", None)
        for cached in (fingerprint.formula_hash, fingerprint._definitions):
            cached.cache_clear()
        usual: dict = {"row_ids": ["a"], "claim_ids": ["c"], "selections": [], "words": {}}
        tables: dict = {"rows": {"a": {"value": 1, "_row": "2"}}, "claims": {"c": {"value": 2}}}
        return fingerprint.inputs_hash(cells, **(usual | tables | parts))

    yield made
    for name in ("made", "other"):
        sys.modules.pop(f"shortcase.formulas.{name}", None)
    for cached in (fingerprint.formula_hash, fingerprint._definitions, fingerprint._meaning):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("* FACTOR", "/ FACTOR"),
        ("FACTOR = 3.0", "FACTOR = 4.0"),
        ("return x / 2", "return x / 3"),
        ("shared(x)", "shared(2 * x)"),
    ],
)
def test_a_changed_formula_constant_or_helper_makes_stale(hash_of, old, new):
    before = hash_of()
    assert hash_of(FORMULA.replace(old, new)) != before


def test_a_helper_of_another_module_makes_stale(hash_of):
    assert hash_of() != hash_of(other=OTHER.replace("return x", "return 2 * x"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  # a comment", "  # another comment"),
        ('"""A formula."""', '"""The same formula, said better."""'),
        ('"""A module."""', '"""A module of formulas."""'),
        ("return x\n", "return 5 * x\n"),
    ],
)
def test_a_comment_a_docstring_and_an_unused_formula_make_nothing_stale(hash_of, old, new):
    assert old in FORMULA
    before = hash_of()
    assert hash_of(FORMULA.replace(old, new)) == before


def test_a_changed_row_claim_cell_and_word_make_stale(hash_of):
    before = hash_of()
    assert hash_of(rows={"a": {"value": 2, "_row": "2"}}) != before
    assert hash_of(claims={"c": {"value": 3}}) != before
    assert hash_of(cells=[*CELL, "x = 1"]) != before
    assert hash_of(words={"claims/c": {"reason": "another"}}) != before


def test_a_row_that_moves_in_its_table_makes_nothing_stale(hash_of):
    assert hash_of(rows={"a": {"value": 1, "_row": "7", "table": "t"}}) == hash_of()


def test_a_selection_that_would_give_another_row_makes_stale(hash_of):
    rows = {"a": {"value": 1, "unit": "GB"}, "b": {"value": 2, "unit": "MB"}}
    chosen = {"selections": [{"unit": "GB"}]}
    before = hash_of(rows=rows, **chosen)
    assert hash_of(rows=rows | {"b": {"value": 2, "unit": "GB"}}, **chosen) != before


def test_a_changed_definition_or_one_beneath_it_makes_stale(hash_of, monkeypatch):
    def formula(x):
        return x

    formula.__module__, formula.__name__ = "shortcase.formulas.made", "used"

    def made(unit="GB", beneath="row_a"):
        return {
            "top": Derived("top", formula, unit, "T", {"x": "low"}),
            "low": Derived("low", formula, "GB", "L", {"x": beneath}),
        }

    def with_definitions(found):
        monkeypatch.setattr(fingerprint, "definitions", lambda: found)
        return hash_of(derived=["top"])

    before = with_definitions(made())
    assert with_definitions(made()) == before
    assert with_definitions(made(unit="MB")) != before
    assert with_definitions(made(beneath="row_b")) != before
    assert with_definitions({}) != before


def test_how_charts_look_is_no_input():
    assert not any(name.startswith(("charts/", "book/")) for name in fingerprint.NUMBERS)
    folder = Path(fingerprint.PACKAGE)
    assert all((folder / name).is_file() for name in fingerprint.NUMBERS)


def test_formulas_are_known_by_name_and_through_their_module():
    cells = [
        "import numpy\nfrom shortcase.formulas import market as m",
        "%magic",
        "from shortcase.formulas.training import run_days",
        "numpy.exp(m.market_value(1, 2))",
    ]
    assert fingerprint.imported(cells) == [
        "shortcase.formulas.market.market_value",
        "shortcase.formulas.training.run_days",
    ]


@pytest.mark.parametrize(
    "cells",
    [
        ["from shortcase.formulas import made as m", "m.used"],
        ["from shortcase.formulas import made", "y = made.used(2)"],
        ["from shortcase.formulas.made import used as f", "f(2)"],
    ],
)
def test_a_changed_formula_makes_stale_however_it_is_imported(hash_of, cells):
    before = hash_of(cells=cells)
    assert hash_of(FORMULA.replace("* FACTOR", "/ FACTOR"), cells=cells) != before
    assert hash_of(FORMULA.replace("return x\n", "return 5 * x\n"), cells=cells) == before


def test_a_helper_reached_through_its_module_makes_stale(hash_of):
    text = FORMULA.replace(
        "from shortcase.formulas.other import shared", "from shortcase.formulas import other"
    )
    text = text.replace("shared(x)", "other.shared(x)")
    before = hash_of(text)
    assert hash_of(text, other=OTHER.replace("return x", "return 2 * x")) != before
