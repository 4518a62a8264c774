"""No axe violation, in light and dark, wide and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_pages import SHOW_ALL, kinds_of_page

MODES = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]
AXE = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => [v.id, v.nodes.length, v.nodes[0].html])"
# Of long lists and tables the first items stand for all: the rest have the same template, and would only take time.
SHORTEN = """() => document.querySelectorAll('tbody tr:nth-child(n+12), .claim:nth-child(n+20), .source-list li:nth-child(n+20), div.highlight span:nth-child(n+60)').forEach(e => e.remove())"""
SAMPLE = """() => document.querySelectorAll('.chart-svg > g, tbody tr:nth-child(n+6), .claim:nth-child(n+6), .source-list li:nth-child(n+12), div.highlight span:nth-child(n+12)').forEach(e => e.remove())"""


@pytest.fixture(scope="session")
def axe() -> str:
    import axe_core_python

    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()


def violations(page, axe: str, shorten: str) -> list[str]:
    page.evaluate(SHOW_ALL)
    page.evaluate(shorten)
    page.evaluate(axe)
    return [f"{id} ({count}): {html[:150]}" for id, count, html in page.evaluate(AXE)]


@pytest.mark.parametrize(("width", "scheme"), MODES)
def test_no_violation_on_any_kind_of_page(site, indexes, open_page, axe, width, scheme):
    shorten, found = SHORTEN if (width, scheme) in MODES[:2] else SAMPLE, []
    for name in kinds_of_page(site, indexes):
        page = open_page(name, width=width, scheme=scheme)
        found += [f"{name}: {violation}" for violation in violations(page, axe, shorten)]
        page.close()
    assert not found, "\n".join(found[:30])


def test_no_violation_on_figure_pages_and_tables(site, indexes, open_page, axe):
    names, found = [f"figures/{f['id']}.html" for f in indexes["figures"][::5]] + sorted(p.relative_to(site).as_posix() for p in (site / "data").glob("*.html")), []
    for i, name in enumerate(names):
        width, scheme = MODES[i % 4]
        page = open_page(name, width=width, scheme=scheme)
        found += [f"{name}: {violation}" for violation in violations(page, axe, SAMPLE)]
        page.close()
    assert not found, "\n".join(found[:30])


def test_no_violation_in_an_open_passport(book, open_page, axe):
    for width, scheme in MODES:
        page = open_page(f"{book.notebooks[0].docname}.html", width=width, scheme=scheme)
        page.locator("article a.num").first.click()
        page.wait_for_selector(".passport-card[role=dialog]")
        assert not violations(page, axe, SAMPLE)
        page.close()
