"""Draws: what an interval means, and which draws belong together.

A 90% interval [low, high] around a central value becomes 10,000 draws whose median is the value and
whose 5% and 95% points are low and high: a two-piece normal on the logarithm (positive numbers), on
the logit (fractions strictly between 0 and 1), or on the number itself where the interval reaches
zero or below. Two-piece normal: Fechner 1897; John, Communications in Statistics 11 (1982) 879. The
draws belong to the name of the input: one input moves all results that use it together.
"""

from __future__ import annotations

import hashlib

import numpy as np

SEED = 20250125
DRAWS = 10_000
Z95 = 1.6448536269514722  # 95% point of the standard normal


def generator(name: str) -> np.random.Generator:
    """A random generator that depends on the report's seed and on ``name`` alone."""
    digest = hashlib.sha256(f"{SEED}:{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def standard_normal(name: str, size: int = DRAWS) -> np.ndarray:
    """Antithetic standard normal draws, in random order: their median is zero to the last digit."""
    rng = generator(name)
    half = rng.standard_normal(size // 2)
    return rng.permutation(np.concatenate([half, -half]))


def draws(
    name: str, value: float, low: float | None, high: float | None, unit: str = "1"
) -> np.ndarray:
    """Draws of an input, shape (10000,), in its unit; a constant array where it has no interval.

    Raises ValueError unless low ≤ value ≤ high.
    """
    if low is None or high is None:
        return np.full(DRAWS, float(value))
    if not low <= value <= high:
        raise ValueError(f"{name}: low {low}, value {value}, high {high} are not in order")
    if unit == "fraction" and low > 0 and high < 1:
        forward, backward = (lambda x: np.log(x / (1 - x))), (lambda y: 1 / (1 + np.exp(-y)))
    elif low > 0:
        forward, backward = np.log, np.exp
    else:
        forward = backward = lambda x: x
    z = standard_normal(name) / Z95
    centre = forward(value)
    result = backward(
        centre + np.where(z > 0, z * (forward(high) - centre), z * (centre - forward(low)))
    )
    return np.maximum(result, 0.0) if low == 0 else result


def interval(sample: np.ndarray) -> tuple[float, float, float]:
    """Median and the 5% and 95% points of draws."""
    low, middle, high = np.quantile(sample, [0.05, 0.5, 0.95])
    return float(middle), float(low), float(high)


def shares_of_spread(sample: np.ndarray, inputs: dict[str, np.ndarray]) -> dict[str, float]:
    """Each input's share of the spread of ``sample``: squared rank correlations, scaled to add up
    to one.

    Exact for independent inputs that move the result one way (Saltelli et al. 2008, section 1.2.5);
    inputs without spread have none.
    """

    def ranks(x):
        return np.argsort(np.argsort(x, kind="stable"), kind="stable").astype(float)

    moving = {name: x for name, x in inputs.items() if np.ptp(x) > 0}
    if not moving or np.ptp(sample) == 0:
        return {}
    target = ranks(sample)
    squared = {name: float(np.corrcoef(target, ranks(x))[0, 1] ** 2) for name, x in moving.items()}
    total = sum(squared.values())
    return (
        {
            name: s / total
            for name, s in sorted(squared.items(), key=lambda item: (-item[1], item[0]))
        }
        if total > 0
        else {}
    )
