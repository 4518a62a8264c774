"""How a chapter is told: the answer first, few open figures, titles and sentences that can be read.

Each limit stands here once; the guide says them in words. A number is what digits write, years
aside; a link counts as its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shortcase.book.records import Book, Notebook
from shortcase.faults import Fault
from shortcase.numbers import words
from shortcase.report import relative

ANSWER = ("The article said", "We find", "What it means for the short case")
SPECIALISTS = "## For specialists"  # what stands below is folded on the page
MOST_OPEN = 6  # figures of a chapter
TITLE_WORDS = 12
MOST_NUMBERS = 3  # in a sentence
LONG = 30  # words in a sentence
LONG_SHARE, THREE_SHARE = 0.03, 0.05  # of a chapter's sentences
FEWEST = 4  # words that make a sentence
BLOCK = re.compile(r"^(```|:::).*?^\1\s*$", re.M | re.S)
PIECES = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)")
END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“\"$\d])")
NUMBER = re.compile(r"(?<![\w-])[$€]?\d[\d,.]*")
YEAR = re.compile(r"(19|20)\d\d[.,]?")


def faults(book: Book) -> list[Fault]:
    """All that keeps a chapter from being read in the order of its argument."""
    return [fault for notebook in book.notebooks for fault in _faults(notebook)]


def _faults(notebook: Notebook) -> Iterator[Fault]:
    file = relative(notebook.path)
    first = notebook.cells[0]["source"] if notebook.cells else ""
    if missing := [line for line in ANSWER if not re.search(rf"^\*\*{line}", first, re.M)]:
        yield Fault(file, "cell 1", f"no line {missing[0]!r}", f"the lines {', '.join(ANSWER)}")
    if len(figures := open_figures(notebook)) > MOST_OPEN:
        expected = f"{MOST_OPEN} at most; the others below {SPECIALISTS!r}"
        yield Fault(file, "", f"{len(figures)} open figures", expected)
    for figure in notebook.of_kind("figure"):
        title = words.plain_text(figure["title"])
        if len(title.split()) > TITLE_WORDS:
            place = f"{notebook.place(figure['cell'])}, figure {figure['id']}, title"
            yield Fault(file, place, repr(title), f"{TITLE_WORDS} words or fewer")
    markdown = [c["source"] for c in notebook.cells if c["cell_type"] == "markdown"]
    told = [sentence for text in markdown for sentence in sentences(text)]
    for sentence in told:
        if numbers(sentence) > MOST_NUMBERS:
            found = f"{numbers(sentence)} numbers in one sentence: {sentence!r}"
            yield Fault(file, "", found, f"{MOST_NUMBERS} at most, two as a rule")
    yield from _shares(file, told)


def _shares(file: str, told: list[str]) -> Iterator[Fault]:
    """Faults of a chapter as a whole: too many of its sentences at a limit."""
    for what, most, at_limit in (
        (f"more than {LONG} words", LONG_SHARE, [s for s in told if len(s.split()) > LONG]),
        ("three numbers", THREE_SHARE, [s for s in told if numbers(s) == MOST_NUMBERS]),
    ):
        if len(at_limit) > max(1, most * len(told)):
            found = f"{len(at_limit)} of {len(told)} sentences with {what}, as {at_limit[0]!r}"
            yield Fault(file, "", found, f"{most:.0%} at most")


def open_figures(notebook: Notebook) -> list[str]:
    """The figures that a reader sees without opening anything."""
    below = re.compile(rf"^{SPECIALISTS}$", re.M)
    folded = [i for i, cell in enumerate(notebook.cells) if below.search(cell["source"])]
    order = {cell.get("id"): i for i, cell in enumerate(notebook.cells)}
    end = folded[0] if folded else len(notebook.cells)
    return [f["id"] for f in notebook.of_kind("figure") if order.get(f["cell"], 0) < end]


def sentences(markdown: str) -> Iterator[str]:
    """The sentences of a Markdown text as they are read, without headings, tables and
    directives."""
    for piece in PIECES.split(BLOCK.sub(" ", markdown)):
        text = piece.strip()
        if not text or text[0] in "#|<:" or "|---" in text:
            continue
        plain = words.plain_text(re.sub(r"^\s*[-*]\s+", "", text)).replace("\n", " ")
        for sentence in END.split(plain):
            if len(sentence.split()) >= FEWEST:
                yield sentence


def numbers(sentence: str) -> int:
    """How many numbers a sentence holds, years aside."""
    return sum(not YEAR.fullmatch(found) for found in NUMBER.findall(sentence))
