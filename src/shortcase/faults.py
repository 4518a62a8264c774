"""Faults: what is wrong in a file, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file and at which place in it (a row, a cell, a line), what
    was found, and what was expected, or else the reason why it is wrong."""

    file: str
    place: str
    found: str
    expected: str = ""
    reason: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        why = f"; expected {self.expected}" if self.expected else ""
        why += f": {self.reason}" if self.reason else ""
        return f"{where}: found {self.found}{why}"


class ReportError(Exception):
    """Stops the work; its text lists every fault found."""

    def __init__(self, faults: Sequence[Fault | str] | str):
        self.faults = [faults] if isinstance(faults, str) else list(faults)
        count = len(self.faults)
        text = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(
            f"{count} fault{'s' if count != 1 else ''}:\n{text}"
            if count > 1
            else str(self.faults[0])
        )
