"""Solving an equation by halving: the same in Python and in the page, for one number or for many
draws at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

HALVINGS = 64  # the page's engine has the same number


def root(
    formula: Callable,
    argument: str,
    target: Any,
    between: tuple[float, float],
    scale: float,
    given: Mapping[str, Any],
) -> Any:
    """The value of one argument at which a formula reaches the target, in base units.

    ``between`` are its ends in a unit of ``scale`` base units; all else is in base units, numbers
    or arrays of draws. NaN where the ends do not lie on both sides of the target.
    """
    low, high = (np.float64(end * scale) for end in between)

    def gap(x: Any) -> Any:
        return np.asarray(formula(**given, **{argument: x}) - target, dtype=float)

    below, above = gap(low), gap(high)
    shape = np.broadcast_shapes(below.shape, above.shape)
    below, above = np.broadcast_to(below, shape), np.broadcast_to(above, shape)
    left, right = np.full(shape, low), np.full(shape, high)
    crossed = np.isfinite(below) & np.isfinite(above) & (np.sign(below) * np.sign(above) <= 0)
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        there = gap(middle)
        same = np.sign(there) == np.sign(below)
        left, right = np.where(same, middle, left), np.where(same, right, middle)
    found = np.where(crossed, (left + right) / 2, np.nan)
    found = np.where(crossed & (below == 0), low, found)
    found = np.where(crossed & (above == 0) & (below != 0), high, found)
    return found if shape else float(found)
