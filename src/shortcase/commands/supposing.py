"""``what-if``, ``matters`` and ``diff``."""

from __future__ import annotations

import json

from shortcase.commands.parsers import Places, add, add_json
from shortcase.report import Report, relative


def add_what_if(places: Places) -> None:
    """Add ``what-if`` to the command line."""
    made = add(
        places,
        "what-if",
        what_if,
        "what moves in the book when numbers are others: results, verdicts, judgements",
        "A value may carry a unit ('3 USD/GPU/hour', '13%%'), an interval ('3 [2, 4]') or be a "
        "factor ('*0.5'). Runs no notebook and changes nothing.",
    )
    made.add_argument("changes", nargs="+", metavar="ID=VALUE", help="a number and its new value")
    made.add_argument(
        "--run",
        dest="chapter",
        metavar="CHAPTER",
        help="run this chapter so, also what the graph cannot follow; stored apart",
    )
    made.add_argument("--all", action="store_true", help="every row of each table")
    add_json(made)


def what_if(options, report: Report) -> int:
    """Print what moves. Raises ReportError for unknown ids and numbers that cannot be."""
    from shortcase.numbers import supposed
    from shortcase.whatif import variation

    changes = supposed.parse(options.changes)
    varied = variation.what_if(changes, report=report)
    if options.chapter:
        return _rerun(options, report, changes)
    if options.json:
        print(varied.to_json())
    else:
        print(varied.text(len(varied.graph.nodes)) if options.all else varied.text())
    return 0


def _rerun(options, report: Report, changes: dict[str, str]) -> int:
    """Run a chapter as a variation and print what differs."""
    from shortcase.commands.running import chapter_path
    from shortcase.whatif import rerun

    found = rerun.run(report, chapter_path(report, options.chapter), changes)
    print(
        json.dumps(found.record(), ensure_ascii=False, indent=1) if options.json else found.text()
    )
    return 0


def add_matters(places: Places) -> None:
    """Add ``matters`` to the command line."""
    made = add(
        places,
        "matters",
        matters,
        "which inputs could turn which verdict within their intervals, and the weightiest rows",
        "One at a time, and all jointly by draws. Rows that move nothing published are counted.",
    )
    made.add_argument("claim", nargs="?", metavar="CLAIM", help="one claim alone")
    made.add_argument("--idle", action="store_true", help="list the rows that move nothing")
    add_json(made)


def matters(options, report: Report) -> int:
    """Print what matters. Raises ReportError for an unknown claim."""
    from shortcase.whatif import matters as weights
    from shortcase.whatif import variation

    found = weights.of_graph(variation.load(report), options.claim)
    if options.json:
        print(json.dumps(found.record(), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(found.text(options.idle))
    return 0


def add_diff(places: Places) -> None:
    """Add ``diff`` to the command line."""
    made = add(
        places,
        "diff",
        diff,
        "results, rows, verdicts and figures that differ between two revisions, by how much",
        "Reads the records that are stored in each; prints rows for ERRATA.md.",
    )
    made.add_argument("revision", metavar="REV", help="of git, the earlier one")
    made.add_argument("other", nargs="?", metavar="REV2", help="the later one; else the files here")
    made.add_argument("--errata", action="store_true", help="rows for ERRATA.md alone")
    made.add_argument(
        "--release", metavar="VERSION", help="keep it in book/releases/, for the page of changes"
    )
    add_json(made)


def diff(options, report: Report) -> int:
    """Print what differs. Raises ReportError for an unknown revision."""
    from shortcase.whatif import revisions

    found = revisions.compare(report, options.revision, options.other)
    if options.release:
        path = found.keep(report, options.release)
        print(f"{relative(path)}: {sum(len(found.of(kind)) for kind in revisions.KINDS)} changes")
    elif options.json:
        print(json.dumps(found.record(), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(found.errata() if options.errata else found.text())
    return 0
