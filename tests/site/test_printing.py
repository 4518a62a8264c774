"""The printed book: one document of many pages, with links that stay inside or lead to the site."""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from small_book import build

from shortcase.report import Report
from shortcase_site import printing

CHAPTER = "notebooks/financing.html"


def test_pages_of_one_document_keep_ids_apart_and_links_alive(site):
    pages = ["index.html", CHAPTER, "notebooks/valuation.html"]
    whole = BeautifulSoup(printing.joined(site, pages).html, "html.parser")
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


@pytest.fixture(scope="module")
def printed(browser, built):
    """The small book and its chapter as PDF, each as a reader of PDF sees it."""
    pages = printing.printed(Report.here(built.parents[1]))
    books = {"pdf/tiny.pdf": ["notebooks/tiny.html"], "pdf/book.pdf": pages}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795651200")
        printing.write(browser, built, books)
    yield {name: PdfReader(built / name) for name in books}
    shutil.rmtree(built / "pdf")


def page_of(reader: PdfReader, id: str) -> int:
    return reader.get_destination_page_number(reader.named_destinations[f"/{id}"]) + 1


def bookmarks(reader: PdfReader, found: list | None = None, level: int = 1):
    """Each bookmark: how deep it stands, its words, its page."""
    for item in reader.outline if found is None else found:
        if isinstance(item, list):
            yield from bookmarks(reader, item, level + 1)
        else:
            yield level, str(item.title), reader.get_destination_page_number(item) + 1


@pytest.mark.parametrize("name", ["pdf/tiny.pdf", "pdf/book.pdf"])
def test_the_contents_say_the_page_on_which_each_heading_is_printed(printed, name):
    reader = printed[name]
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    contents = " ".join(texts)
    listed = [mark for mark in bookmarks(reader) if mark[0] < 3]
    assert len(listed) > 2 and listed[0][0] == 1
    for level, title, number in listed:
        assert title in texts[number - 1], (title, number)
        promised = level == 2 and title != "Cite this chapter"
        assert not promised or f"{title} {number}" in contents, (title, number)


def test_the_whole_book_opens_with_title_version_address_and_contents(printed):
    reader = printed["pdf/book.pdf"]
    first = reader.pages[0].extract_text()
    facts = reader.metadata
    assert facts.title in first and "Version 2" in first and "https://" in first
    assert any("Contents" in page.extract_text().split("\n") for page in reader.pages[:2])
    assert page_of(reader, "tiny--a-tiny-chapter") > page_of(reader, "index--a-tiny-book")


def test_a_reference_to_a_figure_on_another_page_says_which(printed):
    reader = printed["pdf/tiny.pdf"]
    second = page_of(reader, "tiny--fig-tiny_second")
    first = " ".join(reader.pages[0].extract_text().split())
    assert second > 1 and f"another (page {second})" in first


def test_folds_that_paper_cannot_open_are_open(printed):
    text = "".join(page.extract_text() for page in printed["pdf/tiny.pdf"].pages)
    assert "A second dial" in text and "Sources:" in text and "counted_tokens" not in text


def test_a_pdf_is_tagged_and_names_no_machine_and_no_clock(printed):
    for reader in printed.values():
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en"
        assert reader.metadata.creation_date_raw == "D:20261126000000Z"
        addresses = [
            str(note.get_object().get("/A", {}).get("/URI", ""))
            for page in reader.pages
            for note in page.get("/Annots", [])
        ]
        assert any(address.startswith("https:") for address in addresses)
        assert not [address for address in addresses if address.startswith("file:")]


def test_the_same_site_gives_the_same_bytes(browser, built, printed, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")
    path = built / "pdf" / "tiny.pdf"
    before = path.read_bytes()
    printing.write(browser, built, {"pdf/tiny.pdf": ["notebooks/tiny.html"]})
    assert path.read_bytes() == before


def test_only_a_site_with_pdfs_offers_them(tiny, built, tmp_path):
    def offers(site, page):
        links = BeautifulSoup((site / page).read_text(), "html.parser")("a", href=True)
        return [a["href"] for a in links if a["href"].endswith(".pdf")]

    assert not offers(built, "notebooks/tiny.html") and not offers(built, "cite.html")
    other = tmp_path / "book"
    shutil.copytree(tiny, other, ignore=shutil.ignore_patterns("_build"))
    done = build(other, SHORTCASE_PDF="1")
    assert done.returncode == 0, done.stderr
    site = other / "_build" / "html"
    assert offers(site, "notebooks/tiny.html") == ["../pdf/tiny.pdf"]
    assert offers(site, "cite.html") == ["pdf/book.pdf"]
