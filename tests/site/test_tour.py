"""Every page, visited once on a wide screen and once on a phone; and that the tour sees what is planted."""

from __future__ import annotations

import pytest
from tour import FIRST_MODE, WIDTHS, accessibility, visit

SHARES = 12  # so that workers have about the same to do: chapters, figures and tables are spread over all


@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_fault_at_either_width_and_in_either_mode(tour, address, pages, share):
    faults = [fault for name in pages[share::SHARES] for width in WIDTHS for fault in visit(tour, address + name, width)]
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
  @media (prefers-color-scheme: dark) { body { background: #15181d; color: #e6e9ee } .card { background: #20242b } }
</style></head>
<body><main><h1>A sound page</h1><p>Some words.</p><p>More words.</p><p class="card">Words on a card.</p>
<p><label>A number <input name="number"></label></p><!-- here --></main></body></html>"""
HIDDEN = '<p style="position: relative">Some words.<b style="position: absolute; inset: 0"></b></p>'
PLANTED = {
    "a missing label": ('<input type="text" name="bare">', "label (1)", 2),
    "a picture without words": ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt (1)", 2),
    "one pale text": ('<p style="color: #9a9a9a; background: #fff">Pale words.</p>', "color-contrast", 4),
    "a ground that is pale in dark alone": (
        '<style>@media (prefers-color-scheme: dark) { .mode { background: #d0d0d0 } }</style><p class="mode">Words.</p>',
        "in dark: color-contrast", 2),
    "a pale small text in a known colour": (
        '<p style="background: #fff; color: #8a8a8a; font-size: 24px">Large.</p>'
        '<p style="background: #fff; color: #8a8a8a; font-size: 14px">Small.</p>', "Small.", 4),
    "a pale text under a see-through ground": (
        '<p style="background: #fff; color: #767676"><b style="background: rgb(0 0 0 / 30%)">Shaded.</b></p>', "Shaded.", 4),
    "a pale text that axe leaves open": (
        HIDDEN.replace("relative", "relative; background: #fff; color: #999"), "contrast of 2.85", 4),
    "a text on a picture, which nobody can judge": (
        '<p style="background: linear-gradient(#fff, #888)">Over colours.</p>', "contrast of NaN", 4),
    "something too wide for a phone": ('<div style="width: 700px">Wide.</div>', "scrolls sideways", 1),
    "a request to another host": ('<img alt="x" src="http://other.invalid/x.png">', "asked http://other.invalid/x.png", 2),
    "an error of a script": ("<script>throw new Error('planted')</script>", "planted", 2),
    "a word on the console": ("<script>console.error('said')</script>", "said", 2),
}


def faults_of(tour, folder, text: str) -> list[str]:
    (folder / "page.html").write_text(text)
    return [fault for width in WIDTHS for fault in visit(tour, (folder / "page.html").as_uri(), width)]


def without_requests_to_files(faults: list[str]) -> list[str]:
    """The tour's page is watched for the served site's address: that a file was asked for is no fault here."""
    return [fault for fault in faults if "asked file:" not in fault]


def test_the_tour_finds_nothing_in_a_sound_page(tour, tmp_path):
    assert not without_requests_to_files(faults_of(tour, tmp_path, SOUND))


@pytest.mark.parametrize("plant", PLANTED)
def test_the_tour_finds_what_is_planted(tour, tmp_path, plant):
    html, words, times = PLANTED[plant]
    faults = without_requests_to_files(faults_of(tour, tmp_path, SOUND.replace("<!-- here -->", html)))
    assert len([fault for fault in faults if words in fault]) >= times, faults
