"""The check: tables, records, staleness, numbers in words, what was published, what the guide asks,
and that nothing is left over. It needs no site and runs nothing."""

from __future__ import annotations

from pathlib import Path

from shortcase.book import links, measures, published, records, upkeep
from shortcase.book.records import Book
from shortcase.data import sources, tables
from shortcase.faults import Fault, ReportError
from shortcase.report import Report, relative


def stale_notebooks(report: Report) -> dict[Path, str]:
    """Notebooks whose stored outputs are not those of their inputs, with the reason.

    Raises ReportError for faults of the tables.
    """
    quantities, claims = tables.load(report)
    found = {}
    for path in records.chapter_paths(report):
        try:
            why = records.stale(report, records.read(path), quantities, claims)
        except ReportError as error:
            why = str(error)
        if why:
            found[path] = why
    return found


def run(report: Report, complete: bool = True) -> Book:
    """Every check; the gathered book.

    ``complete``: every claim is settled, every row used, every chapter and formula has what the
    guide asks, and every change of a published number stands in the errata. Raises ReportError with
    all faults.
    """
    stale = stale_notebooks(report)
    faults = tables.package_faults(report) + sources.repeated(report.references)
    faults += [
        Fault(
            relative(path), "", f"stale outputs ({why})", "those of its present inputs: make book"
        )
        for path, why in stale.items()
    ]
    if faults:
        raise ReportError(faults)
    book = records.gather(report)
    faults = links.faults(book)
    if complete:
        faults += records.completeness(book, links.linked_ids(book))
        faults += upkeep.faults(book) + measures.faults(book) + published.faults(book)
    if faults:
        raise ReportError(faults)
    return book
