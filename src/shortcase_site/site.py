"""Site: what all pages share while the site is built; and how a Sphinx application finds it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from shortcase.book import check, coverage, errata, published
from shortcase.book import links as book_links
from shortcase.book.records import Book, Notebook
from shortcase.data import sources as library
from shortcase.data import tables
from shortcase.faults import ReportError
from shortcase.numbers import words
from shortcase.report import Report

from . import supposable, terms, turning, uses
from .builder import address
from .cache import Cache
from .memory import Trace, digest
from .sources import Sources


@dataclass(frozen=True)
class Chapter:
    """What pages say of one chapter: its records by id, in their order, and not its words."""

    docname: str
    title: str
    file: str
    figures: tuple[str, ...]
    claims: tuple[str, ...]
    colophon: dict
    counts: dict[str, int | None]  # by cell: its number when it was executed

    @classmethod
    def of(cls, notebook: Notebook) -> Chapter:
        ids = {k: tuple(r["id"] for r in notebook.of_kind(k)) for k in ("figure", "claim")}
        counts = {c["id"]: c.get("execution_count") for c in notebook.cells if "outputs" in c}
        return cls(
            notebook.docname,
            notebook.title,
            notebook.path.name,
            ids["figure"],
            ids["claim"],
            notebook.colophon,
            counts,
        )

    @property
    def name(self) -> str:
        return self.docname.rsplit("/", 1)[-1]


@dataclass
class Site:
    """The records of the book and all else that pages are made from. All its mappings are watched,
    so that each page knows what it was made from."""

    book: Book
    chapters: Mapping[str, Chapter]  # by document
    sources: Sources
    base_url: str
    citation: dict
    facts: Mapping[str, Any]
    numbered: Mapping[str, str]  # figures by number
    tables: Mapping[str, list[dict]]  # rows by table
    used_rows: Mapping[str, list[str]]  # chapters by row
    used_in: Mapping[str, list[str]]  # pages by number in their words
    linked_on: Mapping[str, list[str]]  # numbers in words by page
    formers: Mapping[str, list[str]]
    newest: Mapping[str, str]  # dates up to which the book, a table and a chapter have data
    glossary: Mapping[str, dict]  # terms by id
    turns: Mapping[str, list[dict]]  # by claim of the rule: what would turn its verdict
    cache: Cache
    trace: Trace

    @classmethod
    def of(cls, book: Book, base_url: str, glossary: Mapping[str, dict] | None = None) -> Site:
        """The site of a checked book, with the terms of its glossary. Raises ReportError for faults
        of its bibliography, citation file and former ids."""
        report, trace, watch = book.report, Trace(), Trace.watch
        renamed = published.renamed(book)
        formers: dict[str, list[str]] = {}
        for (kind, old), new in sorted(renamed.items()):
            formers.setdefault(f"{kind}:{new}", []).append(old)
        chapters = {n.docname: Chapter.of(n) for n in book.notebooks}
        used_in, linked_on = uses.of_numbers(book)
        sources = Sources.read(report.references)
        numbered = {str(f["number"]): id for id, f in book.figures.items()}
        return cls(
            _watched(trace, book),
            watch(trace, "chapters", chapters),
            Sources(watch(trace, "sources", sources.items)),
            base_url,
            library.citation(report),
            watch(trace, "facts", _facts(book, chapters)),
            watch(trace, "numbered", numbered),
            watch(trace, "tables", tables.by_table(book.quantities)),
            watch(trace, "used_rows", book.used_rows),
            watch(trace, "used_in", used_in),
            watch(trace, "linked_on", linked_on),
            watch(trace, "formers", formers),
            watch(trace, "newest", coverage.of(book)),
            watch(trace, "glossary", glossary or {}),
            watch(trace, "turns", turning.of_book(book)),
            Cache(report.build / ".cache"),
            trace,
        )

    @property
    def version(self) -> str:
        return str(self.citation["version"])

    @property
    def cover(self) -> dict | None:
        """The figure that stands for the whole report in a preview: the one on the landing page,
        else the first."""
        id = self.facts["cover"]
        return self.book.figures[id] if id else None

    def passage(self, claim: str) -> str:
        """The address of a claim's passage in the text that the report examines, by a text fragment
        (WICG, URL Fragment Text Directives); empty where there is none."""
        words = self.book.claim_rows[claim]["passage"]
        address = self.facts["article_address"]
        fragment = quote(words, safe="").replace("-", "%2D")
        return f"{address}#:~:text={fragment}" if words and address else ""

    def former(self, kind: str, id: str) -> list[str]:
        """Ids that a figure, claim, number or source had before: they keep their addresses."""
        return self.formers.get(f"{kind}:{id}", [])

    def url(self, kind: str, id: str) -> str:
        """The address of a figure, claim, source, number or document, from the top of the site."""
        kinds = {
            "figure": f"figures/{id}.html",
            "claim": f"claims.html#{id}",
            "source": f"sources.html#{id}",
            "doc": f"{address(id)}.html",
        }
        if kind in kinds:
            return kinds[kind]
        if id in self.book.results:
            return f"{self.book.results[id]['notebook']}.html#result-{id}"
        return f"data/{self.book.quantities[id]['table']}.html#{id}"

    def in_chapter(self, figure: str) -> str:
        """The address of a figure in its chapter."""
        return f"{self.book.figures[figure]['notebook']}.html#fig-{figure}"

    def absolute(self, url: str) -> str:
        return self.base_url + url

    @staticmethod
    def relative(page: str, url: str) -> str:
        """An address as a page links to it; both from the top of the site."""
        path, mark, fragment = url.partition("#")
        if path != page:
            path = relative_uri(page, path)
        else:
            path = "" if fragment else path.rsplit("/", 1)[-1]
        return path + mark + fragment

    def figure_hash(self, id: str) -> str:
        """SHA-256 of a figure's specification and data: what a citation of it pins."""
        figure = self.book.figures[id]
        return digest([figure["spec"], figure["data"]])

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


