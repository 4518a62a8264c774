"""The state of a dial and the comforts of a page: what a reader set is said, kept and undone; the
focus, the paper, forced colours and the mode."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from tour import FIRST_MODE, LONG, WIDTHS, accessibility, address_of


def dial_figure(book) -> dict:
    """A figure with a dial that has a slider by logarithms, if there is one."""
    dials = [f for f in book.figures.values() if f["dial"]]
    logs = [f for f in dials if any(s["log"] for s in f["dial"]["sliders"])]
    return (logs or dials)[0]


def settled(page) -> None:
    page.wait_for_selector("figure:not([aria-busy]) .live svg")


# Whether the address says how every slider of the page's dial is set.
SAYS_ALL = """() => {
  const asked = new URLSearchParams(location.search), figure = document.querySelector('figure');
  return Array.from(figure.querySelectorAll('input[type=range]')).every(input => {
    const value = input.dataset.log === 'true' ? 10 ** input.value : +input.value;
    const said = asked.get(`dial.${figure.dataset.figure}.${input.name}`);
    return said !== null && Math.abs(said - value) <= 1e-6 * Math.abs(value);
  });
}"""


def moved(page):
    """Move each slider of the page's dial by keyboard; gives the sliders."""
    sliders = page.locator("input[type=range]")
    for slider in sliders.all():
        slider.focus()
        slider.press("PageDown")
        slider.press("ArrowLeft")
    settled(page)
    page.wait_for_function(SAYS_ALL)
    return sliders


def values(page) -> list[float]:
    return [
        float(v)
        for v in page.locator("input[type=range]").evaluate_all("all => all.map(i => i.value)")
    ]


def test_a_moved_dial_is_in_the_address_and_is_found_again(book, address, open_page):
    figure = dial_figure(book)
    page = open_page(f"figures/{figure['id']}.html")
    assert "?" not in address_of(page) and not page.locator(".dial-state").is_visible()
    moved(page)
    set_to, readouts = values(page), page.locator(".readouts").inner_text()
    query = parse_qs(urlparse(address_of(page)).query)
    assert all(name.startswith(f"dial.{figure['id']}.") for name in query)
    again = open_page(address_of(page).removeprefix(address))
    settled(again)
    assert values(again) == pytest.approx(set_to, rel=1e-6)
    assert again.locator(".readouts").inner_text() == readouts
    assert again.locator(".dial-state").is_visible()
    for go in ("reload", "back"):
        if go == "reload":
            page.reload()
        else:
            page.goto(address + "method.html")
            page.go_back()
        settled(page)
        assert values(page) == pytest.approx(set_to, rel=1e-6), go
        page.wait_for_function(
            "text => document.querySelector('.readouts').innerText === text", arg=readouts
        )
    assert not page.wrong and not again.wrong


def test_the_published_settings_come_back_at_one_press(book, open_page):
    figure = dial_figure(book)
    page = open_page(f"figures/{figure['id']}.html")
    before, readouts = values(page), page.locator(".readouts").inner_text()
    moved(page)
    page.locator(".dial-reset").click()
    settled(page)
    page.wait_for_function("() => !location.search")
    assert values(page) == pytest.approx(before) and not page.locator(".dial-state").is_visible()
    assert page.locator(".readouts").inner_text() == readouts
    assert page.evaluate("document.activeElement.matches('input[type=range]')")
    assert page.locator("button.preset[aria-pressed=true]").count() >= 1


def test_nonsense_in_the_address_changes_nothing(book, open_page):
    figure = dial_figure(book)
    name = figure["dial"]["sliders"][0]["name"]
    clean = values(open_page(f"figures/{figure['id']}.html"))
    for text in ("", "NaN", "much", "Infinity", "-1e999"):
        page = open_page(f"figures/{figure['id']}.html?dial.{figure['id']}.{name}={text}")
        assert values(page) == pytest.approx(clean), text
        assert not page.wrong


