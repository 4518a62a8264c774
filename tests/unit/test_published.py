"""Ids are for ever, and no published number or verdict changes in silence."""

from __future__ import annotations

import csv

import pytest
from books import AMOUNT, CLAIMED, claim, row, write_chapter, write_data

from shortcase.book import errata, published, records
from shortcase.faults import ReportError

BOOKS = row("books", 20, "book")
WORDS = row("words", 1e5, "word/book", 5e4, 2e5)


@pytest.fixture
def release(small):
    """A small book, released."""
    published.write(records.gather(small))
    return small


def changed(report, *rows):
    """The book after its rows have changed and its chapter has run again."""
    write_data(report.root, list(rows), [claim("says_amount", "one", 2e6, "word")])
    write_chapter(report, "one", ["# One", AMOUNT, CLAIMED])
    return records.gather(report)


def errata_of(report, *lines):
    body = "\n".join(["| Date | Id | Was | Is | Why |", "| --- | --- | --- | --- | --- |", *lines])
    report.errata.write_text(f"# Errata\n\n{errata.BEGIN}\n\n{body}\n")


def write(path, rows):
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_the_report_keeps_what_it_has_published(book):
    assert published.snapshot_path(book.report).is_file() and not published.faults(book)


def test_a_snapshot_holds_every_number_with_interval_and_unit(release):
    held = published.snapshot(release)
    book = records.gather(release)
    assert len(held) == len(book.numbers()) + len(book.claims) + len(book.figures) + 2
    assert held["number", "words"][1].record() == book.estimate("words").record()
    assert held["claim", "says_amount"][1].text == "holds"
    assert not published.faults(book)


def test_an_id_that_is_gone_is_named(release):
    with (release.root / published.PUBLISHED).open("a") as file:
        file.write("figure,no_such_figure,,,,\nsource,nobody2020,,,,\n")
    one, two = published.faults(records.gather(release))
    assert "no_such_figure" in str(one) and "published.csv" in str(one)
    assert "nobody2020" in str(two)


def test_a_renamed_id_is_no_fault_and_must_lead_somewhere(release):
    book = records.gather(release)
    with (release.root / published.PUBLISHED).open("a") as file:
        file.write("number,old_name,20,,,book\n")
    renamed = release.root / published.RENAMED
    write(renamed, [("kind", "old", "new"), ("number", "old_name", "books")])
    assert not published.faults(book)
    for wrong in (
        ("number", "old_name", "nowhere"),
        ("number", "books", "words"),
        ("chart", "a", "b"),
    ):
        write(renamed, [("kind", "old", "new"), wrong])
        with pytest.raises(ReportError, match=r"renamed\.csv, row 2"):
            published.renamed(book)


def test_a_changed_value_interval_unit_and_verdict_each_need_an_erratum(release):
    book = changed(release, BOOKS | {"value": 40}, WORDS)
    found = {c.id: c.words() for c in published.changes(book)}
    assert found["books"] == ("20 books", "40 books")
    assert found["says_amount"] == ("holds", "within our uncertainty")
    assert set(found) == {"books", "amount", "says_amount"}
    assert len(published.faults(book)) == 3
    (change,) = [
        c
        for c in published.changes(changed(release, BOOKS, WORDS | {"low": 6e4}))
        if c.id == "words"
    ]
    assert change.words()[0] != change.words()[1]
    book = changed(release, BOOKS, WORDS)
    book.quantities["books"]["unit"] = "word"
    assert [c.id for c in published.changes(book)] == ["books"]


