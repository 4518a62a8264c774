"""The ledger, the gallery, the tables of data and the sources: they filter, sort and count, keep it
in the address, and say what an address names that a filter leaves out."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html import unescape
from urllib.parse import quote

import pytest
from tour import FIRST_MODE, WIDTHS, accessibility, address_of

from shortcase.data.verdicts import ALL_VERDICTS
from shortcase_site import away, rests

KIB = 1024
LEDGER = "#ledger > .claim"


def ids(page, selector: str = LEDGER) -> list[str]:
    """The ids of what is shown, in its order."""
    return page.eval_on_selector_all(
        selector, "all => all.filter(e => e.getClientRects().length).map(e => e.id)"
    )


def claims(book) -> list[dict]:
    """In the order of the book."""
    return [c for n in book.notebooks for c in n.of_kind("claim")]


# The ledger


def test_the_ledger_counts_by_facet_what_a_choice_would_show(book, open_page):
    chapter = book.notebooks[-1].docname.rsplit("/", 1)[1]
    page = open_page(f"claims.html?chapter={chapter}")
    mine = [c for c in claims(book) if c["chapter"] == chapter]
    for name, key in (("verdict", "verdict"), ("kind", "claim_kind"), ("chapter", "chapter")):
        options = page.eval_on_selector_all(
            f"#ledger-filter select[name={name}] option",
            "all => all.map(o => [o.value, o.textContent])",
        )
        counts = Counter(c[key] for c in (claims(book) if name == "chapter" else mine))
        for value, words in options:
            count = counts[value] if value else sum(counts.values())
            assert words.endswith(f"({count})"), (name, words, count)


@pytest.mark.parametrize("order", ["importance", "off", "stability", "verdict"])
def test_the_ledger_sorts_and_keeps_the_order_in_the_address(book, open_page, order):
    def far(claim: dict) -> float:
        size = away.off(claim)[0]
        return float("inf") if size is None else -float(f"{size:.4g}")

    keys = {
        "importance": lambda c: c["importance"],
        "off": far,
        "stability": lambda c: 101 if c["stability"] is None else c["stability"],
        "verdict": lambda c: ALL_VERDICTS.index(c["verdict"]),
    }
    expected = [c["id"] for c in sorted(claims(book), key=keys[order])]
    page = open_page("claims.html")
    assert ids(page) == [c["id"] for c in claims(book)]
    page.locator("#ledger-filter select[name=sort]").select_option(order)
    assert ids(page) == expected and f"sort={order}" in address_of(page)
    page.reload()
    assert ids(page) == expected
    page.locator("#ledger-filter select[name=sort]").select_option("")
    assert ids(page) == [c["id"] for c in claims(book)]


def test_a_cell_of_the_grid_shows_its_claims_and_a_second_press_all(book, open_page):
    page = open_page("claims.html")
    cells = page.locator(".verdict-grid tbody tr:not(.of-all) td a")
    total = sum(int(text) for text in cells.all_inner_texts())
    assert total == len(book.claims)
    cell = cells.nth(3)
    number = int(cell.inner_text())
    cell.click()
    assert (
        len(ids(page)) == number
        and "verdict=" in address_of(page)
        and "chapter=" in address_of(page)
    )
    assert cell.get_attribute("aria-current") == "true"
    cell.click()
    assert len(ids(page)) == total and "?" not in address_of(page)


def test_the_grid_counts_headline_claims_and_shows_them(book, open_page):
    page = open_page("claims.html")
    cells = page.locator(".verdict-grid tbody tr.of-all").first.locator("td a")
    found = [int(text) for text in cells.all_inner_texts()]
    assert sum(found) == sum(c["importance"] == 1 for c in claims(book))
    cells.first.click()
    assert len(ids(page)) == found[0] and "importance=1" in address_of(page)
    assert cells.first.get_attribute("aria-current") == "true"
    page.locator(".verdict-grid tbody td a").first.click()
    assert "importance" not in address_of(page)


def test_two_chapters_are_compared_by_their_verdicts_at_a_glance(book, open_page):
    page = open_page("claims.html")
    rows = page.locator(".verdict-grid tbody tr")
    assert rows.count() == len({c["chapter"] for c in claims(book)}) + 2  # headline claims, and all
    assert not page.locator("table.counts").count()  # one table of counts, the one that filters
    assert rows.first.bounding_box()["height"] < 60


def test_a_claim_in_the_address_that_the_filter_leaves_out_is_shown_and_said(book, open_page):
    one = next(c for c in claims(book) if c["verdict"] == "holds")
    page = open_page(f"claims.html?verdict={quote('does not hold')}#{one['id']}")
    assert one["id"] in ids(page) and page.locator(f"#{one['id']}[open]").count()
    note = page.locator(".claim-outside")
    assert note.is_visible() and note.evaluate("n => n.nextElementSibling.id") == one["id"]
    assert "the one that the address names" in page.locator("#ledger-filter output").inner_text()
    page.wait_for_function(
        "id => { const t = document.getElementById(id).getBoundingClientRect().top;"
        " return t > 0 && t < 600; }",
        arg=one["id"],
    )
    page.locator("#ledger-filter select[name=importance]").select_option("1")
    assert one["id"] not in ids(page) and not note.count() and "#" not in address_of(page)
    assert not page.wrong


def test_the_link_to_a_view_is_copied(open_page):
    page = open_page("claims.html?importance=1&sort=off")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#ledger-filter select[name=kind]").select_option("fact")
    page.locator("#ledger-link").click()
    page.wait_for_function(
        "() => document.getElementById('ledger-link').textContent === 'Copied'", polling=20
    )
    assert page.evaluate("navigator.clipboard.readText()") == address_of(page)
    assert (
        "importance=1" in address_of(page)
        and "sort=off" in address_of(page)
        and "kind=fact" in address_of(page)
    )


def test_a_claim_leads_to_itself_in_its_chapter(book, open_page):
    one = claims(book)[-1]
    page = open_page(f"claims.html#{one['id']}")
    page.locator(f"#{one['id']} .claim-meta a", has_text="chapter").click()
    page.wait_for_url(f"**/{book.claims[one['id']]['notebook']}.html#claim-{one['id']}")
    assert page.locator(f"#claim-{one['id']}[open] .claim-reason").is_visible()


def test_how_far_off_a_claim_is_stands_in_its_card(book, open_page):
    said = {c["id"]: away.off(c)[1] for c in claims(book)}
    assert sum(bool(words) for words in said.values()) > 20
    page = open_page("claims.html")
    shown = page.eval_on_selector_all(
        LEDGER,
        """all => Object.fromEntries(all.map(claim => [claim.id,
        Array.from(claim.querySelectorAll('dt')).filter(d => d.textContent === 'How far off')
          .map(d => d.nextElementSibling.textContent).join()]))""",
    )
    assert shown == said


def test_the_ledger_filters_on_a_slow_phone(open_page, book):
    page = open_page("claims.html", width=390, touch=True)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for value in ("1", "2", "3"):
        page.locator("#ledger-filter [name=importance]").select_option(value)
        wanted = sum(str(claim["importance"]) == value for claim in book.claims.values())
        assert len(ids(page)) == wanted


# The gallery and the pages of figures


def test_the_gallery_filters_by_chapter_kind_and_words(book, open_page):
    page = open_page("figures.html")
    shown = page.locator("[data-item]:visible")
    assert shown.count() == len(book.figures)
    page.locator("select[name=kind]").select_option("dial")
    assert shown.count() == sum(bool(f["dial"]) for f in book.figures.values())
    chapter = next(f["chapter"] for f in book.figures.values() if f["dial"])
    page.locator("select[name=chapter]").select_option(chapter)
    wanted = [f for f in book.figures.values() if f["dial"] and f["chapter"] == chapter]
    assert shown.count() == len(wanted) and page.locator("#gallery h2:visible").count() == 1
    page.reload()
    assert shown.count() == len(wanted) and "kind=dial" in address_of(page)
    page.locator("button[type=reset]").click()
    page.locator("input[name=text]").fill("nvidia")
    page.wait_for_function("() => location.search.includes('text=nvidia')")
    assert 0 < shown.count() < len(book.figures)
    assert not page.wrong


def test_the_gallery_is_light_and_its_pictures_come_when_they_are_near(
    site, book, browser, address
):
    for figure in book.figures:
        assert (site / "figures" / f"{figure}.small.svg").stat().st_size < 120 * KIB
    text = (site / "figures.html").read_text()
    images = re.findall(r"<img [^>]*>", text)
    assert len(images) == len(book.figures)
    for image in images:
        assert all(part in image for part in ("width=", "height=", 'loading="lazy"'))
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url.removeprefix(address).partition("?")[0])
    )
    page.goto(address + "figures.html")
    page.wait_for_load_state("networkidle")
    pictures = [a for a in asked if a.startswith("figures/")]
    assert 0 < len(pictures) < len(book.figures) / 2
    sizes = [len(gzip.compress((site / name).read_bytes(), 9)) for name in pictures]
    before = sum(len(gzip.compress((site / n).read_bytes(), 9)) for n in asked if n not in pictures)
    assert before < 150 * KIB and max(sizes) < 30 * KIB, (before, sizes)
    page.context.close()


def test_a_figures_page_names_its_claims_and_related_figures(site, book):
    from lxml import html

    for id, figure in book.figures.items():
        page = html.fromstring((site / "figures" / f"{id}.html").read_text())
        resting = [
            a.get("href").partition("#")[2] for a in page.findall(".//ul[@class='resting']//a")
        ]
        assert resting == [c["id"] for c in book.claims.values() if id in c["figures"]]
        near = [a.get("href") for a in page.findall(".//ol[@class='gallery']//a")]
        others = [f for f in book.figures.values() if f["chapter"] == figure["chapter"]]
        assert len(near) == min(3, len(others) - 1) and f"{id}.html" not in near


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_an_embedded_figure_fits_and_is_readable_under_a_strict_policy(
    site, book, browser, address, width
):
    id = next(iter(book.figures))
    text = (site / "figures" / f"{id}.html").read_text()
    snippet = re.search(r'aria-label="Embed snippet">(.*?)</pre>', text, re.S)[1]
    snippet = unescape(snippet)
    assert "style" not in snippet and "<script" not in snippet
    base = re.search(r'href="(.*?)figures/', snippet)[1]
    policy = f"default-src 'none'; img-src {address}"
    body = f'<!doctype html><meta http-equiv=Content-Security-Policy content="{policy}">'
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_content(body + snippet.replace(base, address))
    image = page.locator("img")
    image.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('img').naturalWidth > 0")
    box, natural = image.bounding_box(), image.evaluate("i => i.naturalWidth")
    assert box["x"] + box["width"] <= width
    assert 13 * box["width"] / natural >= 10.5, (box["width"], natural)
    page.context.close()


# Tables of data and sources


def biggest(book) -> str:
    return Counter(r["table"] for r in book.quantities.values()).most_common(1)[0][0]


def test_each_column_sorts_by_its_type(book, open_page):
    page = open_page(f"data/{biggest(book)}.html")
    read = """(place) => Array.from(document.querySelectorAll('#rows tbody tr'), row => {
      const cell = row.cells[place];
      return (cell.dataset.value ?? cell.textContent).trim();
    })"""
    for place, kind in ((0, "text"), (2, "number"), (3, "date")):
        for turn in range(2):
            page.locator("#rows thead th").nth(place).locator("button").click()
            found = [text for text in page.evaluate(read, place) if text]
            if kind == "number":
                found = [float(text) for text in found]
            if kind != "text":
                assert found == sorted(found, reverse=turn == 1), (place, found[:10])
            assert f"sort={'-' if turn else ''}{place + 1}" in address_of(page)
    page.reload()
    heading = page.locator("#rows thead th").nth(3)
    assert heading.get_attribute("aria-sort") == "descending"


def test_a_date_without_a_day_is_sorted_as_a_date(open_page, book):
    dates = {"2024", "2024-03", "2024-03-14", "2023-12-31"}
    page = open_page(f"data/{biggest(book)}.html")
    page.evaluate(
        """dates => document.querySelectorAll('#rows tbody tr').forEach((row, n) => {
      row.cells[3].textContent = dates[n % dates.length];
    })""",
        sorted(dates, reverse=True),
    )
    page.locator("#rows thead th").nth(3).locator("button").click()
    found = page.eval_on_selector_all("#rows tbody tr", "r => r.map(x => x.cells[3].textContent)")
    assert found == sorted(found)


def test_a_filtered_table_is_found_again(book, open_page, address):
    name = biggest(book)
    page = open_page(f"data/{name}.html")
    word = next(r["id"] for r in book.quantities.values() if r["table"] == name)
    page.locator("input[name=text]").fill(word)
    page.wait_for_function("() => location.search.includes('text=')")
    shown = len(ids(page, "#rows tbody tr"))
    assert 0 < shown < sum(r["table"] == name for r in book.quantities.values())
    page.goto(address + "index.html")
    page.go_back()
    assert page.locator("input[name=text]").input_value() == word
    assert len(ids(page, "#rows tbody tr")) == shown
    row = next(r["id"] for r in book.quantities.values() if r["table"] == name)
    again = open_page(f"data/{name}.html?text=nothingofthesort#{row}")
    assert ids(again, "#rows tbody tr") == [row]
    assert "the one that the address names" in again.locator(".list-filter output").inner_text()


def test_a_table_uses_the_width_and_says_where_a_row_is_used(site, book, open_page):
    page = open_page(f"data/{biggest(book)}.html")
    table, note = page.locator("#rows").bounding_box(), page.locator("#rows td").nth(5)
    assert table["x"] + table["width"] <= 1280 and table["width"] > 900
    assert note.bounding_box()["width"] >= 200
    for name, rows in Counter(r["table"] for r in book.quantities.values()).items():
        text = (site / "data" / f"{name}.html").read_text()
        assert text.count("<tr id=") == rows
    used = page.eval_on_selector_all(
        "#rows tbody tr", "r => r.filter(x => !x.cells[6].querySelector('a')).map(x => x.id)"
    )
    assert not used, used[:5]


def test_sources_say_what_rests_on_them(book, open_page):
    page = open_page("sources.html?order=rows")
    counts = Counter(r["source"] for r in book.quantities.values())
    first = ids(page, "#source-list > li")[0]
    assert counts[first] == max(counts.values())
    words = page.locator(f"[id='{first}'] .source-rests").inner_text()
    assert f"{counts[first]} rows of {len(book.quantities)}" in words
    tiers = Counter(r["tier"] for r in book.quantities.values() if r["source"] == first)
    assert all(f"{n} {tier}" in words for tier, n in tiers.items())
    link = page.locator(f"[id='{first}'] .source-rests a").first
    number = int(re.search(r"\((\d+)\)", link.inner_text())[1])
    link.click()
    page.wait_for_url("**/data/*.html?source=*")
    assert len(ids(page, "#rows tbody tr")) == number
    assert not page.wrong


def test_the_picture_of_tiers_counts_every_row_of_a_chapter(book, open_page):
    page = open_page("sources.html")
    rows = page.locator(".tier-table tbody tr")
    assert rows.count() == sum(
        any(n.docname.endswith(c) for u in book.used_rows.values() for c in u)
        for n in book.notebooks
    )
    for row in rows.all():
        *counts, total = [int(t or 0) for t in row.locator("td").all_inner_texts()[1:]]
        assert sum(counts) == total and len(counts) == len(rests.TIERS)
        widths = row.locator("rect").evaluate_all("r => r.map(x => +x.getAttribute('width'))")
        assert sum(widths) == total


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_in_a_filtered_ledger_that_shows_a_claim_from_outside(book, open_page, width):
    mode = FIRST_MODE[width]
    one = next(c for c in claims(book) if c["verdict"] == "holds")
    address = f"claims.html?verdict={quote('does not hold')}&sort=off#{one['id']}"
    page = open_page(address, width=width, scheme=mode)
    assert page.locator(".claim-outside").is_visible() and not accessibility(page, mode)
