"""Published laws of loss against parameters and tokens, and what each asks for in tokens.

Loss in nats per token; N counts parameters, D tokens, C operations with C = 6 N D. All arguments
are plain numbers in these units, unless a formula says otherwise.
"""

from __future__ import annotations

import numpy as np

from shortcase.numbers.mathematics import sqrt

PARTS = ("a", "b", "e", "alpha", "beta")


def loss(n, d, e, a, b, alpha, beta):
    """L = E + A / N^alpha + B / D^beta (Hoffmann et al. 2022, equation 2)."""
    return e + a / n**alpha + b / d**beta


def optimal_tokens(c, a, b, alpha, beta):
    """Tokens of least loss at compute c (Hoffmann et al. 2022, equation 4).

    D = (C/6)^(alpha/(alpha+beta)) / G with G = (alpha A / (beta B))^(1/(alpha+beta)).
    """
    return (c / 6) ** (alpha / (alpha + beta)) / (alpha * a / (beta * b)) ** (1 / (alpha + beta))


def optimal_parameters(c, a, b, alpha, beta):
    """Parameters of least loss at compute c: C / (6 D)."""
    return c / (6 * optimal_tokens(c, a, b, alpha, beta))


def optimal_ratio(c, a, b, alpha, beta):
    """Tokens a parameter of least loss at compute c: D / N; in tokens per parameter."""
    return optimal_tokens(c, a, b, alpha, beta) / optimal_parameters(c, a, b, alpha, beta)


def fixed_ratio_tokens(c, tokens_per_parameter):
    """Tokens at compute c for a fixed number of tokens a parameter: D = sqrt(r C / 6)."""
    return sqrt(c * tokens_per_parameter / 6)


def anchored_tokens(c, exponent, anchor_compute, anchor_tokens):
    """Tokens at compute c by a power law through one known run: D = D0 (C / C0)^exponent (Kaplan et
    al. 2020, equation 1.8, for the exponent)."""
    return anchor_tokens * (c / anchor_compute) ** exponent


def overtraining(d, c, tokens_per_parameter):
    """How many times the tokens of the fixed-ratio optimum a run of compute c used."""
    return d / fixed_ratio_tokens(c, tokens_per_parameter)


def loss_saved(d, extra, b, beta):
    """Loss that extra tokens save at a fixed number of parameters: B / D^beta - B / (D +
    extra)^beta."""
    return b / d**beta - b / (d + extra) ** beta


def loss_saved_share(n, d, extra, e, a, b, alpha, beta, parameter=1, token=1):
    """Loss that extra tokens save at a fixed number of parameters, as a share of the loss.

    n and ``parameter`` in one unit, d, extra and ``token`` in one, parameter and token being one of
    each: so amounts with units may be given; the constants of the law are pure numbers.
    """
    n, d, extra = n / parameter, d / token, extra / token
    return loss_saved(d, extra, b, beta) / loss(n, d, e, a, b, alpha, beta)


def matching_compute(n, d, extra, a, b, alpha, beta):
    """How many times the compute, spent on parameters alone, saves as much loss as the extra tokens
    do (at the same D).

    Solves A / (kN)^alpha = A / N^alpha - saved; where the parameters' whole share of the loss is
    smaller, the answer is not a number.
    """
    return (1 - loss_saved(d, extra, b, beta) * n**alpha / a) ** (-1 / alpha)


def compute_to_read(d, extra):
    """Compute of a run that reads extra tokens, over that without, at the same parameters: (D +
    extra) / D (C = 6 N D)."""
    return (d + extra) / d


def token_exponent(alpha, beta):
    """Power of compute with which optimal tokens grow: alpha / (alpha + beta) (Hoffmann et al.
    2022, equation 4)."""
    return alpha / (alpha + beta)


def fitted_law(n, d, losses, weights=1.0):
    """The constants a, b, e, alpha and beta of ``loss`` through measured runs: a dict.

    n, d and losses are arrays, one entry a run; weights say how often a run counts (a bootstrap
    sample). Least sum of Huber's loss with delta 0.001 on the logarithm of the loss, as Hoffmann et
    al. 2022, section 3.3, and Besiroglu et al. 2024 minimise it; from the constants of the former.
    To six digits: further ones hang on the processor and on where the search stops.
    """
    from scipy.optimize import minimize

    logs = np.log(n), np.log(d), np.log(losses)
    start = [6.0073404, 6.0179186, 0.5267228, 0.33917084, 0.2849083]
    options = dict(gtol=1e-7, maxiter=3000)
    found = minimize(
        _huber, start, args=(*logs, weights), jac=True, method="BFGS", options=options
    ).x
    found[:3] = np.exp(found[:3])
    return {name: float(f"{x:.6g}") for name, x in zip(PARTS, found, strict=True)}


def _huber(p, n, d, losses, weights, delta=1e-3):
    """A thousand times the sum of Huber's loss, and its gradient, in the logarithms of all."""
    a, b, e, alpha, beta = p
    terms = np.array([a - alpha * n, b - beta * d, e + 0 * n])
    top = terms.max(axis=0)
    share = np.exp(terms - top)
    total = share.sum(axis=0)
    share /= total
    miss = top + np.log(total) - losses
    size = np.abs(miss)
    cost = np.where(size <= delta, miss**2 / 2, delta * (size - delta / 2)) * weights
    slope = np.clip(miss, -delta, delta) * weights * share
    pull = [*slope.sum(axis=1), -(slope[0] * n).sum(), -(slope[1] * d).sum()]
    return 1e3 * cost.sum(), 1e3 * np.array(pull)