def _watched(trace: Trace, book: Book) -> Book:
    """The book with its records watched. Its notebooks are not: pages read ``Site.chapters``."""
    names = ("quantities", "claim_rows", "figures", "results", "claims")
    watched: Any = {name: trace.watch(name, getattr(book, name)) for name in names}
    return replace(book, **watched)


def _facts(book: Book, chapters: Mapping[str, Chapter]) -> dict[str, Any]:
    """What there is one of."""
    report = book.report
    landing = (report.book / "index.md").read_text("utf-8")
    shown = re.search(r"^```\{report\} figure (\w+)", landing, re.M)
    cited = {
        link.target
        for text in book_links.texts(book)
        for link in words.links(text.markdown)
        if link.scheme == "cite"
    }
    return {
        "cover": shown[1] if shown else next(iter(book.figures), ""),
        # what a citation of the whole report pins: the input hashes of all chapters
        "content_hash": digest("".join(c.colophon["hash"] for c in chapters.values())),
        "article_author": library.article_author(report),
        "article_address": library.article_address(report),
        "package": tables.package(report),
        "columns": tables.columns(report),
        "cited": sorted(cited),
        "errata": [asdict(row) for row in errata.read(report)[0]],
        "threats": threats(landing, chapters),
        "changes": report.changes.read_text("utf-8"),
        "releases": [
            json.loads(path.read_text("utf-8"))
            for path in sorted(report.releases.glob("*.json"), reverse=True)
        ],
        "movable": supposable.movable(book),
        "calculator": supposable.words(report, "calculator"),
        "what_if": supposable.words(report, "whatif"),
    }


def threats(landing: str, chapters: Mapping[str, Chapter]) -> dict[str, str]:
    """What the rows of the landing page's tables that begin with a chapter call it, by the
    chapter's name."""
    rows = re.findall(r"^\| \[([^\]]+)\]\((?:\.\./)?notebooks/(\w+)\.ipynb\)", landing, re.M)
    names = {chapter.name for chapter in chapters.values()}
    return {name: title for title, name in rows if name in names}


class BookSphinx(Sphinx):
    """Sphinx with a book that has been checked already; without one it checks for itself."""

    def __init__(self, *args: Any, book: Book | None = None, **kwargs: Any):
        self.book = book
        super().__init__(*args, **kwargs)


_sites: WeakKeyDictionary[Sphinx, Site] = WeakKeyDictionary()


def site_of(app: Sphinx) -> Site:
    """The site that an application builds. Raises KeyError before the builder is made."""
    return _sites[app]


def has_site(app: Sphinx) -> bool:
    return app in _sites


def open_site(app: Sphinx) -> None:
    """Make the Site before a page is read. Raises ExtensionError with every fault."""
    try:
        book = getattr(app, "book", None) or check.run(Report.here(Path(app.srcdir)))
        _sites[app] = Site.of(book, base_url(app), terms.read(book.report))
    except ReportError as error:
        raise ExtensionError(str(error)) from None


def base_url(app: Sphinx) -> str:
    """The address of the published site, with a slash at its end: the environment's
    SHORTCASE_BASE_URL, else that of ``_config.yml``."""
    url = os.environ.get("SHORTCASE_BASE_URL") or app.config.html_baseurl or ""
    return url if not url or url.endswith("/") else url + "/"
