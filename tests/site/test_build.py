"""Whole builds of a small book: hostile text is shown as text, faults stop the build, and two
builds give the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from tour import LONG

ROOT = Path(__file__).resolve().parents[2]
EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" & </title> ]]>'

ROWS = f'''id,subject,quantity,value,low,high,text,unit,as_of,source,locator,tier,note
tiny_words,"a {EVIL.replace('"', '""')} book",words per book,75000,50000,100000,,word/book,2025-01,evil2025,p. 1,primary,"{EVIL.replace('"', '""')}"
'''
CLAIMS = '''id,chapter,section,statement,value,low,high,unit,as_of,kind,importance
tiny_claim,tiny,A section,"{evil}",,50000,100000,word/book,2025-01-25,fact,1
'''.replace("{evil}", EVIL.replace('"', '""'))
CELLS = [
    ("markdown", "# A tiny chapter\n\nA book has [75,000 words](num:tiny_words), and the article says [50,000 to 100,000](said:tiny_claim). See [Figure](fig:tiny_figure) and [the claim](claim:tiny_claim)."),
    ("code", "import altair as alt\nimport pandas as pd\nfrom shortcase import Dial, Slider, open_chapter\nch = open_chapter('tiny')\n\ndef double(words):\n    return 2 * words"),
    ("code", "r = ch.result('tiny_double', double, unit='word/book', title=EVIL, words=ch['tiny_words'])\nr".replace("EVIL", repr(EVIL))),
    ("code", f"dial = Dial('tiny', [Slider('words', {EVIL!r}, 1e4, 1e6)], {{'twice': ({EVIL!r}, double, {{}}, '.3s')}}, {{p: {{'words': ch['tiny_words']}} for p in (\"the article's numbers\", 'our central', 'most favourable to the article', 'least favourable')}})\n"
             f"frame = pd.DataFrame({{'words': [1.0, 2.0], 'label': [{EVIL!r}, 'b']}})\n"
             f"ch.figure('tiny_figure', alt.Chart(frame).transform_calculate(y=double(dial['words']) * alt.datum.words).mark_bar().encode(x='label:N', y='y:Q'), title={EVIL!r}, caption={EVIL!r}, alt={EVIL + ' and enough words to be a real alternative text'!r}, inputs=[r], data=frame, dial=dial)"),
    ("code", f"ch.claim('tiny_claim', computed=ch['tiny_words'], reason={EVIL!r})"),
    ("code", "ch.colophon()"),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A book of one chapter, executed, with the report's own configuration and prose pages that
    need nothing else."""
    import nbformat

    folder = tmp_path_factory.mktemp("tiny")
    for name in ("data", "book", "notebooks"):
        (folder / name).mkdir()
    for name in ("_config.yml", "CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("claims", "figures", "data", "sources", "method", "cite", "errata", "glossary"):
        shutil.copy(ROOT / "book" / f"{name}.md", folder / "book")
    (folder / "book" / "index.md").write_text("# A tiny book\n\n```{report} chapter-list\n```\n")
    (folder / "book" / "renamed.csv").write_text("kind,old,new\nfigure,tiny_chart,tiny_figure\nnumber,old_words,tiny_words\nclaim,old_claim,tiny_claim\n")
    (folder / "ERRATA.md").write_text("<!-- begin -->\n\n- 2026-01-02: `x` was <script>alert(4)</script> 1, is 2.\n")
    (folder / "book" / "references.bib").write_text("@misc{evil2025,\n  title = {<script>alert(3)</script> A source},\n  author = {Evil, Eve},\n  year = {2025},\n  url = {https://example.org/a}\n}\n\n@misc{emanuel2025short,\n  title = {An article},\n  author = {Emanuel, Jeffrey},\n  year = {2025}\n}\n")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters:\n" + "".join(f"  - file: {n}\n" for n in ("notebooks/tiny", *(f"book/{b}" for b in ("claims", "figures", "data", "sources", "method", "glossary", "cite", "errata")))))
    (folder / "data" / "tiny_table.csv").write_text(ROWS)
    (folder / "data" / "claims.csv").write_text(CLAIMS)
    for name in ("quantity.schema.json", "claims.schema.json"):
        shutil.copy(ROOT / "data" / name, folder / "data")
    (folder / "data" / "datapackage.json").write_text(json.dumps({"name": "tiny", "resources": [{"name": "tiny_table", "path": "tiny_table.csv", "title": "Tiny", "description": "A table.", "schema": "quantity.schema.json"}, {"name": "claims", "path": "claims.csv", "title": "Claims", "description": "x", "schema": "claims.schema.json"}]}))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(s) if kind == "markdown" else nbformat.v4.new_code_cell(s) for kind, s in CELLS])
    nbformat.write(notebook, folder / "notebooks" / "tiny.ipynb")
    return folder


