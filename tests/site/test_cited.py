"""Who follows a citation of another version is told what has changed since."""

from __future__ import annotations

import json
import re

import pytest
from tour import FIRST_MODE, WIDTHS, accessibility, address_of

OLD = "1.1.0"


@pytest.fixture(scope="module")
def record(site) -> dict:
    text = (site / "versions.data.js").read_text()
    return json.loads(re.fullmatch(r"shortcaseVersions\((.*)\);\n", text, re.S)[1])


def banner(page):
    page.wait_for_function("() => document.querySelector('link[href*=\"versions.css\"]')")
    return page.locator(".cited-version")


def since(record, places) -> dict[str, list]:
    """The last change of each number since OLD."""
    found = [record["changes"][at] for at in places]
    return {change[0]: change for change in found if change[2] not in ("1.0.0", OLD)}


def test_a_figure_says_what_changed_beneath_it_and_leads_there(record, open_page):
    name, places = max(
        (item for item in record["pages"].items() if item[0].startswith("figures/")),
        key=lambda item: len(item[1]),
    )
    page = open_page(f"{name}?version={OLD}")
    text = banner(page).inner_text()
    changes = since(record, places)
    assert f"a citation of version {OLD}" in text and f"this is {record['version']}" in text
    assert f"{len(changes)} numbers and verdicts beneath this figure have changed" in text
    page.locator(".cited-version summary").click()
    text = banner(page).inner_text()
    for _, title, _, _, old, new, reason, address in changes.values():
        words = "was “{}”, is “{}”." if address.startswith("claims.html") else "was {}, is {}."
        line = f"{title.removesuffix('.')}: {words.format(old, new)}"
        assert line in " ".join(text.split()), title
        assert reason in text
    assert banner(page).locator("li a").first.get_attribute("href").startswith("../")
    banner(page).get_by_text("All errata and changes").click()
    page.wait_for_url("**/errata.html")


def test_where_nothing_changed_it_says_that_nothing_is_on_record(record, site, open_page):
    figures = sorted(f"figures/{p.name}" for p in (site / "figures").glob("*.html"))
    still = next(name for name in figures if name not in record["pages"])
    text = banner(open_page(f"{still}?version={OLD}")).inner_text()
    assert "Nothing beneath this figure has changed that is on record." in text


def test_a_claim_in_the_ledger_and_a_chapter_say_their_own(record, open_page):
    claim, places = next(iter(record["claims"].items()))
    page = open_page(f"claims.html?version={OLD}#{claim}")
    text = banner(page).inner_text()
    assert "beneath this claim" in text and record["changes"][places[0]][4] in text
    assert f"version={OLD}" in address_of(page)
    chapter = next(name for name in record["pages"] if name.startswith("notebooks/"))
    assert "beneath this chapter" in banner(open_page(f"{chapter}?version={OLD}")).inner_text()


def test_a_passport_says_what_the_number_was(record, book, open_page):
    changed = {c[0]: c for c in record["changes"] if c[2] == record["version"]}
    from shortcase_site.uses import of_numbers

    number, pages = next((id, p) for id, p in of_numbers(book)[0].items() if id in changed)
    page = open_page(f"{pages[0]}?version={OLD}")
    banner(page).wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator(f"article a.num[data-num='{number}']").first.click()
    said = page.locator(".passport-since")
    said.wait_for()
    assert said.inner_text().startswith(f"In version {OLD}: {changed[number][4]}")


def test_the_present_version_an_unknown_one_and_hostile_words(record, open_page):
    figure = next(name for name in record["pages"] if name.startswith("figures/"))
    page = open_page(f"{figure}?version={record['version']}%2B0123abc")
    assert banner(page).count() == 0 and not page.wrong
    page = open_page(f"{figure}?version=9.9.9")
    assert "9.9.9, which is not on record here" in banner(page).inner_text()
    for hostile in ("<img src=x onerror=alert(1)>", "1.1.0'\"><b>", "", "__proto__", "1.1", "%"):
        page = open_page(f"{figure}?version={hostile}")
        page.wait_for_load_state()
        assert page.locator(".cited-version, article img[src='x']").count() == 0, hostile
        assert not page.wrong


def test_nothing_of_it_is_loaded_without_a_version(record, open_page):
    page = open_page(next(iter(record["pages"])))
    asked = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert asked and not [name for name in asked if "versions" in name]


def test_it_works_from_a_folder(record, site, open_page):
    figure = next(name for name in record["pages"] if name.startswith("figures/"))
    page = open_page(f"{figure}?version={OLD}", base=f"{site.as_uri()}/")
    assert "changed since" in banner(page).inner_text()
    assert not page.wrong


@pytest.mark.parametrize("width", WIDTHS)
def test_it_can_be_read_by_everyone(record, open_page, width):
    figure = next(name for name in record["pages"] if name.startswith("figures/"))
    page = open_page(f"{figure}?version={OLD}", width=width, scheme=FIRST_MODE[width])
    banner(page).wait_for()
    assert not accessibility(page, FIRST_MODE[width])
    over = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(over)
