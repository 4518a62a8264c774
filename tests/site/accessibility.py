"""What the two files of accessibility tests share; they are two so that two workers can run them side by side."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from test_pages import SHOW_ALL, kinds_of_page

AXE = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => [v.id, v.nodes.length, v.nodes[0].html])"
# Of long lists and tables the first items stand for all: the rest have the same template, and would only take time.
SHORTEN = """() => document.querySelectorAll('tbody tr:nth-child(n+30), .claim:nth-child(n+40), .source-list li:nth-child(n+40)').forEach(e => e.remove())"""
SAMPLE = """() => document.querySelectorAll('.chart-svg > g, tbody tr:nth-child(n+6), .claim:nth-child(n+6), .source-list li:nth-child(n+12), div.highlight span:nth-child(n+12)').forEach(e => e.remove())"""


@cache
def axe() -> str:
    """The script of axe-core."""
    import axe_core_python

    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()


def violations(page, shorten: str) -> list[str]:
    """What axe finds in an open page, after all of it is laid out and long lists are shortened."""
    for script in (SHOW_ALL, shorten, axe()):
        page.evaluate(script)
    return [f"{id} ({count}): {html[:150]}" for id, count, html in page.evaluate(AXE)]


def of_kinds(site, indexes, open_page, width: int, scheme: str) -> list[str]:
    """What axe finds on one page of each kind and on chapters: each chapter is read whole in light on a wide screen and in dark on a phone, so in both modes and at both
    widths; of the two other pairs, whose faults could only be of the style sheet that all chapters share, three chapters with shortened lists stand for all."""
    whole, found = (width > 390) == (scheme == "light"), []
    names = kinds_of_page(site, indexes)
    skipped = [] if whole else [n for n in names if n.startswith("notebooks/")][3:]
    for name in (n for n in names if n not in skipped):
        page = open_page(name, width=width, scheme=scheme)
        found += [f"{name}: {violation}" for violation in violations(page, SHORTEN if whole else SAMPLE)]
        page.close()
    return found
