"""Who pays for the chips: formulas against published results and hand calculations."""

import pytest

from shortcase.formulas import financing as f


def test_days_of_sales_as_a_public_memo_has_them():
    assert f.receivable_days(63_059, 96_221, 91) == pytest.approx(59.6, abs=0.05)
    assert f.receivable_days(27_808, 46_743, 91) == pytest.approx(54.1, abs=0.05)


def test_no_excess_at_the_usual_days():
    assert f.excess_receivables(50, 100, 45.5, 91) == pytest.approx(0)
    assert f.excess_receivables(60, 100, 45.5, 91) == pytest.approx(10)


def test_support_over_sales_as_a_public_memo_has_it():
    share = f.over_sales(4 * 96.221, guarantees=108.5, rented=36, leases=20)
    assert share == pytest.approx(0.427, abs=0.0005)
    with pytest.raises(TypeError):
        f.over_sales(1)


def test_equity_over_half_a_year_as_a_public_memo_has_it():
    assert f.seller_share(42_404, 0, 1, 1, 177_836) == pytest.approx(0.238, abs=0.0005)


def test_a_part_of_a_sum():
    assert f.part_of_sum(3, a=4, b=8) == pytest.approx(0.25)
    with pytest.raises(TypeError):
        f.part_of_sum(3)


def test_money_that_comes_back():
    assert f.seller_money(12, 2, 0.5, 0.4) == pytest.approx(2)
    assert f.seller_share(12, 2, 0.5, 0.4, 20) == pytest.approx(0.1)


def test_the_share_of_growth():
    assert f.seller_share_of_growth(12, 2, 5, 1, 0.4, 30, 20) == pytest.approx(0.2)


def test_what_depends_and_what_is_left():
    assert f.dependent_share(0.5, 0.8, 0.9) == pytest.approx(0.36)
    assert f.sales_left(100, 0.36, 0.5) == pytest.approx(82)
    assert f.sales_lost(0.36, 0.5) == pytest.approx(0.18)


def test_the_loss_at_lucents_rate():
    assert f.loss_at_rate(2.109, 5.3, all=100) == pytest.approx(39.79, abs=0.01)
    with pytest.raises(TypeError):
        f.loss_at_rate(1, 2)
