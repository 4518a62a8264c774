"""What a notebook works with: its chapter's quantities, and the makers of results, claims and
figures.

The chapter keeps account of every row that it hands out, so that its colophon can say what its
outputs were made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from shortcase.chapter import claims, figures, fingerprint, results, steps, varied, weighing
from shortcase.chapter.dials import Dial
from shortcase.chapter.display import Record, Shown
from shortcase.chapter.inputs import Inputs
from shortcase.chapter.results import Result
from shortcase.charts import drawing
from shortcase.data import sources, tables, texts
from shortcase.data.quantities import Quantity
from shortcase.derived import SAID, definitions
from shortcase.faults import ReportError
from shortcase.numbers.estimate import Estimate
from shortcase.numbers.words import plain_text
from shortcase.report import Report

SHORTEST_ALT = 60  # characters; less can't say what a reader who cannot see the chart needs


def open_chapter(
    name: str, report: Report | None = None, what_if: Mapping[str, Any] | None = None
) -> Chapter:
    """Load and check ``data/`` and open a chapter of the report in whose folder the notebook lies;
    as a variation where ``what_if``, or the environment, supposes other numbers.

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
    chapter = Chapter(name, quantities, claim_rows, report)
    for id, wanted in varied.asked(what_if).items():
        chapter.suppose(id, wanted)
    return chapter


class Chapter(Inputs):
    """One chapter while its notebook runs."""

    def __init__(
        self,
        name: str,
        quantities: dict[str, dict],
        claim_rows: dict[str, dict],
        report: Report,
    ):
        super().__init__(name, quantities, claim_rows, report)
        self._words = texts.load(report, name)
        self._made: dict[str, str] = {}
        self._settling: set[str] = set()

    # Results

    def result(self, id: str, formula: Callable, unit: str, title: str, **inputs) -> Result:
        """What a formula gives for named inputs, with interval, proven unit and shares of the
        spread: see ``results.of_formula``."""
        self._new(id, "result")
        return self._keep(results.of_formula(id, formula, unit, title, inputs))

    def computed(
        self, id: str, unit: str, title: str, method: str, inputs, value=None, low=None, high=None,
        draws=None, form: tuple[Callable, Mapping[str, Any]] | None = None,
    ) -> Result:  # fmt: skip
        """A result of a fit, a bootstrap or a simulation: see ``results.of_computation``. ``form``
        is a formula with its inputs that gives the central value alone (``results.formed``)."""
        self._new(id, "result")
        listed = [
            self[x] if isinstance(x, str) and x in self._rows else x
            for x in results.flatten(inputs)
        ]
        made = results.of_computation(id, unit, title, method, listed, value, low, high, draws)
        return self._keep(results.formed(made, *form) if form else made)

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
        given = (reason, caveat, figures, cited, estimates)
        if self.variation.touches([getattr(computed, "id", "")]):
            return claims.settle_varied(row, computed, verdict, *given)
        return claims.settle(row, computed, verdict, *given)

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
        if self.variation.touches(ids):
            title = f"{varied.MARK.title()}: {title}"
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
        made = fingerprint.Colophon.of_session(self.name, self.used, *known, used)
        more = self.variation.record() if self.variation.active else {}
        return Shown(replace(made, variation=more))

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
        if result.id in self.variation.pending:
            wanted = self.variation.pending.pop(result.id)
            made = self.variation.suppose(result.id, result.estimate(), wanted)
            result = results.supposed(result, made)
        if self.variation.touches([result.id, *result.input_ids]):
            self.variation.touched.add(result.id)
            shares = dict.fromkeys(result.leaves, 0.0) | result.shares  # also of what is now exact
            title = f"{result.title} ({varied.MARK})"
            result = replace(result, title=title, shares=shares)
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
