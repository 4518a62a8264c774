"""``check`` and ``release``."""

from __future__ import annotations

import json
from dataclasses import asdict

from shortcase.commands.parsers import Places, add, add_json
from shortcase.faults import Fault, ReportError
from shortcase.report import Report


def add_check(places: Places) -> None:
    """Add ``check`` to the command line."""
    made = add(
        places,
        "check",
        check,
        "tables, records, staleness, numbers in words and all rules of the guide",
        "Runs no notebook and needs no site. Names every fault with file, place, found, expected.",
    )
    made.add_argument(
        "--partial",
        action="store_true",
        help="while work goes on: do not ask that every claim is settled, every row used, every "
        "chapter whole and every change in the errata",
    )
    add_json(made)


def check(options, report: Report) -> int:
    """Run every check and print the counts, or the faults."""
    from shortcase.book import check as checks
    from shortcase.book import measures

    try:
        book = checks.run(report, complete=not options.partial)
    except ReportError as error:
        if not options.json:
            raise
        faults = [asdict(f) if isinstance(f, Fault) else {"found": f} for f in error.faults]
        print(json.dumps({"ok": False, "faults": faults}, ensure_ascii=False, indent=1))
        return 1
    waiting = len(measures.open_readings(report))
    if options.json:
        shown = {"ok": True, "counts": book.counts(), "open_readings": waiting, "faults": []}
        print(json.dumps(shown, indent=1))
        return 0
    counted = ", ".join(f"{n:,} {name}" for name, n in book.counts().items())
    print(f"{counted}: all well")
    if waiting:
        print(f"{waiting} readings of measures are open: python -m shortcase show --open")
    return 0


def add_release(places: Places) -> None:
    """Add ``release`` to the command line."""
    add(
        places,
        "release",
        release,
        "hold from now on to the ids, numbers, intervals and verdicts of today",
        "Writes book/published.csv anew, after every check.",
    )


def release(options, report: Report) -> int:
    """Check, and write the snapshot of what is published."""
    from shortcase.book import check as checks
    from shortcase.book import published

    print(f"{published.write(checks.run(report)):,} ids written to {published.PUBLISHED}")
    return 0
