"""Pages that are read with other numbers: the answers of dials, links that keep the variation, and
the inputs of the calculator."""

from __future__ import annotations

import itertools

import pytest
from tour import address_of

from shortcase.numbers.units import factor
from shortcase.whatif import graph, sampling, variation
from shortcase_site import templating

CHAPTER = "notebooks/valuation.html"
RATE = "set=discount_rate_2025_01:0.13"
VARIED = "html[data-varied=all]"


def varied(book, **given):
    return variation.of_graph(variation.load(book.report), given, sampling.PAGE)


def value(found, id: str) -> float:
    """A number of a variation, in its unit."""
    return found.chain.centres[id] / graph.factor(found.graph.nodes[id].estimate.unit)


def told(book, found, figure: dict) -> dict[str, str]:
    """What each readout of a dial says at its published settings in a variation."""
    nodes = found.graph.nodes
    return {
        readout["name"]: templating.readout(
            value(found, readout["equals"])
            * factor(nodes[readout["equals"]].estimate.unit, readout["unit"]),
            readout["format"],
        )
        for readout in figure["dial"]["readouts"]
    }


# The answers of dials


def test_a_readout_is_written_as_python_writes_it(open_page, address):
    page = open_page("404")
    page.add_script_tag(url=f"{address}_static/whatif-words.js")
    numbers = [0, 0.004, -0.004, 0.5, 0.125, 1, 9.96, -12.5, 999.6, 1234.5, 2.5e6, 7e9, -3.2e12]
    forms = [".0f", ".1f", ",.0f", ".0%", ".1%", ".2r", ",.3r", ".3s", ".2s"]
    asked = [list(pair) for pair in itertools.product(numbers, forms)]
    said = page.evaluate("all => all.map(([x, f]) => ShortcaseWords.readout(x, f))", asked)
    wrong = [
        (x, form, words, templating.readout(x, form))
        for (x, form), words in zip(asked, said, strict=True)
        if words != templating.readout(x, form)
    ]
    assert not wrong
    assert page.evaluate("ShortcaseWords.readout(NaN, '.0f')") == "never"


def test_the_answer_of_a_dial_is_varied_at_its_published_settings_alone(book, open_page):
    found = varied(book, threat_chance_customers=0.6)
    figure = book.figures["at_least_one_dial"]
    page = open_page("figures/at_least_one_dial.html?set=threat_chance_customers:0.6")
    page.wait_for_selector(VARIED)
    answer, note = page.locator(".readout strong"), page.locator(".as-published")
    expected = told(book, found, figure)["some"]
    published = templating.readout(figure["dial"]["readouts"][0]["values"]["our estimate"], ".0%")
    assert answer.inner_text() == expected != published
    assert "answer is varied" in note.inner_text()
    assert published in page.locator(".readout").get_attribute("title")
    slider = page.locator("input[type=range]").first
    slider.focus()  # the chart comes to life, still as published
    page.wait_for_selector("figure:not([aria-busy]) .live svg")
    assert answer.inner_text() == expected and page.locator("strong.varied").count() == 1
    slider.press("PageUp")
    page.wait_for_function("() => !document.querySelector('.readout strong.varied')")
    assert "settings of your own" in note.inner_text()
    page.locator("button.preset", has_text="our estimate").click()
    page.wait_for_selector(".readout strong.varied")
    assert answer.inner_text() == expected and "answer is varied" in note.inner_text()
    assert not page.wrong


def test_every_dial_of_a_varied_chapter_says_what_python_says(book, open_page):
    found = varied(book, gpu_life=4, discount_rate_2025_01=0.12)
    for chapter in ("valuation", "datacenter_economics"):
        page = open_page(f"notebooks/{chapter}.html?set=gpu_life:4&set=discount_rate_2025_01:0.12")
        page.wait_for_selector(VARIED)
        dials = [f for f in book.figures.values() if f["dial"] and f["chapter"] == chapter]
        assert dials
        for figure in dials:
            place = f"#fig-{figure['id']} .readout"
            shown = page.eval_on_selector_all(
                place,
                "all => all.map(r => [r.dataset.readout, r.querySelector('strong').textContent])",
            )
            assert dict(shown) == told(book, found, figure), figure["id"]
        assert not page.wrong


