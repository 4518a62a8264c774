"""``python -m shortcase_site.printing``: the site with a PDF of each chapter and of the whole book.

The pages that are printed are those of the site, by Chromium: tagged for screen readers, with
bookmarks from the headings, addresses of figures, and page numbers. The site then offers them for
download.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from shortcase.book import records
from shortcase.report import Report

from . import build, chromium

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
    "outline": True,
    "display_header_footer": True,
    "header_template": "<span></span>",
    "footer_template": FOOTER,
    "margin": {"top": "16mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
}
ADDRESSES = ("href", "xlink:href", "src")
REFERENCES = ("aria-labelledby", "aria-describedby", "for", "headers")  # ids of the same page
LOCAL = re.compile(r"url\((['\"]?)#([^)'\"]+)\1\)")
STAMPS = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")


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
    left_out = {"book/claims", "book/figures", "book/data"}
    listed = [name for name in records.listed(report) if name not in left_out]
    return [f"{name.removeprefix('book/')}.html" for name in listed]


def write(browser: Browser, site: Path, books: dict[str, list[str]]) -> None:
    """Print pages of a site into PDF files, all by their address from its top."""
    (site / FOLDER).mkdir(exist_ok=True)
    whole = site / FOLDER / "print.html"
    try:
        for target, pages in books.items():
            whole.write_text(joined(site, pages), "utf-8")
            tab = browser.new_page(color_scheme="light", java_script_enabled=False)
            tab.goto(whole.resolve().as_uri())
            (site / target).write_bytes(dated(tab.pdf(**FORMAT)))
            tab.close()
    finally:
        whole.unlink(missing_ok=True)


def dated(content: bytes) -> bytes:
    """A PDF that says the build's fixed date, so that the clock leaves no trace in it."""
    from datetime import datetime

    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    day = datetime.fromtimestamp(epoch, UTC).strftime("%Y%m%d%H%M%S").encode()
    return STAMPS.sub(lambda m: b"/" + m[1] + b" (D:" + day, content)


def joined(site: Path, pages: list[str]) -> str:
    """Pages as one document in a folder below the top: the first page's head, then each page's
    article, with ids that are unique in the whole. Links stay inside it where they can and else
    lead to the published site, since a PDF travels."""
    first = _read(site, pages[0])
    home = _read(site, "index.html").find("link", rel="canonical")
    book = Printed(site, frozenset(pages), str(home["href"]) if isinstance(home, Tag) else "")
    assert first.head is not None, pages[0]
    for link in first.head("link", href=True):
        link["href"] = book.beside(pages[0], str(link["href"]))
    for part in first.head(["script", "base"]):
        part.decompose()
    body = "\n".join(str(book.article(page)) for page in pages)
    return f'<!doctype html>\n<html lang="en">{first.head}<body>\n{body}</body></html>\n'


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
    """The address of a page's PDF, where the site offers it; else nothing."""
    chapter = os.environ.get(SWITCH) and page.startswith("notebooks/")
    return f"{FOLDER}/{Path(page).stem}.pdf" if chapter else ""


if __name__ == "__main__":
    sys.exit(main())
