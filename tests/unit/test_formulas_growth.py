"""Formulas of growth, against Nvidia's printed accounts and hand calculations."""

import pytest

from shortcase.formulas import growth


def test_parts_add_up_to_the_growth_of_fiscal_2025():
    """Revenue by market of fiscal 2025 and 2024, in millions: 102,196, 12,990 and the rest."""
    compute = growth.points(102_196, 38_950, 60_922)
    networking = growth.points(12_990, 8_575, 60_922)
    rest = growth.points(130_497 - 115_186, 60_922 - 47_525, 60_922)
    assert compute == pytest.approx(1.0381, abs=1e-4)
    assert compute + networking + rest == pytest.approx(130_497 / 60_922 - 1)


def test_growth_with_a_lost_sale():
    assert growth.growth_with(150, 10, 100) == pytest.approx(0.6)


def test_growth_without_a_sale_that_was_made():
    assert growth.growth_without(150, 10, 100) == pytest.approx(0.4)


def test_share_of_a_rise_from_a_printed_growth():
    """A part that doubled to 40 rose by 20; the whole rose by 50."""
    assert growth.share_of_rise(40, 1.0, 90, 40) == pytest.approx(0.4)


def test_price_falls_where_units_grow_faster_than_revenue():
    assert growth.price_change(160, 8, 100, 4) == pytest.approx(-0.2)


def test_units_of_another_at_the_sellers_price():
    assert growth.worth_at_price(3, 100, 20) == pytest.approx(15)


def test_a_fall_is_the_opposite_of_a_change():
    assert growth.price_fall(120, 4, 100, 2) == pytest.approx(0.4)
    assert growth.price_fall(120, 4, 100, 2) == -growth.price_change(120, 4, 100, 2)
