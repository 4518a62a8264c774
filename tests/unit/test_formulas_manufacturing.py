"""Manufacturing formulas against published results and hand calculations."""

import math

import pytest

from shortcase.formulas import manufacturing as m

WAFER = 300.0


def test_gross_dies_of_a_reticle_sized_die():
    assert m.gross_dies(WAFER, 814.0) == pytest.approx(
        math.pi * 150**2 / 814 - math.pi * 300 / math.sqrt(1628)
    )
    assert m.gross_dies(WAFER, 814.0) == pytest.approx(
        63.5, abs=0.05
    )  # tear-downs of the H100 quote 60 to 65


def test_four_yield_models_at_the_same_defects():
    area, density = 814.0, 0.001  # 0.1 per cm^2
    assert m.yield_poisson(area, density) == pytest.approx(0.443, abs=5e-4)
    assert m.yield_murphy(area, density) == pytest.approx(0.468, abs=5e-4)
    assert m.yield_seeds(area, density) == pytest.approx(0.551, abs=5e-4)
    assert (
        m.yield_poisson(area, density)
        < m.yield_negative_binomial(area, density, 3)
        < m.yield_seeds(area, density)
    )


def test_negative_binomial_between_its_limits():
    assert m.yield_negative_binomial(800.0, 0.001, 1) == pytest.approx(m.yield_seeds(800.0, 0.001))
    assert m.yield_negative_binomial(800.0, 0.001, 1e7) == pytest.approx(
        m.yield_poisson(800.0, 0.001), rel=1e-5
    )


def test_harvesting_counts_only_the_killing_area():
    assert m.harvested_yield(814.0, 0.001, 1e7, 0.5) == pytest.approx(math.exp(-0.407), rel=1e-5)
    assert m.harvested_yield(814.0, 0.001, 3, 1.0) == pytest.approx(
        m.yield_negative_binomial(814.0, 0.001, 3)
    )


def test_logic_cost_by_hand():
    # 16,000 USD over 63.5 dies of which 85% are good is about 296 USD
    kill = -math.log(0.85) / 0.814
    assert m.logic_cost(16000.0, WAFER, 814.0, 1, 0.001, 1e7, kill) == pytest.approx(296.4, abs=0.5)
    one = m.logic_cost(16000.0, WAFER, 800.0, 1, 0.001, 3, 0.3)
    assert m.logic_cost(16000.0, WAFER, 1600.0, 2, 0.001, 3, 0.3) == pytest.approx(2 * one)


def test_published_h100_parts_add_up():
    # 300 + 1,350 + 750 + 920 = 3,320 USD (Raymond James, 2023)
    assert m.memory_cost(80.0, 1350 / 80) + 300 + 750 + 920 == pytest.approx(3320)


def test_unit_cost_is_the_sum_of_its_parts():
    arguments = dict(
        wafer_price=16000.0,
        wafer_diameter=WAFER,
        chip_area=1600.0,
        dies=2,
        defect_density=0.001,
        clustering=3,
        kill_share=0.3,
    )
    logic = m.logic_cost(**arguments)
    memory = m.memory_cost(192.0, 13.0)
    total = m.unit_cost(
        **arguments,
        capacity=192.0,
        price_per_gb=13.0,
        packaging=1100.0,
        package_yield=0.83,
        test_and_rest=480.0,
    )
    assert total == pytest.approx(
        logic + memory + 1100 + m.package_loss(logic, memory, 1100.0, 0.83) + 480
    )
    assert m.margin_at_price(
        35000.0,
        **arguments,
        capacity=192.0,
        price_per_gb=13.0,
        packaging=1100.0,
        package_yield=0.83,
        test_and_rest=480.0,
    ) == pytest.approx(m.gross_margin(total, 35000.0))


def test_published_b200_loss_implies_its_package_yield():
    # Epoch: logic 900, memory 2,900, packaging 1,100, yield loss 1,000
    assert m.package_loss(900.0, 2900.0, 1100.0, 4900 / 5900) == pytest.approx(1000.0)


def test_margins_on_published_figures():
    assert m.gross_margin(3320.0, 27500.0) == pytest.approx(0.879, abs=5e-4)
    assert m.gross_margin(6400.0, 35000.0) == pytest.approx(0.817, abs=5e-4)


def test_packaging_capacity():
    assert 12 * m.packages_from_capacity(75000.0, 0.03, 16.0) == pytest.approx(432000.0)
