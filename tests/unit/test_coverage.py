"""How far data reach is computed from the rows, and words that say it are held to it."""

from __future__ import annotations

import pytest
from books import row, small_book, write_chapter, write_data

from shortcase.book import coverage, links, records, rewrite
from shortcase.numbers.words import Link


def test_only_rows_that_a_source_states_count():
    rows = [
        row("a", 1, as_of="2026-09-25", tier="primary"),
        row("b", 1, as_of="2026-08", tier="secondary"),
        row("c", 1, as_of="2026-11", tier="estimate"),
        row("d", 1, as_of="2026", tier="primary"),
    ]
    assert coverage.newest(rows) == "2026-09-25"
    assert coverage.newest(rows[1:]) == "2026-08"
    assert coverage.newest(rows[2:3]) == ""


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-09-25", ["25 September 2026", "September 2026", "2026"]),
        ("2026-08-05", ["5 August 2026", "August 2026", "2026"]),
        ("2026-08", ["August 2026", "2026"]),
        ("2026", ["2026"]),
    ],
)
def test_words_say_a_date_as_exactly_as_they_like(date, words):
    assert coverage.ways(date) == words
    assert all(not coverage.fault({"book": date}, Link(w, "newest", "book", 1)) for w in words)
    assert coverage.in_words(date) == words[0]


def test_a_date_that_has_passed_is_a_fault_and_is_rewritten():
    link = Link("summer 2026", "newest", "book", 1)
    assert coverage.fault({"book": "2026-09-25"}, link) == "the newest is 25 September 2026"
    assert "no table/NAME" in coverage.fault({"book": "2026"}, Link("2026", "newest", "boek", 1))
    assert coverage.rewrite("2 July 2026", "2026-09-25") == "25 September 2026"
    assert coverage.rewrite("July 2026", "2026-09-25") == "September 2026"
    assert coverage.rewrite("2 July 2026", "2026-09") == "September 2026"
    assert coverage.rewrite("the summer", "2026-09") == "the summer"
    assert coverage.in_words("") == ""


def test_a_book_a_table_and_a_chapter_have_one(tmp_path):
    rows = [
        row("used", 1, as_of="2025-03", tier="primary"),
        row("idle", 1, as_of="2026-01-02", tier="secondary"),
    ]
    report = write_data(tmp_path, rows, [])
    write_chapter(report, "one", ["# One\n", "ch['used']"])
    book = records.gather(report)
    found = coverage.of(book)
    assert found == {
        "book": "2026-01-02", "table/things": "2026-01-02", "chapter/one": "2025-03",
    }  # fmt: skip
    page = report.book / "index.md"
    page.write_text("# A\n\nUp to [March 2025](newest:chapter/one), [May 2025](newest:book).\n")
    (fault,) = [f for f in links.faults(book) if "newest" in str(f)]
    assert "the newest is 2 January 2026" in str(fault)
    rewrite.numbers(report)
    assert "[January 2026](newest:book)" in page.read_text()
    assert not links.faults(book)


def test_a_book_of_estimates_alone_covers_nothing(tmp_path):
    assert set(coverage.of(records.gather(small_book(tmp_path))).values()) == {""}
