"""The built site, served on this machine, and a browser."""

from __future__ import annotations

import functools
import http.server
import inspect
import json
import os
import re
import threading
from pathlib import Path

import firefox
import pytest
from small_book import built, tiny  # noqa: F401 - fixtures
from tour import LONG, watch

from shortcase_site.chromium import ARGUMENTS, HOW, find

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.fail("the site is not built: run `make book`")
    return SITE


@pytest.fixture(scope="session")
def moved(site) -> dict[str, str]:
    """Pages at former addresses, which only lead on: each with the page that it leads to."""
    found = {}
    for path in sorted((site / "figures").glob("*.html")):
        if on := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', path.read_text()):
            found[path.relative_to(site).as_posix()] = f"figures/{on[1]}"
    return found


@pytest.fixture(scope="session")
def pages(site, moved) -> list[str]:
    """Every page of the site that has something to read, as an address from its top."""
    every = (p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    return sorted(set(every) - moved.keys())


@pytest.fixture(scope="session")
def indexes(site) -> dict:
    return {
        name: json.loads((site / f"{name}.json").read_text())
        for name in ("figures", "claims", "numbers")
    }


@pytest.fixture(scope="session")
def address(site):
    """The address of a small server for the site on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def pytest_collection_modifyitems(items):
    """Leave out of Firefox what playwright cannot ask of it."""
    for item in items if BROWSER == "firefox" else ():
        if isinstance(item, pytest.Function) and item.path.parent == Path(__file__).parent:
            why = firefox.beyond(inspect.getsource(item.function))
            if why:
                item.add_marker(pytest.mark.skip(f"playwright cannot ask Firefox {why}"))


BROWSER = os.environ.get("SHORTCASE_BROWSER", "chromium")


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Chromium, or the Firefox that SHORTCASE_BROWSER asks for."""
    from playwright.sync_api import sync_playwright

    if BROWSER == "firefox":
        if firefox.find() is None:
            pytest.fail(firefox.HOW)
        with sync_playwright() as playwright:
            made = firefox.launch(playwright, tmp_path_factory.mktemp("firefox"))
            yield made
            made.close()
        return
    path = find()
    if path is None:
        pytest.fail(HOW)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture(scope="session")
def tour(browser, address):
    """One page of one context, watched, in which page after page is opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="UTC")
    context.set_default_timeout(LONG)
    page = context.new_page()
    watch(page, address)
    yield page
    context.close()


@pytest.fixture
def open_page(browser, address):
    """A function that opens a page in a context of its own; ``page.wrong`` says what went wrong."""
    contexts = []

    def opened(
        name: str,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        script: bool = True,
        base: str = address,
        touch: bool = False,
    ):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            has_touch=touch,
            timezone_id="UTC",
        )
        context.set_default_timeout(LONG)
        contexts.append(context)
        page = context.new_page()
        watch(page, base)
        page.goto(base + name)
        return page

    yield opened
    for context in contexts:
        context.close()
