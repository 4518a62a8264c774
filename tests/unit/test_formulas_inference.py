"""Costs, service, crossover and demand against published figures and hand calculations."""

import math

import numpy as np
import pytest

from shortcase.formulas import inference as f
from shortcase.numbers.units import Q_


def test_cost_of_an_answer():
    assert f.answer_cost(12000, 2.19e-6) == pytest.approx(0.02628)
    assert f.call_cost(1e5, 1e3, 2.5e-6, 10e-6) == pytest.approx(0.26)
    assert f.prompt_tokens(4e5, 4) == 1e5
    assert f.answer_cost_ratio(8793, 60, 711, 10) == pytest.approx(74.2, abs=0.05)


def test_o3_run_at_three_price_lists():
    assert f.tokens_per_task(5.7e9, 100) == 5.7e7
    assert [round(f.task_cost(5.7e9, 100, p * 1e-6)) for p in (60, 80, 600)] == [3420, 4560, 34200]
    assert f.implied_price(2012, 33e6) * 1e6 == pytest.approx(60.97, abs=0.005)
    hours = f.wage_time(f.task_cost(5.7e9, 100, 60e-6), 63.20)
    assert hours == pytest.approx(54.1, abs=0.05)


def test_deepseeks_day():
    assert f.service_nodes(608e9, 168e9, 73700 * 86400, 14800 * 86400) == pytest.approx(
        226.75, rel=0.002
    )
    assert f.service_cost(226.75, 8, 2) * 24 == pytest.approx(87072)
    revenue = f.service_revenue(608e9, 342e9, 168e9, 0.55e-6, 0.14e-6, 2.19e-6)
    assert revenue == pytest.approx(562027, rel=2e-4)
    assert f.profit_over_cost(562027, 87072) == pytest.approx(5.45, abs=0.005)
    assert f.rent_per_token(8, 2, 14800 * 3600) * 1e6 == pytest.approx(0.3003, abs=1e-4)


def test_training_and_inference():
    assert f.served_tokens_at_parity(14.8e12, 6, 2) == pytest.approx(44.4e12)
    assert f.days_to_parity(44.4e12, 608e9 + 168e9) == pytest.approx(57.2, abs=0.05)
    assert f.inference_share(2e9, 5e9) == pytest.approx(2 / 7)
    assert f.other_share(2e9, 5e9) == pytest.approx(5 / 7)
    assert f.substitution_break_even(1, 1) == pytest.approx(0.9 / 9.9)
    assert f.substitution_break_even(1, 2) == pytest.approx(0.9 / 99.9)
    for orders, exchange in ((1, 1), (1, 1.5), (0.5, 2)):
        assert f.substitution_multiple(
            f.substitution_break_even(orders, exchange), orders, exchange
        ) == pytest.approx(1)


def test_demand():
    assert f.compute_multiple(20 / 3, f.remaining_cost(0.78)) == pytest.approx(1.467, abs=0.001)
    assert f.observed_elasticity(20 / 3, 1 / 0.22) == pytest.approx(1.253, abs=0.001)
    assert f.interpolated(1, 100, 0.5) == pytest.approx(10)
    assert f.reasoning_mix(0.5, 12.4) == pytest.approx(6.7)
    # 100 plain answers of 1 token and 10 reasoned ones of 10 tokens: half of the tokens, one answer
    # in eleven
    assert f.share_of_answers(0.5, 10) == pytest.approx(1 / 11)
    assert f.demand_multiple(0, 1, 45, 0) == pytest.approx(1 / 45)
    assert f.demand_multiple(1, 10, 45, f.break_even_elasticity(1, 10, 45)) == pytest.approx(1)
    assert f.demand_multiple(0.5, 12.4, 4, 1) == pytest.approx(6.7)
    assert f.demand_multiple_per_answer(0.5, 12.4, 4, 1) == pytest.approx(1)
    assert f.net_elasticity(6.7 * 4, 0.5, 12.4, 4) == pytest.approx(1)


