"""Derived: a result that several chapters need, defined once from rows and claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SAID = "said:"  # what the name of an input begins with that the article states


@dataclass(frozen=True)
class Derived:
    """A result by definition: its id, formula, unit, title, and what each argument is.

    An argument is the id of a row or of another derived result, ``said:`` and a claim's id, or a
    pair of an exact value and its unit.
    """

    id: str
    formula: Callable
    unit: str
    title: str
    inputs: Mapping[str, str | tuple[float, str]]

    @property
    def formula_name(self) -> str:
        """The formula's full name."""
        return f"{self.formula.__module__}.{self.formula.__name__}"
