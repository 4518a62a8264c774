"""Switching formulas against published rules and hand calculations."""

import pytest

from shortcase.formulas import switching as s

PORT = dict(
    operators=200.0,
    effort_per_operator=4 / 52,
    salary=650_000.0,
    overhead=1.3,
    upkeep=0.3,
    life=4.0,
)


def test_performance_portability_is_a_harmonic_mean():
    assert s.performance_portability(0.5, 0.5, 0.5) == pytest.approx(0.5)
    assert s.performance_portability(1.0, 1.0, 0.25) == pytest.approx(0.5)


def test_measured_matrix_speed_as_share_of_rated():
    assert s.share_of_peak(794.5, 989.4) == pytest.approx(0.803, abs=5e-4)
    assert s.share_of_peak(668.4, 1307.4) == pytest.approx(0.511, abs=5e-4)


def test_porting_cost_by_hand():
    # 200 operators, four weeks each: 15.4 person-years; 650,000 USD with 30% on top: 13 million;
    # upkeep over four years: 28.6 million
    assert s.porting_cost(**PORT) == pytest.approx(28.6e6)


def test_saving_share_of_the_chip_alone_and_of_the_machine():
    assert s.saving_share(0.5, 1.0, 1.0) == pytest.approx(0.5)
    assert s.saving_share(0.6, 1.0, 0.6) == pytest.approx(0.0)
    assert s.saving_share(0.6, 0.5, 0.8) == pytest.approx(0.0)
    assert s.breakeven_speed(0.5, 0.5) == pytest.approx(0.75)


def test_portable_code_must_keep_a_share_of_the_tuned_speed():
    # price ratio 0.6, half the machine: break-even 0.8; a chip at 0.9 when tuned must keep 8/9 of
    # it, and saves nothing at that point
    kept = s.tuned_share_needed(0.6, 0.5, 0.9)
    assert kept == pytest.approx(0.8 / 0.9)
    assert s.portable_speed(0.9, kept) == pytest.approx(0.8)
    assert s.saving_share(0.6, 0.5, s.portable_speed(0.9, kept)) == pytest.approx(0.0)


def test_breakeven_fleet_closes_the_circle():
    more = dict(price_ratio=0.5, chip_share=0.5, gpu_price=26_000.0)
    fleet = s.breakeven_fleet(**PORT, **more, relative_speed=1.0)
    assert fleet == pytest.approx(28.6e6 / (0.25 * 52_000))
    assert s.net_saving(fleet, **PORT, **more, relative_speed=1.0) == pytest.approx(0.0, abs=1e-3)
    assert s.speed_needed(fleet, **PORT, **more) == pytest.approx(1.0)


def test_proebsting_doubles_in_eighteen_years():
    # Proebsting 1998: 4% a year doubles in 18 years
    assert s.years_to_catch_up(0.5, 0.04) == pytest.approx(17.7, abs=0.05)
    assert s.compiler_share(0.5, 0.04, s.years_to_catch_up(0.5, 0.04)) == pytest.approx(1.0)
