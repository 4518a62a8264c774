"""What has changed since a cited version: from releases and errata, for what stands beneath."""

from __future__ import annotations

import json

import pytest

from shortcase_site import citations, versions
from shortcase_site.site import Site

CHANGES = "- 2026-03-01: Version 1.1.0. More.\n- 2026-02-01: Version 1.0.0, the first.\n"


@pytest.fixture
def site(book) -> Site:
    made = Site.of(book, "https://report.example/")
    claim = next(c for c in book.claims.values() if c["computed"] and c["computed"].get("id"))
    number = claim["computed"]["id"]
    errata = [
        {"id": number, "old": "1", "new": "2", "reason": "first", "date": "2026-02-20"},
        {
            "id": claim["id"],
            "old": "holds",
            "new": "partly",
            "reason": "later",
            "date": "2027-01-01",
        },
    ]
    changed = [{"kind": "row", "id": number, "title": "A row", "old": "1.0", "new": "2.0"}]
    made.facts = {
        **made.facts,
        "errata": [row | {"line": 1} for row in errata],
        "releases": [{"version": "1.1.0", "changed": changed}],
        "changes": CHANGES,
        "claim": claim["id"],
        "number": number,
    }
    made.citation = made.citation | {"version": "1.1.0", "date-released": "2026-03-01"}
    return made


def test_a_change_belongs_to_the_next_version_and_has_the_reason_of_its_erratum(site):
    made = versions.document(site)
    first, last = made["changes"]
    assert first[:6] == [site.facts["number"], "A row", "1.1.0", "2026-02-20", "1.0", "2.0"]
    assert first[6] == "first" and first[7] == site.url("number", site.facts["number"])
    assert last[2] == "" and last[7] == f"claims.html#{site.facts['claim']}"  # in no version yet
    assert made["days"] == {"1.0.0": "2026-02-01", "1.1.0": "2026-03-01"}


def test_a_claim_and_all_pages_know_what_changed_beneath_them(site):
    made = versions.document(site)
    assert sorted(made["claims"][site.facts["claim"]]) == [0, 1]
    notebook = site.book.claims[site.facts["claim"]]["notebook"]
    assert 1 in made["pages"][f"{notebook}.html"]


def test_beneath_goes_all_the_way_down_and_ends_in_a_circle():
    inputs = {"a": ["b", "c"], "b": ["d"], "d": ["a"], "x": ["y"]}
    assert versions.beneath(inputs, ["a"]) == ["a", "b", "c", "d"]


def test_every_change_of_this_book_is_told_in_a_script_that_reads_as_json(book):
    text = versions.script(Site.of(book, ""))
    made = json.loads(text.removeprefix("shortcaseVersions(").removesuffix(");\n"))
    assert all(len(change) == 8 for change in made["changes"])
    places = [at for found in (*made["pages"].values(), *made["claims"].values()) for at in found]
    assert set(places) <= set(range(len(made["changes"])))


def test_a_citation_carries_its_version_in_its_address(site):
    item = citations.of_figure(site, next(iter(site.book.figures.values())))
    assert item["URL"].endswith(".html?version=1.1.0")
    assert item["URL"] in citations.bibtex(item) and item["URL"] in citations.ris(item)
    assert versions.cited("a.html#b", "1.0.0") == "a.html?version=1.0.0#b"
