"""Faults: what is wrong in a file, said so that a person can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, row and column, what was found and what was expected."""

    file: str
    row: str
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = ", ".join(p for p in (self.file, f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else "") if p)
        return f"{place}: found {self.found}; expected {self.expected}"


class ReportError(Exception):
    """Stops the work; its text lists every fault found."""

    def __init__(self, faults: list[Fault] | str):
        self.faults = [faults] if isinstance(faults, str) else list(faults)
        count = len(self.faults)
        text = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{count} fault{'s' if count != 1 else ''}:\n{text}" if count > 1 else str(self.faults[0]))
