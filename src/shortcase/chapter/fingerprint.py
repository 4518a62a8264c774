"""Fingerprint: what a notebook's outputs were made from, as one hash that can be verified without
running it.

It covers what can change a number: the code of all cells, the rows that were used (and those that a
selection would give today), the claims, the formulas that the code imports with all that they call,
and the arithmetic of intervals and units. How charts are drawn is guarded by running the notebooks
again; a comment makes nothing stale.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shortcase.derived import definitions

PACKAGE = Path(__file__).parents[1]
FORMULAS = "shortcase.formulas"
DERIVED = "shortcase.derived"
NUMBERS = ("numbers/uncertainty.py", "numbers/mathematics.py", "chapter/evaluate.py")

executed: list[str] = []  # sources of the cells that this kernel has run, from the one that opened


def watch() -> None:
    """Keep the source of each cell that runs from now on, and of the one that is running. Does
    nothing outside a notebook."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or executed or not hasattr(shell, "kernel"):
        return
    executed.append(shell.kernel.get_parent().get("content", {}).get("code", ""))
    shell.events.register("pre_run_cell", lambda info: executed.append(info.raw_cell))


@dataclass
class Used:
    """What a chapter has been handed so far."""

    rows: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    selections: list[dict] = field(default_factory=list)
    words: dict[str, dict] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)


def select(rows: Mapping[str, dict], where: Mapping) -> list[str]:
    """Ids of the rows whose columns have the given value or one of the given values. Raises
    KeyError for an unknown column."""
    wanted = {k: {v} if isinstance(v, str) else set(v) for k, v in where.items()}
    return [i for i, row in rows.items() if all(row[k] in v for k, v in wanted.items())]


@dataclass(frozen=True)
class Colophon:
    """What the outputs of one notebook were made from."""

    chapter: str
    rows: tuple[str, ...]
    claims: tuple[str, ...]
    selections: tuple[dict, ...]
    formulas: tuple[str, ...]
    derived: tuple[str, ...]
    tiers: dict[str, int]
    hash: str
    steps: tuple[dict, ...] = ()  # records of results that are used and not shown
    variation: Mapping = field(default_factory=dict)  # what was supposed, in a variation

    @classmethod
    def of_session(
        cls,
        chapter: str,
        used: Used,
        rows: Mapping[str, dict],
        claims: Mapping[str, dict],
        steps: Iterable[dict] = (),
    ) -> Colophon:
        """The colophon of the running notebook: its code is what the kernel has executed since the
        chapter was opened, in the first cell."""
        cells = [source.strip() for source in executed]
        kept = sorted({json.dumps(s, sort_keys=True) for s in used.selections})
        selections = tuple(json.loads(s) for s in kept)
        row_ids, claim_ids = tuple(sorted(used.rows)), tuple(sorted(used.claims))
        tiers: dict[str, int] = {}
        for i in row_ids:
            tiers[rows[i]["tier"]] = tiers.get(rows[i]["tier"], 0) + 1
        parts = (row_ids, claim_ids, selections)
        derived = tuple(sorted(used.derived))
        digest = inputs_hash(cells, *parts, rows, claims, used.words, derived)
        names = tuple(imported(cells))
        counts = dict(sorted(tiers.items()))
        listed = (chapter, row_ids, claim_ids, selections, names, derived, counts, digest)
        return cls(*listed, tuple(steps))

    def record(self) -> dict:
        """The colophon as it is stored."""
        tiers = ", ".join(f"{n} {tier}" for tier, n in self.tiers.items())
        fields = sorted(
            {name.split(".")[-2] for name in self.formulas if name.startswith(FORMULAS)}
        )
        summary = (
            f"Made from {len(self.rows)} rows of data ({tiers}), {len(self.claims)} claims and the "
            f"formulas of {', '.join(fields) or 'no module'}; inputs {self.hash[:12]}."
        )
        return {
            "kind": "colophon",
            "chapter": self.chapter,
            "rows": list(self.rows),
            "claims": list(self.claims),
            "selections": list(self.selections),
            "formulas": list(self.formulas),
            "derived": list(self.derived),
            "hash": self.hash,
            "summary": summary,
            **({"steps": list(self.steps)} if self.steps else {}),
            **self.variation,
        }


