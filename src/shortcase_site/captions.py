"""Captions by their sentences: the first stands above the picture, the second below it, and the
others are folded with the sources."""

from __future__ import annotations

import re

# What ends with a full stop and ends no sentence.
SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|vs|approx|ca|cf|no|nos|fig|figs|inc|corp|co|ltd|st|dr|mr|ms|jr"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z]|\bU\.S)\.$",
    re.IGNORECASE,
)
END = re.compile(r"[.!?][\"”’*)]*\s+(?=[\[\"“‘(*]*[A-Z0-9$€£])")


def sentences(markdown: str) -> list[str]:
    """The sentences of a piece of Markdown; none ends inside a link, inside brackets or after an
    abbreviation."""
    text = " ".join(markdown.split())
    found, start = [], 0
    for match in END.finditer(text):
        before = text[start : match.end()].rstrip()
        if _is_open(before) or SHORT.search(before):
            continue
        found.append(before)
        start = match.end()
    return [*found, text[start:]]


def _is_open(text: str) -> bool:
    """Whether a text ends inside brackets."""
    return any(text.count(left) > text.count(right) for left, right in ("[]", "()"))
