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

QUOTED = EVIL.replace('"', '""')
ROWS = f"""id,subject,quantity,value,low,high,text,unit,as_of,source,locator,tier,note
tiny_words,"a {QUOTED} book",words per book,75000,50000,100000,,word/book,2025-01,evil2025,p. 1,"""
ROWS += f'primary,"{QUOTED}"\n'
CLAIMS = """id,chapter,section,passage,statement,value,low,high,unit,as_of,kind,importance
tiny_claim,tiny,A section,words of the article,"{evil}",,50000,100000,word/book,2025-01-25,fact,1
""".replace("{evil}", EVIL.replace('"', '""'))
CELLS = [
    (
        "markdown",
        "# A tiny chapter\n\nA book has [75,000 words](num:tiny_words), "
        "and the article says [50,000 to 100,000](said:tiny_claim). "
        "See [Figure](fig:tiny_figure) and [the claim](claim:tiny_claim).",
    ),
    (
        "code",
        "import altair as alt\nimport pandas as pd\n"
        "from shortcase import Dial, Readout, Slider, open_chapter\n"
        "from shortcase.formulas.text_stock import counted_tokens\nch = open_chapter('tiny')\n"
        "two = {'items': 2.0, 'tokens_per_word': 1.0}",
    ),
    (
        "code",
        f"r = ch.result('tiny_double', counted_tokens, unit='word/book', title={EVIL!r}, "
        "words_per_item=ch['tiny_words'], **two)\nr",
    ),
    (
        "code",
        f"""dial = Dial(
    'tiny',
    [Slider('words_per_item', {EVIL!r}, 1e4, 1e6, unit='word/book')],
    {{'twice': Readout({EVIL!r}, counted_tokens, '.3s', unit='word/book', fixed=two, equals=r)}},
    {{p: {{'words_per_item': ch['tiny_words']}} for p in (
        "the article's numbers", 'our central', 'most favourable to the article', 'least favourable'
    )}},
)
frame = pd.DataFrame({{'words': [1.0, 2.0], 'label': [{EVIL!r}, 'b']}})
twice = dial.expression(counted_tokens, unit='word/book', **two)
bars = alt.Chart(frame).transform_calculate(y=twice * alt.datum.words).mark_bar()
ch.figure(
    'tiny_figure',
    bars.encode(x='label:N', y='y:Q'),
    title={EVIL!r},
    caption={EVIL!r},
    alt={"Bars beside [50,000 to 100,000](said:tiny_claim) words. " + EVIL!r},
    inputs=[r],
    data=frame,
    dial=dial,
)""",
    ),
    (
        "code",
        "ch.flip('tiny_flip', counted_tokens, argument='items', target=r, between=(1, 9), "
        "unit='1', title='Items that make the double', words_per_item=ch['tiny_words'], "
        "tokens_per_word=1.0)",
    ),
    (
        "code",
        "second = alt.Chart(frame).transform_calculate(y=twice).mark_line()\n"
        "ch.figure('tiny_second', second.encode(x='words:Q', y='y:Q'), title='A second dial', "
        "caption='A line that moves.', alt='A level line of twice the words of a book, which "
        "moves as the slider moves.', inputs=[r], data=frame, dial=dial)",
    ),
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
    (folder / "book" / "renamed.csv").write_text(
        "kind,old,new\nfigure,tiny_chart,tiny_figure\nnumber,old_words,tiny_words\nclaim,old_claim,tiny_claim\n"
    )
    (folder / "ERRATA.md").write_text(
        "<!-- begin -->\n\n| Date | Id | Was | Is | Why |\n| --- | --- | --- | --- | --- |\n"
        "| 2026-01-02 | `tiny_words` | 70,000 words per book | "
        "75,000 [50,000, 100,000] words per book | one of <script>alert(4)</script> |\n"
    )
    (folder / "book" / "references.bib").write_text(
        "@misc{evil2025,\n  title = {<script>alert(3)</script> A source},\n"
        "  author = {Evil, Eve},\n  year = {2025},\n  url = {https://example.org/a}\n}\n\n"
        "@misc{emanuel2025short,\n  title = {An article},\n"
        "  author = {Emanuel, Jeffrey},\n  year = {2025}\n}\n"
    )
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n"
        + "".join(
            f"  - file: {n}\n"
            for n in (
                "notebooks/tiny",
                *(
                    f"book/{b}"
                    for b in (
                        "claims",
                        "figures",
                        "data",
                        "sources",
                        "method",
                        "glossary",
                        "cite",
                        "errata",
                    )
                ),
            )
        )
    )
    (folder / "data" / "tiny_table.csv").write_text(ROWS)
    (folder / "data" / "claims.csv").write_text(CLAIMS)
    for name in ("quantity.schema.json", "claims.schema.json"):
        shutil.copy(ROOT / "data" / name, folder / "data")
    (folder / "data" / "datapackage.json").write_text(
        json.dumps(
            {
                "name": "tiny",
                "examines": "emanuel2025short",
                "resources": [
                    {
                        "name": "tiny_table",
                        "path": "tiny_table.csv",
                        "title": "Tiny",
                        "description": "A table.",
                        "schema": "quantity.schema.json",
                    },
                    {
                        "name": "claims",
                        "path": "claims.csv",
                        "title": "Claims",
                        "description": "x",
                        "schema": "claims.schema.json",
                    },
                ],
            }
        )
    )
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(s) if kind == "markdown" else nbformat.v4.new_code_cell(s)
            for kind, s in CELLS
        ]
    )
    nbformat.write(notebook, folder / "notebooks" / "tiny.ipynb")
    return folder


