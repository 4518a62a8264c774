"""The check: tables, records, staleness, numbers in words, what was published, what the guide asks,
and that nothing is left over. It needs no site and runs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from shortcase.book import links, measures, published, records, telling, upkeep, witnesses
from shortcase.book.records import Book, Notebook
from shortcase.data import sources, tables
from shortcase.faults import Fault, ReportError
from shortcase.report import Report, relative


@dataclass(frozen=True)
class Reading:
    """What the report's files hold, read once: the tables, the notebooks that can be read, and why
    notebooks are stale."""

    tables: tuple[tables.Rows, tables.Rows]
    notebooks: dict[Path, Notebook]
    stale: dict[Path, str]


def read(report: Report) -> Reading:
    """Read tables and notebooks. Raises ReportError for faults of the tables and of the table of
    contents."""
    rows = tables.load(report)
    notebooks, stale = {}, {}
    ground = _ground(report)
    for path in records.chapter_paths(report):
        try:
            notebooks[path] = notebook = records.read(path, report.passed)
            why = report.passed.faults(
                (*ground, path.read_bytes()), partial(_stale, report, notebook, *rows)
            )
        except ReportError as error:
            why = [str(error)]
        if why:
            stale[path] = why[0]
    return Reading(rows, notebooks, stale)


def _stale(
    report: Report, notebook: Notebook, quantities: tables.Rows, claims: tables.Rows
) -> list[str]:
    return list(filter(None, [records.stale(report, notebook, quantities, claims)]))


def _ground(report: Report) -> list[bytes]:
    """What a notebook's freshness may hang on beside itself: tables, words and the code of
    the library."""
    code = Path(__file__).parents[1]
    files = [*code.rglob("*.py"), *code.rglob("*.txt"), *report.data.glob("*")]
    files += report.book.glob("words/*.yml")
    return [path.read_bytes() for path in sorted(files) if path.is_file()]


def stale_notebooks(report: Report) -> dict[Path, str]:
    """Notebooks whose stored outputs are not those of their inputs, with the reason.

    Raises ReportError for faults of the tables.
    """
    return read(report).stale


def run(report: Report, complete: bool = True, reading: Reading | None = None) -> Book:
    """Every check; the gathered book.

    ``complete``: every claim is settled, every row used, every chapter and formula has what the
    guide asks, and every change of a published number stands in the errata. ``reading``: what has
    been read a moment ago. Raises ReportError with all faults.
    """
    reading = reading or read(report)
    faults = tables.package_faults(report) + sources.faults(report.references)
    faults += [
        Fault(
            relative(path), "", f"stale outputs ({why})", "those of its present inputs: make book"
        )
        for path, why in reading.stale.items()
    ]
    if faults:
        raise ReportError(faults)
    book = records.bind(report, reading.tables, list(reading.notebooks.values()))
    faults = links.faults(book) + witnesses.faults(book.report, book.quantities)
    if complete:
        faults += records.completeness(book, links.linked_ids(book))
        faults += (
            upkeep.faults(book)
            + telling.faults(book)
            + measures.faults(book)
            + published.faults(book)
        )
    if faults:
        raise ReportError(faults)
    return book
