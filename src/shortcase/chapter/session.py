"""What a notebook works with: its chapter's quantities, and the makers of results, claims and figures.

The chapter keeps account of every row that it hands out, so that its colophon can say what its outputs were made from.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd

from shortcase.chapter import claims as claims_
from shortcase.chapter import fingerprint as colophon, figures, results
from shortcase.charts import theme
from shortcase.data import tables
from shortcase.numbers import uncertainty
from shortcase.chapter.dials import Dial
from shortcase.chapter.display import Shown
from shortcase.faults import ReportError
from shortcase.data.quantities import Quantity, from_claim, from_row
from shortcase.chapter.results import Result


def open_chapter(name: str) -> Chapter:
    """Load and check ``data/`` and open a chapter. Raises ReportError with every fault of the tables."""
    quantities, claims = tables.load()
    if name not in {row["chapter"] for row in claims.values()}:
        raise ReportError(f"chapter {name!r}: data/claims.csv has no claim for it")
    alt.data_transformers.disable_max_rows()
    return Chapter(name, quantities, claims)


class Chapter:
    """One chapter while its notebook runs."""

    def __init__(self, name: str, quantities: dict[str, dict], claims: dict[str, dict]):
        self.name = name
        self._rows, self._claim_rows = quantities, claims
        self._quantities: dict[str, Quantity] = {}
        self.used = colophon.Used()
        self._made: set[str] = set()
        self._results: dict[str, Result] = {}

    # Inputs

    def __getitem__(self, id: str) -> Quantity:
        """The Quantity of a row of ``data/``. Raises ReportError for an unknown id."""
        if id not in self._rows:
            near = [k for k in self._rows if id in k or k in id][:3]
            raise ReportError(f"no row {id!r} in data/{'; near: ' + ', '.join(near) if near else ''}")
        self.used.rows.add(id)
        return self._quantities.setdefault(id, from_row(self._rows[id]))

    def said(self, claim: str) -> Quantity:
        """What the article states in a claim, as a quantity of tier ``article``."""
        if claim not in self._claim_rows:
            raise ReportError(f"no claim {claim!r} in data/claims.csv")
        self.used.claims.add(claim)
        return from_claim(self._claim_rows[claim])

    def rows(self, **where) -> pd.DataFrame:
        """Rows of ``data/`` as a DataFrame with index ``id``; each keyword filters a column by a value or a list of values.

        Raises ReportError where nothing fits.
        """
        chosen = colophon.select(self._rows, where)
        if not chosen:
            raise ReportError(f"no row of data/ has {where}")
        self.used.selections.append({k: v if isinstance(v, str) else sorted(v) for k, v in where.items()})
        self.used.rows.update(chosen)
        frame = pd.DataFrame([{k: v for k, v in self._rows[i].items() if k != "_row"} for i in chosen]).set_index("id")
        return frame.astype({"value": float, "low": float, "high": float})

    def pivot(self, index: str = "subject", columns: str = "quantity", **where) -> pd.DataFrame:
        """The wide form of rows: values, or texts where the fact is no number. Raises ReportError where two rows claim one cell."""
        long = self.rows(**where)
        twice = long[long.duplicated([index, columns], keep=False)]
        if len(twice):
            raise ReportError(f"two rows for one cell of the pivot: {', '.join(sorted(twice.index))}")
        long["cell"] = [t if t else v for t, v in zip(long["text"], long["value"], strict=True)]
        return long.pivot(index=index, columns=columns, values="cell")

    def rng(self, name: str) -> np.random.Generator:
        """A random generator for this chapter's draw of that name: the same each run."""
        return uncertainty.generator(f"{self.name}/{name}")

    # Results

    def result(self, id: str, formula: Callable, unit: str, title: str, **inputs) -> Result:
        """What a formula gives for named inputs, with interval, proven unit and shares of the spread."""
        self._new(id)
        return self._keep(results.of_formula(id, formula, unit, title, inputs))

    def computed(self, id: str, unit: str, title: str, method: str, inputs, value=None, low=None, high=None, draws=None) -> Result:
        """A result of a fit, a bootstrap or a simulation: see ``results.of_computation``."""
        self._new(id)
        listed = [self[x] if isinstance(x, str) and x in self._rows else x for x in results.flatten(inputs)]
        return self._keep(results.of_computation(id, unit, title, method, listed, value, low, high, draws))

    def flip(self, id: str, formula: Callable, argument: str, target: float, between: tuple[float, float], unit: str, title: str, **inputs) -> Result:
        """The value of one argument at which the formula reaches the target, other inputs as given; an interval from their draws.

        Raises ReportError if the formula does not cross the target between the two ends.
        """
        from scipy.optimize import brentq

        self._new(id)

        def solve(values: dict) -> float:
            def gap(x):
                return float(formula(**values, **{argument: x})) - target

            try:
                return brentq(gap, *between, xtol=1e-12 * max(map(abs, between)), rtol=1e-12)
            except ValueError:
                return math.nan

        centre = solve({k: v.number if isinstance(v, (Quantity, Result)) else float(v) for k, v in inputs.items()})
        if math.isnan(centre):
            raise ReportError(f"flip {id}: {formula.__name__} does not cross {target:g} for {argument} between {between[0]:g} and {between[1]:g}")
        low = high = None
        moving = {k: v for k, v in inputs.items() if isinstance(v, (Quantity, Result)) and v.low is not None}
        if moving:
            fixed = {k: v.number if isinstance(v, (Quantity, Result)) else float(v) for k, v in inputs.items() if k not in moving}
            picked = range(0, uncertainty.DRAWS, 20)
            found = np.array([solve(fixed | {k: float(v.draws[i]) for k, v in moving.items()}) for i in picked])
            found = found[np.isfinite(found)]
            if len(found) > 0.9 * len(picked):
                low, high = (float(q) for q in np.quantile(found, [0.05, 0.95]))
                low, high = min(low, centre), max(high, centre)
        method = f"value of {argument} at which {formula.__name__} reaches {target:g}"
        return self._keep(results.of_computation(id, unit, title, method, [v for v in inputs.values() if isinstance(v, (Quantity, Result))], centre, low, high))

    # Claims

    def claim(self, id: str, computed=None, verdict: str | None = None, reason: str = "", caveat: str = "", figures=(), sources=()) -> claims_.Claim:
        """Settle one claim of this chapter. Raises ReportError for a claim of another chapter, or one settled before."""
        if id not in self._claim_rows or self._claim_rows[id]["chapter"] != self.name:
            raise ReportError(f"claim {id!r} is not one of chapter {self.name!r} in data/claims.csv")
        self._new(f"claim {id}")
        self.used.claims.add(id)
        cited = dict.fromkeys([*([computed.source] if isinstance(computed, Quantity) and computed.source else []), *sources])
        if isinstance(computed, Result):
            cited = dict.fromkeys([*self._source_keys(self._leaf_rows([computed])), *cited])
        self._check_sources(cited)
        return claims_.settle(self._claim_rows[id], computed, verdict, reason, caveat, figures, tuple(cited))

    # Figures

    def figure(self, id: str, chart, title: str, caption: str, alt: str, inputs, data: pd.DataFrame | None = None, size: tuple[int, int] = (680, 360), dial: Dial | None = None,
               narrow: dict | None = None, narrow_chart=None) -> figures.Figure:
        """The chapter's figure of that id. Raises ReportError for a missing text, a foreign colour, an empty chart or one without inputs."""
        self._new(f"figure {id}")
        for name, text in (("title", title), ("caption", caption), ("alt", alt)):
            if not text.strip():
                raise ReportError(f"figure {id}: no {name}")
        if len(alt) < 60:
            raise ReportError(f"figure {id}: the alternative text has {len(alt)} characters; expected what a reader who cannot see the chart needs")
        listed = results.flatten([*inputs, *(dial.inputs if dial else [])])
        ids = tuple(dict.fromkeys(x.id if hasattr(x, "id") else str(x) for x in listed))
        if not ids:
            raise ReportError(f"figure {id}: no inputs")
        leaves = self._leaf_rows(listed)
        spec = figures.specification(id, chart, size, alt, dial)
        small = figures.specification(id, narrow_chart, (figures.NARROW_WIDTH, (narrow or {}).get("height", 360)), alt, dial) if narrow_chart is not None else dict(narrow or {})
        self.used.rows.update(i for i in ids if i in self._rows)
        return figures.Figure(id, self.name, title, caption, alt, spec, small, figures.table_of(data, spec), dial.record() if dial else None, ids,
                              self._source_keys(leaves), max((self._rows[i]["as_of"] for i in leaves if i in self._rows), default=""))

    def show(self, *items) -> Shown:
        """Several records as the output of one cell; figures stand alone."""
        if any(isinstance(i, figures.Figure) for i in items) and len(items) > 1:
            raise ReportError("a figure is the only output of its cell")
        return Shown(*items)

    def colophon(self) -> Shown:
        """The last cell: which rows and modules the chapter used, and the hash of all that its outputs were made from."""
        return Shown(colophon.Colophon.of_session(self.name, self.used, self._rows, self._claim_rows))

    # Helpers

    def _new(self, id: str) -> None:
        if id in self._made or id in self._rows:
            raise ReportError(f"{id}: this id is taken")
        self._made.add(id)

    def _leaf_rows(self, inputs) -> list[str]:
        """Ids of the rows and claims beneath inputs, in order; those of a result are those of its inputs."""
        found: dict[str, None] = {}
        for item in inputs:
            id = getattr(item, "id", item)
            if id in self._rows or id in self._claim_rows:
                found[id] = None
            elif id in self._results:
                found |= dict.fromkeys(self._leaf_rows(self._results[id].input_ids))
            else:
                raise ReportError(f"{id!r} is no row, claim or result of this chapter")
        return list(found)

    def _keep(self, result: Result) -> Result:
        self._results[result.id] = result
        return result

    def _source_keys(self, leaves) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._rows[i]["source"] if i in self._rows else "emanuel2025short" for i in leaves))

    def _check_sources(self, keys) -> None:
        from shortcase.paths import root

        missing = [k for k in keys if k not in tables.source_keys(root() / "book" / "references.bib")]
        if missing:
            raise ReportError(f"sources {missing} are not in book/references.bib")


colophon.watch()
