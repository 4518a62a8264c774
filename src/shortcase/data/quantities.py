"""Quantity: one sourced number, with its interval, unit and provenance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shortcase.data import verdicts
from shortcase.numbers import uncertainty
from shortcase.numbers.estimate import Estimate

ROW = (
    "id", "subject", "quantity", "value", "low", "high", "unit", "as_of", "source", "text",
    "locator", "tier", "note", "table",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, repr=False)
class Quantity(Estimate):
    """One row of ``data/`` or one number that the article states.

    ``value``, ``low`` and ``high`` are in ``unit``; ``low`` and ``high`` are a 90% interval or
    None. ``kind`` is ``quantity`` or ``said``.
    """

    id: str
    subject: str
    quantity: str
    as_of: str
    source: str
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
    def leaves(self) -> dict[str, np.ndarray]:
        """The uncertain inputs beneath this one: itself, if it has an interval."""
        return {self.id: self.draws} if self.low is not None else {}

    @property
    def input_ids(self) -> tuple[str, ...]:
        """Ids of rows and claims that this stands on."""
        return (self.id,)

    def __repr__(self) -> str:
        return f"{self.id} = {self.words()} ({self.as_of}, {self.source})"


def from_row(row: dict) -> Quantity:
    """The Quantity of a row of a table."""
    return Quantity(**{key: row[key] for key in ROW})


def from_claim(row: dict, article: str) -> Quantity:
    """What the article (its key in the bibliography) states in a claim: the value, or the middle of
    a stated range (geometric where positive).

    Raises ValueError for a claim without a number. A stated bound is not an interval: only a range
    with both ends has one.
    """
    if not verdicts.states_a_number(row):
        raise ValueError(f"the claim {row['id']} states no number")
    value, low, high = row["value"], row["low"], row["high"]
    both = low is not None and high is not None
    if value is None and both:
        value = (low * high) ** 0.5 if low > 0 else (low + high) / 2
    elif value is None:
        value = low if low is not None else high
    return Quantity(
        value=value,
        low=low if both else None,
        high=high if both else None,
        unit=row["unit"],
        id=row["id"],
        subject="the article",
        quantity=row["statement"],
        as_of=row["as_of"],
        source=article,
        locator=row["section"],
        tier="article",
        kind="said",
    )