def build(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "shortcase_site.build"], capture_output=True, text=True, env=os.environ | {"SHORTCASE_ROOT": str(folder)}, cwd=folder)


@pytest.fixture(scope="module")
def built(tiny) -> Path:
    done = build(tiny)
    assert done.returncode == 0, done.stdout + done.stderr
    return tiny / "_build" / "html"


def test_hostile_text_is_text_everywhere(built):
    from shortcase_site.hygiene import forbidden

    for path in [*built.rglob("*.html"), *built.glob("figures/*.svg"), built / "errata.atom"]:
        text = path.read_text()
        assert "<script>alert" not in text and "<img src=x" not in text, path.name
        if path.suffix == ".html":
            assert not forbidden(text), path.name
            for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S):
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
    assert "alert(1)" in parse_file(str(built / "figures" / "tiny_figure.bib")).entries["shortcase_tiny_figure"].fields["title"]
    assert "<script>alert(1)</script>" in json.loads((built / "numbers.json").read_text())[0]["title"]


def test_a_former_id_keeps_its_address_its_files_and_its_place(built, open_page):
    for ending in ("svg", "png", "csv", "vl.json"):
        assert (built / "figures" / f"tiny_chart.{ending}").read_bytes() == (built / "figures" / f"tiny_figure.{ending}").read_bytes()
    assert "tiny_chart" not in (built / "sitemap.xml").read_text() and "tiny_chart" not in (built / "figures.json").read_text()
    page = open_page("figures/tiny_chart.html", script=False, base=built.as_uri() + "/")
    page.wait_for_url("**/figures/tiny_figure.html")
    assert 'id="old_words"' in (built / "data" / "tiny_table.html").read_text() and 'id="old_claim"' in (built / "claims.html").read_text()


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
        ("notebooks/tiny.ipynb", "2 * words", "3 * words"),
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
    for name in ("notebooks/tiny.html", "figures/tiny_figure.html", "claims.html", "data/tiny_table.html", "sources.html"):
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
    here, there = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (built, other / "_build" / "html"))
    assert here.keys() == there.keys()
    assert [str(n) for n in here if here[n] != there[n]] == []


# Faults that one stage of the build finds, all planted in one book: each file, its words, the words
# planted, and what is said of them.
FAULTS = {
    "tables": [
        ("data/tiny_table.csv", "evil2025", "evil2026", ["a key of book/references.bib"]),
    ],
    "contents": [("_toc.yml", "notebooks/tiny", "notebooks/tinny", ["a notebook that is there"])],
    "prose": [
        ("notebooks/tiny.ipynb", "[75,000 words](num:tiny_words)",
         "[76,000 words](num:tiny_words), [75,000 words](num:tiny_wordz)",
         ["the value is 75,000", "'tiny_wordz' is no known id"]),
        ("notebooks/tiny.ipynb", "fig:tiny_figure", "fig:tiny_figurine",
         ["'tiny_figurine' is no known figure"]),
    ],
    "former ids": [
        ("book/renamed.csv", "tiny_chart,tiny_figure", "tiny_chart,tiny_figurine",
         ["a figure that is there"]),
    ],
    "citation": [("CITATION.cff", "authors:", "writers:", ["expected title, authors, version"])],
    "pages": [
        ("book/claims.md", "method.md", "methods.md", ["methods.md"]),
        ("book/claims.md", "verdict-counts", "verdict-count", ["unknown list"]),
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
