"""Numbers in prose: the words must say the value at the precision that they show, and can be
rewritten in their own style."""

import pytest

from shortcase.numbers.estimate import Estimate
from shortcase.numbers.words import (
    all_links,
    bare_numbers,
    links,
    mismatch,
    plain_text,
    rewrite,
    select,
)


def v(value=None, low=None, high=None, unit="1", text=""):
    return Estimate(value, low, high, unit, text)


FITS = [
    ("5.6 million dollars", v(5.576e6, unit="USD")),
    ("$5.58 million", v(5.576e6, unit="USD")),
    ("2.6 to 5.2 trillion tokens", v(3.7e12, 2.6e12, 5.2e12, "token")),
    ("34.6%", v(0.3462, unit="fraction")),
    ("35 percent", v(0.3462, unit="fraction")),
    ("20–30%", v(0.25, 0.2, 0.3, "fraction")),
    ("11.1×", v(11.06)),
    ("37B", v(37e9, unit="parameter")),
    ("about 3,000", v(2937)),
    ("3.3e24", v(3.32e24)),
    ("2,788,000", v(2.788e6)),
    ("minus 38%", v(-0.381, unit="fraction")),
    ("two", v(2)),
    ("two and a half times", v(2.502)),
    ("2028", v(2028.9, unit="calendar_year")),
    ("24 January 2025", v(text="2025-01-24")),
    ("January 2025", v(text="2025-01-24")),
    ("4N", v(text="4N")),
    ("0.3 to 1.4 percent", v(0.01, 0.003, 0.014, "fraction")),
    ("H100: 80 GB", v(80, unit="GB")),
]
FAILS = [
    ("5.7 million dollars", v(5.576e6, unit="USD")),
    ("5.6 billion dollars", v(5.576e6, unit="USD")),
    ("34.5%", v(0.3462, unit="fraction")),
    ("2.6 to 5.3 trillion", v(3.7e12, 2.6e12, 5.2e12)),
    ("2.6 to 5.2 trillion", v(3.7e12)),
    ("3,000", v(2937)),
    ("many", v(3)),
    ("3 of 4", v(3)),
    ("2027", v(2028.9, unit="calendar_year")),
    ("25 January 2025", v(text="2025-01-24")),
]


@pytest.mark.parametrize(("words", "value"), FITS)
def test_words_that_fit(words, value):
    assert mismatch(words, value) == ""


@pytest.mark.parametrize(("words", "value"), FAILS)
def test_words_that_do_not_fit(words, value):
    assert mismatch(words, value) != ""


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("5.6 million dollars", v(6.04e6), "6.0 million dollars"),
        ("about 3,000", v(4321), "about 4,000"),
        ("34.6%", v(0.4, unit="fraction"), "40.0%"),
        ("2.6 to 5.2 trillion", v(5e12, 3e12, 6.14e12), "3.0 to 6.1 trillion"),
        ("950 million", v(1.23e9), "1.23 billion"),
        ("two", v(3), "three"),
        ("11.1×", v(12.34), "12.3×"),
    ],
)
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
    assert [
        link.target
        for link in links("see [5](num:a) and `[6](num:b)`\n```\n[7](num:c)\n```\n[8](said:d)")
    ] == ["a", "d"]
    assert [
        text
        for _, text in bare_numbers(
            "It cost $5 and [6%](num:x), a 90% interval, in 2025, of 7 chapters, 8 million."
        )
    ] == ["$5", "8 million"]


def test_links_have_their_lines_and_other_links_are_read_apart():
    text = (
        "# A\n\nOne [5](num:a)\nand [site](https://report.example/x) and *[6](said:b)*.\n\n"
        "| c |\n| --- |\n| [7](num:d) |\n"
    )
    assert [(k.words, k.scheme, k.target, k.line) for k in links(text)] == [
        ("5", "num", "a", 3),
        ("6", "said", "b", 4),
        ("7", "num", "d", 8),
    ]
    schemes = [k.scheme for k in all_links("[a](nmu:b) [c](https://x.example) [d](page.md)")]
    assert schemes == ["nmu", "https", ""]


def test_plain_text_is_without_marks():
    assert plain_text("*Up* to [5 GB](num:a) of `x`") == "Up to 5 GB of x"


@pytest.mark.parametrize(
    "amount",
    [
        "2048 GPUs", "80 GB", "11\u00d7", "3.5 times", "1,234,567 units", "two dollars",
        "forty per cent", "$5", "6%", "8 million", "70 watts", "twelve chips", "230 claims",
        "12-fold", "1,234",
        "ninety percent", "3 TFLOP/s", "half a dozen and 40 tokens",
    ],
)  # fmt: skip
def test_an_amount_without_a_link_is_found(amount):
    found = [text for _, text in bare_numbers(f"It took {amount} to do it.")]
    assert len(found) == 1 and found[0] in amount, found


@pytest.mark.parametrize(
    "text",
    [
        "H100", "GPT-4", "Llama 3 70B", "v5.1", "8-bit", "in 2025", "section 4.2", "of 7 chapters",
        "January 2025", "MI300X", "a 90% interval", "10,000 draws", "FP8", "`80 GB`", "two of them",
        "[80 GB](num:x)", "R1 and o3", "the 5% point",
    ],
)  # fmt: skip
def test_a_name_a_year_and_a_term_of_the_method_are_no_amounts(text):
    assert [amount for _, amount in bare_numbers(f"It is {text} here.")] == []


def test_a_bare_amount_has_its_line():
    assert list(bare_numbers("One.\nTwo costs\n$5 here.")) == [(3, "$5")]


def test_a_half_stays_a_half_and_is_left_where_it_no_longer_fits():
    assert mismatch("two and a half times", v(2.9))
    assert rewrite("two and a half times", v(3.4)) == "three and a half times"
    assert rewrite("two and a half times", v(2.9)) == "2.9 times"
