"""What a release changed is kept, and the page of changes shows it."""

from __future__ import annotations

import json

from shortcase.numbers.estimate import Estimate
from shortcase.report import Report
from shortcase.whatif import revisions


def test_a_release_keeps_changed_numbers_and_verdicts_and_counts_the_rest(tmp_path):
    held = {
        ("row", "price"): (Estimate(2.0, unit="USD"), "Price"),
        ("row", "same"): (Estimate(1.0, unit="USD"), "The same"),
        ("verdict", "says"): (Estimate(text="holds"), "It says so"),
        ("figure", "old"): (Estimate(text="[]"), "An old figure"),
    }
    later = {
        ("row", "price"): (Estimate(3.0, unit="USD"), "Price"),
        ("row", "same"): (Estimate(1.0, unit="USD"), "The same"),
        ("verdict", "says"): (Estimate(text="overstated"), "It says so"),
        ("result", "new"): (Estimate(1.0, unit="USD"), "New"),
    }
    found = revisions.Differences("a", "b", revisions.differences(held, later))
    report = Report(tmp_path)
    report.book.mkdir()
    path = found.keep(report, "2.0.0")
    kept = json.loads(path.read_text())
    assert path == report.releases / "2.0.0.json" and kept["version"] == "2.0.0"
    assert [(c["id"], c["old"], c["new"]) for c in kept["changed"]] == [
        ("price", "2 dollars", "3 dollars"),
        ("says", "holds", "overstated"),
    ]
    assert kept["counts"]["result"]["new"] == 1 and kept["counts"]["figure"]["gone"] == 1


def test_the_present_version_has_its_page_of_changes():
    report = Report.here()
    from shortcase.data import sources

    version = str(sources.citation(report)["version"])
    kept = json.loads((report.releases / f"{version}.json").read_text())
    assert kept["changed"] and all(c["old"] != c["new"] for c in kept["changed"])
