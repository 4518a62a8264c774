"""What if: the graph of a book, the chain computed again, and what may be supposed."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from books import CLAIMED, claim, row, small_book, write_chapter, write_data
from scipy.stats import norm

import shortcase
from shortcase.chapter.session import open_chapter
from shortcase.faults import ReportError
from shortcase.numbers import supposed, uncertainty
from shortcase.numbers.estimate import Estimate
from shortcase.whatif import changes, graph, matters, sampling, variation, weighed
from shortcase.whatif.chain import Chain

AMOUNT = """from shortcase.formulas.text_stock import counted_tokens
from shortcase.formulas.arithmetic import multiple, product
stock = ch.result("stock", counted_tokens, unit="word", title="Words in all",
                  items=ch["books"], words_per_item=ch["words"], tokens_per_word=1.0)
hidden = ch.result("hidden", product, unit="word", title="Twice", of_one=stock,
                   times=ch.exact(2, "1"))
amount = ch.result("amount", multiple, unit="1", title="Against a million",
                   amount=hidden, reference=ch["million"])
flip = ch.flip("needed", counted_tokens, "items", ch["million"], (1, 100), "book",
               "Books for a million", words_per_item=ch["words"], tokens_per_word=1.0)
fit = ch.computed("fit", "word", "A fit", "by eye", [ch["words"]], value=ch["words"],
                  low=ch.exact(6e4, "word"), high=ch.exact(3e5, "word"))
after = ch.result("after", multiple, unit="1", title="After the fit", amount=fit,
                  reference=ch["million"])
