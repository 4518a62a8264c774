"""The verdict rule, at and around each of its thresholds."""

import numpy as np
import pytest

from shortcase.chapter.claims import settle
from shortcase.data.quantities import Quantity
from shortcase.data.verdicts import bounds, verdict
from shortcase.faults import ReportError


def claim(value=None, low=None, high=None, unit="1", kind="fact"):
    return {
        "id": "c",
        "chapter": "x",
        "statement": "s",
        "section": "s",
        "value": value,
        "low": low,
        "high": high,
        "unit": unit,
        "as_of": "2025",
        "kind": kind,
        "importance": 1,
    }


def computed(value, low=None, high=None, unit="1"):
    return Quantity(
        id="q", subject="s", quantity="q", value=value, low=low, high=high, unit=unit,
        as_of="2025", source="this_report",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "found", "expected"),
    [
        (claim(100), computed(100), "holds"),
        (claim(100), computed(109.9), "holds"),
        (claim(100), computed(110.1), "holds with a condition"),
        (claim(100), computed(124), "holds with a condition"),
        (claim(100), computed(126), "understated"),
        (claim(100), computed(79), "overstated"),
        (claim(100), computed(33.4), "overstated"),
        (claim(100), computed(33.2), "does not hold"),
        (claim(100), computed(301), "does not hold"),
        (claim(100), computed(200, 90, 400), "within our uncertainty"),
        (claim(100), computed(115, 90, 400), "within our uncertainty"),
        (claim(100), computed(105, 90, 400), "holds"),
        (claim(5, kind="forecast"), computed(6), "partly"),
        (claim(5, kind="forecast"), computed(8, 4, 12), "within our uncertainty"),
        (claim(5, kind="illustration"), computed(50), "not scored"),
        (claim(100), computed(200, 150, 400), "understated"),
        (claim(low=100), computed(5000), "holds"),
        (claim(100, low=100), computed(5000), "holds"),
        (claim(low=100), computed(80), "holds with a condition"),
        (claim(low=100), computed(50), "overstated"),
        (claim(high=100), computed(1), "holds"),
        (claim(high=100), computed(200), "understated"),
        (claim(low=100, high=200), computed(150), "holds"),
        (claim(low=100, high=200), computed(219), "holds"),
        (claim(low=100, high=200), computed(400), "understated"),
        (claim(0.9, low=0.9, unit="fraction"), computed(0.885, unit="fraction"), "holds"),
        (
            claim(0.9, low=0.9, unit="fraction"),
            computed(0.86, unit="fraction"),
            "holds with a condition",
        ),
        (claim(0.9, low=0.9, unit="fraction"), computed(0.78, unit="fraction"), "overstated"),
        (claim(0.9, unit="fraction"), computed(0.6, unit="fraction"), "does not hold"),
        (
            claim(2016, unit="calendar_year"),
            computed(2015, unit="calendar_year"),
            "holds with a condition",
        ),
        (claim(1.0, unit="GB"), computed(1000, unit="MB"), "holds"),
        (claim(5, kind="forecast"), computed(5), "came true"),
        (claim(5, kind="forecast"), computed(8), "partly"),
        (claim(5, kind="forecast"), computed(50), "did not"),
        (claim(100), computed(0), "does not hold"),
    ],
)
def test_rule(row, found, expected):
    assert verdict(row, found) == expected


def test_bounds_are_read_from_which_ends_are_given():
    assert bounds(claim(5)) == (5, 5)
    assert bounds(claim(5, low=5)) == (5, None)
    assert bounds(claim(5, high=5)) == (None, 5)
    assert bounds(claim(low=5)) == (5, None)
    assert bounds(claim(low=4, high=6)) == (4, 6)


def test_a_verdict_that_follows_cannot_be_typed():
    with pytest.raises(ReportError, match="follows from the numbers"):
        settle(claim(100), computed(500), "holds", "because", "", (), ())


def test_a_verdict_that_does_not_follow_must_be_typed_and_is_marked():
    with pytest.raises(ReportError, match="expected a typed judgement"):
        settle(claim(), computed(5), None, "because", "", (), ())
    assert settle(claim(), None, "overstated", "because", "", (), ()).judged
    assert not settle(claim(100), computed(100), None, "because", "", (), ()).judged


@pytest.mark.parametrize(
    ("kind", "typed"), [("fact", "came true"), ("forecast", "holds"), ("fact", "true")]
)
def test_words_of_the_other_kind_are_refused(kind, typed):
    with pytest.raises(ReportError, match="expected one of"):
        settle(claim(kind=kind), None, typed, "because", "", (), ())


def test_a_caveat_lowers_only_what_holds():
    assert (
        settle(claim(100), computed(100), None, "because", "but", (), ()).verdict
        == "holds with a condition"
    )
    assert (
        settle(claim(100), computed(500), None, "because", "but", (), ()).verdict == "does not hold"
    )


def test_a_reason_is_needed():
    with pytest.raises(ReportError, match="no reason"):
        settle(claim(100), computed(100), None, " ", "", (), ())


def test_draws_do_not_matter_for_an_exact_number():
    assert np.ptp(computed(5).draws) == 0
