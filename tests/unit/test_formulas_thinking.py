"""Curves of accuracy over budget and repeated sampling, against published results and exact
values."""

import math

import numpy as np
import pytest

from shortcase.formulas import thinking as f


def test_curves_at_known_points():
    assert f.log_linear(8, 0.3, 0.1) == pytest.approx(0.6)
    assert f.saturating(4, 0.2, 0.8, 4, 1) == pytest.approx(0.5)
    assert f.stretched(1, math.log(0.159), -0.2) == pytest.approx(0.159)


def test_power_form_through_two_published_points():
    # SWE-bench Lite, Brown et al. 2024: 15.9% at 1 try and 56% at 250 give a = -1.839, b = -0.209
    a, b = math.log(0.159), math.log(math.log(0.56) / math.log(0.159)) / math.log(250)
    assert (a, b) == (pytest.approx(-1.839, abs=0.001), pytest.approx(-0.209, abs=0.001))
    assert f.stretched(5, a, b) == pytest.approx(0.269, abs=0.001)


def test_gain_of_a_doubling():
    # from one doubling below the midpoint to it, with a width of one: from 1/(1+e) to 1/2
    assert f.doubling_gain(2, 0.0, 1.0, 4, 1) == pytest.approx(0.5 - 1 / (1 + math.e))
    assert f.doubling_gain(1000, 0.4, 0.9, 4, 0.5) < 1e-4


def test_saturation_budget_is_where_a_doubling_adds_the_gain():
    curve = dict(floor=0.4, ceiling=0.9, midpoint=5.0, width=0.8)
    budget = f.saturation_budget(0.01, 1000, **curve)
    assert budget > curve["midpoint"]
    assert f.doubling_gain(budget, **curve) == pytest.approx(0.01)
    with pytest.raises(ValueError):
        f.saturation_budget(0.9, 1000, **curve)


@pytest.mark.parametrize(
    ("curve", "parameters"),
    [
        (f.log_linear, dict(at_one=0.3, per_doubling=0.1)),
        (f.saturating, dict(floor=0.4, ceiling=0.9, midpoint=5.0, width=0.8)),
        (f.stretched, dict(scale=-1.5, power=-0.4)),
    ],
)
def test_a_fit_finds_the_curve_that_made_the_scores(curve, parameters):
    budgets = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    found = f.fitted(curve, budgets, curve(budgets, **parameters), 0.4)
    assert found.keywords == pytest.approx(parameters)
    assert found(7.0) == pytest.approx(curve(7.0, **parameters))


def test_a_beta_distribution_and_a_share_of_votes_from_what_they_give():
    a, b = f.beta_through(0.3, f.coverage(0.6, 1.4, 64), 64)
    assert (a, b) == (pytest.approx(0.6), pytest.approx(1.4))
    share = 5.5 / 64
    assert f.winning_share(a, b, f.voted(a, b, 64, share), 64) == share


def test_log_gamma():
    assert np.allclose(
        f.log_gamma(np.array([0.04, 0.5, 1.0, 5.0, 200.0])),
        [math.lgamma(x) for x in (0.04, 0.5, 1, 5, 200)],
        atol=1e-9,
    )


def test_coverage_of_a_uniform_distribution():
    # p uniform: the mean of (1 - p)^k is 1 / (k + 1)
    assert f.coverage(1.0, 1.0, 1) == pytest.approx(0.5)
    assert f.coverage(1.0, 1.0, 9) == pytest.approx(0.9)


def test_beta_through_two_points_predicts_the_third_published_one():
    # SWE-bench Lite: the distribution through 1 and 250 tries gives 29.4% at 5; Brown et al. 2024
    # print 29.62%
    a, b = 0.12202172957773803, 0.6454105319174697
    assert f.coverage(a, b, 1) == pytest.approx(0.159, abs=1e-4)
    assert f.coverage(a, b, 250) == pytest.approx(0.56, abs=1e-4)
    assert f.coverage(a, b, 5) == pytest.approx(0.2962, abs=0.003)


def test_vote():
    # p uniform: each count from 0 to n is equally likely
    assert f.voted(1.0, 1.0, 63, 0.5) == pytest.approx(0.5)
    assert f.voted(1.0, 1.0, 9, 0.0) == pytest.approx(f.coverage(1.0, 1.0, 9))


def test_error_of_aime():
    assert f.binomial_error(0.8, 30) == pytest.approx(0.073, abs=0.001)


def test_log_beta():
    assert f.log_beta(2.0, 3.0) == pytest.approx(math.log(1 / 12))  # B(2, 3) = 1! 2! / 4!


def test_error_of_a_difference_by_hand():
    # one half of a hundred questions: 5 points each, and root two of them together
    assert f.difference_error(0.5, 100) == pytest.approx(0.0707107, abs=1e-7)


def test_coverage_between_two_published_points():
    assert f.coverage_between(0.159, 0.56, 250, 1) == pytest.approx(0.159)
    assert f.coverage_between(0.159, 0.56, 250, 250) == pytest.approx(0.56)
    assert f.coverage_between(0.159, 0.56, 250, 5) == pytest.approx(0.269, abs=0.001)
