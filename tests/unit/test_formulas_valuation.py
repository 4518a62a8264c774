"""Formulas of valuation against identities, hand calculations and published figures."""

import math

import numpy as np
import pytest

from shortcase.formulas import valuation as f
from shortcase.formulas.market import market_value
from shortcase.numbers.units import Q_


def test_price_times_shares_is_value():
    value = market_value(142.62, 24.49e9)
    assert value - f.enterprise_value(142.62, 24.49e9, 34.7e9) == pytest.approx(34.7e9)
    assert f.multiple(market_value(10, 5), 25) == 2


def test_multiple_falls_when_earnings_outgrow_the_price():
    assert f.multiple_fall(200, 20, 100, 5) == pytest.approx(0.5)
    assert f.multiple_fall(100, 5, 100, 5) == 0


def test_segment_margin_of_the_article_quarter():
    # third quarter of fiscal 2025: sales 35.082, cost 8.926, data centre 30.771 billion
    profit, other = 35.082 - 8.926, 35.082 - 30.771
    assert f.segment_margin(profit, 30.771, other, 0.5) == pytest.approx(0.780, abs=0.001)
    assert f.other_margin_needed(profit, 30.771, other, 0.9) == pytest.approx(-0.357, abs=0.001)
    m = f.segment_margin(profit, 30.771, other, 0.3)
    assert (m * 30.771 + 0.3 * other) / 35.082 == pytest.approx(
        f.gross_margin(35.082, 8.926)
    )  # parts weigh up to the whole
    assert f.margin_drag(profit, 30.771, other, 0.5) == pytest.approx(0.780 - 0.7456, abs=0.001)


def test_what_ifs():
    assert f.what_if_value(0.85, 0.70, 1.0, 0.75) == pytest.approx(1.85 * 0.70 / 1.5)
    assert f.what_if_value(1.0, 0.75, 1.0, 0.75) == 1
    assert f.what_if_price(100, 1.0, 0.75, 20, 30) == pytest.approx(100)


def test_discounted_value_against_closed_forms():
    # growth equal to the terminal rate throughout: Gordon's formula
    assert f.discounted_value(100, 0.04, 0.04, 0.5, 0.10) == pytest.approx(100 * 1.04 * 0.5 / 0.06)
    # a loop written out for a fading path
    sales, total = 130.5, 0.0
    for i in range(10):
        sales *= 1 + 0.35 + (0.04 - 0.35) * i / 9
        total += 0.45 * sales / 1.10 ** (i + 1)
    total += 0.45 * sales * 1.04 / 0.06 / 1.10**10
    assert f.discounted_value(130.5, 0.35, 0.04, 0.45, 0.10) == pytest.approx(total)
    assert f.revenue_after(130.5, 0.35, 0.04, 10) == pytest.approx(sales)
    assert f.revenue_after(130.5, 0.35, 0.04, 0) == 130.5
    assert f.revenue_after(130.5, 0.35, 0.04, 1) == pytest.approx(130.5 * 1.35)
    assert f.discounted_price(130.5, 0.35, 0.04, 0.45, 0.10, 0, 1) == pytest.approx(total)


def test_required_growth_is_the_root_of_the_discounted_value():
    target = f.discounted_value(130.5, 0.35, 0.04, 0.45, 0.10)
    assert f.required_growth(target, 130.5, 0.04, 0.45, 0.10) == pytest.approx(0.35, abs=1e-10)
    # element by element, with units; less is needed where more of sales is left as cash
    margins = np.array([0.35, 0.45, 0.55])
    found = f.required_growth(
        Q_(target, "USD"), Q_(130.5, "USD"), 0.04, Q_(margins, "fraction"), 0.10
    )
    assert found.to("fraction").magnitude[1] == pytest.approx(0.35, abs=1e-10)
    assert (np.diff(found.magnitude) < 0).all()
    # beyond what growth can reach, the end of the range
    assert f.required_growth(1e9, 130.5, 0.04, 0.45, 0.10) == pytest.approx(f.HIGHEST_GROWTH)


def test_given_path():
    # with years 2 and 3 on the straight fade the two paths are one
    step = (0.04 - 0.35) / 9
    given = (0.35, 0.35 + step, 0.35 + 2 * step, 0.04)
    assert f.revenue_given(130.5, *given, 10) == pytest.approx(
        f.revenue_after(130.5, 0.35, 0.04, 10)
    )
    assert f.price_given(130.5, *given, 0.45, 0.1, 3, 2) == pytest.approx(
        f.discounted_price(130.5, 0.35, 0.04, 0.45, 0.1, 3, 2)
    )
    assert f.revenue_given(100, 0.5, 0.2, 0.1, 0.04, 3) == pytest.approx(198)


