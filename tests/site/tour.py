"""What is asked of every page in a visit: axe, contrast, sideways scroll, other hosts, console."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

WIDTHS = (1280, 360)
ABORTED = "status=2152398850"  # NS_BINDING_ABORTED
# Structure is read in light on the wide screen and in dark on the narrow one, contrast in both
# modes on both.
FIRST_MODE = {1280: "light", 360: "dark"}
# 30 seconds in Firefox, where not every test that Chromium passes was written for it
LONG = (
    30_000 if os.environ.get("SHORTCASE_BROWSER") == "firefox" else 120_000
)  # milliseconds: bounds a failure, decides nothing

# Parts that are skipped until a reader comes near them are laid out at once, and colours change
# without a transition.
SHOW_ALL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important; transition: none !important }');
  document.adoptedStyleSheets = [sheet];
}"""
# What is folded is a part of the page, and is looked at as well.
OPEN_ALL = "for (const fold of document.querySelectorAll('details')) fold.open = true"
STRUCTURE = """async () => (await axe.run(document, {
  resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } }
})).violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 150)}`)"""


@cache
def axe() -> str:
    """The script of axe-core."""
    import axe_core_python

    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()


@cache
def contrast() -> str:
    """The script that measures one text of each look."""
    return Path(__file__).with_name("contrast.js").read_text()


def address_of(page) -> str:
    """The address that a page itself has; what its driver has heard of it may lag behind."""
    return page.evaluate("location.href")


def watch(page, base: str) -> None:
    """Keep in ``page.wrong`` what goes wrong in a page: requests outside ``base``, console errors.

    ``page.known`` holds the looks of text whose contrast was found good: they are measured once.
    """
    page.wrong, page.known = [], set()

    def asked(request):
        if not request.url.startswith((base, "data:")):
            page.wrong.append(f"{page.url}: asked {request.url}")

    def said(message):
        # from a folder a browser refuses to preload a font, and loads it when it is used
        preload = base.startswith("file:") and "woff2" in message.text + message.location["url"]
        if message.type == "error" and not preload:
            page.wrong.append(f"{page.url}: {message.text}")

    def failed(error):
        # Firefox says so of a font that it no longer needs, since another page was opened
        if ABORTED not in str(error):
            page.wrong.append(f"{page.url}: {error}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", failed)


def accessibility(page, mode: str) -> list[str]:
    """What axe finds in an open page shown in ``mode``: structure, and contrast in both modes."""
    page.evaluate(SHOW_ALL)
    page.evaluate(axe())
    found = page.evaluate(STRUCTURE)
    for scheme in (mode, {"light": "dark", "dark": "light"}[mode]):
        page.emulate_media(color_scheme=scheme)
        asked = {"dark": scheme == "dark", "known": sorted(page.known)}
        measured = page.evaluate(contrast(), asked)
        page.known.update(measured["sound"])
        found += [f"in {scheme}: {fault}" for fault in measured["faults"]]
        if not measured["looks"]:
            found.append(f"in {scheme}: no text was found to measure")
    return found


def visit(page, address: str, width: int) -> list[str]:
    """Every fault of the page at an address, opened once at one width in a page that is watched."""
    page.wrong.clear()
    page.set_viewport_size({"width": width, "height": 900 if width > 400 else 740})
    page.emulate_media(color_scheme=FIRST_MODE[width])
    page.goto(address)
    page.evaluate(SHOW_ALL)
    page.evaluate(OPEN_ALL)
    size = page.evaluate("document.documentElement.scrollWidth")
    found = [f"scrolls sideways: {size} wide"] if size > width else []
    found += accessibility(page, FIRST_MODE[width])
    return [f"{address}, {width} wide: {fault}" for fault in found + page.wrong]