# Links


def test_links_to_other_pages_keep_the_variation_and_one_drops_it(open_page):
    page = open_page(f"{CHAPTER}?{RATE}")
    page.wait_for_selector(VARIED)
    assert "Links to other pages keep" in page.locator(".variation-bar p").inner_text()
    page.locator("article a[href*='since.html']").first.click()
    page.wait_for_url(f"**/since.html?{RATE}")
    page.wait_for_selector(VARIED)
    page.locator("a.verdict[href*='claims.html#'], a[href*='claims.html']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims.html?**{RATE}**")
    page.wait_for_selector(VARIED)
    page.locator(".variation-bar a", has_text="Back to the published numbers").click()
    page.wait_for_function("() => !location.search.includes('set=')")
    assert not page.wrong


def test_the_filter_of_the_ledger_keeps_the_variation(open_page):
    page = open_page(f"claims.html?{RATE}")
    page.wait_for_selector(VARIED)
    page.locator("#ledger-filter select[name=importance]").select_option("1")
    assert RATE.replace(":", "%3A") in address_of(page).replace(":0", "%3A0")
    page.locator(".verdict-grid td a").first.click()
    page.locator("#ledger-filter button[type=reset]").click()
    page.wait_for_function("() => !location.search.includes('verdict')")
    assert "discount_rate_2025_01" in address_of(page)
    page.reload()
    page.wait_for_selector(VARIED)
    assert not page.wrong


def test_a_link_within_a_varied_page_and_to_a_file_is_left_alone(open_page):
    page = open_page(f"claims.html?{RATE}")
    page.wait_for_selector(VARIED)
    link = page.locator("a[href$='claims.json']")
    link.focus()
    assert link.get_attribute("href").endswith("claims.json")
    assert page.locator("a[href^='http']:not([data-keeps])").evaluate_all(
        "all => all.every(a => { a.focus(); return !a.href.includes('set='); })"
    )


# The inputs of the calculator


@pytest.mark.parametrize(
    ("id", "given"), [("short_case_life", 3), ("short_case_response", 0.5), ("chain_tax", 0.3)]
)
def test_an_input_of_the_calculator_is_varied_as_any_other_number(book, open_page, id, given):
    worth = value(varied(book, **{id: given}), "short_case_worth")
    assert worth != pytest.approx(book.results["short_case_worth"]["value"], rel=0.01)
    page = open_page(f"short.html?set={id}:{given}")
    page.locator(f".calculator-answer:has-text('${worth:.0f}')").wait_for()
    assert float(page.locator("[data-calculator]").get_attribute("data-worth")) == pytest.approx(
        worth, rel=1e-6
    )
    link = page.locator("[data-part=whatif]").get_attribute("href")
    assert f"set={id}:{given}" in link
    assert not page.wrong


def test_a_varied_price_moves_the_calculators_line(open_page):
    page = open_page("short.html?set=nvda_close_2025_01_24:100")
    page.locator(".calculator-answer:has-text('its price of $100.00')").wait_for()
    assert "3% less" in page.locator(".calculator-answer").inner_text()
    assert not page.wrong


@pytest.mark.parametrize("name", ["life", "response"])
def test_a_former_name_of_an_input_goes_on_to_work(open_page, name):
    page = open_page(f"short.html?calc=short_case_market.{name}:0.5")
    if name == "life":  # outside of its slider: refused under the name that it has now
        page.locator(".calculator-note:has-text('short_case_life')").wait_for()
    else:
        page.wait_for_url("**calc=short_case_response:0.5")
    assert not page.wrong


def test_the_inputs_of_the_calculator_say_where_they_come_from(book, open_page):
    page = open_page("short.html")
    ours = page.locator(".calculator-about a.num")
    assert ours.count() == 6
    link = page.locator(".calculator-about a[data-num=short_case_life]")
    link.hover()
    card = page.wait_for_selector(".passport-card").inner_text()
    row = book.quantities["short_case_life"]
    assert row["quantity"] in card and row["tier"] in card and "Change this number" in card
    assert "5 years" in card
    assert not page.wrong