def test_a_verdict_word_that_was_split_is_no_change_and_stands_in_older_rows(release):
    """Only where the verdict took one of its parts; what became another one needs its row."""
    file = release.root / published.PUBLISHED
    old = file.read_text().replace("claim,says_amount,holds,", "claim,says_amount,{},")
    book = changed(release, BOOKS | {"value": 40}, WORDS)
    file.write_text(old.format("holds with a caveat"))
    assert "says_amount" not in {c.id for c in published.changes(book)}
    file.write_text(old.format("overstated"))
    (change,) = [c for c in published.changes(book) if c.id == "says_amount"]
    assert change.words() == ("overstated", "within our uncertainty")
    others = [c.erratum("2026-02-01", "The count was wrong.") for c in published.changes(book)]
    lines = [str(e).replace("within our uncertainty", "holds with a caveat") for e in others]
    errata_of(release, *lines)
    assert not published.faults(book)


def test_an_erratum_must_say_what_really_changed(release):
    book = changed(release, BOOKS | {"value": 40}, WORDS)
    rows = [str(c.erratum("2026-02-01", "The count was wrong.")) for c in published.changes(book)]
    errata_of(release, *rows)
    assert not published.faults(book)
    for old, new in (("20 books", "19 books"), ("40 books", "41 books")):
        errata_of(release, *(r.replace(old, new) for r in rows))
        (fault,) = published.faults(book)
        assert fault.file == "ERRATA.md" and new in fault.found and old in fault.expected
    errata_of(release, rows[0], *rows[2:])
    assert len(published.faults(book)) == 1


def test_a_second_change_after_a_release_is_asked_for_again(release):
    book = changed(release, BOOKS | {"value": 40}, WORDS)
    rows = [str(c.erratum("2025-12-01", "The count was wrong.")) for c in published.changes(book)]
    errata_of(release, *rows)
    published.write(book)
    assert not published.faults(book)
    book = changed(release, BOOKS | {"value": 50}, WORDS)
    assert {f.file for f in published.faults(book)} == {published.PUBLISHED}
    more = [
        str(c.erratum("2026-02-01", "The count was wrong again.")) for c in published.changes(book)
    ]
    errata_of(release, *rows, *more)
    assert not published.faults(book)


def test_an_erratum_for_what_did_not_change_or_is_unknown_is_refused(release):
    book = records.gather(release)
    errata_of(release, "| 2026-02-01 | `books` | 19 books | 20 books | It was wrong. |")
    (fault,) = published.faults(book)
    assert "none: 20 books as published" in str(fault)
    errata_of(release, "| 2025-02-01 | `bookz` | 19 books | 20 books | It was wrong. |")
    (fault,) = published.faults(book)
    assert "unknown id" in str(fault)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- 2026-12-01: `books` changed.", "a row of the table"),
        ("| 2026-12-01 | `books` | 1 |", "5 cells"),
        ("| December | `books` | 1 | 2 | It was wrong. |", "a day"),
        ("| 2026-12-01 | books | 1 | 2 | It was wrong. |", "in backticks"),
        ("| 2026-12-01 | `books` | 1 | 1 | It was wrong. |", "differ"),
        ("| 2026-12-01 | `books` | 1 | 2 | |", "says why"),
        ("No number of a published version has changed.\n"
         "| 2026-12-01 | `books` | 1 | 2 | It was wrong. |", "the errata alone"),
        ("", "No number of a published version has changed"),
    ],
)  # fmt: skip
def test_an_erratum_has_one_form(release, line, why):
    errata_of(release, line)
    _, faults = errata.read(release)
    assert len(faults) == 1 and why in str(faults[0]), faults


def test_the_sentence_that_nothing_changed_stands_alone(release):
    assert errata.read(release) == ([], [])
    assert errata.table([]) == errata.NONE
    one = errata.Erratum("2026-02-01", "books", "19 books", "20 books", "It was wrong.")
    release.errata.write_text(f"# E\n\n{errata.BEGIN}\n\n{errata.table([one])}\n")
    (row_read,), faults = errata.read(release)
    assert not faults and str(row_read) == str(one) and row_read.line == 7


def test_the_last_digits_do_not_count(release):
    book = changed(release, BOOKS | {"value": 20 * (1 + 1e-8)}, WORDS)
    assert not published.changes(book)
