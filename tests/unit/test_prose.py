"""Numbers in prose: the words must say the value at the precision that they show, and can be rewritten in their own style."""

import pytest
from shortcase.book.prose import Value, bare_numbers, links, mismatch, rewrite, select


def v(value=None, low=None, high=None, unit="1", text=""):
    return Value(value, low, high, unit, text)


FITS = [
    ("5.6 million dollars", v(5.576e6, unit="USD")), ("$5.58 million", v(5.576e6, unit="USD")), ("2.6 to 5.2 trillion tokens", v(3.7e12, 2.6e12, 5.2e12, "token")),
    ("34.6%", v(0.3462, unit="fraction")), ("35 percent", v(0.3462, unit="fraction")), ("20–30%", v(0.25, 0.2, 0.3, "fraction")), ("11.1×", v(11.06)), ("37B", v(37e9, unit="parameter")),
    ("about 3,000", v(2937)), ("3.3e24", v(3.32e24)), ("2,788,000", v(2.788e6)), ("minus 38%", v(-0.381, unit="fraction")), ("two", v(2)), ("2028", v(2028.9, unit="calendar_year")),
    ("24 January 2025", v(text="2025-01-24")), ("January 2025", v(text="2025-01-24")), ("4N", v(text="4N")), ("0.3 to 1.4 percent", v(0.01, 0.003, 0.014, "fraction")), ("H100: 80 GB", v(80, unit="GB")),
]
FAILS = [
    ("5.7 million dollars", v(5.576e6, unit="USD")), ("5.6 billion dollars", v(5.576e6, unit="USD")), ("34.5%", v(0.3462, unit="fraction")), ("2.6 to 5.3 trillion", v(3.7e12, 2.6e12, 5.2e12)),
    ("2.6 to 5.2 trillion", v(3.7e12)), ("3,000", v(2937)), ("many", v(3)), ("3 of 4", v(3)), ("2027", v(2028.9, unit="calendar_year")), ("25 January 2025", v(text="2025-01-24")),
]


@pytest.mark.parametrize(("words", "value"), FITS)
def test_words_that_fit(words, value):
    assert mismatch(words, value) == ""


@pytest.mark.parametrize(("words", "value"), FAILS)
def test_words_that_do_not_fit(words, value):
    assert mismatch(words, value) != ""


@pytest.mark.parametrize(("words", "value", "expected"), [
    ("5.6 million dollars", v(6.04e6), "6.0 million dollars"), ("about 3,000", v(4321), "about 4,000"), ("34.6%", v(0.4, unit="fraction"), "40.0%"), ("2.6 to 5.2 trillion", v(5e12, 3e12, 6.14e12), "3.0 to 6.1 trillion"),
    ("950 million", v(1.23e9), "1.23 billion"), ("two", v(3), "three"), ("11.1×", v(12.34), "12.3×"),
])
def test_rewriting_keeps_the_style_and_then_fits(words, value, expected):
    assert rewrite(words, value) == expected
    assert mismatch(expected, value) == ""


def test_a_link_can_name_an_end_a_share_and_another_unit():
    value = v(2.0, 1.0, 4.0, "GB")
    assert select("x#low", lambda id: value).value == 1.0
    assert select("x?unit=MB", lambda id: value).high == pytest.approx(4000)
    assert select("x#share:y", lambda id: value, lambda id: {"y": 0.4}).value == 0.4
    with pytest.raises(KeyError):
        select("x#low", lambda id: v(2.0))


def test_links_in_code_do_not_count_and_bare_amounts_are_found():
    assert [link.target for link in links("see [5](num:a) and `[6](num:b)`\n```\n[7](num:c)\n```\n[8](said:d)")] == ["a", "d"]
    assert [text for _, text in bare_numbers("It cost $5 and [6%](num:x), a 90% interval, in 2025, of 7 chapters, 8 million.")] == ["$5", "8 million"]
