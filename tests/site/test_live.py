"""What script adds: live dials that agree with Python, passports, filters - over http and from a
folder."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from tour import SHOW_ALL, address_of

from shortcase.numbers import words
from shortcase_site import formula_words, templating


def dial_figures(book) -> list[dict]:
    return [f for f in book.figures.values() if f["dial"]]


def settled(page) -> None:
    """Wait until the chart has taken in what was last asked of it."""
    page.wait_for_selector("figure:not([aria-busy]) .live svg")


# Of each readout its name, what the page writes, and the number; and the chart as it is drawn.
STATE = """() => {
  const chart = document.querySelector('figure').liveChart;
  const signal = name => chart.signal('readout_' + name);
  return {
    readouts: Array.from(document.querySelectorAll('.readout'), r =>
      [r.dataset.readout, r.querySelector('strong').innerText, signal(r.dataset.readout)]),
    drawn: document.querySelector('.live svg').innerHTML,
  };
}"""
DIAL_SHARES = 4


def presets_that_differ(page, figure) -> list[str]:
    """Where the page writes or computes another readout than Python at one of the presets."""
    wrong = []
    for preset in figure["dial"]["presets"]:
        page.locator("button.preset", has_text=preset).first.click()
        settled(page)
        shown = {name: values for name, *values in page.evaluate(STATE)["readouts"]}
        for readout in figure["dial"]["readouts"]:
            place = f"{figure['id']}, {preset}, {readout['name']}"
            expected = readout["values"][preset]
            written, number = shown.get(readout["name"], ("", None))
            text = templating.readout(expected, readout["format"])
            if written != text:
                wrong.append(f"{place}: page writes {written}, the table of presets {text}")
            # a difference that cancels to zero is zero to the last bits of a float, not below them
            if number != pytest.approx(expected, rel=1e-6, abs=1e-9):
                wrong.append(f"{place}: page {number}, Python {expected}")
    return wrong


def sliders_move_the_chart(page, figure) -> bool:
    """Whether the chart is drawn anew when its sliders are moved from the second preset on."""
    page.locator("button.preset").nth(1).click()
    settled(page)
    before, changed = page.evaluate(STATE)["drawn"], False
    for i in range(len(figure["dial"]["sliders"])):
        slider = page.locator("input[type=range]").nth(i)
        slider.focus()
        for _ in range(3):
            slider.press("PageUp")
        settled(page)
        changed = changed or page.evaluate(STATE)["drawn"] != before
    return changed


def test_there_are_dials(book):
    assert len(dial_figures(book)) >= DIAL_SHARES


@pytest.mark.parametrize("share", range(DIAL_SHARES))
def test_every_dial_agrees_with_python_at_every_preset_and_its_sliders_move_the_chart(
    book, address, open_page, share
):
    wrong = []
    page = open_page("index.html")
    for figure in dial_figures(book)[share::DIAL_SHARES]:
        page.goto(f"{address}figures/{figure['id']}.html")
        wrong += presets_that_differ(page, figure)
        if not sliders_move_the_chart(page, figure):
            wrong.append(f"{figure['id']}: no slider moves the chart")
    wrong += page.wrong
    assert not wrong, "\n".join(wrong)


def test_a_dial_shows_what_the_browser_puts_back(book, address, open_page):
    figure = dial_figures(book)[0]
    page = open_page(f"figures/{figure['id']}.html")
    page.wait_for_load_state()
    asked = "performance.getEntriesByType('resource').some(entry => entry.name.includes('vega'))"
    assert not page.evaluate(asked)  # nothing is live before a reader comes
    slider = page.locator("input[type=range]").first
    slider.focus()
    for _ in range(4):
        slider.press("PageUp")
    settled(page)
    said = page.locator("form.dial output").first.inner_text()
    set_to, numbers = slider.input_value(), page.locator(".readouts").inner_text()
    page.goto(address + "method.html")
    page.go_back()
    settled(page)
    assert slider.input_value() == set_to
    assert page.locator("form.dial output").first.inner_text() == said
    page.wait_for_function(
        "text => document.querySelector('.readouts').innerText === text", arg=numbers
    )
    assert not page.locator("button.preset[aria-pressed=true]").count()


def test_live_charts_follow_the_mode(book, open_page):
    figure = dial_figures(book)[0]
    page = open_page(f"figures/{figure['id']}.html", scheme="dark")
    page.locator("button.preset").nth(1).click()
    page.wait_for_selector(".live svg")
    fills = page.locator(".live svg text").evaluate_all("t => t.map(e => getComputedStyle(e).fill)")
    assert {"rgb(230, 233, 238)", "rgb(167, 176, 189)"} & set(fills)


def numbers(book, kind: str) -> tuple[str, str]:
    """The page of a chapter and the id of a number in its prose: a row, a result, or what the
    article says."""
    for notebook in book.notebooks:
        for cell in notebook.cells:
            if cell["cell_type"] == "markdown":
                for link in words.links(cell["source"]):
                    id = link.target.split("?")[0].split("#")[0]
                    if (
                        link.scheme == "said"
                        if kind == "said"
                        else link.scheme == "num"
                        and id in (book.quantities if kind == "row" else book.results)
                        and (kind == "row" or len(book.results[id]["inputs"]) > 1)
                    ):
                        return f"{notebook.docname}.html", ("said:" if kind == "said" else "") + id
    pytest.fail(f"no {kind} in prose")


def come_to(number):
    """Scroll to a number in a page that is wholly laid out: nothing moves under the hand."""
    number.page.evaluate(SHOW_ALL)
    number.scroll_into_view_if_needed()
    return number


def test_the_passport_of_a_row_says_where_it_comes_from(book, open_page):
    name, id = numbers(book, "row")
    page, row = open_page(name), book.quantities[id]
    come_to(page.locator(f"article a.num[data-num={id}]").first).hover()
    card = page.wait_for_selector(".passport-card").inner_text()
    for part in (row["as_of"], row["locator"], row["tier"], row["subject"], "Source"):
        assert part in card, (id, part)
    link = page.locator(".passport-actions a")
    assert link.get_attribute("href").endswith(f"data/{row['table']}.html#{id}")
    page.keyboard.press("Escape")
    page.wait_for_selector(".passport-card", state="detached")
    assert not page.wrong


def test_the_passport_of_a_result_links_to_its_inputs(site, book, open_page):
    name, id = numbers(book, "result")
    page, result = open_page(name), book.results[id]
    come_to(page.locator(f"article a.num[data-num={id}]").first).hover()
    page.wait_for_selector(".passport-card")
    assert (
        result["title"] in page.locator(".passport-title").inner_text()
        and formula_words.how(result) in page.locator(".passport-card").inner_text()
    )
    links = page.locator(".passport-card li a")
    assert links.count() >= 1
    for i in range(links.count()):
        path, _, place = (
            links.nth(i)
            .evaluate("a => a.href")
            .partition("/127.0.0.1")[2]
            .partition("/")[2]
            .partition("#")
        )
        assert f'id="{place}"' in (site / path).read_text(), (path, place)


def test_what_the_article_says_leads_to_its_claim(book, open_page):
    name, key = numbers(book, "said")
    page = open_page(name)
    come_to(page.locator(f"article a.num[data-num='{key}']").first).hover()
    card = page.wait_for_selector(".passport-card").inner_text()
    assert (
        "What the article says" in card
        and book.claims[key.removeprefix("said:")]["verdict"] in card
    )


def test_a_passport_works_by_keyboard_alone(book, open_page):
    page = open_page(numbers(book, "result")[0])
    number = page.locator("article a.num").first
    number.focus()
    page.wait_for_selector(".passport-card[role=tooltip]")
    assert (
        number.get_attribute("aria-describedby") == "passport-card"
        and number.get_attribute("aria-expanded") == "true"
    )
    page.keyboard.press("Enter")
    page.wait_for_selector(".passport-card[role=dialog]")
    assert page.evaluate("document.activeElement.matches('.passport-card[aria-label]')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.passport-card') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".passport-card", state="detached")
    assert (
        page.evaluate("document.activeElement.classList.contains('num')")
        and number.get_attribute("aria-expanded") is None
    )


# Whether the open passport stands right below or right above a number.
BESIDE = """number => {
  const card = document.querySelector('.passport-card').getBoundingClientRect();
  const box = number.getClientRects()[0];
  return Math.abs(card.top - box.bottom - 6) < 1 || Math.abs(box.top - card.bottom - 6) < 1;
}"""
# Makes what stands above a number higher or lower by so much, as a part does that is laid out late.
PUSH = """(number, height) => {
  const block = document.querySelector('#push') || document.createElement('div');
  block.id = 'push';
  block.style.height = height + 'px';
  number.closest('p, li, td, dd').before(block);
  return number.getClientRects()[0].top + scrollY;
}"""


def test_a_passport_stays_beside_its_number_when_the_page_is_laid_out(book, open_page):
    page = open_page(numbers(book, "result")[0])
    number = page.locator("article a.num").nth(page.locator("article a.num").count() // 2)
    number.focus()  # a jump to where nothing has been laid out yet
    page.wait_for_selector(".passport-card[role=tooltip]")
    handle = number.element_handle()
    page.wait_for_function(BESIDE, arg=handle)
    # or the browser would scroll along
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    places = []
    for height in (0, 137, 20):
        places.append(number.evaluate(PUSH, height))
        page.wait_for_function(BESIDE, arg=handle)
    assert places[1] > places[0] + 100 and places[2] < places[1] - 100, places


def test_past_its_end_a_passport_gives_the_reader_back_to_the_number(book, open_page):
    page = open_page(numbers(book, "row")[0])
    page.locator("article a.num").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".passport-card[role=dialog]")
    for _ in range(page.locator(".passport-card a, .passport-card button").count() + 1):
        page.keyboard.press("Tab")
    page.wait_for_selector(".passport-card", state="detached")
    assert page.evaluate("document.activeElement.classList.contains('num')")


def test_a_tap_opens_a_passport_and_a_tap_elsewhere_closes_it(book, open_page):
    page = open_page(numbers(book, "row")[0], width=390, touch=True)
    come_to(page.locator("article a.num").first).tap()
    box = page.wait_for_selector(".passport-card[role=dialog]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.touchscreen.tap(200, 20) if box["y"] > 60 else page.touchscreen.tap(200, 800)
    page.wait_for_selector(".passport-card", state="detached")


def test_without_script_a_number_is_a_link_to_its_row(site, book, open_page):
    name, id = numbers(book, "row")
    page = open_page(name, script=False)
    page.locator(f"article a.num[data-num={id}]").first.click()
    page.wait_for_load_state()
    assert address_of(page).endswith(f"#{id}") and page.locator(f"tr#{id}").is_visible()


def test_the_ledger_filters_and_keeps_its_filter_in_the_address(book, open_page):
    page = open_page("claims.html")
    form = page.locator("#ledger-filter")
    form.locator("select[name=importance]").select_option("1")
    expected = sum(c["importance"] == 1 for c in book.claims.values())
    assert page.locator("#ledger > .claim:visible").count() == expected
    assert "importance=1" in address_of(page)
    again = open_page("claims.html?chapter=data_wall&text=tokens")
    shown = again.locator("#ledger > .claim:visible")
    assert 0 < shown.count() < sum(c["chapter"] == "data_wall" for c in book.claims.values())
    assert all(
        shown.nth(i).get_attribute("data-chapter") == "data_wall" for i in range(shown.count())
    )


def test_a_link_to_a_claim_lands_on_it(book, open_page):
    id = list(book.claims)[-1]
    page = open_page(f"claims.html#{id}")
    page.wait_for_function(
        """id => {
      const top = document.getElementById(id).getBoundingClientRect().top;
      return 0 <= top && top < 900;
    }""",
        arg=id,
    )
    assert page.locator(f"#{id} dl.claim-pair dt", has_text="Verdict").is_visible()


def test_a_table_sorts(open_page, book):
    name = next(iter(book.quantities.values()))["table"]
    page = open_page(f"data/{name}.html")
    heading = page.locator("#rows thead th").nth(2)
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    values = page.eval_on_selector_all(
        "#rows tbody tr",
        "rows => rows.map(r => r.cells[2].dataset.value).filter(v => v !== '').map(Number)",
    )
    assert values == sorted(values)


def test_the_site_works_from_a_folder(site, book, open_page):
    figure = dial_figures(book)[0]
    page = open_page(f"figures/{figure['id']}.html", base=site.as_uri() + "/")
    page.locator("button.preset").nth(0).click()
    page.wait_for_selector(".live svg")
    assert not page.wrong


# Keeps all that a button says, however short it says it.
HEAR = """button => {
  window.heard = [];
  const ear = new MutationObserver(() => window.heard.push(button.textContent));
  ear.observe(button, { childList: true });
}"""


def test_a_citation_is_copied_by_one_click(book, open_page):
    figure = next(iter(book.figures.values()))
    page = open_page(f"{figure['notebook']}.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator(f"#fig-{figure['id']} button.copy")
    button.evaluate(HEAR)
    button.click()
    page.wait_for_function("() => window.heard.includes('Copied')")
    assert f"Figure {figure['number']}" in page.evaluate("navigator.clipboard.readText()")


def test_each_claim_links_to_its_passage_in_the_article(book, open_page):
    page = open_page("claims.html")
    found = page.eval_on_selector_all(
        ".claim-meta a[href*=':~:text=']", "links => links.map(a => a.getAttribute('href'))"
    )
    assert len(found) == sum(bool(row["passage"]) for row in book.claim_rows.values())
    for link in found:
        assert (
            link.startswith("https://") and 1 <= len(unquote(link).split("text=")[1].split()) <= 4
        )
