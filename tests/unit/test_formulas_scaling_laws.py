"""Scaling laws: published optima and hand calculations."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shortcase.formulas import scaling_laws as f
from shortcase.numbers.units import Q_

HOFFMANN = dict(a=406.4, b=410.7, alpha=0.33917084, beta=0.2849083)
PRINTED = dict(a=406.4, b=410.7, alpha=0.34, beta=0.28)
BESIROGLU = dict(a=482.01, b=2085.43, alpha=0.3478, beta=0.3658)
CHINCHILLA = 5.76e23


def tokens_per_parameter(law, c):
    return f.optimal_tokens(c, **law) / f.optimal_parameters(c, **law)


def test_published_ratios_at_chinchillas_budget():
    assert tokens_per_parameter(HOFFMANN, CHINCHILLA) == pytest.approx(59, abs=1.5)
    assert tokens_per_parameter(PRINTED, CHINCHILLA) == pytest.approx(93, abs=2)
    assert tokens_per_parameter(BESIROGLU, CHINCHILLA) == pytest.approx(18, abs=1)


def test_optimum_is_a_minimum_on_the_budget():
    d = f.optimal_tokens(1e24, **BESIROGLU)

    def at(x):
        return f.loss(1e24 / (6 * x), x, 1.8172, **BESIROGLU)

    assert at(d) < at(1.01 * d) and at(d) < at(d / 1.01)


def test_fixed_ratio_is_chinchilla():
    assert f.fixed_ratio_tokens(6 * 70e9 * 1.4e12, 20) == pytest.approx(1.4e12)
    assert f.overtraining(14.8e12, 6 * 37e9 * 14.8e12, 20) == pytest.approx(20**0.5, abs=0.01)


def test_anchored_power():
    assert f.anchored_tokens(3.14e26, 0.27, 3.14e23, 3e11) == pytest.approx(3e11 * 1000**0.27)


def test_extra_tokens():
    saved = f.loss_saved(15e12, 7e12, 2085.43, 0.3658)
    assert saved == pytest.approx(2085.43 * (15e12**-0.3658 - 22e12**-0.3658))
    before = f.loss(405e9, 15e12, 1.8172, **BESIROGLU)
    share = f.loss_saved_share(405e9, 15e12, 7e12, 1.8172, **BESIROGLU)
    assert share == pytest.approx(saved / before)
    k = f.matching_compute(405e9, 15e12, 7e12, **BESIROGLU)
    assert f.loss(k * 405e9, 15e12, 1.8172, **BESIROGLU) == pytest.approx(before - saved)


def test_the_share_of_loss_saved_takes_units():
    plain = (405e9, 15e12, 7e12, 1.8172)
    share = f.loss_saved_share(*plain, **BESIROGLU)
    parameter, tera = Q_(1.0, "parameter"), Q_(1.0, "teratoken")
    given = (405e9 * parameter, 15 * tera, 7 * tera, 1.8172)
    counted = dict(parameter=parameter, token=Q_(1.0, "token"))
    found = f.loss_saved_share(*given, **BESIROGLU, **counted)
    assert found.to("dimensionless").magnitude == pytest.approx(share)


def test_compute_grows_with_the_tokens_read():
    assert f.compute_to_read(15e12, 7e12) == pytest.approx(22 / 15)


def chinchilla_runs():
    """Parameters, tokens and loss of the runs in the table, and which of them are no outliers."""
    table = Path(__file__).parents[2] / "data" / "chinchilla_runs.csv"
    rows = pd.read_csv(table).pivot(index="subject", columns="quantity", values="value")
    n, c, losses = (
        rows[name].to_numpy()
        for name in ("parameters", "training compute", "final loss in nats per token")
    )
    return n, c / (6 * n), losses, losses < np.sort(losses)[-5]


def test_fit_meets_the_published_refit():
    """The replication's own notebook prints these for 240 runs, "replicate exactly"."""
    n, d, losses, kept = chinchilla_runs()
    assert kept.sum() == 240
    fit = f.fitted_law(n[kept], d[kept], losses[kept])
    assert fit["a"] == pytest.approx(477.84, rel=0.003)
    assert fit["b"] == pytest.approx(2143.86, rel=0.003)
    assert fit["e"] == pytest.approx(1.817235, rel=1e-3)
    assert fit["alpha"] == pytest.approx(0.347313, rel=1e-3)
    assert fit["beta"] == pytest.approx(0.367183, rel=1e-3)
    assert f.token_exponent(fit["alpha"], fit["beta"]) == pytest.approx(0.486, abs=0.001)


def test_fit_finds_the_law_that_made_the_runs():
    n, d = (x.ravel() for x in np.meshgrid(np.geomspace(1e8, 1e10, 9), np.geomspace(1e9, 1e12, 9)))
    made = f.loss(n, d, 1.8172, **BESIROGLU)
    assert f.fitted_law(n, d, made) == pytest.approx(BESIROGLU | dict(e=1.8172), rel=1e-3)
    twice = f.fitted_law(n, d, made, np.where(n > 1e9, 2, 0))
    assert twice["beta"] == pytest.approx(BESIROGLU["beta"], rel=1e-2)


def test_tokens_a_parameter_of_least_loss():
    found = f.optimal_ratio(CHINCHILLA, **BESIROGLU)
    assert found == pytest.approx(tokens_per_parameter(BESIROGLU, CHINCHILLA))
    assert found == pytest.approx(18, abs=1)
