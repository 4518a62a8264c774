"""What a chapter is given: rows of data, what the article says, plain numbers with a unit, and what
is supposed in a variation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from shortcase.chapter import fingerprint, varied
from shortcase.chapter.results import Result
from shortcase.data import sources, tables
from shortcase.data.quantities import Quantity, from_claim, from_row
from shortcase.faults import ReportError
from shortcase.numbers import uncertainty, units
from shortcase.numbers.estimate import Estimate
from shortcase.report import Report


class Inputs:
    """The numbers that a chapter may use, with an account of those that it has been handed."""

    def __init__(
        self,
        name: str,
        quantities: dict[str, dict],
        claim_rows: dict[str, dict],
        report: Report,
    ):
        self.name = name
        self.report = report
        self._rows, self._claim_rows = quantities, claim_rows
        self._said_rows: dict[str, dict] = {}
        self._article = sources.article(report)
        self._quantities: dict[str, Quantity] = {}
        self._results: dict[str, Result] = {}
        self.used = fingerprint.Used()
        self.variation = varied.begin()

    def __getitem__(self, id: str) -> Quantity:
        """The Quantity of a row of ``data/``. Raises ReportError for an unknown id."""
        if id not in self._rows:
            near = tables.near(id, self._rows)
            raise ReportError(f"found no row {id!r} in data/; expected an id{near}")
        self.used.rows.add(id)
        return self._quantities.setdefault(id, from_row(self._rows[id]))

    def said(self, claim: str) -> Quantity:
        """What the article states in a claim, as a quantity of tier ``article``. Raises ReportError
        for an unknown claim."""
        if claim not in self._claim_rows:
            near = tables.near(claim, self._claim_rows)
            raise ReportError(f"found no claim {claim!r} in data/claims.csv; expected an id{near}")
        self.used.claims.add(claim)
        return from_claim(self._said_rows.get(claim, self._claim_rows[claim]), self._article)

    def suppose(self, id: str, wanted: Any) -> None:
        """From here on, a number is another: of a row, of what the article says in a claim, or of a
        result that is still to be made (``numbers.supposed`` says what may be given).

        What stands on it is marked, what no longer holds is listed, and nothing of it is stored as
        published. Raises ReportError for another unit and for a number that cannot be.
        """
        known = self._rows.get(id) or self._claim_rows.get(id)
        if known is None and id in self._results:
            raise ReportError(f"suppose {id}: found a result made above; expected it later")
        if known is None:
            self.variation.pending[id] = wanted
            return
        held = from_row(known) if id in self._rows else from_claim(known, self._article)
        made = self.variation.suppose(id, held.estimate(), wanted)
        ends = (made.low, made.high)
        if held.has_interval and not made.has_interval:  # exact, and still with ends to be drawn
            ends = (made.value, made.value)
        changed = known | {"value": made.value, "low": ends[0], "high": ends[1]}
        if id in self._rows:
            self._rows = self._rows | {id: changed}
            self._quantities.pop(id, None)
        else:
            self._said_rows[id] = changed
        print(f"A variation. {self.variation.words()[-1]}")

    @staticmethod
    def holds(condition: bool, words: str) -> None:
        """Raises ReportError where something that the chapter's numbers must fulfil does not hold;
        a variation lists it."""
        if not condition:
            varied.fault(f"found that it does not hold: {words}")

    def rows(self, **where) -> pd.DataFrame:
        """Rows of ``data/`` as a DataFrame with index ``id``; each keyword filters a column by a
        value or a list of values.

        Raises ReportError where nothing fits.
        """
        chosen = fingerprint.select(self._rows, where)
        if not chosen:
            raise ReportError(f"found no row of data/ with {where}; expected one or more")
        kept = {k: v if isinstance(v, str) else sorted(v) for k, v in where.items()}
        self.used.selections.append(kept)
        self.used.rows.update(chosen)
        records = [{k: v for k, v in self._rows[i].items() if k != "_row"} for i in chosen]
        frame = pd.DataFrame(records).set_index("id")
        return frame.astype({"value": float, "low": float, "high": float})

    def pivot(self, index: str = "subject", columns: str = "quantity", **where) -> pd.DataFrame:
        """The wide form of rows: values, or texts where the fact is no number. Raises ReportError
        where two rows claim one cell."""
        long = self.rows(**where)
        twice = long[long.duplicated([index, columns], keep=False)]
        if len(twice):
            ids = ", ".join(sorted(twice.index))
            raise ReportError(f"pivot: found two rows for one cell ({ids}); expected one")
        long["cell"] = [t or v for t, v in zip(long["text"], long["value"], strict=True)]
        return long.pivot(index=index, columns=columns, values="cell")

    def rng(self, name: str) -> np.random.Generator:
        """A random generator for this chapter's draw of that name: the same each run."""
        return uncertainty.generator(f"{self.name}/{name}")

    @staticmethod
    def measure(value, unit: str):
        """A plain number or an array of a computation as a quantity with its unit."""
        return units.Q_(value, units.parse(unit))

    @staticmethod
    def exact(value: float, unit: str) -> Estimate:
        """A plain number with its unit and no interval: a count, a horizon or a target that is a
        choice of the text and no fact."""
        return Estimate(float(value), unit=unit)
