"""What programs read: the indexes by the examples of the page for programs, and the head of every
kind of page."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from urllib.request import urlopen

import pytest
from lxml import html

from shortcase.report import Report
from shortcase_site import publish

CITED = ("title", "author", "publication_date", "public_url", "language")
OPEN_GRAPH = ("title", "description", "type", "url", "site_name", "image", "image:alt")


def examples(language: str) -> list[str]:
    text = (Report.here().book / "programs.md").read_text()
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def test_the_examples_in_python_run_against_the_site_and_say_what_it_says(book, address, site):
    base = re.search(r"^  baseurl: (\S+)", (Report.here().root / "_config.yml").read_text(), re.M)
    found: dict = {}
    said = io.StringIO()
    assert len(examples("python")) >= 3
    for text in examples("python"):
        for name in re.findall(r'"(https?://[^"]+)"', text):
            assert name == base[1]
        with redirect_stdout(said):
            exec(text.replace(base[1], address), found)
        if "def read" in text:  # the files of a figure are named by their public address
            found["urlopen"] = lambda url: urlopen(url.replace(base[1], address))
    price = book.quantities["nvda_close_2025_01_24"]
    assert str(price["value"]) in said.getvalue() and price["source"] in said.getvalue()
    assert len(found["claims"]) == len(book.claims)
    assert len(found["rows"]) == len(book.figures["price_since"]["data"]["rows"])


def test_the_example_in_r_asks_for_what_is_there(book, indexes):
    (text,) = examples("r")
    for name in re.findall(r'"(\w+)\.json"', text):
        assert name in publish.INDEXES
    for id in re.findall(r'id == "(\w+)"', text):
        assert id in book.quantities or id in book.figures
    for name in re.findall(r"claims\$(\w+)", text):
        assert name in indexes["claims"][0]
    for name in re.findall(r"figures\$(\w+)", text):
        assert name in indexes["figures"][0]


def test_every_field_of_an_index_is_explained(site, indexes):
    page = html.fromstring((site / "programs.html").read_text())
    for name, items in indexes.items():
        table = page.find(f".//div[@aria-label='Fields of {name}.json']")
        fields = [code.text for code in table.findall(".//td/code")]
        assert set(fields) == {key for item in items for key in item}
        assert all(td.text_content().strip() for td in table.findall(".//td"))


def kinds(pages) -> dict[str, str]:
    """One page of each kind."""
    found = {}
    for name in pages:
        kind = name.partition("/")[0] if "/" in name else name
        found.setdefault(kind, name)
    return found


def test_the_head_of_every_kind_of_page_is_whole(site, pages):
    for kind, name in kinds([p for p in pages if not moved(site, p)]).items():
        head = html.fromstring((site / name).read_text()).find("head")
        metas = {m.get("name") or m.get("property"): m.get("content") for m in head.findall("meta")}
        for key in (*(f"og:{key}" for key in OPEN_GRAPH), "description", "author", "twitter:card"):
            assert metas.get(key), (kind, key)
        if name != "search.html":
            for key in CITED:
                assert metas.get(f"citation_{key}"), (kind, key)
            assert re.fullmatch(r"\d{4}/\d\d/\d\d", metas["citation_publication_date"])
            whole = "citation_technical_report_institution" in metas
            assert whole == (name == "index.html")
            assert whole != ("citation_inbook_title" in metas)
        described = [json.loads(s.text) for s in head.findall("script") if s.text]
        assert described and described[0]["@context"] == "https://schema.org", kind
        for key in ("name", "url", "author", "datePublished", "license", "inLanguage"):
            assert described[0].get(key), (kind, key)


def moved(site, name: str) -> bool:
    return 'http-equiv="refresh"' in (site / name).read_text()


@pytest.mark.parametrize("name", ["data", "figures"])
def test_a_data_set_says_what_it_holds_and_where_its_file_is(site, pages, name):
    page = next(p for p in pages if p.startswith(f"{name}/") and not moved(site, p))
    head = html.fromstring((site / page).read_text()).find("head")
    (item,) = [json.loads(s.text) for s in head.findall("script") if s.text]
    assert item["@type"] == "Dataset" and item["variableMeasured"] and len(item["description"]) > 20
    (csv, *_) = [d["contentUrl"] for d in item["distribution"] if d["encodingFormat"] == "text/csv"]
    base = item["url"].removesuffix(page)
    assert (site / csv.removeprefix(base)).is_file()
