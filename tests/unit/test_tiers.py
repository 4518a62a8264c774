"""Tiers: counted by table, and through results down to the rows that they rest on."""

from __future__ import annotations

from books import claim, row, write_chapter, write_data

from shortcase.book import records, tiers


def test_tiers_are_counted_by_table_and_behind_what_is_read_first(tmp_path):
    rows = [
        row("one", 1, tier="primary"),
        row("two", 2, tier="secondary"),
        row("three", 3, tier="primary"),
    ]
    report = write_data(tmp_path, rows, [claim("says", "a", 1)])
    cells = [
        "# A chapter\n\n[1](num:one)",
        """from shortcase.formulas import arithmetic
ch.result("half", arithmetic.multiple, unit="1", title="Half",
    amount=ch["one"], reference=ch["two"])""",
    ]
    write_chapter(report, "a", cells)
    (report.root / "book" / "index.md").write_text("# Book\n\n[0.5](num:half#low)\n")
    found = tiers.shares(records.gather(report))
    assert found["things"] == {"primary": 2, "secondary": 1}
    assert found["(the landing page)"] == {"primary": 1, "secondary": 1}
    assert found["(leads of chapters)"] == {"primary": 1}
    assert not found["(claims of importance 1)"]
