"""``python -m shortcase_site.printing``: the site with a PDF of each chapter and of the whole book.

The pages that are printed are those of the site, by Chromium: tagged for screen readers, with
contents, bookmarks, addresses of figures, and page numbers. The site then offers them for download.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from shortcase.book import records
from shortcase.report import Report

from . import build, chromium, paging

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SWITCH = "SHORTCASE_PDF"  # in the environment: the site offers its PDFs
FOLDER, WHOLE = "pdf", "pdf/book.pdf"
FOOTER = (
    '<div style="width:100%;font-size:8px;padding:0 16mm;color:#555;text-align:right">'
    '<span class="title" style="float:left"></span>'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
FORMAT: dict = {
    "format": "A4",
    "tagged": True,
    "display_header_footer": True,
    "header_template": "<span></span>",
    "footer_template": FOOTER,
    "margin": {"top": "16mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
}
STYLE = Path(__file__).with_name("static") / "paper.css"
ADDRESSES = ("href", "xlink:href", "src")
REFERENCES = ("aria-labelledby", "aria-describedby", "for", "headers")  # ids of the same page
LOCAL = re.compile(r"url\((['\"]?)#([^)'\"]+)\1\)")
LEFT_OUT = {"book/claims", "book/figures", "book/data", "book/whatif"}  # of use on a screen only
OPENED = (".figure-notes", ".specialists", ".asides", ".references-of-chapter")  # folds
REPEATED = ".references-of-chapter"  # what the whole book has once, among its sources


def main(report: Report | None = None) -> int:
    """Build the site and print it; 0, or 1 where it does not build or no Chromium is found."""
    report = report or Report.here()
    os.environ[SWITCH] = "1"
    if code := chromium.main() or build.main(report):
        return code
    pages = printed(report)
    books = {f"{FOLDER}/{Path(page).stem}.pdf": [page] for page in pages if "notebooks/" in page}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = chromium.find()
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        write(browser, report.site, books | {WHOLE: pages})
        browser.close()
    print(f"{len(books)} chapters and the whole book in {report.site.name}/{FOLDER}/")
    return 0


def printed(report: Report) -> list[str]:
    """The pages of the printed book, by their address from the top of the site, in its order; the
    lists that only a screen makes useful are left out."""
    listed = [name for name in records.listed(report) if name not in LEFT_OUT]
    return [f"{name.removeprefix('book/')}.html" for name in listed]


def write(browser: Browser, site: Path, books: dict[str, list[str]]) -> None:
    """Print pages of a site into PDF files, all by their address from its top. Raises ValueError
    where a PDF does not have what its contents promise."""
    (site / FOLDER).mkdir(exist_ok=True)
    whole = site / FOLDER / "print.html"

    def printed(html: str) -> bytes:
        whole.write_text(html, "utf-8")
        # in a process of its own: Chromium numbers what it tags on from the page before
        context = browser.new_context(color_scheme="light", java_script_enabled=False)
        try:
            tab = context.new_page()
            tab.goto(whole.resolve().as_uri())
            return tab.pdf(**FORMAT)
        finally:
            context.close()

    try:
        for target, pages in books.items():
            document = joined(site, pages)
            content, _ = paging.settled(document.html, printed)
            done = paging.finished(content, document.places, document.facts)
            (site / target).write_bytes(done)
    finally:
        whole.unlink(missing_ok=True)


@dataclass(frozen=True)
class Document:
    """Pages as one document: its HTML, whose page numbers are still empty; its headings; and what
    the PDF says of itself."""

    html: str
    places: list[paging.Place]
    facts: dict[str, str]


def joined(site: Path, pages: list[str]) -> Document:
    """Pages as one document in a folder below the top: the first page's head, then contents and
    each page's article, with ids that are unique in the whole. Links stay inside it where they can
    and else lead to the published site, since a PDF travels."""
    first, index = _read(site, pages[0]), _read(site, "index.html")
    home = index.find("link", rel="canonical")
    book = Printed(site, frozenset(pages), str(home["href"]) if isinstance(home, Tag) else "")
    assert first.head is not None, pages[0]
    for link in first.head("link", href=True):
        link["href"] = book.beside(pages[0], str(link["href"]))
    for part in first.head.select("script, base, meta[http-equiv]"):
        part.decompose()
    style = first.new_tag("style")
    style.string = STYLE.read_text("utf-8")
    first.head.append(style)
    articles = [book.article(page) for page in pages]
    found = [paging.places(article) for article in articles]
    every = [place for places in found for place in places]
    ids = [place.id for place in every] + [id for a in articles for id in referring(a)]
    about = described(index if len(pages) > 1 else _read(site, pages[0]))
    if len(pages) > 1:
        front = cover(about) + contents(found, parts(index, pages))
        for part in (part for article in articles for part in article.select(REPEATED)):
            part.decompose()
        body = [f'<section class="book-front">{front}</section>', *map(str, articles)]
    else:
        nav = BeautifulSoup(contents([found[0][1:]], {}), "html.parser")
        _before_text(articles[0]).insert_after(nav)
        body = [str(articles[0])]
    text = "\n".join([*body, paging.known(ids)])
    html = f'<!doctype html>\n<html lang="en">{first.head}<body>\n{text}</body></html>\n'
    return Document(html, every, facts(about))


def _before_text(article: Tag) -> Tag:
    """What a chapter's own contents follow: its head, or its title."""
    found = article.select_one(".verdict-strip, .chapter-head, .title-row, h1")
    assert found is not None, article.get("id")
    return found