def test_a_changed_chart_is_said_in_its_citation_on_paper_and_to_screen_readers(book, open_page):
    figure = dial_figure(book)
    page = open_page(f"{figure['notebook']}.html#fig-{figure['id']}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    here = page.locator(f"#fig-{figure['id']}")
    slider = here.locator("input[type=range]").first
    plain = here.locator("button.copy").first.get_attribute("data-copy")
    slider.focus()
    slider.press("PageDown")
    here.locator(".live svg").wait_for()
    page.wait_for_function("() => location.search.includes('dial.')")
    label = here.locator(".slider-label").first.inner_text()
    output = here.locator(".slider output").first.inner_text()
    for text in (
        here.locator(".dial-state").inner_text(),
        here.locator("button.copy").first.get_attribute("data-copy"),
        here.locator(".live svg").get_attribute("aria-label"),
    ):
        assert label in text and output in text
    cited = here.locator("button.copy").first.get_attribute("data-copy")
    assert cited.startswith(plain) and address_of(page) in cited
    assert here.locator(".live svg").get_attribute("role") == "img"
    readout = here.locator(".readout").first.inner_text().split("\n")[-1].strip()
    assert readout in here.locator(".live svg").get_attribute("aria-label")
    page.emulate_media(media="print")
    assert here.locator(".dial-state").is_visible() and not here.locator(".dial").is_visible()
    assert address_of(page) in here.locator(".dial-state .print-only").inner_text()


LUMINANCE = """figure => {
  const light = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map(x => {
      const c = x / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = Array.from(figure.querySelectorAll('.live svg text')).filter(t =>
    t.textContent.trim() && getComputedStyle(t).fill.startsWith('rgb'));
  return texts.map(t => [t.textContent, 1.05 / (light(getComputedStyle(t).fill) + 0.05)]);
}"""


def test_a_chart_made_live_in_the_dark_prints_on_white(book, open_page):
    figure = dial_figure(book)
    page = open_page(f"figures/{figure['id']}.html", scheme="dark")
    moved(page)
    dark = page.locator("figure").evaluate(LUMINANCE)
    assert len(dark) > 3 and min(contrast for _, contrast in dark) < 3  # on white, were it printed
    page.emulate_media(media="print", color_scheme="dark")
    for text, contrast in page.locator("figure").evaluate(LUMINANCE):
        assert contrast >= 3, (text, contrast)
    fills = page.locator(".live svg").evaluate(
        "svg => Array.from(svg.querySelectorAll('[fill^=\"#\"]'), e => e.getAttribute('fill'))"
    )
    assert not [f for f in fills if f in ("#14171c", "#e6e9ee", "#a7b0bd")]


def test_after_explore_by_keyboard_the_focus_is_in_the_figure(site, book, open_page):
    for figure in book.figures.values():
        if 'class="go-live' in (site / "figures" / f"{figure['id']}.html").read_text():
            break
    else:
        pytest.skip("no figure has more to say when it is live")
    page = open_page(f"figures/{figure['id']}.html")
    page.locator("button.go-live").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".live svg")
    page.wait_for_function("() => document.activeElement.closest('figure') !== null")
    label = page.locator(".live svg").get_attribute("aria-label")
    assert label == page.locator(".picture desc").first.evaluate("d => d.textContent")


# Which stops of the keyboard lie wholly under the header; from the end of the page backwards.
COVERED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.closest('.sidebar-drawer, .toc-drawer, header')) return '';
  const box = at.getClientRects()[0], head = document.querySelector('.mobile-header');
  if (!box || !head || getComputedStyle(head).display === 'none') return '';
  const bar = head.getBoundingClientRect();
  return getComputedStyle(head).position === 'sticky' && box.bottom <= bar.bottom && bar.bottom > 0
    ? at.outerHTML.slice(0, 80) : '';
}"""


@pytest.mark.parametrize(("width", "height"), [(320, 256), (390, 844), (820, 1180), (1000, 760)])
def test_no_stop_of_the_keyboard_lies_under_the_header(open_page, width, height):
    page = open_page("claims.html", width=width, height=height)
    page.evaluate("document.querySelector('footer a').focus()")
    covered = []
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        covered.append(page.evaluate(COVERED))
    assert not [c for c in covered if c], [c for c in covered if c][:3]


def test_in_forced_colours_state_is_not_colour_alone(book, browser, address):
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.goto(f"{address}figures/{dial_figure(book)['id']}.html")
    outline = "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).fontWeight"
    pressed = page.locator("button.preset[aria-pressed=true]").first.evaluate(outline)
    other = page.locator("button.preset[aria-pressed=false]").first.evaluate(outline)
    assert pressed != other
    page.goto(f"{address}claims.html?verdict=holds")
    dots = page.eval_on_selector_all(
        ".verdict-grid thead .verdict",
        "all => all.map(v => getComputedStyle(v, '::before').backgroundColor)",
    )
    assert len(set(dots)) > 2, dots
    current = page.locator(".verdict-grid a[aria-current]").first
    assert current.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    context.close()


def test_a_place_that_is_gone_to_is_marked_calmly(book, open_page):
    figure = next(iter(book.figures.values()))
    page = open_page(f"{figure['notebook']}.html#fig-{figure['id']}")
    ground = "e => getComputedStyle(e).backgroundColor"
    here = page.locator(f"#fig-{figure['id']}")
    assert here.evaluate(ground) == "rgba(0, 0, 0, 0)"
    assert here.locator(".figure-head").evaluate(ground) != "rgba(0, 0, 0, 0)"


def test_the_mode_that_was_chosen_is_there_at_the_first_paint(browser, address):
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    context.add_init_script("localStorage.setItem('theme', 'dark')")
    page = context.new_page()
    page.set_default_timeout(LONG)

    def late(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/theme-start.js*", late)
    page.goto(address + "method.html")
    page.wait_for_function(
        "() => performance.getEntriesByName('first-contentful-paint').length > 0"
    )
    found = page.evaluate(
        """() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      mode: performance.getEntriesByType('resource')
        .find(e => e.name.includes('theme-start')).responseEnd,
      ground: getComputedStyle(document.body).backgroundColor,
    })"""
    )
    assert found["paint"] >= found["mode"], found
    assert found["ground"] != "rgb(255, 255, 255)"
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_in_a_changed_dial(book, open_page, width):
    mode = FIRST_MODE[width]
    page = open_page(f"figures/{dial_figure(book)['id']}.html", width=width, scheme=mode)
    moved(page)
    assert page.locator(".dial-state").is_visible() and not accessibility(page, mode)