def inputs_hash(
    cells: Sequence[str],
    row_ids: Iterable[str],
    claim_ids: Iterable[str],
    selections: Iterable[Mapping],
    rows: Mapping[str, dict],
    claims: Mapping[str, dict],
    words: Mapping[str, dict],
    derived: Iterable[str] = (),
) -> str:
    """SHA-256 of all inputs; a row, formula or definition that is gone counts as empty."""
    chosen = sorted({i for where in selections for i in select(rows, where)} | set(row_ids))
    parts = {
        "cells": list(cells),
        "rows": {i: _content(rows.get(i)) for i in chosen},
        "claims": {i: _content(claims.get(i)) for i in claim_ids},
        "words": dict(words),
        "formulas": {name: formula_hash(name) for name in imported(cells)},
        "numbers": {name: _meaning(PACKAGE / name) for name in NUMBERS},
        "units": _digest((PACKAGE / "numbers" / "units.txt").read_text("utf-8")),
    }
    if definitions_used := {id: _definition(id) for id in derived}:
        parts["derived"] = definitions_used
    return _digest(json.dumps(parts, sort_keys=True))


def _definition(id: str) -> dict:
    """What a derived result says, with those that it stands on."""
    derived = definitions().get(id)
    if derived is None:
        return {}
    inputs = dict(derived.inputs)
    beneath = {i: _definition(i) for i in inputs.values() if i in definitions()}
    return {
        "formula": formula_hash(derived.formula_name),
        "unit": derived.unit,
        "title": derived.title,
        "inputs": inputs,
        "beneath": beneath,
    }


def _content(row: dict | None) -> dict:
    return {k: v for k, v in (row or {}).items() if k not in ("_row", "table")}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def imported(cells: Iterable[str]) -> list[str]:
    """Full names of the formulas that cells use, sorted: those imported by name, and those reached
    through an imported module (``from shortcase.formulas import market as m``, then ``m.x``)."""
    trees = []
    for source in cells:
        try:
            trees.append(ast.parse(source))
        except SyntaxError:  # a cell with a magic imports nothing of ours
            continue
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names: dict[str, str] = {}
    for node in nodes:
        names |= _imports(node)
    found = {name for name in names.values() if not _is_module(name)}
    return sorted(found | {name for node in nodes if (name := _reached(node, names))})


def _imports(node: ast.AST) -> dict[str, str]:
    """The full names of what an import takes from the formulas, by the names that it gives them."""
    if isinstance(node, ast.ImportFrom) and _is_ours(node.module or ""):
        return {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return {}


def _reached(node: ast.AST, names: Mapping[str, str]) -> str:
    """The full name of what an expression takes from an imported module; empty for any other."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        return ""
    module = names.get(node.value.id, "")
    return f"{module}.{node.attr}" if module and _is_module(module) else ""


@cache
def _is_module(name: str) -> bool:
    try:
        return _is_ours(name) and importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # beneath it is a module, not a package
        return False


def _is_ours(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in (FORMULAS, DERIVED))


@cache
def formula_hash(name: str) -> str:
    """SHA-256 of what a formula does: its code without comments and docstrings, and that of all the
    module-level names of this library that it uses, all the way down. Empty for one that is
    gone."""
    return _digest("\n".join(sorted(_closure(name, {}).values())))


def _closure(name: str, seen: dict[str, str]) -> dict[str, str]:
    module_name, _, own = name.rpartition(".")
    definitions, names = _definitions(module_name)
    if name in seen or own not in definitions:
        target = names.get(own)
        return _closure(target, seen) if target and target not in seen else seen
    node = definitions[own]
    seen[name] = ast.dump(_without_docstrings(node))
    for used in _names_in(node, names) - {own}:
        target = f"{module_name}.{used}" if used in definitions else names.get(used, used)
        if _is_ours(target.rpartition(".")[0]) and target not in seen:
            _closure(target, seen)
    return seen


def _names_in(node: ast.AST, names: Mapping[str, str]) -> set[str]:
    """Names that code uses: plain ones, and in full those that it reaches through a module."""
    nodes = list(ast.walk(node))
    plain = {n.id for n in nodes if isinstance(n, ast.Name)}
    return plain | {full for n in nodes if (full := _reached(n, names))}


@cache
def _definitions(module_name: str) -> tuple[dict[str, ast.stmt], dict[str, str]]:
    """A module's functions and constants by name, and the full names of what it imports from the
    formulas."""
    try:
        file = importlib.import_module(module_name).__file__
    except ImportError:
        file = None
    if file is None:
        return {}, {}
    definitions: dict[str, ast.stmt] = {}
    names: dict[str, str] = {}
    for node in ast.parse(Path(file).read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            definitions[node.name] = node
        elif isinstance(node, ast.Assign):
            definitions |= {t.id: node for t in node.targets if isinstance(t, ast.Name)}
        names |= _imports(node)
    return definitions, names


def _without_docstrings(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


@cache
def _meaning(path: Path) -> str:
    """SHA-256 of a module's code without comments and docstrings."""
    return _digest(ast.dump(_without_docstrings(ast.parse(path.read_text("utf-8")))))
