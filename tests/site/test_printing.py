"""The printed book: one document of many pages, with links that stay inside or lead to the site."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup

from shortcase.report import Report
from shortcase_site import printing

CHAPTER = "notebooks/financing.html"


def test_pages_of_one_document_keep_ids_apart_and_links_alive(site):
    pages = ["index.html", CHAPTER, "notebooks/valuation.html"]
    whole = BeautifulSoup(printing.joined(site, pages), "html.parser")
    ids = Counter(part["id"] for part in whole.find_all(id=True))
    assert len(ids) > 200 and max(ids.values()) == 1
    links = [str(a["href"]) for a in whole.find_all("a", href=True)]
    inner = [link[1:] for link in links if link.startswith("#")]
    assert "financing--" in inner and not [link for link in inner if link not in ids]
    assert all(re.match("#|https?:|mailto:", link) for link in links)
    sheet = whole.find("link", rel="stylesheet")["href"]
    assert (site / "pdf" / sheet.split("?")[0]).resolve().is_file()


def test_the_printed_book_has_every_chapter_once():
    report = Report.here()
    pages = printing.printed(report)
    chapters = [page for page in pages if page.startswith("notebooks/")]
    assert len(chapters) == len({*chapters}) == len(list(report.notebooks.glob("*.ipynb")))
    assert pages[0] == "index.html" and "sources.html" in pages and "claims.html" not in pages


def test_a_chapter_as_pdf_is_tagged_has_bookmarks_and_names_no_machine(browser, site, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")
    target = site / "pdf" / "test.pdf"
    try:
        printing.write(browser, site, {"pdf/test.pdf": [CHAPTER]})
        content = target.read_bytes()
    finally:
        target.unlink(missing_ok=True)
        target.parent.rmdir()
    assert content.startswith(b"%PDF") and b"/MarkInfo" in content and b"/Outlines" in content
    assert b"(D:20261126000000" in content
    assert b"file:" not in content and b"short-case-recomputed.example/claims.html" in content
