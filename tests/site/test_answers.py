"""A live chart answers a pointer, a tap and the keys: name, value, interval, source."""

from __future__ import annotations

import pytest

from shortcase_site import pictures

FIGURE = "value_by_path"
MARK = ".live svg .mark-symbol path"


def live(open_page, id: str, **given):
    page = open_page(f"figures/{id}.html", **given)
    page.locator("button.go-live").click()
    page.wait_for_selector(".live svg")
    return page


def test_the_button_stands_wherever_a_live_chart_has_more_to_say(site, book):
    assert sum(pictures.answers(f["spec"]) for f in book.figures.values()) > 100
    for figure in book.figures.values():
        page = (site / "figures" / f"{figure['id']}.html").read_text("utf-8")
        wanted = pictures.answers(figure["spec"]) and not figure["dial"]
        assert ('class="go-live' in page) == wanted, figure["id"]


def test_marks_without_rows_of_their_own_have_nothing_to_say():
    line = {"mark": "rule", "data": {"name": "a"}}
    spec = {"layer": [line], "datasets": {"a": [{"at_x": 1}]}}
    assert not pictures.answers(spec)
    point = {"mark": {"type": "point"}, "data": {"name": "b"}}
    spec = {"layer": [line, {"layer": [point]}], "datasets": {"a": [{"at_x": 1}], "b": [{"n": 2}]}}
    assert pictures.answers(spec)
    assert not pictures.answers({"mark": "area", "data": {"name": "b"}, "datasets": {"b": [{}]}})


def test_a_pointer_is_told_name_value_interval_and_source(book, open_page):
    page = live(open_page, FIGURE)
    page.locator(MARK).nth(1).hover(force=True)
    said = page.locator(".chart-tooltip").inner_text()
    assert "path: " in said and "dollars: " in said and "90% interval: " in said
    assert "Source" in said
    page.locator(".figure-subtitle").hover()
    page.locator(".chart-tooltip").wait_for(state="detached")
    assert not page.wrong


def test_the_arrow_keys_read_every_mark_once(book, open_page):
    page = live(open_page, FIGURE)
    holder = page.locator("[data-chart]")
    assert page.evaluate("document.activeElement.matches('[data-chart]')")
    assert holder.get_attribute("aria-label").startswith("Chart")
    said = []
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        said.append(page.locator(".chart-tooltip").inner_text())
    assert len(set(said)) == 8
    page.keyboard.press("ArrowLeft")
    assert page.locator(".chart-tooltip").inner_text() == said[6]
    page.keyboard.press("Escape")
    assert not page.locator(".chart-tooltip").count()
    assert not page.wrong


def test_a_tap_is_answered_and_a_tap_beside_it_closes(book, open_page):
    page = live(open_page, FIGURE, width=390, touch=True)
    page.locator(MARK).nth(1).tap(force=True)
    page.locator(".chart-tooltip").wait_for()
    page.wait_for_timeout(500)
    assert "90% interval" in page.locator(".chart-tooltip").inner_text()
    page.locator("[data-chart]").tap(position={"x": 3, "y": 3})
    page.locator(".chart-tooltip").wait_for(state="detached")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("id", ["required_growth_curves", "loss_exceedance"])
def test_a_chart_of_lines_alone_answers_at_its_points(open_page, id):
    page = live(open_page, id)
    page.keyboard.press("ArrowRight")
    said = page.locator(".chart-tooltip").inner_text()
    assert ": " in said and "index" not in said
    unseen = page.locator(".live svg .mark-symbol path[opacity='0']")  # the lines look as drawn
    assert unseen.count() > 10
    assert not page.wrong
