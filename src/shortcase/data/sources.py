"""The bibliography and the citation file: one reader of each for library and site."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pybtex.database import BibliographyData
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

from shortcase.faults import Fault, ReportError
from shortcase.report import Report, relative

ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NOT_RECORDED = "not recorded"  # of the day on which a document was read, in the field accessed
CITATION_KEYS = ("title", "authors", "version", "date-released", "license", "abstract")


class _Counting(Parser):
    """pybtex's reader, which counts keys where it would stop at a second entry of one."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def process_entry(self, entry_type, key, fields):
        self.counts[key] += 1
        if self.counts[key] == 1:
            super().process_entry(entry_type, key, fields)


def _stamp(path: Path) -> tuple[Path, int, int]:
    try:
        found = path.stat()
    except OSError:
        fault = Fault(relative(path), "", "no file", "the bibliography")
        raise ReportError([fault]) from None
    return path, found.st_mtime_ns, found.st_size


@cache
def _read(path: Path, modified: int, size: int) -> tuple[BibliographyData, Counter[str]]:
    parser = _Counting()
    try:
        return parser.parse_string(path.read_text("utf-8")), parser.counts
    except PybtexError as error:
        fault = Fault(relative(path), "", f"text that is no BibTeX ({error})", "BibTeX entries")
        raise ReportError([fault]) from None


def bibliography(path: Path) -> BibliographyData:
    """The entries of a BibTeX file. Raises ReportError where there is no file or it is no
    BibTeX."""
    return _read(*_stamp(path))[0]


def keys(path: Path) -> set[str]:
    """Keys of the entries of a BibTeX file. Raises as ``bibliography``."""
    return set(_read(*_stamp(path))[1])


def repeated(path: Path) -> list[Fault]:
    """Keys that a BibTeX file has more than once."""
    counts = _read(*_stamp(path))[1]
    return [
        Fault(relative(path), key, f"{count} entries", "one")
        for key, count in counts.items()
        if count > 1
    ]


def faults(path: Path) -> list[Fault]:
    """What entries of a BibTeX file lack or repeat: an address of its own, a date or the word
    undated, and the day of access or that it is not recorded."""
    found = repeated(path)
    name = relative(path)
    seen: dict[str, str] = {}
    for key, entry in bibliography(path).entries.items():
        fields = {field.lower(): value for field, value in entry.fields.items()}
        wrong = [_address(key, fields, seen), _dated(fields), _accessed(fields)]
        found += [Fault(name, f"{key}, field {w[0]}", w[1], w[2]) for w in wrong if w]
    return found


Wrong = tuple[str, str, str]  # field, found, expected


def _address(key: str, fields: dict[str, str], seen: dict[str, str]) -> Wrong | None:
    address = fields.get("url", "").strip()
    if not address:
        return "url", "nothing", "the address of the document"
    plain = re.sub(r"^https?://(www\.)?", "", address).rstrip("/").lower()
    other = seen.setdefault(plain, key)
    if other != key:
        return "url", f"the address of {other}", "one entry a document"
    return None


def _dated(fields: dict[str, str]) -> Wrong | None:
    date = fields.get("date", "")
    if not date and "undated" in fields.get("note", "").lower():
        return None
    return _day("date", date, "the date that the document gives, or 'undated' in its note")


def _accessed(fields: dict[str, str]) -> Wrong | None:
    day, expected = fields.get("urldate", ""), "the day on which the document was read"
    if not day and fields.get("accessed") == NOT_RECORDED:
        return None
    if not day:
        return "urldate", "nothing", f"{expected}, or accessed = {{{NOT_RECORDED}}}"
    if wrong := _day("urldate", day, expected):
        return wrong
    date = fields.get("date", "")
    if ISO.fullmatch(date) and date[: len(day)] > day[: len(date)]:
        return "urldate", f"{day}, before the document's date {date}", expected
    return None


def _day(field: str, text: str, expected: str) -> Wrong | None:
    """A fault of a year, month or day in ISO form that is malformed or still to come."""
    try:
        if not ISO.fullmatch(text):
            raise ValueError
        start = datetime.date(*([int(part) for part in text.split("-")] + [1, 1])[:3])
    except ValueError:
        return field, repr(text) if text else "nothing", expected
    if start > datetime.datetime.now(datetime.UTC).date():
        return field, f"{text}, which is to come", expected
    return None


def citation(report: Report) -> dict[str, Any]:
    """``CITATION.cff``: the one source of title, authors and version.

    Raises ReportError if it lacks one of them.
    """
    path = report.citation
    wanted = ", ".join(CITATION_KEYS)
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        missing = [key for key in CITATION_KEYS if not content.get(key)]
    except (OSError, AttributeError, yaml.YAMLError) as error:
        raise ReportError([Fault(path.name, "", str(error), wanted)]) from None
    if missing:
        raise ReportError([Fault(path.name, "", f"no {', '.join(missing)}", wanted)])
    return content


def article(report: Report) -> str:
    """The key in the bibliography of the text that the report examines, as the data package names
    it.

    Raises ReportError where it names none that is in the bibliography.
    """
    path = report.data / "datapackage.json"
    try:
        key = json.loads(path.read_text("utf-8")).get("examines")
    except (OSError, ValueError, AttributeError) as error:
        fault = Fault(relative(path), "", f"no readable package ({error})", "a data package")
        raise ReportError([fault]) from None
    if key not in keys(report.references):
        found = f"{key!r} as what the report examines"
        raise ReportError([Fault(relative(path), "examines", found, "a key of references.bib")])
    return key


def article_address(report: Report) -> str:
    """The address at which the text that the report examines can be read; empty for none."""
    fields = bibliography(report.references).entries[article(report)].fields
    return str(fields.get("url", ""))


def article_author(report: Report) -> str:
    """Name of the first author of the text that the report examines."""
    person = bibliography(report.references).entries[article(report)].persons["author"][0]
    return " ".join([*person.first_names, *person.middle_names, *person.last_names])
