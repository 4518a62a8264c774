"""Published laws of loss against parameters and tokens, and what each asks for in tokens.

Loss in nats per token; N counts parameters, D tokens, C operations with C = 6 N D. All arguments
are plain numbers in these units, unless a formula says otherwise.
"""

from __future__ import annotations

from shortcase.numbers.mathematics import sqrt


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
