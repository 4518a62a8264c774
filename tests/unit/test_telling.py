"""How a chapter is told: each limit, from both of its sides."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from shortcase.book import telling

FIRST = (
    "# One\n\n**The article said** that it is so.\n\n**We find** that it is not.\n\n"
    "**What it means for the short case:** nothing at all."
)


def notebook(cells, figures=()) -> Any:
    """A notebook of Markdown cells; figures stand in cells that are named by their text."""
    made = [
        {"id": text, "cell_type": "code" if text.startswith("f") else "markdown", "source": text}
        for text in cells
    ]
    records = [{"id": f"of_{cell}", "cell": cell, "title": title} for cell, title in figures]
    return SimpleNamespace(
        path=Path("notebooks/one.ipynb"),
        cells=made,
        of_kind=lambda kind: records if kind == "figure" else [],
        place=lambda cell: f"cell {cell}",
    )


def faults(cells, figures=()) -> list[str]:
    book: Any = SimpleNamespace(notebooks=[notebook(cells, figures)])
    return [str(fault) for fault in telling.faults(book)]


def test_the_answer_comes_first():
    assert not faults([FIRST])
    (found,) = faults([FIRST.replace("**We find**", "We find")])
    assert "no line 'We find'" in found


def test_six_figures_stand_open_and_the_others_below_for_specialists():
    cells = [FIRST, *(f"f{i}" for i in range(6)), "## For specialists", "f6"]
    figures = [(f"f{i}", "A short title") for i in range(7)]
    assert not faults(cells, figures)
    cells.remove("## For specialists")
    (found,) = faults(cells, figures)
    assert "7 open figures" in found


def test_a_title_has_twelve_words_links_read_as_their_words():
    twelve = "One two three four five six seven eight nine ten eleven [12](num:a)"
    assert not faults([FIRST, "f0"], [("f0", twelve)])
    (found,) = faults([FIRST, "f0"], [("f0", f"{twelve} thirteen")])
    assert "of_f0, title" in found


def test_no_sentence_has_four_numbers_and_years_are_none():
    three = "In 2025 it was [5](num:a), then 6 and at last 7 of them."
    assert not faults([FIRST, three])
    (found,) = faults([FIRST, three.replace("last 7", "last 7 or 8")])
    assert "4 numbers in one sentence" in found
    assert not faults([FIRST, f"```\n{three} 8 9\n```", f"| {three} 8 9 |"])


@pytest.mark.parametrize(
    ("many", "words"),
    [("It is 5 and 6 and 7 here.", "three numbers"), (("word " * 31) + "ends.", "30 words")],
)
def test_few_sentences_are_at_a_limit(many, words):
    plain = "It is a plain sentence of a few words."
    assert not faults([FIRST, many, *[plain] * 40])
    (found,) = faults([FIRST, *[many] * 4, *[plain] * 40])
    assert words in found and "4 of 47 sentences" in found


def test_headings_items_and_scraps_are_no_sentences():
    text = "## Heading of 1 2 3 4\n\n- One item of four words.\n- Another item is here.\n\nShort."
    assert list(telling.sentences(text)) == ["One item of four words.", "Another item is here."]
