"""``show`` and ``where``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from shortcase.commands.parsers import Places, add, add_json
from shortcase.faults import ReportError
from shortcase.report import Report


def add_show(places: Places) -> None:
    """Add ``show`` to the command line."""
    made = add(
        places,
        "show",
        show,
        "what an id names: value, unit, source, inputs, chapter, and how often it is used",
    )
    made.add_argument("id", nargs="?", metavar="ID", help="of a row, result, claim or figure")
    made.add_argument("--open", action="store_true", help="all readings that are not settled yet")
    made.add_argument("--tiers", action="store_true", help="how many rows have which tier, where")
    add_json(made)


def show(options, report: Report) -> int:
    """Print what an id names. Raises ReportError for an unknown one."""
    from shortcase.book import lookup, measures, records

    if not options.id and not options.open and not options.tiers:
        raise ReportError("show: found no id; expected one, --open or --tiers")
    book = records.gather(report)
    if options.tiers:
        return _tiers(options, book)
    if options.open:
        ids = dict.fromkeys(reading.measure for reading in measures.open_readings(report))
        found = [part for id in ids for part in lookup.describe(book, id)]
    else:
        found = lookup.describe(book, options.id)
        found[0]["used"] = len(lookup.uses(book, options.id))
    if options.json:
        print(lookup.as_json(found))
        return 0
    for part in found:
        print(f"{part['id']}: {part['kind']}")
        for name, held in part.items():
            if name not in ("id", "kind") and held not in ("", [], {}, None, False):
                print(f"  {name:9} {_shown(held)}")
    return 0


def _tiers(options, book) -> int:
    """Print how many rows have which tier: by table, and beneath what is read first."""
    from shortcase.book import lookup, tiers

    found = tiers.shares(book)
    if options.json:
        print(lookup.as_json(found))
        return 0
    for name, counts in found.items():
        total = sum(counts.values())
        share = counts["primary"] / total if total else 0
        parts = ", ".join(f"{counts[tier]} {tier}" for tier in tiers.ORDER if counts[tier])
        print(f"{name:26} {share:4.0%} primary of {total:4}: {parts}")
    return 0


def _shown(held: Any) -> str:
    if isinstance(held, dict):
        return ", ".join(f"{k} = {v}" if v else k for k, v in held.items())
    return ", ".join(held) if isinstance(held, list) else str(held)


def add_where(places: Places) -> None:
    """Add ``where`` to the command line."""
    made = add(
        places,
        "where",
        where,
        "every place that uses an id: words, code, figures, claims, measures",
    )
    made.add_argument("id", metavar="ID", help="of a row, result, claim or figure")
    add_json(made)


def where(options, report: Report) -> int:
    """Print every place that uses an id. Raises ReportError for an unknown one."""
    from shortcase.book import lookup, records

    found = lookup.uses(records.gather(report), options.id)
    if options.json:
        print(lookup.as_json([asdict(use) for use in found]))
        return 0
    for use in found:
        place = ", ".join(filter(None, (use.file, use.place)))
        print(f"{place}: {use.kind}: {use.words}")
    print(f"{len(found)} places")
    return 0
