"""How firm a verdict is, whether estimates alone could turn it, and what the thresholds do."""

from __future__ import annotations

import numpy as np
import pytest
from books import CLAIMED, claim, row, write_chapter, write_data
from test_claims import claim as stated
from test_results import product, q

from shortcase.book import records, thresholds, upkeep
from shortcase.chapter import results, weighing
from shortcase.chapter.claims import settle
from shortcase.data.verdicts import TOLERANCE, verdict
from shortcase.faults import ReportError


def firm(row, computed, caveat=""):
    return settle(row, computed, None, "because", caveat, (), ()).stability


def test_an_exact_number_gives_the_same_in_every_draw():
    assert firm(stated(100), q("a", 100)) == 100
    assert firm(stated(100), q("a", 500)) == 100


def test_half_of_the_draws_lie_on_each_side_of_an_open_bound():
    # holds up to 110 with sigma ln(2)/1.645: the normal's share below ln(1.1)/sigma = 0.226 is 59%
    assert firm(stated(high=100), q("a", 100, 50, 200)) == pytest.approx(59, abs=1)
    # a draw holds from 90.9 to 110, and the share between -0.226 and 0.226 is 18%
    assert firm(stated(100), q("a", 100, 50, 200)) == pytest.approx(18, abs=1)


def test_the_interval_moves_with_the_draw():
    # 200 [150, 267] is understated against 100; a draw x reaches it where 0.75 x is 100 or less,
    # 133.3, 2.3 sigma below, and is beyond a factor of three where x is over 300, 2.3 sigma above
    assert firm(stated(100), q("a", 200, 150, 200 / 0.75)) == pytest.approx(98, abs=1)
    by_factor = weighing.moved(q("a", 200, 150, 300), 100, by_ratio=True)
    assert (by_factor.low, by_factor.high) == (75, 150)
    by_distance = weighing.moved(q("a", 0.5, 0.4, 0.7, "fraction"), 0.6, by_ratio=False)
    assert (by_distance.low, by_distance.high) == pytest.approx((0.5, 0.8))


def test_within_our_uncertainty_is_the_same_while_the_moved_interval_reaches():
    # 200 [100, 400]: a draw x reaches 100 while x is at most 200, half of the draws, less those
    # that hold, from 90.9 to 110 (1.87 to 1.42 sigma below, 4.7%)
    assert verdict(stated(100), q("a", 200, 99.999, 400)) == "within our uncertainty"
    assert firm(stated(100), q("a", 200, 99.999, 400)) == pytest.approx(45, abs=1)


def test_a_condition_lowers_every_draw_alike():
    # the draws up to 110 that would hold; from there on the moved interval reaches the bound
    assert firm(stated(high=100), q("a", 100, 50, 200), "but") == pytest.approx(59, abs=1)


def test_a_judgement_has_no_stability():
    assert settle(stated(), None, "holds", "because", "", (), ()).stability is None


def test_100_draws_are_the_middles_of_the_hundredths():
    found = weighing.sample(np.random.default_rng(1).permutation(np.arange(10_000.0)))
    assert len(found) == 100
    assert found == pytest.approx(np.arange(100) * 100 + 50, abs=1)


A, B = q("a", 100, 50, 200, "book"), q("b", 1, 0.99, 1.01, "word/book")


def made():
    return results.of_formula("r", product, "word", "t", {"books": A, "words_per_book": B})


def test_inputs_move_alone_also_through_results():
    r = made()
    assert np.allclose(r.alone(frozenset({"a"})), A.draws)
    assert np.allclose(r.alone(frozenset({"b"})), 100 * B.draws)
    assert np.ptp(r.alone(frozenset())) == 0
    assert np.allclose(r.alone(frozenset({"a", "b"})), r.draws)
    twice = results.of_formula("s", product, "word", "t", {"books": q("c", 2), "words_per_book": r})
    assert np.allclose(twice.alone(frozenset({"b"})), 200 * B.draws)


