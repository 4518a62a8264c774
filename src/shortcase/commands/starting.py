"""`new`."""

from __future__ import annotations
from shortcase.commands.parsers import Places


def add_new(places: Places) -> None:
    return None
