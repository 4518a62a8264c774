"""Accuracy against thinking: three curves of accuracy over budget, and repeated sampling from one
distribution of per-question success.

Budgets are divided by 1,000 tokens before a logarithm or a power is taken.
"""

import numpy as np

from shortcase.numbers.mathematics import exp, log

LN2 = 0.6931471805599453


def log_linear(budget, at_one, per_doubling):
    """Accuracy that gains the same at each doubling; budget in thousands of tokens, the rest as
    fractions."""
    return at_one + per_doubling * log(budget) / LN2


def saturating(budget, floor, ceiling, midpoint, width):
    """A logistic in the logarithm of the budget, from the score without thinking to a ceiling.

    budget and midpoint in thousands of tokens, width in doublings, floor and ceiling as fractions.
    """
    return floor + (ceiling - floor) / (1 + exp((log(midpoint) - log(budget)) / (LN2 * width)))


def stretched(budget, scale, power):
    """exp(scale x budget^power), the form that Brown et al. 2024, equation 3, fit to coverage;
    scale and power are negative."""
    return exp(scale * budget**power)


def doubling_gain(budget, floor, ceiling, midpoint, width):
    """What doubling the budget adds to the accuracy of ``saturating``: a fraction."""
    return saturating(2 * budget, floor, ceiling, midpoint, width) - saturating(
        budget, floor, ceiling, midpoint, width
    )


def log_gamma(x):
    """Logarithm of the gamma function for x > 0: Stirling's series after a shift by eight; error
    below 1e-9."""
    shifted, taken = x + 8, 0
    for step in range(8):
        taken = taken + log(x + step)
    return (
        (shifted - 0.5) * log(shifted)
        - shifted
        + 0.9189385332046727
        + 1 / (12 * shifted)
        - 1 / (360 * shifted**3)
        + 1 / (1260 * shifted**5)
        - taken
    )


def log_beta(a, b):
    """Logarithm of the beta function."""
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


def coverage(a, b, samples):
    """Share of questions right in at least one of ``samples`` tries, if per-question success
    follows a beta distribution with a and b.

    One minus the mean of (1 - p)^samples = 1 - B(a, b + samples) / B(a, b).
    """
    return 1 - exp(log_beta(a, b + samples) - log_beta(a, b))


def voted(a, b, samples, threshold):
    """Share of questions that a vote of ``samples`` gets right: the right answer must take more
    than ``threshold`` of the votes.

    A threshold of one half is a strict majority; it is lower where wrong answers scatter. a and b
    are floats; sums the beta-binomial tail.
    """
    first = int(np.floor(samples * threshold)) + 1
    counts = np.arange(first, samples + 1)
    ways = log_gamma(samples + 1.0) - log_gamma(counts + 1.0) - log_gamma(samples - counts + 1.0)
    return float(np.sum(np.exp(ways + log_beta(a + counts, b + samples - counts) - log_beta(a, b))))


def binomial_error(accuracy, questions):
    """Standard error of a score on a number of questions: a fraction."""
    return (accuracy * (1 - accuracy) / questions) ** 0.5
