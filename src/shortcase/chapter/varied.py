"""A variation of a chapter: some numbers are others than the report's, by ``ch.suppose``, by
``open_chapter(what_if=...)`` or by the environment.

Then what the chapter shows is marked, what it expects of its own numbers (an identity, a readout
that must equal a result, a flip that must be there) is listed instead of raised where it does not
hold, and nothing of it is stored as published.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shortcase.faults import ReportError
from shortcase.numbers import supposed
from shortcase.numbers.estimate import Estimate

MARK = "varied"


@dataclass
class Variation:
    """What was supposed in a chapter, which results stand on it, and what no longer holds."""

    numbers: dict[str, Estimate] = field(default_factory=dict)
    published: dict[str, Estimate] = field(default_factory=dict)
    pending: dict[str, Any] = field(default_factory=dict)  # results that are still to be made
    touched: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    @property
    def active(self) -> bool:
        return bool(self.numbers or self.pending)

    def suppose(self, id: str, held: Estimate, wanted: Any) -> Estimate:
        """What is wanted for a number, in its unit, noted with what is published. Raises
        ReportError for another kind of unit and for a number that cannot be."""
        made = supposed.number(id, held, wanted)
        self.published.setdefault(id, held)
        self.numbers[id] = made
        self.touched.add(id)
        return made

    def touches(self, ids: Iterable[str]) -> bool:
        """True where one of some inputs is supposed, or stands on what is."""
        return not self.touched.isdisjoint(ids)

    def words(self) -> list[str]:
        """What is supposed, a line each."""
        return [
            f"{id}: {self.published[id].words()} becomes {number.words()}"
            for id, number in self.numbers.items()
        ]

    def record(self) -> dict:
        """The variation as a colophon holds it."""
        numbers = {id: number.record() for id, number in self.numbers.items()}
        return {"varied": numbers, "broken": list(self.broken)}


current = Variation()  # of the chapter that was opened last in this process


def begin() -> Variation:
    """A variation for a chapter that opens, of nothing yet."""
    global current
    current = Variation()
    return current


def fault(message: str) -> None:
    """Raises ReportError; in a variation, notes what no longer holds and goes on."""
    if not current.active:
        raise ReportError(message)
    current.broken.append(message)


def asked(what_if: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the environment supposes, and what the call does."""
    written = os.environ.get(supposed.VARIABLE, "")
    pairs = [pair for pair in written.split(";") if pair.strip()]
    return {**supposed.parse(pairs), **(what_if or {})}