ch.show(stock, amount, flip, fit, after)"""


@pytest.fixture
def book(tmp_path):
    """A book with a hidden result, a flip and a fit."""
    rows = [
        row("books", 20, "book"),
        row("words", 1e5, "word/book", 5e4, 2e5),
        row("million", 1e6, "word"),
        row("lonely", 3, "1"),
    ]
    fit = AMOUNT.replace('value=ch["words"]', 'value=ch.measure(ch["words"].value, "word")')
    report = write_data(tmp_path, rows, [claim("says_amount", "one", 2e6, "word")])
    write_chapter(
        report,
        "one",
        [
            "# One\n",
            fit,
            CLAIMED.replace("amount;", "stock;")
            .replace("computed=amount", "computed=stock")
            .replace("num:amount", "num:stock"),
        ],
    )
    return report


def test_the_graph_has_what_is_shown_and_what_is_not(book):
    held = graph.build(book)
    assert {"books", "words", "stock", "one/hidden", "amount", "needed", "fit"} <= set(held.nodes)
    assert held.nodes["fit"].fixed == graph.NO_FORM
    assert held.counts() == {"results": 5, "recomputable": 4, "fixed": 1}
    assert held.over(["books"]) == {"stock", "one/hidden", "amount"}
    assert held.claims == {"says_amount": "stock"}
    assert math.isclose(held.base["amount"], 4)


def test_a_change_moves_what_stands_on_it_and_nothing_else(book):
    varied = variation.what_if(books=40, report=book)
    assert dict(zip(varied.moved["id"], varied.moved["new"], strict=True)) == {
        "stock": 4e6,
        "amount": 8,
    }
    stock = varied.estimates["stock"]
    assert math.isclose(stock.low, 2e6, rel_tol=0.02)
    assert math.isclose(stock.high, 8e6, rel_tol=0.02)


def test_a_flip_is_solved_again_and_a_fit_keeps_its_value(book):
    varied = variation.what_if(words="2e5 word/book", report=book)
    assert math.isclose(varied.estimates["needed"].number, 5)
    assert list(varied.fixed["id"]) == ["fit"]
    assert "after" not in set(varied.moved["id"])


def test_a_verdict_turns(book):
    varied = variation.what_if(books=80, words=1e5, report=book)
    (turned,) = varied.verdicts.itertuples()
    assert (turned.id, turned.old, turned.new) == ("says_amount", "holds", "does not hold")
    assert "says_amount" in varied.text() and "does not hold" in varied._repr_html_()
    read = json.loads(varied.to_json())
    assert read["counts"]["verdicts"] == 1 and read["changed"][0]["id"] == "books"


def test_no_change_of_value_moves_nothing(book):
    varied = variation.what_if(books="20 book", report=book)
    assert not len(varied.moved) and not len(varied.verdicts)


def test_what_if_is_found_at_the_door():
    assert shortcase.what_if is variation.what_if


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"bookz": 1}, "near: books"),
        ({"words": "3 GB"}, "expected one in 'word/book'"),
        ({"words": -1}, "expected"),
        ({"words": float("nan")}, "not finite"),
        ({"words": "1e400"}, "not finite"),
        ({"words": "<script>"}, "expected a number"),
        ({"words": "3 [4, 5]"}, "out of order"),
        ({"words": None}, "expected a number"),
        ({"words": True}, "expected a number"),
        ({f"x{i}": 1 for i in range(5000)}, "at most 1,000"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_found(book, given, found):
    with pytest.raises(ReportError, match=found):
        variation.what_if(given, report=book)


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        (0.08, Estimate(0.08, unit="fraction")),
        ("8%", Estimate(0.08, unit="fraction")),
        ("8 percent", Estimate(0.08, unit="fraction")),
        ("*0.8", Estimate(0.08, unit="fraction")),
        ("8% [6%, 10%]", Estimate(0.08, 0.06, 0.1, "fraction")),
        ((0.08, 0.06, 0.1), Estimate(0.08, 0.06, 0.1, "fraction")),
        (Estimate(8, unit="percent"), Estimate(0.08, unit="fraction")),
    ],
)
def test_ways_to_write_a_number(wanted, value):
    found = supposed.number("rate", Estimate(0.1, unit="fraction"), wanted)
    assert found.same_as(value) and found.unit == "fraction"


def test_a_share_stays_a_share():
    with pytest.raises(ReportError, match="expected 0 to 1"):
        supposed.number("rate", Estimate(0.1, unit="fraction"), 1.3)


def test_pairs_of_a_command_line():
    assert supposed.parse(["a=3 USD", " b = 4"]) == {"a": "3 USD", "b": "4"}
    for wrong in (["a"], ["a="], ["=3"], ["a=1", "a=2"]):
        with pytest.raises(ReportError):
            supposed.parse(wrong)


def test_page_draws_are_the_quantiles_of_equal_strata():
    normal = sampling.PAGE.normal("v3_gpu_hour_price")
    assert np.allclose(np.sort(normal), norm.ppf((np.arange(2000) + 0.5) / 2000))
    other = sampling.PAGE.normal("discount_rate_2025_01")
    assert abs(np.corrcoef(normal, other)[0, 1]) < 0.06
    assert sampling.order("a", 8).tolist() != sampling.order("b", 8).tolist()


def test_spread_is_that_of_the_report():
    for number in (
        Estimate(2, 1, 5, "USD"),
        Estimate(0.2, 0.1, 0.5, "fraction"),
        Estimate(1, 0, 4),
    ):
        normal = uncertainty.standard_normal("x")
        there = uncertainty.draws("x", number.number, number.low, number.high, number.unit)
        assert np.allclose(sampling.spread(number, normal), there)


def test_an_interval_moves_with_few_draws_as_with_many(book):
    held = graph.build(book)
    wanted = changes.read(held, {"books": 40})
    few = Chain(held, wanted, sampling.PAGE).estimates(["amount"])["amount"]
    many = Chain(held, wanted).estimates(["amount"])["amount"]
    assert few.same_as(many, 1e-9, 1e-4)


def test_size_is_measured_as_the_rule_measures():
    assert math.isclose(weighed.size(Estimate(1.0, unit="USD"), Estimate(3.0, unit="USD")), 1)
    assert weighed.size(Estimate(1.0, unit="USD"), Estimate(-3.0, unit="USD")) == math.inf
    assert weighed.size(Estimate(2030, unit="calendar_year"), Estimate(2035)) == 1
    assert weighed.size(Estimate(0.5, unit="fraction"), Estimate(0.75)) == 1


def test_what_matters(book):
    found = matters.of_graph(graph.build(book))
    (weight,) = found.weights
    assert weight.verdict == "holds" and sum(weight.joint.values()) == 100
    assert [turn.id for turn in weight.turns] == ["words"]
    assert found.top[0]["id"] == "words" and found.idle == {"lonely": "unused"}
    assert "words at" in found.text() and json.dumps(found.record())
    with pytest.raises(ReportError, match="near: says_amount"):
        matters.of_graph(graph.build(book), "says_amoun")


def test_a_chapter_as_a_variation(tmp_path, monkeypatch, capsys):
    report = small_book(tmp_path)
    ch = open_chapter("one", report, what_if={"words": "3e5 word/book"})
    assert ch["words"].value == 3e5 and ch["words"].exact and ch["words"].low == 3e5
    assert "becomes" in capsys.readouterr().out
    ch.holds(1 + 1 == 3, "one and one are three")
    assert ch.variation.broken == ["found that it does not hold: one and one are three"]
    made = ch.colophon().items[0].record()
    assert made["varied"]["words"]["value"] == 3e5 and len(made["broken"]) == 1
    monkeypatch.setenv(supposed.VARIABLE, "books=30; words=2e5")
    ch = open_chapter("one", report)
    assert (ch["books"].value, ch["words"].value) == (30, 2e5)


def test_from_a_cell_on_a_number_is_another_and_marks_what_it_touches(tmp_path):
    from shortcase.formulas.arithmetic import product

    ch = open_chapter("one", small_book(tmp_path))

    def twice(id):
        return ch.result(id, product, unit="book", title="Twice", of_one=ch["books"], times=2.0)

    assert twice("before").value == 40
    ch.suppose("books", "*1.5")
    ch.suppose("later", 7)
    after = twice("after")
    assert after.value == 60 and after.title == "Twice (varied)"
    assert twice("later").value == 7
    with pytest.raises(ReportError, match="made above"):
        ch.suppose("after", 1)
    with pytest.raises(ReportError, match="expected one in 'book'"):
        ch.suppose("books", "3 GB")


def test_without_a_variation_what_does_not_hold_is_raised(tmp_path):
    ch = open_chapter("one", small_book(tmp_path))
    ch.holds(True, "all well")
    with pytest.raises(ReportError, match="one and one are three"):
        ch.holds(False, "one and one are three")


def test_a_varied_claim_is_settled_by_the_rule_and_marked(tmp_path):
    from shortcase.formulas.text_stock import counted_tokens

    ch = open_chapter("one", small_book(tmp_path), what_if={"books": 80, "words": 1e5})
    amount = ch.result(
        "amount", counted_tokens, unit="word", title="Words", items=ch["books"],
        words_per_item=ch["words"], tokens_per_word=1.0,
    )  # fmt: skip
    settled = ch.claim("says_amount", computed=amount, verdict="holds", reason="It is so.")
    assert settled.verdict == "does not hold" and settled.reason == "Varied. It is so."
    assert ch.variation.broken


FORMED = """from shortcase.formulas.arithmetic import growth_per_year, multiple
fit = ch.computed("fit", "1", "A fit", "by eye", [ch["books"], ch["million"]],
                  value=%s, low=1e-5, high=1e-4, form=(%s))
