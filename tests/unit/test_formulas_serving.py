"""Serving: the published day of DeepSeek's service, and hand calculations."""

import math

import numpy as np
import pytest

from shortcase.formulas import serving as f
from shortcase.formulas.inference import profit_over_cost, service_cost, service_revenue
from shortcase.numbers.units import Q_

DAY = dict(
    output_tokens=168e9,
    decode_speed=14_800 * 86_400,
    input_tokens=608e9,
    prefill_speed=73_700 * 86_400,
)


def test_the_published_day():
    """DeepSeek, 2025-03-01: 226.75 nodes cost 87,072 dollars a day; at R1's prices the tokens bring
    562,027; profit over cost 545%."""
    cost = service_cost(226.75, 8, 2) * 24
    assert cost == 87_072
    revenue = service_revenue(608e9, 342e9, 168e9, 0.55e-6, 0.14e-6, 2.19e-6)
    assert revenue == pytest.approx(562_027, rel=2e-4)  # the published token counts are rounded
    assert profit_over_cost(562_027, cost) == pytest.approx(5.45, abs=0.01)
    assert f.service_margin(562_027, cost) == pytest.approx(0.845, abs=0.001)


def test_speeds_reproduce_the_nodes():
    """The published speeds of a node explain 226.9 of 226.75 nodes, so they are averages over the
    day."""
    nodes = 168e9 / (14_800 * 86_400) + 608e9 / (73_700 * 86_400)
    assert nodes == pytest.approx(226.75, rel=1e-3)
    assert f.decoding_share(**DAY) == pytest.approx(131.38 / nodes, rel=1e-3)


def test_cost_of_a_token_from_the_day():
    """16 dollars a node-hour over 14,800 tokens a second: 0.30 dollars a million; the two kinds of
    token add up to the day's cost."""
    out = f.output_token_cost(87_072, **DAY)
    assert out * 1e6 == pytest.approx(0.300, abs=0.001)
    read = f.input_token_cost(87_072, **DAY, cached_tokens=342e9, cached_cost=0.0)
    assert read * 1e6 == pytest.approx(0.138, abs=0.001)
    assert out * 168e9 + read * 266e9 == pytest.approx(87_072)


def test_speculation():
    """One drafted token: 1 + acceptance. DeepSeek-V3 report: 85 to 90% give 1.8 times the speed."""
    assert f.tokens_per_step(0.875, 1) == pytest.approx(1.875)
    assert f.tokens_per_step(0.9, 2) == pytest.approx(1 + 0.9 + 0.81)
    assert f.speculation_overhead(0.875, 1, 1.8) == pytest.approx(0.0417, abs=1e-4)


def test_coverage_by_hand_and_by_draws():
    assert f.coverage(8, 256, 1) == pytest.approx(8 / 256)
    assert f.coverage(8, 256, 32) == pytest.approx(0.638, abs=0.001)
    assert f.coverage(8, 256, 200) == pytest.approx(0.998, abs=0.001)
    rng = np.random.default_rng(1)
    seen = [
        len(set(np.concatenate([rng.permutation(256)[:8] for _ in range(32)]))) / 256
        for _ in range(400)
    ]
    assert np.mean(seen) == pytest.approx(f.coverage(8, 256, 32), abs=0.01)
    assert f.tokens_to_cover(8, 256, f.coverage(8, 256, 50)) == pytest.approx(50)


def test_skewed_coverage():
    assert f.skewed_coverage(8, 256, 40, 0.5, 0.5) == pytest.approx(f.coverage(8, 256, 40))
    assert f.skewed_coverage(8, 256, 40, 0.25, 0.75) < f.coverage(8, 256, 40)
    assert f.skewed_coverage(8, 256, 1, 0.25, 0.75) == pytest.approx(8 / 256)


def test_routed_parameters_from_the_totals():
    """The published configuration gives 58 x 256 x 3 x 7168 x 2048 = 653.9 billion; the totals give
    it to 0.1%."""
    routed = f.routed_parameters(671e9, 37e9, 8, 256)
    assert routed == pytest.approx(58 * 256 * 3 * 7168 * 2048, rel=1e-3)
    assert f.touched_parameters(671e9, 37e9, 8, 256, 1) == pytest.approx(37e9)
    assert f.touched_parameters(671e9, 37e9, 8, 256, 1e4) == pytest.approx(671e9)


def test_prices():
    assert f.blend(15, 60, 0.75) == 26.25
    assert f.blend(0.55, 2.19, 0.75) == pytest.approx(0.96)
    assert f.discount(0.96, 26.25) == pytest.approx(0.9634, abs=1e-4)
    assert f.discount_of_answer(0.96, 26.25, 2.5) == pytest.approx(0.9086, abs=1e-4)
    assert f.cost_ratio(10, 0.5, 0.5) == 10
    assert f.cost_ratio_from_prices(20, 0.75, 0.0) == 5
    assert f.cost_ratio_from_prices(20, 0.75, 0.5) * f.margin_factor(0.75, 0.5) == pytest.approx(20)


def test_demand():
    assert f.demand_multiplier(27.5, 0) == pytest.approx(1 / 27.5)
    assert f.demand_multiplier(27.5, 1) == 1
    assert f.demand_multiplier(4, 1.5) == 2
    assert f.demand_path(27.5, 0, 2, 3) == pytest.approx(8 / 27.5)
    assert f.years_to_absorb(8, 2) == pytest.approx(3)
    assert f.years_to_recover(8, 0, 2) == pytest.approx(3)
    assert f.years_to_recover(8, 1, 2) == 0
    assert f.apparent_elasticity(4, 0.5, 1, 1) == pytest.approx(2)


def test_error_of_a_score():
    """79.8% of 30 questions: 7.3 points."""
    assert f.score_error(0.798, 30) == pytest.approx(math.sqrt(0.798 * 0.202 / 30))
    assert f.score_error(0.798, 30) == pytest.approx(0.0733, abs=1e-4)
    with_units = f.score_error(0.798, Q_(30, "problem"), Q_(1, "problem"))
    assert with_units.to("dimensionless").magnitude == pytest.approx(f.score_error(0.798, 30))


def test_a_discount_as_a_multiple():
    assert f.price_multiple(0.95) == pytest.approx(20)


def test_routed_parameters_of_one_token():
    assert f.active_routed_parameters(654e9, 8, 256) == pytest.approx(20.4e9, rel=2e-3)


def test_margin_if_all_is_billed_is_the_published_one():
    """DeepSeek 2025: 562,027 dollars of theoretical revenue on 87,072 of cost, 545%."""
    found = f.billed_margin(
        price_in=Q_(0.55, "USD/Mtok"),
        price_out=Q_(2.19, "USD/Mtok"),
        cached_discount=0.14 / 0.55,
        billed=1.0,
        rent=Q_(2, "USD/(GPU*hour)"),
        nodes=226.75,
        gpus_per_node=Q_(8, "GPU"),
        input_tokens=Q_(608e9, "token/day"),
        cached_tokens=Q_(342e9, "token/day"),
        output_tokens=Q_(168e9, "token/day"),
    )
    assert found.to("dimensionless").magnitude == pytest.approx(5.45, abs=0.01)
