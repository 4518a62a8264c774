"""What a notebook works with: its chapter's quantities, and the makers of results, claims and
figures.

The chapter keeps account of every row that it hands out, so that its colophon can say what its
outputs were made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from shortcase.chapter import claims, figures, fingerprint, results, steps, weighing
from shortcase.chapter.dials import Dial
from shortcase.chapter.display import Record, Shown
from shortcase.chapter.results import Result
from shortcase.charts import drawing
from shortcase.data import sources, tables, texts
from shortcase.data.quantities import Quantity, from_claim, from_row
from shortcase.derived import SAID, definitions
from shortcase.faults import ReportError
from shortcase.numbers import uncertainty, units
from shortcase.numbers.estimate import Estimate
from shortcase.numbers.words import plain_text
from shortcase.report import Report

SHORTEST_ALT = 60  # characters; less can't say what a reader who cannot see the chart needs


def open_chapter(name: str, report: Report | None = None) -> Chapter:
    """Load and check ``data/`` and open a chapter of the report in whose folder the notebook lies.

    Raises ReportError with every fault of the tables.
    """
    report = report or Report.here()
    quantities, claim_rows = tables.load(report)
    if name not in {row["chapter"] for row in claim_rows.values()}:
        raise ReportError(
            f"chapter {name!r}: found no claim in data/claims.csv; expected one or more"
        )
    alt.data_transformers.disable_max_rows()
    fingerprint.watch()
    return Chapter(name, quantities, claim_rows, report)


class Chapter:
    """One chapter while its notebook runs."""

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
        self._article = sources.article(report)
        self._words = texts.load(report, name)
        self._quantities: dict[str, Quantity] = {}
        self.used = fingerprint.Used()
        self._made: dict[str, str] = {}
        self._results: dict[str, Result] = {}
        self._settling: set[str] = set()

    # Inputs

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
        return from_claim(self._claim_rows[claim], self._article)

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

    # Results

    def result(self, id: str, formula: Callable, unit: str, title: str, **inputs) -> Result:
        """What a formula gives for named inputs, with interval, proven unit and shares of the
        spread: see ``results.of_formula``."""
        self._new(id, "result")
        return self._keep(results.of_formula(id, formula, unit, title, inputs))

    def computed(
        self, id: str, unit: str, title: str, method: str, inputs, value=None, low=None, high=None,
        draws=None,
    ) -> Result:  # fmt: skip
        """A result of a fit, a bootstrap or a simulation: see ``results.of_computation``."""
        self._new(id, "result")
        listed = [
            self[x] if isinstance(x, str) and x in self._rows else x
            for x in results.flatten(inputs)
        ]
        return self._keep(
            results.of_computation(id, unit, title, method, listed, value, low, high, draws)
        )

    def flip(
        self,
        id: str,
        formula: Callable,
        argument: str,
        target: Estimate | float,
        between: tuple[float, float],
        unit: str,
        title: str,
        **inputs,
    ) -> Result:
        """The value of one argument, in ``unit``, at which a formula reaches the target: see
        ``results.of_flip``."""
        self._new(id, "result")
        return self._keep(
            results.of_flip(id, formula, argument, target, between, unit, title, inputs)
        )

    def derived(self, id: str) -> Result:
        """A result that several chapters need, from its definition in ``shortcase.derived``. Shown,
        it is published by this chapter; else it is an input like any other.

        Raises ReportError for an unknown id.
        """
        if id not in definitions():
            near = tables.near(id, definitions())
            found = f"found no derived result {id!r}; expected one of shortcase.derived{near}"
            raise ReportError(found)
        self.used.derived.add(id)
        if id not in self._results:
            self._new(id, "result")
            made = definitions()[id]
            inputs = {name: self._derived_input(x) for name, x in made.inputs.items()}
            self._keep(results.of_formula(id, made.formula, made.unit, made.title, inputs))
        return self._results[id]

    def _derived_input(self, given: str | tuple[float, str]) -> Estimate:
        if not isinstance(given, str):
            return self.exact(*given)
        if given.startswith(SAID):
            return self.said(given.removeprefix(SAID))
        return self.derived(given) if given in definitions() else self[given]

    # Claims

    def claim(
        self,
        id: str,
        computed: Any = None,
        verdict: str | None = None,
        reason: str = "",
        caveat: str = "",
        figures: Iterable[str] = (),
        sources: Iterable[str] = (),
    ) -> claims.Claim:
        """Settle one claim of this chapter; its reason and caveat stand in the chapter's words, or
        are given here. Raises ReportError for a claim of another chapter, or one settled before."""
        if id not in self._claim_rows or self._claim_rows[id]["chapter"] != self.name:
            mine = {i for i, row in self._claim_rows.items() if row["chapter"] == self.name}
            raise ReportError(
                f"claim {id!r}: found no such claim; expected one of chapter {self.name!r} in "
                f"data/claims.csv{tables.near(id, mine)}"
            )
        self._new(f"claim {id}", "claim")
        self.used.claims.add(id)
        cited = list(sources)
        if isinstance(computed, Quantity) and computed.source:
            cited = [computed.source, *cited]
        if isinstance(computed, Result):
            self._settling.add(computed.id)
            cited = [*self._source_keys(self._leaf_rows([computed])), *cited]
        cited = list(dict.fromkeys(cited))
        self._check_sources(id, cited)
        row = self._claim_rows[id]
        reason, caveat = self._texts("claims", id, reason=reason, caveat=caveat)
        estimates = weighing.estimates(self._rows, self._beneath(computed))
        return claims.settle(row, computed, verdict, reason, caveat, figures, cited, estimates)

    # Figures

    def figure(
        self,
        id: str,
        chart,
        title: str = "",
        caption: str = "",
        alt: str = "",
        inputs: Iterable[Any] = (),
        data: pd.DataFrame | None = None,
        size: tuple[int, int] = (680, 360),
        dial: Dial | None = None,
        narrow: dict | None = None,
        narrow_chart=None,
    ) -> figures.Figure:
        """The chapter's figure of that id; ``data`` is what its table and its CSV show.

        Its title, caption and alternative text stand in the chapter's words, or are given here; its
        inputs are those named, those of its dial and those that its data remember
        (``forms.frame``). Raises ReportError for a missing text or table, a foreign colour, an
        empty chart or one without inputs.
        """
        self._new(f"figure {id}", "figure")
        title, caption, alt = self._texts("figures", id, title=title, caption=caption, alt=alt)
        self._check_texts(id, title, caption, alt)
        kept = [] if data is None else data.attrs.get("inputs", [])
        listed = results.flatten([*inputs, *kept, *(dial.inputs if dial else [])])
        ids = tuple(dict.fromkeys(x.id if hasattr(x, "id") else str(x) for x in listed))
        if not ids:
            raise ReportError(f"figure {id}: found no inputs; expected ids, quantities or results")
        leaves = self._leaf_rows(listed)
        parameters = dial.parameters() if dial else ()
        described = plain_text(alt)
        spec = drawing.specification(id, chart, size, described, parameters)
        small = dict(narrow or {})
        if narrow_chart is not None:
            box = (drawing.NARROW_WIDTH, small.get("height", 360))
            small = drawing.specification(id, narrow_chart, box, described, parameters)
        self.used.rows.update(i for i in ids if i in self._rows)
        return figures.Figure(
            id=id,
            chapter=self.name,
            title=title,
            caption=caption,
            alt=alt,
            spec=spec,
            narrow=small,
            data=figures.table_of(data),
            dial=dial.record() if dial else None,
            input_ids=ids,
            sources=self._source_keys(leaves),
            as_of=max((self._rows[i]["as_of"] for i in leaves if i in self._rows), default=""),
        )

    @staticmethod
    def _check_texts(id: str, title: str, caption: str, alt: str) -> None:
        for name, text in (("title", title), ("caption", caption), ("alt", alt)):
            if not text.strip():
                raise ReportError(f"figure {id}: found no {name}; expected a text")
        if len(plain_text(alt)) < SHORTEST_ALT:
            raise ReportError(
                f"figure {id}: found an alternative text of {len(plain_text(alt))} characters; "
                "expected what a reader who cannot see the chart needs"
            )

    # Outputs

    def show(self, *items: Record) -> Shown:
        """Several records as the output of one cell; figures stand alone."""
        if any(isinstance(i, figures.Figure) for i in items) and len(items) > 1:
            raise ReportError("a cell: found a figure beside other records; expected it alone")
        return Shown(*items)

    def colophon(self) -> Shown:
        """The last cell: which rows and formulas the chapter used, and the hash of all that its
        outputs were made from."""
        self._check_words()
        known = (self._rows, self._claim_rows)
        used = steps.hidden(self._results, self._settling, definitions())
        return Shown(fingerprint.Colophon.of_session(self.name, self.used, *known, used))

    # Helpers

    def _check_words(self) -> None:
        """Raises ReportError for words of a figure or claim that the chapter does not show."""
        idle = [f"{k}/{id}" for k, found in self._words.items() for id in found]
        idle = [key for key in idle if key not in self.used.words]
        if idle:
            raise ReportError(
                f"book/words/{self.name}.yml: found words of {', '.join(idle)}; expected those of "
                "figures and claims that the chapter shows"
            )

    def _texts(self, kind: str, id: str, **given: str) -> list[str]:
        """The words of a figure or claim: those given, else those of the chapter's file. Raises
        ReportError where both have one."""
        written = self._words[kind].get(id, {})
        self.used.words |= {f"{kind}/{id}": written} if written else {}
        both = [part for part, text in given.items() if text and part in written]
        if both:
            place = f"{kind.removesuffix('s')} {id}"
            file = f"book/words/{self.name}.yml"
            raise ReportError(f"{place}: found {both[0]} in the cell and in {file}; expected one")
        return [text or " ".join(written.get(part, "").split()) for part, text in given.items()]

    def _new(self, id: str, kind: str) -> None:
        known = "a row of data/" if id in self._rows else self._made.get(id)
        if known:
            raise ReportError(f"{kind} {id}: found {known} of that id; expected a new id")
        self._made[id] = f"a {kind} above"

    def _leaf_rows(self, inputs) -> list[str]:
        """Ids of the rows and claims beneath inputs, in order; those of a result are those of its
        inputs."""
        found: dict[str, None] = {}
        for item in inputs:
            id = getattr(item, "id", item)
            if id in self._rows or id in self._claim_rows:
                found[id] = None
            elif id in self._results:
                found |= dict.fromkeys(self._leaf_rows(self._results[id].input_ids))
            else:
                raise ReportError(
                    f"an input: found {id!r}; expected a row, a claim or a result of this chapter"
                )
        return list(found)

    @staticmethod
    def _beneath(computed: Any) -> list[str]:
        """Ids of the uncertain inputs beneath a computed value, and its own."""
        return [*getattr(computed, "leaves", {}), getattr(computed, "id", "")]

    def _keep(self, result: Result) -> Result:
        self._results[result.id] = result
        return result

    def _source_keys(self, leaves: Iterable[str]) -> tuple[str, ...]:
        keys = (self._rows[i]["source"] if i in self._rows else self._article for i in leaves)
        return tuple(dict.fromkeys(keys))

    def _check_sources(self, claim: str, keys: Iterable[str]) -> None:
        known = sources.keys(self.report.references)
        missing = [k for k in keys if k not in known]
        if missing:
            raise ReportError(
                f"claim {claim}: found sources {missing}; expected keys of book/references.bib"
            )