def test_wages_and_waiting():
    assert f.employer_cost(63.20, 0.705) == pytest.approx(89.65, abs=0.01)
    assert f.wage_time(0.02628, 63.20) * 3600 == pytest.approx(1.5, abs=0.01)
    assert f.waiting_time(12000, 21) == pytest.approx(571.4, abs=0.1)
    assert f.waiting_cost(12000, 21, 63.20 / 3600, 1) == pytest.approx(10.03, abs=0.01)
    assert f.waiting_over_tokens(21, 63.20 / 3600, 1, 2.19e-6) == pytest.approx(
        10.03 / 0.02628, rel=1e-3
    )
    assert f.answer_threshold(9, 1) == 0.9


CURVE = dict(floor=0.4, ceiling=0.9, midpoint=Q_(5000, "token"), width=0.8)
COSTS = dict(
    price=Q_(60, "USD/Mtok"), speed=Q_(50, "token/second"), wage=Q_(60, "USD/hour"), attention=0.5
)


def test_net_value_of_thinking_by_hand():
    # at the midpoint half of 0.5 is gained; an error costs 60 USD; 5,000 tokens cost 0.30 USD and
    # take 100 seconds, half of them lost at 1 USD a minute
    value = f.thinking_net_value(
        CURVE["midpoint"], **CURVE, **COSTS, error_minutes=Q_(60, "minute")
    )
    assert value.to("USD").magnitude == pytest.approx(0.25 * 60 - 0.3 - 50 / 60)


def test_error_time_to_pay_leaves_no_net_value():
    for budget in (Q_(1500, "token"), Q_(20000, "token")):
        time = f.error_time_to_pay(budget, **CURVE, **COSTS)
        left = f.thinking_net_value(budget, **CURVE, **COSTS, error_minutes=time)
        assert left.to("USD").magnitude == pytest.approx(0, abs=1e-12)


def test_best_budget_maximises_net_value():
    given = CURVE | COSTS | dict(error_minutes=Q_(60, "minute"))
    best = f.best_budget(shortest=Q_(1024, "token"), **given).to("token").magnitude
    budgets = Q_(1024 * 2.0 ** np.arange(7), "token")
    values = f.thinking_net_value(budgets, **given).to("USD").magnitude
    assert values.max() > 0
    assert best == budgets.magnitude[values.argmax()]
    nothing = given | dict(error_minutes=Q_(0, "minute"))
    assert f.best_budget(shortest=Q_(1024, "token"), **nothing).magnitude == 0


def test_attention_of_llama_405b():
    assert f.attention_over_weights(128_000, 126, 16384, 405e9) == pytest.approx(1.305, abs=0.001)
    assert f.cache_bytes(12000, 516096) == pytest.approx(6.193e9, rel=1e-3)
    assert math.isclose(f.cache_bytes(12000, 70272), 8.43264e8)


def test_tokens_of_a_day_and_their_share():
    assert f.computed_tokens(608e9, 342e9, 168e9) == 434e9  # DeepSeek's day without cached input
    assert f.final_runs_share(0.2, 0.75) == pytest.approx(0.05)


def test_wage_time_of_an_answer_proves_its_unit():
    time = f.answer_wage_time(Q_(1e6, "token"), Q_(60, "USD/Mtok"), Q_(90, "USD/hour"))
    assert time.to("minute").magnitude == pytest.approx(40)


def test_fleet_from_money_meets_the_published_count():
    """Epoch AI, summary of methods: 6.8 billion dollars at 2 dollars an hour are 388,000 H100s."""
    year = Q_(1, "year").to("hour").magnitude
    assert f.fleet_from_money(6.8e9 / year, 2) == pytest.approx(388e3, rel=0.002)
    assert f.over_a_year(8.7e9, 9 / 12) == pytest.approx(11.6e9)


def test_price_that_the_cost_of_a_task_implies():
    found = f.price_implied_by_task(Q_(3000, "USD"), Q_(57, "Mtok/problem"), Q_(1, "problem"))
    assert found.to("USD/Mtok").magnitude == pytest.approx(52.63, abs=0.005)
