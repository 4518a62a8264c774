"""Rewrites the numbers in words after the data have changed: in ``book/*.md``, in the words of figures
and claims, in the notebooks' Markdown cells and in the strings of their code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from shortcase.book import links, records
from shortcase.book.records import Book
from shortcase.numbers import units, words
from shortcase.report import Report, relative


@dataclass(frozen=True)
class Change:
    """One number that was rewritten: where, its words before and after, and its sentence."""

    file: str
    place: str
    before: str
    after: str
    sentence: str


def numbers(report: Report) -> list[Change]:
    """Rewrite every number in words that no longer fits; what was changed. Notebooks whose code has
    changed are stale from then on."""
    book = records.gather(report)
    changes: list[Change] = []
    for path in sorted([*report.book.glob("*.md"), *report.book.glob("words/*.yml")]):
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
        new = _mended(book, source, relative(path), f"cell {number}", changes)
        if new != source:
            cell["source"] = new.splitlines(keepends=True)
    if len(changes) > before:
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, "utf-8")


def _mended(book: Book, text: str, file: str, place: str, changes: list[Change]) -> str:
    """A text with each of its numbers as the book now has it."""

    def one(match) -> str:
        shown, scheme, target = match[1], match[2], match[3]
        if scheme not in ("num", "said"):
            return match[0]
        link = words.Link(shown, scheme, target, 0)
        try:
            value = links.resolve(book, link)
        except (KeyError, units.UnitError):
            return match[0]
        new = words.rewrite(shown, value) if words.mismatch(shown, value) else shown
        if new == shown:
            return match[0]
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        sentence = text[start : end if end >= 0 else None]
        sentence = words.LINK.sub(lambda m: new if m[0] == match[0] else m[1], sentence).strip()
        changes.append(Change(file, place, shown, new, sentence))
        return f"[{new}]({scheme}:{target})"

    return words.LINK.sub(one, text)
