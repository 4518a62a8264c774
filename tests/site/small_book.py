"""The small book of the tests: one chapter with hostile text in every place, executed and built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" & </title> ]]>'

QUOTED = EVIL.replace('"', '""')
ROWS = f"""id,subject,quantity,value,low,high,text,unit,as_of,source,locator,tier,note
tiny_words,"a {QUOTED} book",words per book,75000,50000,100000,,word/book,2025-01,evil2025,p. 1,"""
ROWS += f'primary,"{QUOTED}"\n'
CLAIMS = """id,chapter,section,statement,value,low,high,unit,as_of,kind,importance
tiny_claim,tiny,A section,"{evil}",,50000,100000,word/book,2025-01-25,fact,1
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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def built(tiny) -> Path:
    done = build(tiny)
    assert done.returncode == 0, done.stdout + done.stderr
    return tiny / "_build" / "html"
