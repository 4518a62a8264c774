"""Shares, price per performance and base rates against hand calculations."""

import pytest

from shortcase.formulas import market as f
from shortcase.numbers.units import Q_


def test_shares():
    assert f.merchant_share(115.186, 5) == pytest.approx(0.9584, abs=1e-4)
    assert f.accelerator_share(115.186, 5, 12.2, 1) == pytest.approx(0.8701, abs=1e-4)
    assert f.accelerator_share(115.186, 5, 12.2, 3) == pytest.approx(115.186 / 156.786)
    assert f.spending_share(100, 0.5, 250) == 0.2


def test_price_per_flop():
    assert f.price_performance_ratio(25733.71, 1307.4, 31904.63, 989.4) == pytest.approx(
        0.610, abs=1e-3
    )
    assert f.price_performance_ratio(25733.71, 668.4, 31904.63, 794.5) == pytest.approx(
        0.959, abs=1e-3
    )
    same = f.achieved_price_ratio(25733.71, 1307.4, 668.4 / 1307.4, 31904.63, 989.4, 794.5 / 989.4)
    assert same == pytest.approx(f.price_performance_ratio(25733.71, 668.4, 31904.63, 794.5))
    assert f.fraction_of_peak(668.4, 1307.4) == pytest.approx(0.511, abs=1e-3)


def test_demand_from_use():
    use = dict(
        users=Q_(86400, "person"),
        requests=Q_(2, "request/(person*day)"),
        tokens=Q_(3, "token/request"),
        speed=Q_(10, "token/(second*GPU)"),
        utilisation=0.5,
    )
    cost, spending = Q_(10, "USD/GPU"), Q_(24, "USD")
    assert f.accelerators_needed(**use).to("GPU").magnitude == pytest.approx(1.2)
    assert f.fleet_for_tokens(6, 10, 0.5) == pytest.approx(1.2)
    assert f.capital_for_use(**use, cost=cost).to("USD").magnitude == pytest.approx(12)
    share = f.share_of_spending(**use, cost=cost, spending=spending)
    assert share.to("1").magnitude == pytest.approx(0.5)


def test_base_rates():
    assert f.hazard(6, 37) == pytest.approx(0.1622, abs=1e-4)
    assert f.still_leading(0.5, 2) == 0.25
    assert f.survivors(6, 10) == 0.6


def test_price_times_shares_is_value():
    value = f.market_value(Q_(142.62, "USD/share"), Q_(24.49e9, "share"))
    assert value.to("USD").magnitude == pytest.approx(3.4928e12, rel=1e-4)


def test_hazard_between_two_years():
    assert f.hazard_between(6, 1987, 2024) == f.hazard(6, 37)
    assert f.hazard_between(1, 1987, 2016) == pytest.approx(0.0345, abs=1e-4)
