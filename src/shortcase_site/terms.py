"""The terms of the glossary, as its page holds them: a term in one line, its definition in the
next."""

from __future__ import annotations

import re

from shortcase.book import records
from shortcase.numbers.words import plain_text
from shortcase.report import Report

DOCUMENT = "book/glossary"


def read(report: Report) -> dict[str, dict]:
    """Each term by its id: its title, the forms in which it is linked and its definition. None in a
    book without a glossary page."""
    path = report.root / f"{DOCUMENT}.md"
    if DOCUMENT not in records.listed(report) or not path.is_file():
        return {}
    found = re.findall(r"^(\S.*)\n: (.+(?:\n[ ]+\S.*)*)", path.read_text("utf-8"), re.M)
    return {id_of(title): entry(title, " ".join(text.split())) for title, text in found}


def entry(title: str, text: str) -> dict:
    return {"title": title, "forms": title.split(", "), "definition": plain_text(text)}


def id_of(title: str) -> str:
    """The id of a term on the glossary's page, from the first of its forms."""
    words = title.split(", ")[0].lower()
    return "term-" + re.sub(r"[^a-z0-9]+", "-", words).strip("-")