def test_chain_price_agrees_with_a_constant_growth_sum():
    margin = f.cash_margin(0.75, 0.12, 0.15, 0.03)
    assert margin == pytest.approx(0.63 * 0.85 - 0.03)
    step = (600 * 0.6 / 130) ** 0.1
    flows = [130 * step**i * margin / 1.1**i for i in range(1, 11)]
    expected = sum(flows) + flows[-1] * 1.03 / 0.07
    assert f.chain_price(130, 600, 0.6, 0.75, 0.12, 0.15, 0.03, 0.10, 0.03, 0, 1) == pytest.approx(
        expected
    )


def test_several_threats():
    # five independent chances of a fifth: 1 - 0.8^5 = 0.67232
    assert f.at_least_one(0.2, 0.2, 0.2, 0.2, 0.2, 0.0) == pytest.approx(0.67232)
    assert f.at_least_one_equal(0.2, 0.0, 5) == pytest.approx(0.67232)
    # one common cause for all: the chance of any is the chance of one
    assert f.at_least_one(0.2, 0.2, 0.2, 0.2, 0.2, 1.0) == pytest.approx(0.2)
    assert f.at_least_one(0.3, 0.3, 0.3, 0.3, 0.3, 0.4) == pytest.approx(
        f.at_least_one_equal(0.3, 0.4, 5)
    )
    assert f.effective_number(0.67232, 0.2) == pytest.approx(5)
    assert f.effective_number(0.2, 0.2) == pytest.approx(1)


def test_event_and_parts():
    assert f.cost_of_equity(0.0463, 1.66, 0.0433) == pytest.approx(0.1182, abs=1e-4)
    assert f.abnormal_return(-0.1697, 1.9, -0.0146) == pytest.approx(-0.14196)
    eps_then, eps_now = 4.43, f.earnings_from_multiple(194.83, 20.7)
    parts = f.log_part(eps_now, eps_then) + f.log_part(20.7, 142.62 / 4.43)
    assert parts == pytest.approx(
        math.log(194.83 / 142.62)
    )  # earnings and multiple add up to the price
    assert f.price_from_earnings(4.43, 32.194) == pytest.approx(142.62, abs=0.01)
    assert f.short_return(118.42, 142.62) == pytest.approx(0.1697, abs=1e-4)


def test_formulas_take_arrays():
    assert f.discounted_value(130.5, np.array([0.3, 0.4]), 0.04, 0.45, 0.1).shape == (2,)


def test_small_steps():
    assert f.what_if_change(0.85, 0.70, 1.0, 0.75) == pytest.approx(-0.1367, abs=1e-4)
    assert f.implied_flow(4559, 11.6) == pytest.approx(393, abs=0.1)
    assert f.market_share_sales(500, 0.6) == 300  # Damodaran, September 2024


def test_event_day_in_dollars():
    assert f.value_lost(Q_(142.62, "USD/share"), Q_(118.42, "USD/share"), Q_(24.49e9, "share")).to(
        "USD"
    ).magnitude == pytest.approx(592.66e9, rel=1e-4)
    assert f.in_standard_deviations(-0.14, 0.028) == pytest.approx(-5)
    assert f.abnormal_loss(-0.17, 2.0, -0.01, 100, 10) == pytest.approx(150)


def test_growth_fades_in_equal_steps():
    assert f.growth_in_year(1, 0.5, 0.05) == pytest.approx(0.5)
    assert f.growth_in_year(10, 0.5, 0.05) == pytest.approx(0.05)
    assert f.growth_in_year(2, 0.5, 0.05) - f.growth_in_year(3, 0.5, 0.05) == pytest.approx(0.05)


def test_returns_follow_from_their_prices():
    price = f.what_if_price(130e9, 0.5, 0.7, 25.0, 24.5e9)
    assert f.what_if_return(130e9, 0.5, 0.7, 25.0, 24.5e9, price) == pytest.approx(0)
    assert f.what_if_return(130e9, 0.5, 0.7, 25.0, 24.5e9, 2 * price) == pytest.approx(-0.5)
    assert f.short_return_from_earnings(4.0, 25.0, 125.0) == pytest.approx(0.2)


def test_machines_that_live_half_as_long_are_bought_twice_as_often():
    assert f.replacement_ratio(1, 2, 1e-9, 1) == pytest.approx(2)
    assert f.replacement_ratio(5, 5, 0.04, 1) == 1
    # by hand: a fleet that doubles each year holds half of it bought in the last year, three
    # quarters in the last two
    assert f.replacement_ratio(2, 1, 1.0, 1) == pytest.approx(0.5 / 0.75)


def test_the_market_answers_to_a_gain_and_to_the_life_of_chips():
    same = dict(life=5, life_assumed=5, growth=0.04, year=1)
    assert f.market_at_use(900, 10, 1, **same) == 900  # what is saved is spent again
    assert f.market_at_use(900, 10, 0, **same) == pytest.approx(90)  # not an answer more
    assert f.market_at_use(900, 10, 2, **same) == pytest.approx(9000)
    shorter = f.market_at_use(900, 10, 1, 3, 5, 0.04, 1)
    assert shorter == pytest.approx(900 * (1 - 1.04**-5) / (1 - 1.04**-3))
