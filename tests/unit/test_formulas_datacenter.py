"""Formulas of data-centre economics against hand calculations and published figures."""

import math

import pytest

from shortcase.formulas import datacenter as f
from shortcase.numbers.units import Q_


def test_capital_recovery_is_the_annuity():
    # 10% a year, 5 years, continuous: 0.1 / (1 - e^-0.5) = 0.1 / 0.393469
    assert f.capital_recovery(0.1, 5) == pytest.approx(0.254149, abs=1e-6)
    # a very long life leaves the interest alone; a tiny rate gives straight-line depreciation
    assert f.capital_recovery(0.1, 200) == pytest.approx(0.1, abs=1e-9)
    assert f.capital_recovery(1e-9, 5) == pytest.approx(0.2, rel=1e-6)


def test_units_of_an_hour():
    assert f.capital_per_hour(
        Q_(38750, "USD/GPU"), Q_(4250, "USD/GPU"), Q_(0.1, "1/year"), Q_(5, "year")
    ).to("USD/(GPU*hour)").magnitude == pytest.approx(43000 * 0.254149 / 8765.82, rel=1e-4)
    assert f.electricity_per_hour(Q_(1.275, "kW/GPU"), 1.25, Q_(0.0815, "USD/(kW*hour)")).to(
        "USD/(GPU*hour)"
    ).magnitude == pytest.approx(0.1299, abs=1e-4)
    assert f.space_per_hour(Q_(1.275, "kW/GPU"), Q_(184.06, "USD/(kW*month)")).to(
        "USD/(GPU*hour)"
    ).magnitude == pytest.approx(1.275 * 184.06 * 12 / 8765.82, rel=1e-4)
    assert f.upkeep_per_hour(Q_(40000, "USD/GPU"), Q_(0, "USD/GPU"), Q_(0.04, "1/year")).to(
        "USD/(GPU*hour)"
    ).magnitude == pytest.approx(1600 / 8765.82, rel=1e-4)


def test_hundred_thousand_gpus_published_electricity_bill():
    # SemiAnalysis, as reprinted in December 2024: 1.59 TWh a year at 0.078 USD/kWh is 123.9 million
    # USD for 100,000 H100
    power = 1.59e9 / (100_000 * 8766)
    assert f.electricity_per_hour(power, 1.0, 0.078) * 100_000 * 8766 == pytest.approx(
        123.9e6, rel=0.002
    )


def test_parts_add_up():
    assert f.hourly_cost(1.3, 0.3, 0.2, 0.1) == pytest.approx(1.9)
    assert f.running_cost(0.3, 0.2, 0.1) == pytest.approx(f.hourly_cost(1.3, 0.3, 0.2, 0.1) - 1.3)


def test_articles_example_is_two_per_dollar():
    assert f.gain_per_dollar(20, 10) == 2
    assert f.yearly_decline(2, 2) == pytest.approx(math.log(2) / 2)
    assert f.gain_from_prices(2250, 40000, 989, 28000) == pytest.approx(
        1.593, abs=0.001
    )  # the published per-dollar step from H100 to B200


def test_rent_halves_in_two_years_and_meets_running_cost():
    decline = f.yearly_decline(2, 2)
    assert f.rent_at_age(3.0, decline, 2) == pytest.approx(1.5)
    age = f.stopping_age(3.0, 0.6, decline)
    assert f.rent_at_age(3.0, decline, age) == pytest.approx(0.6)
    assert age == pytest.approx(2 * math.log2(5))
    assert f.stopping_age_of_site(3.0, 1.0, 0.4, 0.2, decline) == pytest.approx(age)


def test_clusters():
    assert f.product_ratio(100_000, 40_000, 22_500, 24_875) == pytest.approx(7.147, abs=0.001)