def referring(article: Tag) -> Iterator[str]:
    """The ids of an article's references to figures inside the document, each of which will say
    the page of its figure where that is another."""
    for n, link in enumerate(article.select('a.figref[href^="#"]')):
        link["id"] = f"{article['id']}ref-{n}"
        link.insert_after(paging.number(str(link["href"])[1:], str(link["id"])))
        yield str(link["id"])


def contents(found: list[list[paging.Place]], captions: dict[int, str]) -> str:
    """The contents of some pages, by their titles and sections; captions of parts stand before the
    page at which a part begins."""
    lines = []
    for at, places in enumerate(found):
        if at in captions:
            lines.append(f'<li class="part">{escape(captions[at])}</li>')
        for place in places:
            if place.level < 3 and not place.id.endswith("--cite-this-chapter"):
                link = f'<a href="#{place.id}">{escape(place.title)}{paging.number(place.id)}</a>'
                lines.append(f'<li class="level-{place.level}">{link}</li>')
    return f'<nav class="paper-contents"><h2>Contents</h2><ol>{"".join(lines)}</ol></nav>'


def parts(index: BeautifulSoup, pages: list[str]) -> dict[int, str]:
    """The captions of the book's parts, by the place of their first page among those printed."""
    found = {}
    for caption in index.select(".sidebar-tree p.caption"):
        links = caption.find_next_sibling("ul")
        assert isinstance(links, Tag)
        listed = [str(a["href"]) for a in links.select("a[href]")]
        if inside := [page for page in listed if page in pages]:
            found[pages.index(inside[0])] = caption.get_text(strip=True)
    return found


def described(page: BeautifulSoup) -> dict:
    """What a page says of itself to programs (schema.org)."""
    script = page.find("script", type="application/ld+json")
    return json.loads(script.get_text()) if isinstance(script, Tag) else {}


def cover(about: dict) -> str:
    """The title of the whole book, with its makers, version and address."""
    makers = escape(", ".join(author["name"] for author in about["author"]))
    lines = [
        makers,
        f"Version {escape(about['version'])}, {escape(about['datePublished'])}",
        f'<a href="{escape(about["url"])}">{escape(about["url"])}</a>',
    ]
    title = f'<p class="book-title">{escape(about["name"])}</p>'
    return title + "".join(f"<p>{line}</p>" for line in lines)


def facts(about: dict) -> dict[str, str]:
    """What a PDF says of itself: title, makers, version and the build's fixed date, so that the
    clock leaves no trace in it."""
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    day = datetime.fromtimestamp(epoch, UTC).strftime("D:%Y%m%d%H%M%SZ")
    return {
        "Title": about["name"],
        "Author": ", ".join(author["name"] for author in about["author"]),
        "Subject": f"Version {about['version']}, {about['url']}",
        "Creator": "Chromium",
        "Producer": "Skia/PDF, pypdf",
        "CreationDate": day,
        "ModDate": day,
    }


def _read(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page).read_text("utf-8"), "html.parser")


@dataclass(frozen=True)
class Printed:
    """Pages of a site that are printed together, and the address at which the site is published
    (empty where it has none)."""

    site: Path
    pages: frozenset[str]
    home: str

    def article(self, page: str) -> Tag:
        """One page's article, ready to stand beside others."""
        article = _read(self.site, page).find("article")
        assert isinstance(article, Tag), page
        stem = _stem(page)
        for part in article.find_all(True):
            if part.get("id"):
                part["id"] = f"{stem}--{part['id']}"
            for name in list(part.attrs):
                if isinstance(part[name], str):
                    part[name] = self._moved(page, part.name, name, str(part[name]))
        for fold in article.select(", ".join(OPENED)):
            fold["open"] = ""
        article["id"] = f"{stem}--"
        return article

    def _moved(self, page: str, element: str, name: str, value: str) -> str:
        """An attribute of a page as it must be in the whole."""
        stem = _stem(page)
        value = LOCAL.sub(lambda m: f"url(#{stem}--{m[2]})", value)
        if name in REFERENCES:
            return " ".join(f"{stem}--{id}" for id in value.split())
        if name not in ADDRESSES or re.match(r"[a-z]+:", value):
            return value
        target, mark, part = urljoin(page, value).partition("#")
        if target in self.pages:
            return f"#{_stem(target)}--{part}"
        if element != "a":
            return self.beside(page, value)
        return self.home + target.replace("index.html", "") + mark + part

    def beside(self, page: str, address: str) -> str:
        """An address on a page as it is from one folder below the top."""
        return address if re.match(r"[a-z]+:", address) else "../" + urljoin(page, address)


def _stem(page: str) -> str:
    return Path(page).stem


def offered(page: str) -> str:
    """The address of a chapter's PDF, or else of the whole book's, where the site offers them; else
    nothing."""
    if not os.environ.get(SWITCH):
        return ""
    return f"{FOLDER}/{Path(page).stem}.pdf" if page.startswith("notebooks/") else WHOLE


if __name__ == "__main__":
    sys.exit(main())
