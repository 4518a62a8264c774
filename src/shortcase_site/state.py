"""The site while it is built: the checked records of the book, its sources, and where things stand."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from shortcase.book import check, published, records
from shortcase.numbers import words as prose
from shortcase.data import tables
from shortcase.faults import ReportError
from shortcase.paths import root
from shortcase.book.records import Book
from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from .builder import address
from .sources import Sources


@dataclass
class Site:
    """What all pages share."""

    book: Book
    sources: Sources
    base_url: str
    version: str
    citation: dict
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    used_in: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def former(self, kind: str, id: str) -> list[str]:
        """Ids that a figure, claim or number had before: they keep their addresses."""
        return sorted(old for (k, old), new in self.renamed.items() if (k, new) == (kind, id))

    def value(self, id: str) -> prose.Value:
        return check.lookup(self.book)(id)

    def url(self, kind: str, id: str) -> str:
        """The address of a figure, claim, source, row, result or document, from the top of the site."""
        if kind == "figure":
            return f"figures/{id}.html"
        if kind == "claim":
            return f"claims.html#{id}"
        if kind == "source":
            return f"sources.html#{id}"
        if kind == "doc":
            return address(id) + ".html"
        if id in self.book.results:
            return f"{self.book.results[id]['notebook']}.html#result-{id}"
        return f"data/{self.book.quantities[id]['table']}.html#{id}"

    def absolute(self, url: str) -> str:
        return self.base_url + url

    @staticmethod
    def relative(page: str, url: str) -> str:
        """An address as a page links to it; both from the top of the site."""
        path, mark, fragment = url.partition("#")
        return (relative_uri(page, path) if path != page else "" if fragment else path.rsplit("/", 1)[-1]) + mark + fragment

    def figure_hash(self, id: str) -> str:
        """SHA-256 of a figure's specification and data: what a citation of it pins."""
        figure = self.book.figures[id]
        return hashlib.sha256(json.dumps([figure["spec"], figure["data"]], sort_keys=True).encode()).hexdigest()

    def latest(self, result: dict) -> str:
        """The latest date of a result's inputs, all the way down."""
        found, todo, seen = "", list(result["input_ids"]), set()
        while todo:
            id = todo.pop()
            if id in seen:
                continue
            seen.add(id)
            if id in self.book.results:
                todo += self.book.results[id]["input_ids"]
            elif row := self.book.quantities.get(id) or self.book.claim_rows.get(id):
                found = max(found, row["as_of"])
        return found

    @property
    def cover(self) -> dict | None:
        """The figure that stands for the whole report in a preview: the one on the landing page, else the first."""
        landing = (root() / "book" / "index.md").read_text("utf-8")
        shown = re.search(r"^```\{report\} figure (\w+)", landing, re.M)
        return self.book.figures[shown[1]] if shown else next(iter(self.book.figures.values()), None)

    @property
    def content_hash(self) -> str:
        """SHA-256 over the input hashes of all chapters: what a citation of the whole report pins."""
        return hashlib.sha256("".join(n.of_kind("colophon")[0]["hash"] for n in self.book.notebooks).encode()).hexdigest()


def open_site(app) -> None:
    """Check everything and make the Site before a page is read. Raises ExtensionError with every fault."""
    try:
        # The command that builds has checked everything a moment ago; whoever calls the builder by itself has not.
        book = records.gather(*tables.load()) if os.environ.get("SHORTCASE_CHECKED") else check.run(complete=not os.environ.get("SHORTCASE_PARTIAL"))
        app.shortcase = Site(book, Sources.read(root() / "book" / "references.bib"), base_url(app), **citation_file(root() / "CITATION.cff"), renamed=published.renamed(book))
    except ReportError as error:
        raise ExtensionError(str(error)) from None


def base_url(app) -> str:
    """The address of the published site, with a slash at its end."""
    url = os.environ.get("SHORTCASE_BASE_URL") or app.config.html_baseurl or ""
    return url if not url or url.endswith("/") else url + "/"


def citation_file(path: Path) -> dict:
    """Version and content of CITATION.cff, the one source of title, authors and version. Raises ReportError if it lacks one of them."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        for key in ("title", "authors", "version", "date-released", "license", "abstract"):
            content[key]
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ReportError(f"{path.name}: {error}; expected title, authors, version, date-released, license and abstract") from None
    return {"version": str(content["version"]), "citation": content}
