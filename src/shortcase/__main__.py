"""Command line of the report: ``python -m shortcase COMMAND``."""

from __future__ import annotations

import argparse
import os
import sys

from shortcase import steady
from shortcase.commands import COMMANDS
from shortcase.faults import ReportError
from shortcase.report import Report


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 after a readable list of faults, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    steady.pin()
    try:
        if options.version:
            print(_version(Report.here()))
            return 0
        if not options.run:
            parser().error("no command; expected one of those that --help lists")
        code = options.run(options, Report.here())
        sys.stdout.flush()
        return code
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the first lines wants no more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The parser of all commands, each with its help."""
    made = argparse.ArgumentParser(prog="shortcase", description=__doc__)
    made.add_argument("--version", action="store_true", help="the version of the report")
    made.set_defaults(run=None)
    places = made.add_subparsers(title="commands", metavar="COMMAND")
    for add in COMMANDS:
        add(places)
    return made


def _version(report: Report) -> str:
    from shortcase.data import sources

    return f"shortcase {sources.citation(report)['version']}"


if __name__ == "__main__":
    sys.exit(main())
