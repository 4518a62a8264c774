"""The small book of the tests: one chapter with hostile text in every place, executed and built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" & </title> ]]>'

QUOTED = EVIL.replace('"', '""')
ROWS = f"""id,subject,quantity,value,low,high,text,unit,as_of,source,locator,tier,note
tiny_words,"a {QUOTED} book",words per book,75000,50000,100000,,word/book,2025-01,evil2025,p. 1,"""
ROWS += f'primary,"{QUOTED}"\n'
CLAIMS = """id,chapter,section,passage,statement,value,low,high,unit,as_of,kind,importance
tiny_claim,tiny,A section,,"{evil}",,50000,100000,word/book,2025-01-25,fact,1
""".replace("{evil}", EVIL.replace('"', '""'))
CELLS = [
    (
        "markdown",
        "# A tiny chapter\n\n"
        "**The article said** [50,000 to 100,000](said:tiny_claim) words.\n\n"
        "**We find** the same. A book has [75,000 words](num:tiny_words).\n\n"
        "**What it means for the short case** is in [Figure](fig:tiny_figure), in "
        "[another](fig:tiny_second) "
        "and in [the claim](claim:tiny_claim).",
    ),
    ("markdown", "## A book is short\n\nA token is less than a word."),
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
        "the article's numbers", 'our estimate',
        'best case for the article', 'worst case for the article',
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
    ("markdown", "## For specialists\n\n### A second dial"),
    (
        "code",
        "second = alt.Chart(frame).transform_calculate(y=twice).mark_line()\n"
        "ch.figure('tiny_second', second.encode(x='words:Q', y='y:Q'), title='A second dial', "
        "caption='A line that moves.', alt='A level line of twice the words of a book, which "
        "moves as the slider moves.', inputs=[r], data=frame, dial=dial)",
    ),
    ("markdown", "## Claims and verdicts"),
    ("code", f"ch.claim('tiny_claim', computed=ch['tiny_words'], reason={EVIL!r})"),
    ("code", "ch.colophon()"),
]


PROSE = ("claims", "figures", "data", "sources", "method", "glossary", "cite", "errata")
CONTENTS = "format: jb-book\nroot: book/index\nchapters:\n  - file: notebooks/tiny\n" + "".join(
    f"  - file: book/{name}\n" for name in PROSE
)
RENAMED = """kind,old,new
figure,tiny_chart,tiny_figure
number,old_words,tiny_words
claim,old_claim,tiny_claim
"""
ERRATA = """<!-- begin -->

| Date | Id | Was | Is | Why |
| --- | --- | --- | --- | --- |
| 2026-01-02 | `tiny_words` | 70,000 words per book | 75,000 [50,000, 100,000] words per book """
ERRATA += "| one of <script>alert(4)</script> |\n"
REFERENCES = """@misc{evil2025,
  title = {<script>alert(3)</script> A source},
  author = {Evil, Eve},
  year = {2025},
  date = {2025},
  url = {https://example.org/a},
  accessed = {not recorded}
}

@misc{emanuel2025short,
  title = {An article},
  author = {Emanuel, Jeffrey},
  year = {2025},
  date = {2025},
  url = {https://example.org/b},
  accessed = {not recorded}
}
"""
PACKAGE = {
    "name": "tiny",
    "examines": "emanuel2025short",
    "resources": [
        {
            "name": name,
            "path": f"{name}.csv",
            "title": name,
            "description": "A table.",
            "schema": f"{schema}.schema.json",
        }
        for name, schema in (("tiny_table", "quantity"), ("claims", "claims"))
    ],
}


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    """A book of one chapter, executed, with the report's own configuration and prose pages that
    need nothing else."""
    folder = tmp_path_factory.mktemp("tiny")
    for name in ("data", "book", "notebooks"):
        (folder / name).mkdir()
    copied = ["_config.yml", "CITATION.cff", "CHANGELOG.md"]
    copied += [f"book/{name}.md" for name in PROSE]
    copied += ["data/quantity.schema.json", "data/claims.schema.json"]
    for name in copied:
        shutil.copy(ROOT / name, folder / name)
    texts = {
        "book/index.md": "# A tiny book\n\n```{report} chapter-list\n```\n",
        "book/renamed.csv": RENAMED,
        "ERRATA.md": ERRATA,
        "book/references.bib": REFERENCES,
        "_toc.yml": CONTENTS,
        "data/tiny_table.csv": ROWS,
        "data/claims.csv": CLAIMS,
        "data/datapackage.json": json.dumps(PACKAGE),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    notebook = nbformat.v4.new_notebook(cells=[make[kind](source) for kind, source in CELLS])
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
