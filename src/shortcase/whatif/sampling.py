"""Samples: from an interval to draws, in one of two ways.

``FULL`` are the 10,000 draws of the report, the same as in every notebook. ``PAGE`` are fewer, that
a page can make too, to the last digit: the normal quantiles of equal strata, in an
order that belongs to the key of the number. The order comes from 32-bit whole numbers alone: the
key is hashed (FNV-1a), each stratum's number is added in steps of the golden ratio and mixed (the
finalizer of MurmurHash3), and the strata are sorted by that. ``static/whatif-engine.js`` does the
same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from shortcase.numbers import uncertainty
from shortcase.numbers.estimate import Estimate

PAGE_DRAWS = 2000
STEP = 0x9E3779B9  # 2 to the power of 32 over the golden ratio
MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Sample:
    """A way to draw: how many draws, and the standard normal ones that belong to a key."""

    size: int
    normal: Callable[[str], np.ndarray]

    def of(self, key: str, number: Estimate) -> np.ndarray | float:
        """Draws of a number in its unit; the number alone where it is exact."""
        if number.low is None or number.high is None or number.low == number.high:
            return number.number
        return spread(number, self.normal(key))


def spread(number: Estimate, normal: np.ndarray) -> np.ndarray:
    """Standard normal draws as those of a number: two half normals, on the logit of a fraction, on
    the logarithm of a positive number, or on the number itself (``numbers.uncertainty``)."""
    low, high, value = number.low, number.high, number.number
    assert low is not None and high is not None
    if number.unit == "fraction" and low > 0 and high < 1:
        forward, backward = (lambda x: np.log(x / (1 - x))), (lambda y: 1 / (1 + np.exp(-y)))
    elif low > 0:
        forward, backward = np.log, np.exp
    else:
        forward = backward = lambda x: x
    z = normal / uncertainty.Z95
    up, down = forward(high) - forward(value), forward(value) - forward(low)
    made = backward(forward(value) + np.where(z > 0, z * up, z * down))
    return np.maximum(made, 0.0) if low == 0 else made


@cache
def quantiles(size: int = PAGE_DRAWS) -> np.ndarray:
    """The normal quantiles of so many equal strata, rising, as the page has them."""
    from scipy.special import ndtri

    half = ndtri((np.arange(size // 2) + 0.5) / size)
    return np.concatenate([half, -half[::-1]])


def order(key: str, size: int = PAGE_DRAWS) -> np.ndarray:
    """The strata in the order of a key's draws."""
    hashed = 0x811C9DC5
    for byte in key.encode():
        hashed = ((hashed ^ byte) * 0x01000193) & MASK
    x = (hashed + np.arange(size, dtype=np.uint64) * STEP) & MASK
    x ^= x >> np.uint64(16)
    x = (x * np.uint64(0x85EBCA6B)) & MASK
    x ^= x >> np.uint64(13)
    x = (x * np.uint64(0xC2B2AE35)) & MASK
    x ^= x >> np.uint64(16)
    return np.argsort(x, kind="stable")


FULL = Sample(uncertainty.DRAWS, uncertainty.standard_normal)
PAGE = Sample(PAGE_DRAWS, lambda key: quantiles()[order(key)])


def ends(draws: np.ndarray | float) -> tuple[float, float] | None:
    """The 5% and 95% points of draws; none of an exact number, or where more than a tenth of the
    draws are not finite."""
    if not isinstance(draws, np.ndarray) or draws.ndim == 0:
        return None
    found = draws[np.isfinite(draws)]
    if len(found) <= 0.9 * len(draws) or not len(found):
        return None
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)
