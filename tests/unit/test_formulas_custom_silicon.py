"""Custom-silicon formulas against hand calculations and published ratios."""

import pytest

from shortcase.formulas import custom_silicon as c

BASE = dict(
    nvidia_margin=0.9,
    partner_margin=0.0,
    chip_share=0.5,
    design_cost=0.0,
    volume=1e6,
    nvidia_price=30000.0,
    rest=1.0,
)


def test_breakeven_at_ninety_percent_and_half_the_system():
    assert c.breakeven_performance(**BASE) == pytest.approx(0.55)
    assert c.chip_only_breakeven(0.9) == pytest.approx(0.1)
    assert c.breakeven_performance(**BASE | {"chip_share": 1.0}) == pytest.approx(0.1)


def test_breakeven_without_design_is_the_limit_of_a_free_design():
    assert c.breakeven_without_design(0.88, 0.4, 0.5, 1.0) == pytest.approx(
        c.breakeven_performance(0.88, 0.4, 0.5, 0.0, 1e6, 3e4, 1.0)
    )
    assert c.breakeven_without_design(0.9, 0.0, 0.5, 1.0) == pytest.approx(0.55)


def test_machine_that_shrinks_with_the_power_lowers_the_breakeven():
    # 500 W against 700 W: 0.5 x 0.1 for the chip and 0.5 x 5/7 for what is around it
    scaled = c.breakeven_performance(**BASE | {"rest": 500 / 700})
    assert scaled == pytest.approx(0.05 + 0.5 * 5 / 7)
    share = c.breakeven_system_share(0.5, 0.9, 0.0, 5 / 7)
    assert c.breakeven_without_design(0.9, 0.0, share, 5 / 7) == pytest.approx(0.5)


def test_design_cost_adds_its_share_of_the_machine():
    # 600 million over 400,000 chips is 1,500 USD a chip, 5% of 30,000 and so 2.5% of a machine that
    # costs twice the chip
    assert c.breakeven_performance(**BASE | {"design_cost": 6e8, "volume": 4e5}) == pytest.approx(
        0.575
    )


def test_partner_margin_doubles_the_chip():
    assert c.breakeven_performance(**BASE | {"partner_margin": 0.5}) == pytest.approx(
        0.5 * 0.2 + 0.5
    )


def test_saving_is_zero_at_breakeven():
    point = c.breakeven_performance(**BASE | {"design_cost": 6e8})
    assert c.own_chip_saving(point, **BASE | {"design_cost": 6e8}) == pytest.approx(0.0)
    assert c.own_chip_saving(1.1, **BASE) == pytest.approx(0.5)


def test_breakeven_volume_closes_the_circle():
    arguments = {k: v for k, v in BASE.items() if k != "volume"} | {"design_cost": 7e8}
    volume = c.breakeven_volume(0.674, **arguments)
    assert c.breakeven_performance(**arguments, volume=volume) == pytest.approx(0.674)


def test_system_share_at_which_half_as_good_pays():
    share = c.breakeven_system_share(0.5, 0.9, 0.0, 1.0)
    assert share == pytest.approx(5 / 9)
    assert c.breakeven_performance(**BASE | {"chip_share": share}) == pytest.approx(0.5)


def test_trainium2_in_h100s():
    # 667 over 989.4 dense BF16 TFLOP/s: 400,000 chips are about 270,000 H100s
    assert c.equivalents(4e5, 667.0, 989.4) == pytest.approx(269_658, abs=1)


def test_shares():
    assert c.custom_share(1.0, 1.0, 6.0) == pytest.approx(0.25)


def test_herfindahl_of_the_disclosed_two():
    # 23 and 16 percent of revenue, quarter to July 2025
    assert c.herfindahl_two(0.23, 0.16) == pytest.approx(0.0785)


def test_shift_of_demand():
    flat = c.displaced_for_flat(0.65, 0.5)
    assert flat == pytest.approx(0.788, abs=5e-4)
    assert c.revenue_after_shift(0.65, 0.5, flat) == pytest.approx(1.0)
    assert c.pause_loss(0.24, 6) == pytest.approx(0.12)


def test_share_of_what_was_added_by_hand():
    # Nvidia adds 6, Google 3 and Amazon 1
    assert c.added_share(10, 4, 5, 2, 1) == pytest.approx(0.4)
    assert c.added_share(10, 4, 5, 2, 3, 2) == pytest.approx(0.4)
    assert c.added_share(10, 4, 5, 2) == pytest.approx(1 / 3)
