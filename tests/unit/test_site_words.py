"""What the site makes of words: sentences of captions, formulas in words, terms of the glossary."""

from __future__ import annotations

import pytest

from shortcase.book import links
from shortcase.numbers.words import plain_text
from shortcase.report import Report
from shortcase_site import captions, formula_words, glossary, templating, terms

TERMS = 60  # at least so many terms are explained and used


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One\nand a half. Two!", ["One and a half.", "Two!"]),
        ("No end, e.g. Two or i.e. Three.", ["No end, e.g. Two or i.e. Three."]),
        ("By J. Smith et al. 2024. Two.", ["By J. Smith et al. 2024.", "Two."]),
        ("At 2.5 times v4.1. Two.", ["At 2.5 times v4.1.", "Two."]),
        ("A [link. With a stop](num:x). Two.", ["A [link. With a stop](num:x).", "Two."]),
        ("Within (brackets. None). Two.", ["Within (brackets. None).", "Two."]),
        ('He said "Yes." Two.', ['He said "Yes."', "Two."]),
        ("One. [12](num:x) begin the next.", ["One.", "[12](num:x) begin the next."]),
        ("One only", ["One only"]),
    ],
)
def test_captions_fall_into_their_sentences(caption, expected):
    assert captions.sentences(caption) == expected


def test_no_word_of_a_caption_is_lost():
    for text in links.texts(_book()):
        assert " ".join(captions.sentences(text.markdown)) == " ".join(text.markdown.split())


def _book():
    from shortcase.book import records

    return records.gather(Report.here())


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("Tokens in a stock.\n\nbooks in book.", "Tokens in a stock"),
        ("Share that is left; both in USD; returns a fraction.", "Share that is left"),
        ("The margin with ``part_margin``.", "The margin with part margin"),
        ("Work of a run (Kaplan et al. 2020): six.", "Work of a run"),
        ("Below LOWEST_VALUE it is one.", "Below lowest value it is one"),
    ],
)
def test_the_first_sentence_of_a_docstring_has_no_names_of_python(docstring, expected):
    assert formula_words.first_sentence(docstring) == expected


def result(**given):
    return {"formula": "", "method": "", "inputs": []} | given


def test_a_result_says_how_it_was_made():
    inputs = [{"argument": "amount"}, {"argument": "reference"}]
    assert formula_words.how(result(formula="multiple", inputs=inputs)).startswith("How many times")
    flip = "value of cost_a at which advantage reaches 1"
    assert formula_words.how(result(method=flip)).startswith("The cost a at which this reaches 1: ")
    assert formula_words.how(result(method="10,000 draws")) == "10,000 draws"
    assert formula_words.how(result(formula="un_known")) == "Un known"


def test_every_formula_of_the_report_has_words():
    for made in _book().results.values():
        words = formula_words.how(made)
        assert words and "_" not in words and "lambda" not in words, (made["id"], words)


GIVEN = {
    t["title"]: t
    for t in (
        terms.entry("KV cache, key-value cache", "Kept."),
        terms.entry("Gross margin", "Sales less cost."),
        terms.entry("Margin", "A part."),
    )
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gross margins of", "gross margins"),
        ("Gross margin", "Gross margin"),
        ("a margin", "margin"),
        ("the KV caches", "KV caches"),
        ("the kv cache", None),
        ("Key-value cache", "Key-value cache"),
        ("marginal", None),
        ("non-margin", None),
    ],
)
def test_a_term_is_found_in_its_forms(text, expected):
    found = glossary.pattern(GIVEN)[0].search(text)
    assert (found and found[0]) == expected


def test_ids_of_terms_are_plain():
    assert terms.id_of("BF16, FP8") == "term-bf16"
    assert terms.id_of("Dense, sparse") == "term-dense"
    assert terms.id_of("Price to sales") == "term-price-to-sales"


def test_the_glossary_explains_many_terms_that_the_book_uses():
    known = terms.read(Report.here())
    texts = [t for t in links.texts(_book()) if t.document != terms.DOCUMENT]
    words = "\n".join(plain_text(text.markdown) for text in texts)
    used = [id for id, term in known.items() if glossary.pattern({id: term})[0].search(words)]
    assert len(used) >= TERMS, sorted(known.keys() - set(used))
    assert all(len(term["definition"].split()) >= 4 for term in known.values())


def test_verdicts_are_counted_in_their_order():
    claims = [{"verdict": v} for v in ("overstated", "holds", "overstated")]
    assert templating.by_verdict(claims) == [("holds", 1, 0), ("overstated", 2, 1)]
