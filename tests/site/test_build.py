"""Whole builds of a small book: hostile text is shown as text, faults stop the build, and two
builds give the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from small_book import build
from tour import LONG


def test_hostile_text_is_text_everywhere(built):
    from lxml import html

    from shortcase_site.finish import forbidden

    for path in [*built.rglob("*.html"), *built.glob("figures/*.svg"), built / "errata.atom"]:
        text = path.read_text()
        assert "<script>alert" not in text and "<img src=x" not in text, path.name
        if path.suffix == ".html":
            assert not list(forbidden(html.document_fromstring(text))), path.name
            for found in re.findall(
                r'<script type="application/ld\+json">(.*?)</script>', text, re.S
            ):
                assert json.loads(found) and not re.search("[<>&]", found), path.name
    assert "&lt;script&gt;alert(1)" in (built / "figures" / "tiny_figure.html").read_text()
    assert "&lt;script&gt;alert(4)" in (built / "errata.atom").read_text()
    ElementTree.parse(built / "errata.atom")
    for path in built.glob("figures/*.svg"):
        ElementTree.parse(path)


def test_hostile_text_stands_whole_in_indexes_and_citations(built):
    import rispy
    from pybtex.database import parse_file

    title = json.loads((built / "figures.json").read_text())[0]["title"]
    assert "<script>alert(1)</script>" in title
    assert title in rispy.loads((built / "figures" / "tiny_figure.ris").read_text())[0]["title"]
    assert title in json.loads((built / "figures" / "tiny_figure.csl.json").read_text())[0]["title"]
    assert (
        "alert(1)"
        in parse_file(str(built / "figures" / "tiny_figure.bib"))
        .entries["shortcase_tiny_figure"]
        .fields["title"]
    )
    assert (
        "<script>alert(1)</script>" in json.loads((built / "numbers.json").read_text())[0]["title"]
    )


def test_a_former_id_keeps_its_address_its_files_and_its_place(built, open_page):
    for ending in ("svg", "png", "csv", "vl.json"):
        assert (built / "figures" / f"tiny_chart.{ending}").read_bytes() == (
            built / "figures" / f"tiny_figure.{ending}"
        ).read_bytes()
    assert (
        "tiny_chart" not in (built / "sitemap.xml").read_text()
        and "tiny_chart" not in (built / "figures.json").read_text()
    )
    page = open_page("figures/tiny_chart.html", script=False, base=built.as_uri() + "/")
    page.wait_for_url("**/figures/tiny_figure.html")
    assert (
        'id="old_words"' in (built / "data" / "tiny_table.html").read_text()
        and 'id="old_claim"' in (built / "claims.html").read_text()
    )


def changed(tiny: Path, other: Path, changes: list[tuple[str, str, str]], *left: str) -> Path:
    """A copy of the book without ``left``, with words of its files changed; each must be there."""
    shutil.copytree(tiny, other, ignore=shutil.ignore_patterns(*left))
    for file, old, new in changes:
        text = (other / file).read_text()
        assert old in text, (file, old)
        (other / file).write_text(text.replace(old, new))
    return other


def test_changed_code_is_run_and_a_page_that_is_no_more_does_not_stay(tiny, built, tmp_path):
    changes = [
        ("notebooks/tiny.ipynb", "'items': 2.0", "'items': 3.0"),
        ("book/index.md", "# A tiny book", "# A tiny book\n\nOther words."),
    ]
    other = changed(tiny, tmp_path / "changed", changes)
    (other / "_build" / "html" / "gone.html").write_text("old")
    done = build(other)
    assert done.returncode == 0 and "Executing 1 notebook" in done.stdout, done.stdout + done.stderr
    assert not (other / "_build" / "html" / "gone.html").exists()
    numbers = json.loads((other / "_build" / "html" / "numbers.json").read_text())
    assert [n["value"] for n in numbers if n["id"] == "tiny_double"] == [3 * 75000]


def test_hostile_text_runs_nothing_in_a_browser(built, browser):
    page = browser.new_page()
    page.set_default_timeout(LONG)
    alerts = []
    page.on("dialog", lambda d: (alerts.append(d.message), d.dismiss()))
    for name in (
        "notebooks/tiny.html",
        "figures/tiny_figure.html",
        "claims.html",
        "data/tiny_table.html",
        "sources.html",
    ):
        page.goto((built / name).as_uri())
        if page.locator("button.preset").count():
            page.locator("button.preset").first.click()
            page.wait_for_selector(".live svg")
        if page.locator("a.num").count():
            page.locator("a.num").first.click()
            page.wait_for_selector(".passport-card")
    assert not alerts


def test_an_unchanged_book_is_not_built_again(tiny, built):
    before = (built / "index.html").stat().st_mtime_ns
    assert "Nothing has changed" in build(tiny).stdout
    assert (built / "index.html").stat().st_mtime_ns == before


def test_two_builds_in_two_folders_give_the_same_bytes(tiny, built, tmp_path):
    other = tmp_path / "elsewhere"
    shutil.copytree(tiny, other, ignore=shutil.ignore_patterns("_build"))
    assert build(other).returncode == 0
    here, there = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (built, other / "_build" / "html")
    )
    assert here.keys() == there.keys()
    assert [str(n) for n in here if here[n] != there[n]] == []


FAULTS = {
    "tables": [
        ("data/tiny_table.csv", "evil2025", "evil2026", ["a key of book/references.bib"]),
    ],
    "contents": [("_toc.yml", "notebooks/tiny", "notebooks/tinny", ["a notebook that is there"])],
    "prose": [
        (
            "notebooks/tiny.ipynb",
            "[75,000 words](num:tiny_words)",
            "[76,000 words](num:tiny_words), [75,000 words](num:tiny_wordz)",
            ["the value is 75,000", "'tiny_wordz' is no known id"],
        ),
        (
            "notebooks/tiny.ipynb",
            "fig:tiny_figure",
            "fig:tiny_figurine",
            ["'tiny_figurine' is no known figure"],
        ),
    ],
    "former ids": [
        (
            "book/renamed.csv",
            "tiny_chart,tiny_figure",
            "tiny_chart,tiny_figurine",
            ["a figure that is there"],
        ),
    ],
    "citation": [("CITATION.cff", "authors:", "writers:", ["expected title, authors, version"])],
    "pages": [
        ("book/claims.md", "method.md", "methods.md", ["methods.md"]),
        ("book/claims.md", "{report} ledger", "{report} ledgers", ["unknown list"]),
    ],
}


@pytest.mark.parametrize("stage", FAULTS)
def test_faults_stop_the_build_and_all_of_a_stage_are_named(tiny, built, tmp_path, stage):
    faults = FAULTS[stage]
    changes, unbuilt = [fault[:3] for fault in faults], ("html", ".doctrees", ".fingerprint")
    other = changed(tiny, tmp_path / "broken", changes, *unbuilt)
    before = {file: (other / file).read_bytes() for file, *_ in faults}
    done = build(other)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stdout + done.stderr
    for words in (words for *_, said in faults for words in said):
        assert words in done.stderr, (words, done.stdout + done.stderr)
    assert {file: (other / file).read_bytes() for file in before} == before
