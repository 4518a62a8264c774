"""``correct`` and ``numbers``."""

from __future__ import annotations

from collections.abc import Sequence

from shortcase.commands.parsers import Places, add
from shortcase.faults import Fault, ReportError
from shortcase.report import Report, relative

DATE, REASON = "YYYY-MM-DD", "why it changed"


def add_correct(places: Places) -> None:
    """Add ``correct`` to the command line."""
    add(
        places,
        "correct",
        correct,
        "after a corrected row: run what is stale, mend all words, print the errata that are due",
        "Changes all files that it must, or none.",
    )


def correct(options, report: Report) -> int:
    """Correct the report after a change of its data, and say what changed."""
    from shortcase.book import check
    from shortcase.book import correct as correcting

    done = correcting.correct(report)
    print(f"{len(done.executed)} notebooks executed: {_names(done.executed)}")
    print(f"\n{len(done.sentences)} numbers in words changed; read each sentence again:")
    for line in by_sentence(done.sentences):
        print(f"  {line}")
    print(f"\n{len(done.verdicts)} verdicts are others than those published:")
    for verdict in done.verdicts:
        print(f"  {verdict.id}: {' -> '.join(verdict.words())}")
    due = _due(report, done.changes)
    print(f"\n{len(due)} rows for ERRATA.md; put in the day and the reason:")
    for row in due:
        print(row)
    try:
        check.run(report)
    except ReportError as error:
        left = [f for f in error.faults if not (isinstance(f, Fault) and f.file == _published())]
        if left:
            raise ReportError(left) from None
    return 0


def by_sentence(changes: Sequence) -> list[str]:
    """Changed sentences, each once, with the numbers that changed in it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for c in changes:
        found.setdefault((c.file, c.place, c.sentence), []).append(f"{c.before} -> {c.after}")
    return [
        f"{', '.join(filter(None, (file, place)))}: {'; '.join(numbers)}\n      {sentence}"
        for (file, place, sentence), numbers in found.items()
    ]


def _published() -> str:
    from shortcase.book import published

    return published.PUBLISHED


def _names(paths: Sequence) -> str:
    return ", ".join(relative(path) for path in paths) or "none was stale"


def _due(report: Report, changes: Sequence) -> list[str]:
    """The errata that are not written yet."""
    from shortcase.book import errata

    written = {(row.id, row.new) for row in errata.read(report)[0]}
    due = [c.erratum(DATE, REASON) for c in changes if (c.id, c.words()[1]) not in written]
    return [str(row) for row in due]


def add_numbers(places: Places) -> None:
    """Add ``numbers`` to the command line."""
    add(
        places,
        "numbers",
        numbers,
        "rewrite the numbers in words that no longer fit, and run nothing",
        "correct does this and all that follows from it.",
    )


def numbers(options, report: Report) -> int:
    """Rewrite numbers in words, and print each with its sentence."""
    from shortcase.book import rewrite

    changes = rewrite.numbers(report)
    for change in changes:
        print(change)
    print(f"{len(changes)} numbers rewritten")
    return 0
