"""How a command is added to the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from shortcase.report import Report

Places = Any  # what argparse's add_subparsers gives; it has no public name
Run = Callable[[argparse.Namespace, Report], int]


def add(places: Places, name: str, run: Run, help: str, more: str = "") -> argparse.ArgumentParser:
    """Add one command: its name, what runs it, one line for the list and more for its own help."""
    made = places.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}. {more}")
    made.set_defaults(run=run)
    return made


def add_json(command: argparse.ArgumentParser) -> None:
    """Let a command print JSON."""
    command.add_argument("--json", action="store_true", help="print JSON, for programs")