fit"""


@pytest.mark.parametrize(
    ("value", "form", "moved"),
    [
        ("2e-5", 'multiple, {"amount": ch["books"], "reference": ch["pages"]}', 4e-5),
        ("2e-5", 'multiple, {"amount": ch["books"], "reference": ch["million"]}', 4e-5),
    ],
)
def test_a_computation_moves_by_its_form_also_where_units_are_no_guide(
    tmp_path, value, form, moved
):
    rows = [row("books", 20, "book"), row("million", 1e6, "word"), row("pages", 1e6, "book")]
    report = write_data(tmp_path, rows, [claim("said", "one", 1, "1")])
    write_chapter(report, "one", ["# One\n", FORMED % (value, form)])
    varied = variation.what_if(books=40, report=report)
    (fit,) = varied.moved.itertuples()
    assert math.isclose(fit.new, moved) and not len(varied.fixed)


def test_a_form_that_gives_another_value_is_refused(tmp_path):
    from shortcase.formulas.arithmetic import multiple

    ch = open_chapter("one", small_book(tmp_path))
    form = (multiple, {"amount": ch["books"], "reference": ch["books"]})
    with pytest.raises(ReportError, match="expected 1, as its form multiple gives"):
        ch.computed("fit", "1", "A fit", "by eye", [ch["books"]], value=2, form=form)


def test_a_variation_is_never_stored_as_published(tmp_path, monkeypatch):
    from shortcase.book import execute, records

    report = small_book(tmp_path)
    path = report.notebooks / "one.ipynb"
    before = path.read_bytes()
    ch = open_chapter("one", report, what_if={"books": 30})
    assert records.schema_errors(ch.colophon().items[0].record())
    monkeypatch.setenv(supposed.VARIABLE, "books=30")
    with pytest.raises(ReportError, match="expected the published numbers alone"):
        execute.execute(path)
    assert path.read_bytes() == before


def test_commands_print_what_moves(tmp_path, monkeypatch, capsys):
    from shortcase.__main__ import main

    small_book(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["what-if", "books=80", "words=1e5"]) == 0
    assert "holds → does not hold" in capsys.readouterr().out
    assert main(["what-if", "books=80", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"][0]["new"]["value"] == 80
    assert main(["matters"]) == 0
    assert "verdicts that follow from the rule: 1" in capsys.readouterr().out
    assert main(["what-if", "bookz=80"]) == 1
    assert "near: books" in capsys.readouterr().err