def test_depreciation_and_required_revenue():
    assert f.straight_line(600, 0.5, 5, 1) == 60
    # all AI, all short-lived, no running cost, all of revenue to computing: the annuity itself
    assert f.required_revenue(100, 1, 1, 0.1, 5, 20, 0, 1, 1) == pytest.approx(
        100 * f.capital_recovery(0.1, 5)
    )
    # half of revenue left for computing doubles it
    assert f.required_revenue(100, 1, 1, 0.1, 5, 20, 0, 0.5, 1) == pytest.approx(
        200 * f.capital_recovery(0.1, 5)
    )
    assert f.doubling_rule(150, 0.5, 0.5) == pytest.approx(
        600
    )  # Cahn 2024: 600 billion on a run rate of 150


def test_small_steps():
    assert f.bill_per_hour(Q_(123.9e6, "USD"), Q_(100_000, "GPU"), Q_(1, "year")).to(
        "USD/(GPU*hour)"
    ).magnitude == pytest.approx(0.1413, abs=1e-4)
    assert f.implied_fall(math.log(2) / 2, 1) == pytest.approx(1 - 0.5**0.5)
    assert f.earned_rent(3.0, 0.8) == pytest.approx(2.4)
    assert f.with_net_share(25, 47, 22 / 30) == pytest.approx(59.47, abs=0.01)
    assert f.annualised(75.246) == pytest.approx(300.984)
    assert f.overhead_per_capital(0.2, 0.1, 1.2) == pytest.approx(0.25)
    assert f.depreciation_gap(600, 1, 3, 6, 1) == pytest.approx(100)


def test_stopping_age_of_parts_proves_its_units():
    parts = dict(
        rated_power=Q_(1.0, "kW/GPU"),
        space_rent=Q_(0.4 * 730.5, "USD/(kW*month)"),
        upkeep=Q_(0.1, "USD/(GPU*hour)"),
        electricity=Q_(0.1, "USD/(GPU*hour)"),
    )
    running = f.running_cost_of_site(**parts)
    assert running.to("USD/(GPU*hour)").magnitude == pytest.approx(0.6)
    rent, decline = Q_(3.0, "USD/(GPU*hour)"), Q_(0.5, "1/year")
    age = f.stopping_age_of_parts(rent=rent, decline=decline, **parts)
    assert age.to("year").magnitude == pytest.approx(math.log(5) / 0.5)


def test_a_machine_at_its_usual_life_needs_what_required_revenue_says():
    terms = dict(ai_share=0.8, short_lived=0.6, rate=0.1, long_life=20, compute_share=0.5, period=1)
    usual = f.required_revenue(600, short_life=5, running_share=0.3, **terms)
    at = dict(running_share=0.3, usual_life=5, **terms)
    assert f.required_revenue_at_life(600, life=5, **at) == pytest.approx(usual)
    # half the life: dearer by the capital of the machines alone, for running them costs no more
    machines = 600 * 0.8 * 0.6 / 0.5
    dearer = machines * (f.capital_recovery(0.1, 2.5) - f.capital_recovery(0.1, 5))
    assert f.required_revenue_at_life(600, life=2.5, **at) == pytest.approx(usual + dearer)
    assert f.covered_share(usual / 4, 600, life=5, **at) == pytest.approx(0.25)


def test_a_yearly_fall_and_a_rate_of_decline_say_the_same():
    rate = f.yearly_decline(2, 2)
    fall = f.implied_fall(rate, 1)
    assert fall == pytest.approx(1 - math.sqrt(0.5))
    assert f.decline_of_fall(fall, 1) == pytest.approx(rate)
    assert f.rent_after_falls(2.0, 0.5, age=3, period=1) == pytest.approx(0.25)
    parts = dict(rated_power=1.0, space_rent=0.4, upkeep=0.1, electricity=0.1)
    # a rent of four halves each year and meets a running cost of 0.6 after log2(4 / 0.6) years
    age = f.stopping_age_at_fall(4.0, 0.5, **parts, period=1)
    assert age == pytest.approx(math.log2(4 / 0.6))
