"""Rewrites the numbers in words after the data have changed: in ``book/*.md``, in the words of
figures and claims, in the notebooks' Markdown cells and in the strings of their code."""

from __future__ import annotations

import io
import json
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shortcase.book import coverage, links, records
from shortcase.book.records import Book
from shortcase.numbers import units, words
from shortcase.report import Report, relative

STRINGS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


@dataclass(frozen=True)
class Change:
    """One number that was rewritten: where, its words before and after, and its sentence."""

    file: str
    place: str
    before: str
    after: str
    sentence: str

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.file, self.place)))
        return f"{place}: {self.before} -> {self.after}\n    {self.sentence}"


def pages(report: Report) -> list[Path]:
    """Files of words outside notebooks: pages, and the words of figures and claims."""
    return sorted([*report.book.glob("*.md"), *report.book.glob("words/*.yml")])


def numbers(report: Report) -> list[Change]:
    """Rewrite every number in words that no longer fits; what was changed.

    Notebooks whose code has changed are stale from then on.
    """
    book = records.gather(report)
    changes: list[Change] = []
    for path in pages(report):
        text = path.read_text("utf-8")
        new = _mended(book, text, relative(path), "", changes)
        if new != text:
            path.write_text(new, "utf-8")
    for path in records.chapter_paths(report):
        _notebook(book, path, changes)
    return changes


def _notebook(book: Book, path: Path, changes: list[Change]) -> None:
    content = json.loads(path.read_text("utf-8"))
    before = len(changes)
    for number, cell in enumerate(content["cells"], start=1):
        source = "".join(cell["source"])
        place = (book, relative(path), f"cell {number}", changes)
        new = _code(source, *place) if cell["cell_type"] == "code" else source
        if cell["cell_type"] == "markdown":
            new = _mended(book, source, *place[1:])
        if new != source:
            cell["source"] = new.splitlines(keepends=True)
    if len(changes) > before:
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, "utf-8")


def _code(source: str, book: Book, file: str, place: str, changes: list[Change]) -> str:
    """Code with the numbers in its strings as the book now has them; all else as it is."""
    for start, end in reversed(list(strings(source))):
        new = _mended(book, source[start:end], file, place, changes)
        source = source[:start] + new + source[end:]
    return source


def strings(source: str) -> Iterator[tuple[int, int]]:
    """Where the strings of a piece of code begin and end. Nothing where it is no Python."""
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in STRINGS:
                (row, column), (last, stop) = token.start, token.end
                yield lines[row - 1] + column, lines[last - 1] + stop
    except (tokenize.TokenError, SyntaxError):
        return


def _mended(book: Book, text: str, file: str, place: str, changes: list[Change]) -> str:
    """A text with each of its numbers as the book now has it."""
    found: list[tuple[int, str, str]] = []  # line, words before and after

    def one(match) -> str:
        shown = " ".join(match[1].split())  # a link may go on in the next line
        new = _fitting(book, shown, match[2], match[3])
        if new == shown:
            return match[0]
        found.append((text.count("\n", 0, match.start()), shown, new))
        return f"[{new}]({match[2]}:{match[3]})"

    mended = words.LINK.sub(one, text)
    lines = mended.split("\n")
    for line, before, after in found:
        sentence = words.LINK.sub(lambda m: m[1], lines[line]).strip().strip("\"'")
        changes.append(Change(file, place or f"line {line + 1}", before, after, sentence))
    return mended


def _fitting(book: Book, shown: str, scheme: str, target: str) -> str:
    """The words of a link as they should be; those that it has where they fit, or say no number."""
    if scheme == "newest":
        return coverage.rewrite(shown, coverage.of(book).get(target, "") or shown)
    if scheme == "verdict":
        return book.claims.get(target, {"verdict": shown})["verdict"]
    if scheme not in words.NUMBERS or "{" in shown:
        return shown
    try:
        value = links.resolve(book, words.Link(shown, scheme, target, 0))
    except (KeyError, units.UnitError):
        return shown
    return words.rewrite(shown, value) if words.mismatch(shown, value) else shown
