"""Chapters as a reader meets them, measured: ``python tests/site/measured.py`` prints a line each.

Height of the page, the share of the article's height that is prose, and how many figures stand
open, in the reading view on a laptop."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 1280, 900
# Prose: paragraphs, lists, tables and headings that stand in the article itself, but not those of
# figures, claims, folds and citations; each with the larger of its margins, which overlap.
MEASURE = """() => {
  const article = document.querySelector('article'), all = what => article.querySelectorAll(what);
  const height = e => e.getBoundingClientRect().height;
  const sum = (list, of) => Array.from(list).reduce((total, e) => total + of(e), 0);
  const other = 'figure, .claims, details, .chapter-cite, .verdict-strip, .chapter-contents, nav';
  const held = 'ul, ol, blockquote, .table-wrapper';
  const words = Array.from(all(`p, h1, h2, h3, h4, ${held}`)).filter(e =>
    !e.closest(other) && !e.parentElement.closest(held) && e.getClientRects().length);
  const margin = e => {
    const style = getComputedStyle(e);
    return Math.max(parseFloat(style.marginTop), parseFloat(style.marginBottom));
  };
  const figures = Array.from(all('figure.report-figure'));
  const open = figures.filter(figure => !figure.closest('details:not([open])'));
  return {
    height: document.documentElement.scrollHeight, article: height(article),
    prose: sum(words, e => height(e) + margin(e)), figures: figures.length, open: open.length,
    tall: sum(open, height), claims: sum(all('.claims'), height),
  };
}"""


@dataclass(frozen=True)
class Measured:
    """A chapter: heights in pixels, and counts of its figures."""

    name: str
    height: float
    article: float
    prose: float
    figures: int
    open: int
    tall: float  # of the open figures together
    claims: float

    @property
    def share(self) -> float:
        """The share of the article's height that is prose."""
        return self.prose / self.article

    def line(self) -> str:
        return (
            f"{self.name:22} {self.height:7.0f} px  prose {self.share:4.0%}  "
            f"figures {self.open:2} open of {self.figures:2} ({self.tall / self.article:4.0%})  "
            f"claims {self.claims / self.article:4.0%}"
        )


def measure(page, address: str, name: str) -> Measured:
    """A chapter that is opened in a page of a browser, WIDTH wide."""
    page.goto(address)
    page.wait_for_load_state()
    return Measured(name, **page.evaluate(MEASURE))


def varied_after(browser, base: str) -> float:
    """Milliseconds until the first varied number stands, four times slower than this machine."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{base}notebooks/deepseek_training.html?set=v3_gpu_hour_price:3")
    page.locator("html[data-varied]").wait_for(state="attached")
    return float(page.evaluate("document.documentElement.dataset.variedAfter"))


def moved_within(browser, base: str) -> float:
    """Milliseconds in which one changed input moves all central values of the book."""
    page = browser.new_page()
    page.goto(f"{base}whatif.html?set=v3_gpu_hour_price:3")
    return float(
        page.locator("[data-whatif][data-milliseconds]").get_attribute("data-milliseconds")
    )


def main(site: Path) -> int:
    from playwright.sync_api import sync_playwright

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium"))  # none: playwright's own
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for path in sorted((site / "notebooks").glob("*.html")):
            address = f"http://127.0.0.1:{server.server_port}/notebooks/{path.name}"
            print(measure(page, address, path.stem).line())
        base = f"http://127.0.0.1:{server.server_port}/"
        print(f"first varied number on a slow phone: {varied_after(browser, base):.0f} ms")
        print(f"all central values after one change: {moved_within(browser, base):.0f} ms")
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2] / "_build" / "html"))
