"""Command line: ``python -m shortcase check | numbers | release | run [--stale | NOTEBOOK ...] | preview NOTEBOOK FOLDER``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import check, execute, published, records, steady, tables
from .faults import ReportError
from .paths import relative


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 after a readable list of faults."""
    parser = argparse.ArgumentParser(prog="shortcase", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="tables, records, staleness and numbers in prose")
    checking.add_argument("--partial", action="store_true", help="do not ask that every claim is settled and every row used")
    commands.add_parser("numbers", help="rewrite the numbers in prose that no longer fit")
    commands.add_parser("release", help="hold from now on to the ids, numbers and verdicts of today")
    running = commands.add_parser("run", help="execute notebooks")
    running.add_argument("notebooks", nargs="*", type=Path)
    running.add_argument("--stale", action="store_true", help="those whose inputs have changed")
    preview = commands.add_parser("preview", help="draw a notebook's figures, wide and narrow, light and dark, as PNG")
    preview.add_argument("notebook", type=Path)
    preview.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    steady.pin()
    try:
        return {"check": _check, "numbers": _numbers, "release": _release, "run": _run, "preview": _preview}[options.command](options)
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1


def _check(options) -> int:
    book = check.run(complete=not options.partial)
    print(f"{len(book.quantities)} rows, {len(book.results)} results, {len(book.figures)} figures, {len(book.claims)} of {len(book.claim_rows)} claims in {len(book.notebooks)} chapters: all well")
    return 0


def _numbers(options) -> int:
    print(f"{check.rewrite_numbers()} numbers rewritten; read their sentences again")
    return 0


def _release(options) -> int:
    print(f"{published.write(check.run())} ids written to book/published.csv")
    return 0


def _run(options) -> int:
    paths = [p.resolve() for p in options.notebooks]
    if options.stale:
        found = check.stale_notebooks(*tables.load())
        for path, why in found.items():
            print(f"  {relative(path)}: {why.splitlines()[0]}")
        paths += list(found)
    if paths:
        print(f"Executing {len(paths)} notebook{'s' if len(paths) > 1 else ''}", flush=True)
        execute.execute_all(paths)
    return 0


def _preview(options) -> int:
    from . import figures

    options.folder.mkdir(parents=True, exist_ok=True)
    for figure in records.read(options.notebook.resolve()).of_kind("figure"):
        wide, small = figure["spec"], figures.narrow_specification(figure["spec"], figure["narrow"])
        title = figures.plain_text(figure["title"])
        for name, spec in (("wide", figures.with_title(wide, title)), ("narrow", small), ("dark", figures.in_dark(wide))):
            (options.folder / f"{figure['id']}-{name}.png").write_bytes(figures.png(spec, scale=1.25))
        print(figure["id"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
