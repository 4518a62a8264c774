"""A reader's own time zone and language change nothing in a chart that is drawn in the browser."""

from __future__ import annotations

import json
import re

import pytest

from shortcase.charts import drawing
from shortcase.report import Report

VEGA = Report.here().root / "src" / "shortcase_site" / "static" / "vendor" / "vega.min.js"
DRAW = """spec => new vega.View(vega.parse(spec), {renderer: "none"}).toSVG()"""


def labels(picture: str) -> list[str]:
    """Every text of a picture that names a month or a year."""
    return re.findall(r">((?:[A-Z][a-z]{2} )?20\d\d)<", picture)


@pytest.mark.parametrize("id", ["growth_and_margin", "cs_fleets"])
def test_a_live_chart_is_the_same_for_readers_everywhere(book, browser, id):
    figure = book.figures[id]
    drawn = {}
    for zone, language in (
        ("UTC", "en-GB"),
        ("Asia/Tokyo", "ja-JP"),
        ("America/Los_Angeles", "de-DE"),
    ):
        context = browser.new_context(timezone_id=zone, locale=language)
        page = context.new_page()
        page.add_script_tag(path=VEGA)
        assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == zone
        drawn[zone] = page.evaluate(DRAW, drawing.vega(figure["spec"]))
        context.close()
    assert len(set(drawn.values())) == 1, json.dumps({z: labels(d) for z, d in drawn.items()})
    static = drawing.svg(figure["spec"], figure["title"], figure["alt"], "still")
    assert labels(drawn["UTC"]) == labels(static) and labels(static)
