"""Accuracy against thinking: three curves of accuracy over budget, and repeated sampling from one
distribution of per-question success.

Budgets are divided by 1,000 tokens before a logarithm or a power is taken.
"""

import inspect
from functools import partial

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


def saturation_budget(gain, longest, floor, ceiling, midpoint, width):
    """The budget beyond which a doubling adds less than ``gain`` to ``saturating``.

    Searched between midpoint and longest, both in thousands of tokens, as what is returned. Raises
    ValueError where no budget between the two is such a point.
    """
    from scipy.optimize import brentq

    def excess(budget):
        return doubling_gain(budget, floor, ceiling, midpoint, width) - gain

    return brentq(excess, midpoint, longest)


def fitted(curve, budgets, scores, floor):
    """One of the three curves through measured scores, by least squares: a function of the budget.

    curve: ``log_linear``, ``saturating`` or ``stretched``. budgets in thousands of tokens, arrays;
    scores and floor, the score without thinking from which ``saturating`` starts, as fractions. The
    function holds its parameters as ``keywords``, to six digits: further ones hang on the processor
    and on where the search stops. Raises KeyError for another curve.
    """
    fits = {log_linear: _line, saturating: _logistic, stretched: _stretched}
    found = fits[curve](budgets, scores, floor)
    names = list(inspect.signature(curve).parameters)[1:]
    return partial(curve, **{n: float(f"{p:.6g}") for n, p in zip(names, found, strict=True)})


def _line(budgets, scores, floor):
    terms = np.vstack([np.ones_like(budgets), np.log2(budgets)]).T
    return np.linalg.lstsq(terms, scores, rcond=None)[0]


def _logistic(budgets, scores, floor):
    def miss(q):
        return saturating(budgets, floor, q[0], np.exp(q[1]), np.exp(q[2])) - scores

    top = scores[-1]
    start = [min(top + 0.05, 0.99), np.log(6), np.log(0.8)]
    ceiling, *logs = _least_squares(miss, start, bounds=([top - 0.05, -1, -2], [1, 6, 2]))
    return [floor, ceiling, *np.exp(logs)]


def _stretched(budgets, scores, floor):
    def miss(q):
        return stretched(budgets, *-np.exp(q)) - scores

    return -np.exp(_least_squares(miss, [0.0, -1.0]))


def _least_squares(miss, start, **bounds):
    from scipy.optimize import least_squares

    return least_squares(miss, start, xtol=1e-14, ftol=1e-14, gtol=1e-14, **bounds).x


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


def beta_through(mean, covered, samples):
    """The a and b of the beta distribution of per-question success with a given mean and coverage.

    mean and covered as fractions, covered at ``samples`` tries. Raises ValueError where none has.
    """
    from scipy.optimize import brentq

    def excess(s):
        return coverage(mean * np.exp(s), (1 - mean) * np.exp(s), samples) - covered

    scale = np.exp(brentq(excess, -8, 8))
    return mean * scale, (1 - mean) * scale


def winning_share(a, b, score, samples):
    """The share of votes that must suffice for a vote of ``samples`` to reach a published score.

    Among shares of up to 39 votes that at which ``voted`` is nearest to score; a and b are floats.
    """
    shares = (np.arange(1, 40) + 0.5) / samples
    return shares[int(np.argmin([abs(voted(a, b, samples, t) - score) for t in shares]))]


def binomial_error(accuracy, questions):
    """Standard error of a score on a number of questions: a fraction."""
    return (accuracy * (1 - accuracy) / questions) ** 0.5


def difference_error(accuracy, questions):
    """Standard error of the difference of two independent scores near one accuracy, on a number of
    questions each: a fraction."""
    return 2**0.5 * binomial_error(accuracy, questions)


def coverage_between(one, many, samples, tries):
    """Share of questions right in at least one of ``tries``, by ``stretched`` through the coverage
    at one try and at ``samples`` of them: fractions, and pure numbers of tries."""
    power = log(log(many) / log(one)) / log(samples)
    return stretched(tries, log(one), power)