def build(folder: Path, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "shortcase_site.build"],
        capture_output=True,
        text=True,
        env=os.environ | settings,
        cwd=folder,
    )


@pytest.fixture(scope="module")
def built(tiny) -> Path:
    done = build(tiny)
    assert done.returncode == 0, done.stdout + done.stderr
    return tiny / "_build" / "html"


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


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a built site."""
    out = folder / "_build" / "html"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# File, old words, new words, and a page that must be left as it is.
EDITS = [
    ("book/method.md", ".\n", ". A new sentence.\n", "figures/tiny_figure.html"),
    ("notebooks/tiny.ipynb", "A book has", "Any book has", "figures/tiny_figure.html"),
    ("data/tiny_table.csv", "p. 1", "p. 2", "method.html"),
    ("book/references.bib", "2025},\n  url", "2024},\n  url", "method.html"),
    ("ERRATA.md", "one of <script>", "once of <script>", "method.html"),
    ("book/renamed.csv", "figure,tiny_chart", "figure,tiny_picture", "method.html"),
    ("book/method.md", "# ", "# New: ", ""),
    ("book/glossary.md", "\n", "\n\n## A new heading\n\nWords.\n\n", "data/tiny_table.html"),
    ("_toc.yml", "  - file: book/glossary\n", "", ""),
]


def test_what_is_kept_from_earlier_builds_equals_a_whole_build(tiny, built, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(tiny, kept)
    assert build(kept).returncode == 0
    for number, (file, old, new, untouched) in enumerate(EDITS):
        before = (kept / "_build" / "html" / (untouched or "index.html")).stat().st_mtime_ns
        replace(kept / file, old, new)
        done = build(kept)
        assert done.returncode == 0, (file, done.stdout, done.stderr)
        after = (kept / "_build" / "html" / (untouched or "index.html")).stat().st_mtime_ns
        assert (before == after) == bool(untouched), file
        whole = tmp_path / f"whole-{number}"
        shutil.copytree(kept, whole, ignore=shutil.ignore_patterns("_build"))
        assert build(whole).returncode == 0
        here, there = files(kept), files(whole)
        assert here.keys() == there.keys(), file
        assert [name for name in here if here[name] != there[name]] == [], file
    assert "glossary.html" not in here


def test_a_change_of_the_styles_reaches_every_page(tiny, built, tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    kept, whole = tmp_path / "kept", tmp_path / "whole"
    shutil.copytree(tiny, kept)
    with (tmp_path / "src" / "shortcase_site" / "static" / "report.css").open("a") as file:
        file.write(".new { color: red; }\n")
    shutil.copytree(kept, whole, ignore=shutil.ignore_patterns("_build"))
    for folder in (kept, whole):
        assert build(folder, PYTHONPATH=str(tmp_path / "src")).returncode == 0
    assert ".new" in (kept / "_build" / "html" / "_static" / "site.css").read_text()
    assert files(kept) == files(whole)


def test_a_file_that_someone_has_changed_is_made_again(tiny, built, tmp_path):
    other = tmp_path / "touched"
    shutil.copytree(tiny, other)
    wanted = files(other)
    (other / "_build" / "html" / "figures" / "tiny_figure.html").write_text("mine")
    (other / "_build" / "html" / "claims.json").unlink()
    replace(other / "CHANGELOG.md", "- 2026", "- 2025")
    assert build(other).returncode == 0
    for name in ("figures/tiny_figure.html", "claims.json"):
        assert files(other)[name] == wanted[name]


def linked(folder: Path) -> dict[str, set[str]]:
    """The numbers that pages link to, by page, as they were written."""
    found = {}
    for path in folder.rglob("*.html"):
        if keys := set(re.findall(r'data-num="([^"]*)"', path.read_text())):
            found[path.relative_to(folder).as_posix()] = keys
    return found


def assert_uses_are_links(book, folder: Path) -> None:
    from shortcase_site import uses

    used_in, linked_on = uses.of_numbers(book)
    written = linked(folder)
    assert {page: set(keys) for page, keys in linked_on.items()} == written
    pairs = {(key, page) for page, keys in written.items() for key in keys}
    assert {(key, page) for key, pages in used_in.items() for page in pages} == pairs


def test_uses_computed_from_the_words_are_the_links_of_a_small_book(tiny, built):
    from shortcase.book import check
    from shortcase.report import Report

    assert_uses_are_links(check.run(Report(tiny)), built)
    assert linked(built)["figures/tiny_figure.html"] == {"said:tiny_claim"}  # in its words for
    # those who do not see it, which stand on its own page


def test_uses_computed_from_the_words_are_the_links_of_the_report(book, site):
    assert_uses_are_links(book, site)


# Faults that one stage of the build finds, all planted in one book: each file, its words, the words
# planted, and what is said of them.
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
