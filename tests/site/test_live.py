"""What script adds: live dials that agree with Python, passports, filters, search - over http and from a folder."""

from __future__ import annotations

import pytest
from shortcase.dials import PRESETS


def dial_figures(book) -> list[dict]:
    return [f for f in book.figures.values() if f["dial"]]


def test_every_dial_agrees_with_python_at_every_preset(book, open_page):
    assert dial_figures(book)
    wrong = []
    for figure in dial_figures(book):
        page = open_page(f"figures/{figure['id']}.html")
        for preset in PRESETS:
            page.locator("button.preset", has_text=preset).first.click()
            page.wait_for_selector("figure[data-ready=true]", timeout=20_000)
            page.wait_for_timeout(60)
            for readout in figure["dial"]["readouts"]:
                shown = page.evaluate("name => document.querySelector('figure').liveChart.signal('readout_' + name)", readout["name"])
                expected = readout["values"][preset]
                # a difference that cancels to zero is zero to the last bits of a float, not below them
                if shown != pytest.approx(expected, rel=1e-6, abs=1e-9):
                    wrong.append(f"{figure['id']}, {preset}, {readout['name']}: page {shown}, Python {expected}")
        wrong += page.wrong
        page.close()
    assert not wrong, "\n".join(wrong)


def test_a_slider_moves_the_chart(book, open_page):
    still = []
    for figure in dial_figures(book):
        page = open_page(f"figures/{figure['id']}.html")
        page.locator("button.preset").nth(1).click()
        page.wait_for_selector("figure[data-ready=true]", timeout=20_000)
        page.wait_for_timeout(60)
        before = page.locator(".live svg").inner_html()
        changed = False
        for i in range(len(figure["dial"]["sliders"])):
            slider = page.locator("input[type=range]").nth(i)
            slider.focus()
            for _ in range(3):
                slider.press("PageUp")
            page.wait_for_timeout(80)
            changed = changed or page.locator(".live svg").inner_html() != before
        if not changed:
            still.append(figure["id"])
        page.close()
    assert not still, still


def test_live_charts_follow_the_mode(book, open_page):
    figure = dial_figures(book)[0]
    page = open_page(f"figures/{figure['id']}.html", scheme="dark")
    page.locator("button.preset").nth(1).click()
    page.wait_for_selector(".live svg")
    assert "#e6e9ee" in page.locator(".live svg").inner_html() or "#a7b0bd" in page.locator(".live svg").inner_html()


def a_number(book, open_page):
    for notebook in book.notebooks:
        page = open_page(f"{notebook.docname}.html")
        if page.locator("a.num").count():
            return page
    pytest.fail("no number in prose")


def test_a_passport_opens_on_hover_and_closes(book, open_page):
    page = a_number(book, open_page)
    page.locator("article a.num").first.hover()
    page.wait_for_selector(".passport-card")
    assert page.locator(".passport-card dt").count() >= 2
    page.keyboard.press("Escape")
    page.wait_for_selector(".passport-card", state="detached")


def test_a_passport_works_by_keyboard_alone(book, open_page):
    page = a_number(book, open_page)
    number = page.locator("article a.num").first
    number.focus()
    page.wait_for_selector(".passport-card[role=tooltip]")
    assert number.get_attribute("aria-describedby") == "passport-card"
    page.keyboard.press("Enter")
    page.wait_for_selector(".passport-card[role=dialog]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.passport-card') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".passport-card", state="detached")
    assert page.evaluate("document.activeElement.classList.contains('num')")


def test_the_ledger_filters_and_keeps_its_filter_in_the_address(book, open_page):
    page = open_page("claims.html")
    form = page.locator("#ledger-filter")
    form.locator("select[name=importance]").select_option("1")
    expected = sum(c["importance"] == 1 for c in book.claims.values())
    assert page.locator("#ledger > .claim:visible").count() == expected
    assert "importance=1" in page.url
    again = open_page("claims.html?chapter=data_wall&text=tokens")
    shown = again.locator("#ledger > .claim:visible")
    assert 0 < shown.count() < sum(c["chapter"] == "data_wall" for c in book.claims.values())
    assert all(shown.nth(i).get_attribute("data-chapter") == "data_wall" for i in range(shown.count()))


def test_a_table_sorts(open_page, book):
    name = next(iter(book.quantities.values()))["table"]
    page = open_page(f"data/{name}.html")
    heading = page.locator("#rows thead th").nth(2)
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    values = page.eval_on_selector_all("#rows tbody tr", "rows => rows.map(r => r.cells[2].dataset.value).filter(v => v !== '').map(Number)")
    assert values == sorted(values)


@pytest.mark.parametrize("folder", [False, True])
def test_search_finds_a_term(site, open_page, folder):
    options = {"base": site.as_uri() + "/"} if folder else {}
    page = open_page("search.html?q=tokens", **options)
    page.wait_for_selector("#search-results li", timeout=20_000)
    link = page.locator("#search-results li a").first.get_attribute("href")
    assert (site / link.split("#")[0].split("?")[0]).is_file()
    assert not page.wrong


def test_the_site_works_from_a_folder(site, book, open_page):
    figure = dial_figures(book)[0]
    page = open_page(f"figures/{figure['id']}.html", base=site.as_uri() + "/")
    page.locator("button.preset").nth(0).click()
    page.wait_for_selector(".live svg", timeout=20_000)
    assert not page.wrong


def test_a_citation_is_copied_by_one_click(book, open_page):
    figure = next(iter(book.figures.values()))
    page = open_page(f"{figure['notebook']}.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(f"#fig-{figure['id']} button.copy").click()
    page.wait_for_timeout(300)
    assert f"Figure {figure['number']}" in page.evaluate("navigator.clipboard.readText()")
