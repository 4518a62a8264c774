"""The search page: it finds numbers, phrases and every kind of thing, says so, and works from a
folder, by keyboard, and out of the address."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote

import pytest
from tour import FIRST_MODE, WIDTHS, accessibility, address_of

from shortcase.numbers.words import plain_text
from shortcase_site import search
from shortcase_site.templating import in_words

KIB = 1024
DONE = (
    "() => /^[0-9]+ result|^Nothing|^$/"
    ".test(document.querySelector('.search-form output').textContent)"
)


@pytest.fixture
def searched(open_page, site):
    """A function that searches and gives the page with its results."""

    def ask(words: str, more: str = "", **options):
        page = open_page(f"search.html?q={quote(words)}{more}", **options)
        page.wait_for_function(DONE)
        return page

    return ask


def titles(page, count: int = 30) -> list[str]:
    return [link.inner_text() for link in page.locator(".found-title a").all()[:count]]


def links(page) -> list[str]:
    return page.eval_on_selector_all(".found-title a", "l => l.map(a => a.getAttribute('href'))")


def data(site) -> dict:
    text = (site / search.SCRIPT).read_text()
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


def test_all_that_the_report_holds_can_be_found(site, book):
    found = data(site)
    kinds = [kind for kind, _ in found["kinds"]]
    ids = {kind: {row[3] for row in found["found"] if kinds[row[0]] == kind} for kind in kinds}
    assert ids["claim"] == set(book.claims) and ids["figure"] == set(book.figures)
    assert ids["number"] == set(book.quantities) | set(book.results)
    assert ids["source"] >= {row["source"] for row in book.quantities.values()}
    assert set(found["places"]) >= {n.title for n in book.notebooks}
    for row in found["found"]:
        path, _, place = row[5].partition("#")
        assert not place or f'id="{place}"' in page_text(site, path), row[5]
    assert not any("ch.result(" in row[4] for row in found["found"])


def page_text(site, path: str, known: dict[str, str] = {}) -> str:  # noqa: B006 (read once)
    if path not in known:
        known[path] = (site / path).read_text()
    return known[path]


def test_numbers_are_found_as_they_are_written_and_as_people_say_them(searched, book):
    rows = [r for r in book.quantities.values() if r["text"] == "" and r["low"] is None]
    share = next(r for r in rows if in_words(r).endswith("%") and "." in in_words(r))
    precise = next(
        r for r in rows if " million " in in_words(r) and len(in_words(r).split()[0]) > 4
    )
    said = f"{float(f'{float(in_words(precise).split()[0]):.2g}'):g} million"
    for words, row in ((in_words(share), share), (said, precise), (in_words(precise), precise)):
        page = searched(words, "&kind=number")
        while page.locator(".search-more").is_visible():
            page.locator(".search-more").click()
        assert any(link.endswith(f"#{row['id']}") for link in links(page)), (words, row["id"])
        assert not page.wrong


def test_a_phrase_stands_as_it_was_asked_for(searched, book):
    statement = max((c["statement"] for c in book.claims.values()), key=len)
    words = statement.split()[2:6]
    page = searched(f'"{" ".join(words)}"')
    assert statement in titles(page)
    turned = searched(f'"{" ".join(reversed(words))}"')
    assert turned.locator(".search-form output").inner_text().startswith("Nothing")
    assert not turned.locator("#search-results li").count()


def test_each_kind_is_found_by_its_title_and_leads_to_its_place(searched, book, site):
    claim, figure = next(iter(book.claims.values())), next(iter(book.figures.values()))
    result = next(iter(book.results.values()))
    asked = {
        claim["statement"]: f"claims.html#{claim['id']}",
        plain_text(figure["title"]): f"figures/{figure['id']}.html",
        result["id"]: f"{result['notebook']}.html#result-{result['id']}",
        book.notebooks[0].title: f"{book.notebooks[0].docname}.html",
    }
    for words, address in asked.items():
        page = searched(words)
        assert any(link.endswith(address) for link in links(page)[:3]), (words, links(page)[:3])
        first = page.locator("#search-results li").first
        assert first.locator(".tag").inner_text() in search.KINDS and first.locator("mark").count()
    page.locator(".found-title a").first.click()
    page.wait_for_url("**/notebooks/**")


def test_a_word_misspelt_is_found_and_said_to_be(searched):
    page = searched("elastizity")
    assert "Nothing is spelled so" in page.locator(".search-form output").inner_text()
    assert page.locator("#search-results li").count()


def test_the_kinds_are_counted_and_chosen_and_all_is_in_the_address(searched, book):
    page = searched("tokens")
    counts = {
        place.get_attribute("data-count"): int(place.inner_text())
        for place in page.locator("[data-count]").all()
    }
    assert counts[""] == sum(n for kind, n in counts.items() if kind) and counts["claim"]
    page.get_by_label("Claims").check()
    assert page.locator(".search-form output").inner_text().startswith(f"{counts['claim']} result")
    assert set(page.locator(".found-title .tag").all_inner_texts()) == {"claim"}
    assert "q=tokens" in address_of(page) and "kind=claim" in address_of(page)
    page.locator(".found-title a").first.click()
    page.go_back()
    page.wait_for_function(DONE)
    assert page.locator("#search-text").input_value() == "tokens"
    assert set(page.locator(".found-title .tag").all_inner_texts()) == {"claim"}


@pytest.mark.parametrize("folder", [False, True])
def test_it_searches_as_one_types_from_the_box_at_the_side_and_from_a_folder(
    site, open_page, folder
):
    page = open_page("index.html", **({"base": site.as_uri() + "/"} if folder else {}))
    page.locator(".sidebar-search").fill("tokens")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li")
    assert "q=tokens" in address_of(page)
    before = page.locator(".search-form output").inner_text()
    page.locator("#search-text").focus()
    page.keyboard.type(" price")
    page.wait_for_function(
        "b => document.querySelector('.search-form output').textContent !== b", arg=before
    )
    page.wait_for_function("() => location.search.endsWith('tokens+price')")
    for _ in range(3):  # the box, the kinds, the first result
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.found-title a')"):
            break
    assert page.evaluate("document.activeElement.matches('.found-title a')")
    assert not page.wrong


def test_more_results_come_when_asked_for_and_the_focus_goes_to_the_first(searched):
    page = searched("nvidia")
    assert page.locator("#search-results li").count() == 30
    page.locator(".search-more").click()
    assert page.locator("#search-results li").count() > 30
    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('.found-title a')[30]"
    )


def test_without_script_the_page_says_so_and_leads_to_the_lists(site, open_page):
    page = open_page("search.html", script=False)
    assert page.locator(".no-search").is_visible() and not page.locator(".search-form").is_visible()
    for link in page.locator(".no-search a").all():
        assert (site / link.get_attribute("href")).is_file()


def test_what_is_searched_is_light_and_only_loaded_for_a_search(site, pages):
    assert len(gzip.compress((site / search.SCRIPT).read_bytes(), 9)) < 500 * KIB
    for name in pages:
        text = (site / name).read_text()
        assert "minisearch" not in text and (f'src="{search.SCRIPT}' not in text)
    assert not (site / "searchindex.js").exists()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_in_what_is_found(searched, width):
    mode = FIRST_MODE[width]
    page = searched("45", width=width, scheme=mode)
    assert page.locator("mark").count() and not accessibility(page, mode)
