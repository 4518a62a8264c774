"""Numbers as readers see them: digits, scales, intervals, units in words."""

import pytest

from shortcase.numbers.estimate import Estimate, number, significant
from shortcase.numbers.unit_words import unit_words


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (None, 4, ""),
        ("4N", 4, "4N"),
        (0, 4, "0"),
        (0.5, 4, "0.5"),
        (1234.5678, 4, "1,235"),
        (123_456, 4, "123,456"),
        (123_456, 3, "123,000"),
        (2.788e6, 4, "2.788 million"),
        (2.788e6, 3, "2.79 million"),
        (3.493e12, 4, "3.493 trillion"),
        (2.6e15, 3, "2.6 quadrillion"),
        (3.32e24, 3, "3.32 × 10^24"),
        (2.5e-6, 3, "2.5 × 10^-6"),
        (-1500, 4, "-1,500"),
        (0.000123456, 3, "0.000123"),
    ],
)
def test_a_number(value, digits, shown):
    assert number(value, digits) == shown


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(0.34621, unit="fraction"), "34.62%"),
        (Estimate(0.34621, 0.3, 0.4, "fraction"), "34.6% [30%, 40%]"),
        (Estimate(5.576e6, unit="USD"), "5.576 million dollars"),
        (Estimate(3, 2, 5, "GB"), "3 [2, 5] GB"),
        (Estimate(3, 3, 3, "GB"), "3 GB"),
        (Estimate(1, unit="USD"), "1 dollar"),
        (Estimate(2, unit="USD"), "2 dollars"),
        (Estimate(None, 2, 5, "year"), "2 to 5 years"),
        (Estimate(None, 2, None, "year"), "at least 2 years"),
        (Estimate(None, None, 5, "year"), "at most 5 years"),
        (Estimate(2033.84, 2030, 2040.5, "calendar_year"), "2033.8 [2030.0, 2040.5]"),
        (Estimate(2028, unit="calendar_year"), "2028"),
        (Estimate(None, 2016, 2017, "calendar_year"), "2016 to 2017"),
        (Estimate(text="TSMC 4N"), "TSMC 4N"),
        (Estimate(11.06, unit="1"), "11.06"),
    ],
)
def test_an_estimate_in_words(estimate, words):
    assert estimate.words() == words


def test_digits_can_be_asked_for():
    assert Estimate(5.5764, 5, 6, "GB").words(5) == "5.5764 [5, 6] GB"


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("", ""),
        ("1", ""),
        ("fraction", ""),
        ("calendar_year", ""),
        ("USD/(GPU*hour)", "dollars per GPU-hour"),
        ("GPU*hour", "GPU-hours"),
        ("USD/Mtok", "dollars per million tokens"),
        ("TFLOP/s", "TFLOP/s"),
        ("token/s", "tokens per second"),
        ("percentage_point", "percentage points"),
        ("mm^2", "mm²"),
        ("person", "people"),
        ("W*hour/token", "W-hours per token"),
        ("percent", "%"),
    ],
)
def test_a_unit_in_words(unit, words):
    assert unit_words(unit) == words


def test_one_thing_is_singular():
    assert unit_words("book", plural=False) == "book"
    assert unit_words("query", plural=False) == "query" and unit_words("query") == "queries"


def test_what_is_stored_is_rounded():
    assert significant(1 / 3, 6) == 0.333333 and significant(None, 6) is None
    record = Estimate(1 / 3, 0.1234567, 0.7654321, "1").record()
    assert record == {"value": 0.3333333333, "low": 0.123457, "high": 0.765432, "unit": "1"}


def test_estimates_are_compared_in_one_unit():
    assert Estimate(1, unit="GB").same_as(Estimate(1000, unit="MB"))
    assert not Estimate(1, unit="GB").same_as(Estimate(1.1, unit="GB"))
    assert not Estimate(1, unit="GB").same_as(Estimate(1, unit="USD"))
    assert not Estimate(1, 0.5, 2, "GB").same_as(Estimate(1, unit="GB"))
    assert Estimate(text="a").same_as(Estimate(text="a"))


def test_a_text_is_no_number_and_an_exact_one_has_no_ends():
    with pytest.raises(TypeError, match="expected a number"):
        float(Estimate(text="4N"))
    with pytest.raises(KeyError):
        Estimate(1.0).end("low")
    assert Estimate(2.0, 1.0, 4.0, "GB").end("high") == Estimate(4.0, unit="GB")
