"""Colophon: what a notebook's outputs were made from, as one hash that can be verified without running it.

The hash covers the code of all cells, the rows that were used (and those that a selection would give today), the claims, and the modules of this package that
were loaded. It is stored with the outputs; `stale` computes it afresh from the files.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


executed: list[str] = []  # sources of the cells that this kernel has run, from the one that imported the package


def watch() -> None:
    """Keep the source of each cell that runs from now on, and of the one that is running. Does nothing outside a notebook."""
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


def select(rows: dict[str, dict], where: dict) -> list[str]:
    """Ids of the rows whose columns have the given value or one of the given values. Raises KeyError for an unknown column."""
    wanted = {k: {v} if isinstance(v, str) else set(v) for k, v in where.items()}
    return [i for i, row in rows.items() if all(row[k] in values for k, values in wanted.items())]


@dataclass(frozen=True)
class Colophon:
    """What the outputs of one notebook were made from."""

    chapter: str
    rows: tuple[str, ...]
    claims: tuple[str, ...]
    selections: tuple[dict, ...]
    modules: tuple[str, ...]
    tiers: dict[str, int]
    hash: str

    @classmethod
    def of_session(cls, chapter: str, used: Used, rows: dict, claims: dict) -> Colophon:
        """The colophon of the running notebook: its code is what the kernel has executed since this package was imported, in the first cell."""
        cells = [source.strip() for source in executed]
        modules = tuple(sorted(name for name, module in sys.modules.items() if (name == "shortcase" or name.startswith("shortcase.")) and getattr(module, "__file__", None)))
        selections = tuple(json.loads(s) for s in sorted({json.dumps(s, sort_keys=True) for s in used.selections}))
        row_ids, claim_ids = tuple(sorted(used.rows)), tuple(sorted(used.claims))
        tiers = {}
        for i in row_ids:
            tiers[rows[i]["tier"]] = tiers.get(rows[i]["tier"], 0) + 1
        return cls(chapter, row_ids, claim_ids, selections, modules, dict(sorted(tiers.items())), inputs_hash(cells, row_ids, claim_ids, selections, modules, rows, claims))

    def record(self) -> dict:
        """The colophon as it is stored."""
        tiers = ", ".join(f"{n} {tier}" for tier, n in self.tiers.items())
        formulas = [m.rsplit(".", 1)[1] for m in self.modules if m.startswith("shortcase.formulas.")]
        return {"kind": "colophon", "chapter": self.chapter, "rows": list(self.rows), "claims": list(self.claims), "selections": list(self.selections), "modules": list(self.modules), "hash": self.hash,
                "summary": f"Made from {len(self.rows)} rows of data ({tiers}), {len(self.claims)} claims and the formulas of {', '.join(formulas) or 'no module'}; inputs {self.hash[:12]}."}


def inputs_hash(cells: list[str], row_ids, claim_ids, selections, modules, rows: dict, claims: dict) -> str:
    """SHA-256 of all inputs; a row or module that is gone counts as empty."""
    chosen = sorted({i for where in selections for i in select(rows, where)} | set(row_ids))
    parts = {
        "cells": cells,
        "rows": {i: _content(rows.get(i)) for i in chosen},
        "claims": {i: _content(claims.get(i)) for i in claim_ids},
        "modules": {name: _module_hash(name) for name in modules},
        "units": hashlib.sha256((PACKAGE / "numbers" / "units.txt").read_bytes()).hexdigest(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _content(row: dict | None) -> dict:
    return {k: v for k, v in (row or {}).items() if k not in ("_row", "table")}


def _module_hash(name: str) -> str:
    relative = name.split(".")[1:]
    for path in (PACKAGE.joinpath(*relative).with_suffix(".py") if relative else PACKAGE / "__init__.py", PACKAGE.joinpath(*relative, "__init__.py")):
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""
