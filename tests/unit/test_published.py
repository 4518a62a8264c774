"""Ids are for ever, and no published number changes in silence."""

from __future__ import annotations

import csv

import pytest
from shortcase.book import published
from shortcase.faults import ReportError


def write(path, rows):
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "book").mkdir()
    monkeypatch.setenv("SHORTCASE_ROOT", str(tmp_path))
    return tmp_path


def some(book):
    return next(iter(book.figures)), next(iter(book.claims)), next(i for i, r in book.results.items() if abs(r["value"]) > 1e-3)


def test_the_report_keeps_what_it_has_published(book):
    assert published.snapshot_path().is_file() and not published.faults(book)


def test_an_id_that_is_gone_is_named(book, folder):
    write(folder / "book" / "published.csv", [("kind", "id", "value"), ("figure", "no_such_figure", "")])
    fault, = published.faults(book)
    assert "no_such_figure" in str(fault) and "published.csv" in str(fault)


def test_a_renamed_id_is_no_fault_and_must_lead_somewhere(book, folder):
    figure, _, _ = some(book)
    write(folder / "book" / "published.csv", [("kind", "id", "value"), ("figure", "old_name", "")])
    write(folder / "book" / "renamed.csv", [("kind", "old", "new"), ("figure", "old_name", figure)])
    assert not published.faults(book)
    for row in (("figure", "old_name", "nowhere"), ("figure", figure, figure), ("chart", "a", figure)):
        write(folder / "book" / "renamed.csv", [("kind", "old", "new"), row])
        with pytest.raises(ReportError, match="renamed.csv"):
            published.renamed(book)


def test_a_changed_number_and_a_changed_verdict_need_a_line_in_the_errata(book, folder):
    _, claim, result = some(book)
    write(folder / "book" / "published.csv", [("kind", "id", "value"), ("number", result, f"{book.results[result]['value'] * 1.01:.9g}"), ("claim", claim, "no such verdict")])
    assert len(published.faults(book)) == 2
    (folder / "ERRATA.md").write_text(f"- 2026-12-01: `{result}` and `{claim}` changed.\n")
    assert not published.faults(book)


def test_the_last_digits_do_not_count(book, folder):
    _, _, result = some(book)
    write(folder / "book" / "published.csv", [("kind", "id", "value"), ("number", result, repr(book.results[result]["value"] * (1 + 1e-8)))])
    assert not published.faults(book)


def test_a_snapshot_holds_everything(book, folder):
    assert published.write(book) == len(book.figures) + len(book.claims) + len(book.quantities) + len(book.results)
    assert not published.faults(book)
