"""Accounts against published totals: quarters add up to the year, segments to the total, published
margins follow from the lines."""

import csv
from pathlib import Path

import pytest

from shortcase.formulas import accounts as f
from shortcase.formulas.arithmetic import total

ROOT = Path(__file__).resolve().parents[2]


def _table(name):
    with open(ROOT / "data" / f"{name}.csv", encoding="utf-8") as file:
        return {r["id"]: float(r["value"]) for r in csv.DictReader(file) if r["value"]}


NVIDIA = _table("nvidia_quarters")
YEARS = (2023, 2024, 2025, 2026)


@pytest.mark.parametrize("year", YEARS)
def test_quarters_add_up_to_the_year(year):
    for line in ("revenue", "datacenter_revenue"):
        quarters = [NVIDIA[f"nvda_{line}_fy{year}q{q}"] for q in (1, 2, 3, 4)]
        assert total(**dict(zip("abcd", quarters, strict=True))) == pytest.approx(
            NVIDIA[f"nvda_annual_{line}_fy{year}"], abs=1e6
        )


@pytest.mark.parametrize("year", YEARS[:3])
def test_quarterly_gross_profit_adds_up_to_the_year(year):
    quarters = {
        f"q{q}": NVIDIA[f"nvda_revenue_fy{year}q{q}"] - NVIDIA[f"nvda_cost_of_revenue_fy{year}q{q}"]
        for q in (1, 2, 3, 4)
    }
    assert total(**quarters) == pytest.approx(NVIDIA[f"nvda_annual_gross_profit_fy{year}"], abs=3e6)


def test_gross_margin_of_fiscal_2026_as_published():
    revenue = sum(NVIDIA[f"nvda_revenue_fy2026q{q}"] for q in (1, 2, 3, 4))
    cost = sum(NVIDIA[f"nvda_cost_of_revenue_fy2026q{q}"] for q in (1, 2, 3, 4))
    assert f.gross_margin(revenue, cost) == pytest.approx(
        NVIDIA["nvda_annual_gross_margin_fy2026"], abs=5e-4
    )


def test_new_lines_add_up_after_the_break():
    dc = (
        NVIDIA["nvda_datacenter_hyperscale_revenue_fy2027q1"]
        + NVIDIA["nvda_datacenter_acie_revenue_fy2027q1"]
    )
    assert dc == NVIDIA["nvda_datacenter_revenue_fy2027q1"]
    assert dc + NVIDIA["nvda_edge_revenue_fy2027q1"] == NVIDIA["nvda_revenue_fy2027q1"]


@pytest.mark.parametrize(
    "quarter", ["fy2025q3", "fy2026q1", "fy2026q2", "fy2026q3", "fy2026q4", "fy2027q1"]
)
def test_segments_add_up_to_the_total(quarter):
    both = (
        NVIDIA[f"nvda_cn_segment_revenue_{quarter}"]
        + NVIDIA[f"nvda_graphics_segment_revenue_{quarter}"]
    )
    assert both == pytest.approx(NVIDIA[f"nvda_revenue_{quarter}"], abs=1e7)


def test_a_margin_of_ninety_percent_against_fiscal_2025():
    # 97.858e9 of gross profit on 130.497e9, of which 115.186e9 Data Center
    assert f.rest_margin(130.497e9, 32.639e9, 115.186e9, 0.9) == pytest.approx(-0.3794, abs=1e-4)
    assert f.part_margin(130.497e9, 32.639e9, 115.186e9, 0.0) == pytest.approx(0.8496, abs=1e-4)
    assert f.part_margin(130.497e9, 32.639e9, 115.186e9, -0.3794) == pytest.approx(0.9, abs=1e-4)


def test_segment_bounds():
    assert f.segment_margin_floor(22.08, 31.036) == pytest.approx(0.7114, abs=1e-4)
    assert f.segment_ceiling_from_margin(35.082, 0.75, 1.5, 31.036) == pytest.approx(
        0.7994, abs=1e-4
    )
