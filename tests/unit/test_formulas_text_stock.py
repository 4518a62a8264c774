"""Text stock: the article's own products, published results and hand calculations."""

import numpy as np
import pytest

from shortcase.formulas import text_stock as f
from shortcase.numbers.units import Q_


def test_books_as_the_article_multiplies_them():
    assert f.counted_tokens(40e6, 50_000, 1.3) == pytest.approx(2.6e12)
    assert f.counted_tokens(40e6, 100_000, 1.3) == pytest.approx(5.2e12)
    assert f.tokens_per_item(50_000, 1.3) == pytest.approx(65_000)


def test_sizes():
    assert f.stored_tokens(2e6, 40_000, 4) == pytest.approx(2e10)
    assert f.sized_tokens(8e12, 4) == pytest.approx(2e12)
    assert f.web_stock(2.7386e11, 7072.5, 4) == pytest.approx(4.84e14, rel=1e-3)
    assert f.effective_stock(5.1e14, 0.2, 3.1623) == pytest.approx(3.2255e14, rel=1e-4)


def test_speech_by_hand():
    # 500 hours a minute for one year is 500 * 525,960 hours; units are worked out by the caller,
    # here in minutes.
    hours = 500 * 60 * 24 * 365
    assert f.speech_tokens(500, 60 * 24 * 365, 0.1, 150 * 60, 1.0) == pytest.approx(
        hours * 0.1 * 9000
    )


def test_repetition_meets_muennighoff():
    r = 15.387756
    assert f.effective_tokens(1, 1, r) == 1
    assert f.effective_tokens(1, 4, r) == pytest.approx(3.726, abs=2e-3)
    assert f.effective_tokens(1, 16, r) == pytest.approx(10.58, abs=2e-2)
    assert f.effective_tokens(1, 1e6, r) == pytest.approx(1 + r)


def test_exhaustion():
    assert f.years_to_exhaustion(8.0, 1.0, 2.0, 1.0) == pytest.approx(3.0)
    assert f.years_to_exhaustion(8.0, 1.0, 2.2, 1.1) == pytest.approx(3.0)
    assert f.years_to_exhaustion(8.0, 1.0, 1.0, 1.08) == 1000  # never
    assert f.exhaustion_year(8.0, 1.0, 1.0, 1.08, 2026.5) == 2100
    assert f.years_to_exhaustion(1.0, 8.0, 2.0, 1.0) == 0  # already past
    assert f.exhaustion_year(3e14, 4e13, 2.4, 1.0, 2025.3) == pytest.approx(2027.6, abs=0.05)
    start, year = Q_(2025.3, "calendar_year"), Q_(1.0, "calendar_year")
    dated = f.exhaustion_year(3e14, 4e13, 2.4, 1.0, start, year)
    assert dated.to("calendar_year").magnitude == pytest.approx(2027.6, abs=0.05)
    assert f.grown(15e12, 2.4, 2) == pytest.approx(86.4e12)
    assert np.allclose(f.years_to_exhaustion(np.array([8.0, 4.0]), 1.0, 2.0, 1.0), [3, 2])


def test_prices():
    assert f.price_per_token(5000, 100_000, 1.25) == pytest.approx(0.04)
    assert f.verified_token_price(2.19, 2, 0.55) == pytest.approx(7.9636, abs=1e-4)
    assert f.price_against_licence(2.0, 2, 0.5, 4.0) == 2
    assert f.share_used(40e12, 400e12) == pytest.approx(0.1)


def test_genome():
    assert f.sequencing_bytes(3.055e9, 30, 365 / 150) == pytest.approx(2.23e11, rel=1e-3)
    assert f.packed_genome_bytes(3.055e9, 2) / 8 == pytest.approx(7.64e8, rel=1e-3)
    assert f.cohort_bytes(1e8, 4e6) == 4e14
    assert f.text_equivalent(4e6 * 8, 0.7177, 4) == pytest.approx(1.1147e7, rel=1e-3)


def test_additions_to_a_count():
    assert f.added_per_year(19.9e6, 15.1e6, 3.2) == pytest.approx(1.5e6)


def test_a_power_law_through_two_samples():
    assert f.growth_exponent(
        count_few=88, count_many=88 * 8, few=2500, many=2500 * 64
    ) == pytest.approx(0.5)


def test_compressed_size_is_in_bytes_once_converted():
    assert f.compressed_size(Q_(8, "TB"), Q_(0.5, "bit/byte")).to("TB").magnitude == pytest.approx(
        0.5
    )


def test_a_straight_line_in_both_directions():
    assert f.carried_on(100, 7, 3) == 121
    papers = f.carried_on(Q_(2_960_000, "paper"), Q_(24_000, "paper/month"), Q_(-13, "month"))
    assert papers.to("paper").magnitude == pytest.approx(2_648_000)
