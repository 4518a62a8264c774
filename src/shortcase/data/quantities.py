"""Quantity: one sourced number, with its interval, unit and provenance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shortcase.numbers import uncertainty, units


@dataclass(frozen=True)
class Quantity:
    """One row of ``data/`` or one number that the article states.

    ``value``, ``low`` and ``high`` are in ``unit``; ``low`` and ``high`` are a 90% interval or None. ``kind`` is ``quantity`` or ``said``.
    """

    id: str
    subject: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    as_of: str
    source: str
    text: str = ""
    locator: str = ""
    tier: str = ""
    note: str = ""
    table: str = ""
    kind: str = "quantity"

    @cached_property
    def draws(self) -> np.ndarray:
        """10,000 draws in ``unit``."""
        return uncertainty.draws(self.id, self.number, self.low, self.high, self.unit)

    @property
    def number(self) -> float:
        """The central value. Raises TypeError for a text."""
        if self.value is None:
            raise TypeError(f"{self.id} is a text ({self.text!r}), not a number")
        return self.value

    @property
    def leaves(self) -> dict[str, np.ndarray]:
        """The uncertain inputs beneath this one: itself, if it has an interval."""
        return {self.id: self.draws} if self.low is not None else {}

    @property
    def input_ids(self) -> tuple[str, ...]:
        """Ids of rows and claims that this stands on."""
        return (self.id,)

    def to(self, unit: str) -> float:
        """The central value in another unit."""
        return self.number * units.factor(self.unit, unit)

    def __float__(self) -> float:
        return float(self.number)

    def __repr__(self) -> str:
        if self.value is None:
            return f"{self.id} = {self.text} ({self.as_of}, {self.source})"
        span = f" [{self.low:g}, {self.high:g}]" if self.low is not None else ""
        return f"{self.id} = {self.value:g}{span} {self.unit} ({self.as_of}, {self.source})"


def from_row(row: dict) -> Quantity:
    """The Quantity of a row of a table."""
    return Quantity(**{k: row[k] for k in ("id", "subject", "quantity", "value", "low", "high", "unit", "as_of", "source", "text", "locator", "tier", "note", "table")})


def from_claim(row: dict) -> Quantity:
    """What the article states in a claim: the value, or the middle of a stated range (geometric where positive).

    Raises ValueError for a claim without a number. A stated bound is not an interval: only a range with both ends has one.
    """
    value, low, high = row["value"], row["low"], row["high"]
    if value is None and low is None and high is None:
        raise ValueError(f"the claim {row['id']} states no number")
    both = low is not None and high is not None
    if value is None:
        value = ((low * high) ** 0.5 if low > 0 else (low + high) / 2) if both else low if low is not None else high
    return Quantity(id=row["id"], subject="the article", quantity=row["statement"], value=value, low=low if both else None, high=high if both else None,
                    unit=row["unit"], as_of=row["as_of"], source="emanuel2025short", locator=row["section"], tier="article", kind="said")
