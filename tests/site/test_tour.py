"""Every page, visited once on a wide screen and once on a phone; the tour sees what is planted."""

from __future__ import annotations

import pytest
from tour import FIRST_MODE, WIDTHS, accessibility, visit

SHARES = 12  # for the workers to divide: chapters, figures and tables are spread over all of them


@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_fault_at_either_width_and_in_either_mode(tour, address, pages, share):
    faults = []
    for name in pages[share::SHARES]:
        for width in WIDTHS:
            faults += visit(tour, address + name, width)
    assert not faults, "\n".join(faults[:30])


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_in_an_open_passport(book, open_page, width):
    mode = FIRST_MODE[width]
    page = open_page(f"{book.notebooks[0].docname}.html", width=width, scheme=mode)
    page.locator("article a.num").first.click()
    page.wait_for_selector(".passport-card[role=dialog]")
    assert not accessibility(page, mode)
    assert page.locator(".passport-card[role=dialog]").is_visible()


SOUND = """<!DOCTYPE html>
<html lang="en"><head><title>A sound page</title><meta name="viewport" content="width=device-width">
<style>
  body { background: #ffffff; color: #222222; font-size: 16px }
  .card { background: #f4f4f4 }
  @media (prefers-color-scheme: dark) {
    body { background: #15181d; color: #e6e9ee }
    .card { background: #20242b }
  }
</style></head>
<body><main><h1>A sound page</h1><p>Some words.</p><p class="card">Words on a card.</p>
<p><label>A number <input name="number"></label></p><!-- here --></main></body></html>"""
# What is planted, the words of the fault, and how often it is found in the two visits.
PLANTED = {
    "a missing label": ('<input type="text" name="bare">', "label (1)", 2),
    "a picture without words": (
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        "image-alt (1)",
        2,
    ),
    "one pale text": (
        '<p style="color: #9a9a9a; background: #fff">Pale words.</p>',
        "color-contrast",
        4,
    ),
    "a ground that is pale in dark alone": (
        "<style>@media (prefers-color-scheme: dark) { .mode { background: #d0d0d0 } }</style>"
        '<p class="mode">Words.</p>',
        "in dark: color-contrast",
        2,
    ),
    "a pale small text in a colour that will do for a large one": (
        '<p style="background: #fff; color: #8a8a8a; font-size: 24px">Large.</p>'
        '<p style="background: #fff; color: #8a8a8a; font-size: 14px">Small.</p>',
        "Small.",
        4,
    ),
    "a pale text on a see-through ground": (
        '<p style="background: #fff; color: #767676">Plain. '
        '<b style="background: rgb(0 0 0 / 30%)">Shaded.</b></p>',
        "Shaded.",
        4,
    ),
    "a pale text that axe leaves open": (
        '<p style="position: relative; background: #fff; color: #999">Some words.'
        '<b style="position: absolute; inset: 0"></b></p>',
        "contrast of 2.85",
        4,
    ),
    "a text on a picture, which nobody can judge": (
        '<p style="background: linear-gradient(#fff, #888)">Words.</p>',
        "contrast of NaN",
        4,
    ),
    "something too wide for a phone": (
        '<div style="width: 700px">Wide.</div>',
        "scrolls sideways",
        1,
    ),
    "a request to another host": (
        '<img alt="x" src="http://other.invalid/x.png">',
        "asked http://other.invalid/x.png",
        2,
    ),
    "an error of a script": ("<script>throw new Error('planted')</script>", "planted", 2),
    "a word on the console": ("<script>console.error('said')</script>", "said", 2),
}


def faults_of(tour, folder, text: str) -> list[str]:
    """What two visits find in a page of this text; that files are asked for is no fault here."""
    page = folder / "page.html"
    page.write_text(text)
    found = [fault for width in WIDTHS for fault in visit(tour, page.as_uri(), width)]
    return [fault for fault in found if "asked file:" not in fault]


def test_the_tour_finds_nothing_in_a_sound_page(tour, tmp_path):
    assert not faults_of(tour, tmp_path, SOUND)


@pytest.mark.parametrize("plant", PLANTED)
def test_the_tour_finds_what_is_planted(tour, tmp_path, plant):
    html, words, times = PLANTED[plant]
    faults = faults_of(tour, tmp_path, SOUND.replace("<!-- here -->", html))
    assert len([fault for fault in faults if words in fault]) == times, faults
