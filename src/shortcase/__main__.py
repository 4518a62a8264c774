"""Command line: ``python -m shortcase COMMAND``; ``--help`` lists the commands."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shortcase import steady
from shortcase.faults import ReportError
from shortcase.report import Report, relative


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 after a readable list of faults."""
    options = _parser().parse_args(arguments)
    steady.pin()
    try:
        return options.run(options, Report.here())
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shortcase", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def add(name: str, run, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        return made

    checking = add("check", _check, "tables, records, staleness and numbers in words")
    checking.add_argument(
        "--partial",
        action="store_true",
        help="do not ask that every claim is settled and every row used",
    )
    add("numbers", _numbers, "rewrite the numbers in words that no longer fit")
    add("release", _release, "hold from now on to the ids, numbers and verdicts of today")
    running = add("run", _run, "execute notebooks")
    running.add_argument("notebooks", nargs="*", type=Path)
    running.add_argument("--stale", action="store_true", help="those whose inputs have changed")
    preview = add("preview", _preview, "draw a notebook's figures, wide, narrow and dark, as PNG")
    preview.add_argument("notebook", type=Path)
    preview.add_argument("folder", type=Path)
    return parser


def _check(options, report: Report) -> int:
    from shortcase.book import check

    book = check.run(report, complete=not options.partial)
    print(
        f"{len(book.quantities)} rows, {len(book.results)} results, {len(book.figures)} figures, "
        f"{len(book.claims)} of {len(book.claim_rows)} claims in {len(book.notebooks)} chapters: "
        "all well"
    )
    return 0


def _numbers(options, report: Report) -> int:
    from shortcase.book import rewrite

    changes = rewrite.numbers(report)
    for change in changes:
        place = ", ".join(filter(None, (change.file, change.place)))
        print(f"{place}: {change.before} -> {change.after}\n    {change.sentence}")
    print(f"{len(changes)} numbers rewritten")
    return 0


def _release(options, report: Report) -> int:
    from shortcase.book import check, published

    print(f"{published.write(check.run(report))} ids written to book/published.csv")
    return 0


def _run(options, report: Report) -> int:
    from shortcase.book import check, execute

    paths = [p.resolve() for p in options.notebooks]
    if options.stale:
        found = check.stale_notebooks(report)
        for path, why in found.items():
            print(f"  {relative(path)}: {why.splitlines()[0]}")
        paths += list(found)
    if paths:
        print(f"Executing {len(paths)} notebook{'s' if len(paths) > 1 else ''}", flush=True)
        execute.execute_all(paths)
    else:
        print("Nothing to execute: name a notebook, or ask for --stale")
    return 0


def _preview(options, report: Report) -> int:
    from shortcase.book import records
    from shortcase.charts import drawing
    from shortcase.numbers.words import plain_text

    options.folder.mkdir(parents=True, exist_ok=True)
    for figure in records.read(options.notebook.resolve()).of_kind("figure"):
        wide = drawing.with_title(figure["spec"], plain_text(figure["title"]))
        small = drawing.narrow_specification(figure["spec"], figure["narrow"])
        kinds = {"wide": wide, "narrow": small, "dark": drawing.in_dark(figure["spec"])}
        for name, spec in kinds.items():
            path = options.folder / f"{figure['id']}-{name}.png"
            path.write_bytes(drawing.png(spec, scale=1.25))
        print(figure["id"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