def test_a_computation_moves_only_as_a_whole():
    opaque = results.of_computation("o", "1", "t", "a fit", [A, B], draws=A.draws * B.draws)
    assert np.ptp(opaque.alone(frozenset({"a"}))) == 0
    assert np.array_equal(opaque.alone(frozenset({"a", "b"})), opaque.draws)


def test_an_estimate_decides_no_verdict():
    r, said = made(), stated(100, unit="word")
    assert settle(said, r, None, "because", "", (), (), {"b"}).turned_by == ()
    found = settle(said, r, None, "because", "", (), (), {"a", "b"})
    assert found.verdict == "holds" and found.turned_by == ("a", "b")
    typed = settle(said, r, "holds with a condition", "because", "", (), (), {"a"})
    assert typed.judged and typed.turned_by == () and typed.stability is None
    with pytest.raises(ReportError, match="follows from the numbers"):
        settle(said, r, "holds with a condition", "because", "", (), (), {"b"})


def test_only_rows_of_the_tier_with_an_interval_are_estimates():
    rows = {
        "a": {"tier": "estimate", "low": 1.0},
        "b": {"tier": "estimate", "low": None},
        "c": {"tier": "primary", "low": 1.0},
    }
    assert weighing.estimates(rows, ["a", "b", "c", "no_row"]) == {"a"}


def test_the_check_names_the_estimates(tmp_path):
    rows = [row("books", 20, "book"), row("words", 1e5, "word/book", 5e4, 2e5)]
    report = write_data(tmp_path, rows, [claim("says_amount", "one", 2e6, "word")])
    formula = "from shortcase.formulas.text_stock import counted_tokens"
    amount = (
        f"{formula}\namount = ch.result('amount', counted_tokens, unit='word', title='t',"
        " items=ch['books'], words_per_item=ch['words'], tokens_per_word=1.0)\namount"
    )
    write_chapter(report, "one", ["# One\n", amount, CLAIMED])
    book = records.gather(report)
    found = [str(f) for f in upkeep.faults(book) if "says_amount" in str(f)]
    assert len(found) == 1 and "'holds', which turns when words move" in found[0]


def test_an_illustration_is_not_scored():
    example = stated(100, kind="illustration")
    for computed in (None, q("a", 500, 400, 600)):
        found = settle(example, computed, None, "because", "", (), ())
        assert (found.verdict, found.judged, found.stability) == ("not scored", False, None)
    assert settle(example, None, "not scored", "because", "", (), ()).verdict == "not scored"
    with pytest.raises(ReportError, match="not scored"):
        settle(example, q("a", 5), "holds", "because", "", (), ())
    with pytest.raises(ReportError, match="expected one of"):
        settle(stated(), None, "not scored", "because", "", (), ())


def test_thresholds_are_halved_and_doubled():
    wide = TOLERANCE["ratio"].scaled(2)
    assert (wide.holds, wide.condition, wide.stated) == pytest.approx((1.21, 1.5625, 9))
    tight = TOLERANCE["fraction"].scaled(0.5)
    assert (tight.holds, tight.condition, tight.stated) == pytest.approx((0.01, 0.025, 0.125))
    assert TOLERANCE["ratio"].scaled(1) == TOLERANCE["ratio"]


def test_the_counts_at_other_widths():
    claims = [
        settle(stated(100), q("a", x), None, "because", "", (), ()).record()
        for x in (107, 120, 280)
    ]
    claims.append(settle(stated(), None, "holds", "because", "", (), ()).record())
    rows, moved = thresholds.counts(claims)
    assert dict(rows) == {
        "holds": [0, 1, 2],
        "holds with a condition": [1, 1, 0],
        "understated": [1, 1, 1],
        "does not hold": [1, 0, 0],
    }
    assert moved == [3, 0, 1]


def test_the_stored_verdicts_are_those_of_the_rule(book):
    for one in thresholds.by_rule(book.claims.values()):
        assert thresholds.again(one, 1.0) == one["verdict"]
