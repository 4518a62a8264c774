"""Results that several chapters need, each defined once from rows of data and claims.

A module a field, each with a list ``RESULTS``. A chapter asks for one by its id (``ch.derived``);
the one that shows it publishes it, the others use it as an input.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from shortcase.derived.definition import SAID, Derived

__all__ = ["SAID", "Derived", "definitions"]


@cache
def definitions() -> dict[str, Derived]:
    """Every derived result by its id. Raises ValueError where two have one id."""
    found: dict[str, Derived] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for derived in getattr(importlib.import_module(module.name), "RESULTS", ()):
            if derived.id in found:
                raise ValueError(f"{module.name}: found a second {derived.id!r}; expected a new id")
            found[derived.id] = derived
    return found
