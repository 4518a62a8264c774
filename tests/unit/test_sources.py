"""Entries of the bibliography: what they lack or repeat is named with key, field, found and
expected."""

from __future__ import annotations

import pytest

from shortcase.data import sources

GOOD = {
    "title": "A document",
    "author": "{Somebody}",
    "year": "2025",
    "date": "2025-03",
    "url": "https://example.org/one",
    "urldate": "2025-04-02",
}


def entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {field} = {{{value}}}" for field, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def faults(tmp_path, *entries: dict[str, str]) -> list:
    path = tmp_path / "references.bib"
    path.write_text("".join(entry(f"key{i}", fields) for i, fields in enumerate(entries)))
    return sources.faults(path)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"date": "", "note": "Undated"},
        {"urldate": "", "accessed": "not recorded"},
        {"date": "2025-04-02"},
        {"date": "2025"},
    ],
)
def test_a_good_entry_has_no_fault(tmp_path, change):
    assert faults(tmp_path, GOOD | change) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": ""}, "url"),
        ({"date": ""}, "date"),
        ({"date": "March 2025"}, "date"),
        ({"date": "2199"}, "date"),
        ({"urldate": ""}, "urldate"),
        ({"urldate": "", "accessed": "some day"}, "urldate"),
        ({"urldate": "2025-02-30"}, "urldate"),
        ({"urldate": "2199-01-01"}, "urldate"),
        ({"urldate": "2025-02-01"}, "urldate"),
    ],
)
def test_a_bad_entry_is_named(tmp_path, change, field):
    fault = faults(tmp_path, GOOD | change)[0]
    assert fault.file.endswith("references.bib")
    assert fault.place == f"key0, field {field}"
    assert fault.found
    assert fault.expected


def test_two_entries_of_one_address_are_named(tmp_path):
    other = GOOD | {"url": "http://www.example.org/One/"}
    (fault,) = faults(tmp_path, GOOD, other)
    assert fault.place == "key1, field url"
    assert "key0" in fault.found
