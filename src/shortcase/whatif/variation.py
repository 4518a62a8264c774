"""Variation: what moves in the book when some of its numbers are others.

>>> import shortcase
>>> varied = shortcase.what_if(v3_gpu_hour_price=3)
>>> varied.verdicts, varied.moved, varied.fixed
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from shortcase.faults import ReportError
from shortcase.numbers import units
from shortcase.numbers.estimate import Estimate
from shortcase.report import Report
from shortcase.whatif import changes, graph, weighed
from shortcase.whatif.chain import Chain
from shortcase.whatif.graph import Graph
from shortcase.whatif.sampling import FULL, Sample

if TYPE_CHECKING:
    import pandas as pd

STIRRED = 1e-9  # relative; less is no move
SHOWN = 12  # rows of each table in a summary
MOVED = (
    "id", "title", "chapter", "unit", "old", "old_low", "old_high", "new", "new_low", "new_high",
    "change", "size",
)  # fmt: skip
VERDICTS = (
    "id", "chapter", "importance", "statement", "old", "new", "old_stability", "stability",
    "computed", "old_value", "new_value",
)  # fmt: skip
JUDGED = (
    "id",
    "chapter",
    "importance",
    "statement",
    "verdict",
    "computed",
    "old_value",
    "new_value",
)
FIXED = ("id", "title", "chapter", "why")


def what_if(
    given: Mapping[str, Any] | None = None,
    /,
    *,
    report: Report | None = None,
    sample: Sample = FULL,
    **changed: Any,
) -> Variation:
    """The book with some of its numbers changed: an id and a number each, by name or in a mapping
    (``changes`` says what a number may be).

    Raises ReportError for unknown ids, units of another kind and numbers that cannot be.
    """
    both = set(given or {}) & set(changed)
    if both:
        raise ReportError(f"what if: found {sorted(both)} twice; expected each once")
    return of_graph(load(report or Report.here()), dict(given or {}) | changed, sample)


def of_graph(held: Graph, given: Mapping[str, Any], sample: Sample = FULL) -> Variation:
    """The variation of a graph."""
    return Variation(held, Chain(held, changes.read(held, given), sample))


_loaded: dict[tuple, Graph] = {}


def load(report: Report) -> Graph:
    """The graph of a report, built once while its files stay as they are."""
    files = sorted([*report.data.glob("*.*"), *report.notebooks.glob("*.ipynb")])
    stamp = (report.root, *((p.name, p.stat().st_mtime_ns) for p in files))
    if stamp not in _loaded:
        _loaded.clear()
        _loaded[stamp] = graph.build(report)
    return _loaded[stamp]


@dataclass(repr=False)
class Variation:
    """What moves when some numbers are others. ``moved``, ``verdicts``, ``judgements`` and
    ``fixed`` are tables, largest or weightiest first."""

    graph: Graph
    chain: Chain

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """All numbers that may have moved, by key, as they are now."""
        return self.chain.estimates([*self.chain.changed, *self.chain.moving])

    def old(self, key: str) -> Estimate:
        """A number as it is published."""
        return self.graph.nodes[key].estimate

    @cached_property
    def stirred(self) -> dict[str, Estimate]:
        """The results that have moved, in their centre or in an end of their interval."""
        return {
            key: new
            for key, new in self.estimates.items()
            if key not in self.chain.changed and self._has_moved(key, new)
        }

    def _has_moved(self, key: str, new: Estimate) -> bool:
        node = self.graph.nodes[key]
        if not node.recomputable:
            return False
        if not _same(self.chain.centres[key], self.graph.base[key], STIRRED):
            return True
        old = node.estimate
        ends = ((old.low, new.low), (old.high, new.high))
        return any(
            (a is None) != (b is None) or (a is not None and not _same(a, b, 1e-5)) for a, b in ends
        )

    @cached_property
    def moved(self) -> pd.DataFrame:
        """Published results that have moved, those that moved farthest first."""
        rows = []
        for key, new in self.stirred.items():
            node = self.graph.nodes[key]
            if node.kind == "result":
                old = node.estimate
                parts = (old.value, old.low, old.high, new.value, new.low, new.high)
                far = weighed.size(old, new)
                rows.append(
                    (node.id, node.title, node.place, old.unit, *parts, change(old, new), far)
                )
        return _table(sorted(rows, key=lambda r: (-r[-1], r[0])), MOVED)

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """Verdicts of the rule that are others now, the weightiest claims first."""
        rows = []
        for id, claim in weighed.by_rule(self.graph).items():
            key = self.graph.claims[id]
            new = self._settling(key)
            if new is None or (name := weighed.name(claim, new)) == claim["verdict"]:
                continue
            firm = weighed.stability(claim, new, self._draws(key))
            parts = (claim["verdict"], name, claim["stability"], firm)
            values = (self.graph.nodes[key].id, self.old(key).words(), new.words())
            rows.append((*_said(claim), *parts, *values))
        return _table(sorted(rows, key=lambda r: (r[2], r[0])), VERDICTS)

    @cached_property
    def judgements(self) -> pd.DataFrame:
        """Claims that are settled by a judgement and whose computed number has moved: their verdict
        stays, and should be read again."""
        ruled = weighed.by_rule(self.graph)
        rows = []
        for id, key in self.graph.claims.items():
            claim = self.graph.book.claims[id]
            new = self._settling(key)
            if id not in ruled and claim["judged"] and new is not None:
                values = (self.graph.nodes[key].id, self.old(key).words(), new.words())
                rows.append((*_said(claim), claim["verdict"], *values))
        return _table(sorted(rows, key=lambda r: (r[2], r[0])), JUDGED)

    @cached_property
    def fixed(self) -> pd.DataFrame:
        """Results that stand on a changed number and keep their published value here, because a
        fit, a simulation or a count made them."""
        nodes = [self.graph.nodes[key] for key in self.chain.touched]
        rows = [(n.id, n.title, n.place, n.fixed) for n in nodes if n.kind == "result"]
        return _table(rows, FIXED)

    def _settling(self, key: str) -> Estimate | None:
        """The number that settles a claim, where it has moved."""
        if key in self.chain.changed:
            return self.chain.changed[key]
        return self.stirred.get(key)

    @cached_property
    def _all_draws(self) -> dict[str, Any]:
        keys = [k for k in self.graph.claims.values() if self._settling(k) is not None]
        return self.chain.draws(keys)

    def _draws(self, key: str) -> np.ndarray | float:
        return self._all_draws[key] / graph.factor(self.graph.nodes[key].estimate.unit)

    def record(self) -> dict:
        """The variation as plain JSON."""
        changed = [
            {"id": self.graph.nodes[k].id, "kind": self.graph.nodes[k].kind}
            | {"title": self.graph.nodes[k].title}
            | {"old": self.old(k).record(), "new": new.record()}
            for k, new in self.chain.changed.items()
        ]
        tables = {
            t: _records(getattr(self, t)) for t in ("verdicts", "moved", "judgements", "fixed")
        }
        return {"changed": changed, "counts": {k: len(v) for k, v in tables.items()}} | tables

    def to_json(self) -> str:
        """The variation as JSON, for programs."""
        return json.dumps(self.record(), ensure_ascii=False, indent=1, allow_nan=False)

    def head(self) -> list[str]:
        """What was changed, and how much moves, in lines."""
        lines = [
            f"{self.graph.nodes[k].id}: {self.old(k).words()} becomes {new.words()}"
            for k, new in self.chain.changed.items()
        ]
        counts = (
            (len(self.moved), "result moves", "results move"),
            (len(self.verdicts), "verdict turns", "verdicts turn"),
            (len(self.judgements), "judgement to read again", "judgements to read again"),
            (len(self.fixed), "result cannot follow", "results cannot follow"),
        )
        return [*lines, ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts)]

    def text(self, most: int = SHOWN) -> str:
        """The variation for a terminal."""
        lines = self.head()
        for title, rows in self._short(most):
            lines += ["", title, *(f"  {'  '.join(row)}" for row in rows)]
        return "\n".join(lines)

    def _short(self, most: int) -> list[tuple[str, list[tuple]]]:
        verdicts = [
            (r.id, f"{r.old} → {r.new}", f"{r.old_value} → {r.new_value}")
            for r in self.verdicts.head(most).itertuples()
        ]
        moved = [
            (r.id, f"{self.old(r.id).words()} → {self.estimates[r.id].words()}", r.title)
            for r in self.moved.head(most).itertuples()
        ]
        judged = [
            (r.id, r.verdict, f"{r.old_value} → {r.new_value}")
            for r in self.judgements.head(most).itertuples()
        ]
        fixed = [(r.id, r.title) for r in self.fixed.head(most).itertuples()]
        parts = (
            ("Verdicts that turn", verdicts, self.verdicts),
            ("Results that move farthest", moved, self.moved),
            ("Judgements whose number moves", judged, self.judgements),
            ("Results that cannot follow (a fit, a simulation or a count)", fixed, self.fixed),
        )
        return [
            (f"{title} ({len(rows)} of {len(whole)})", rows) for title, rows, whole in parts if rows
        ]

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        parts = [f"<p>{'<br>'.join(map(escape, self.head()))}</p>"]
        for title, rows in self._short(SHOWN):
            body = "".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
            )
            parts.append(f"<h4>{escape(title)}</h4><table><tbody>{body}</tbody></table>")
        return "".join(parts)


def change(old: Estimate, new: Estimate) -> float:
    """By how much a number has changed: the difference of shares and of calendar years, the
    relative change of all else."""
    if old.unit == "calendar_year" or units.is_fraction(old.unit):
        return new.number - old.number
    return new.number / old.number - 1 if old.number else math.nan


def _said(claim: Mapping[str, Any]) -> tuple:
    return claim["id"], claim["chapter"], claim["importance"], claim["statement"]


def _same(one: Any, other: float | None, tolerance: float) -> bool:
    if other is None:
        return False
    return math.isclose(float(one), float(other), rel_tol=tolerance, abs_tol=1e-12)


def _table(rows: list[tuple], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))


def _records(table: pd.DataFrame) -> list[dict]:
    return [{k: _json(v) for k, v in row.items()} for row in table.to_dict("records")]


def _json(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.10g}") if math.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value
