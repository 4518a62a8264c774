"""A chart's forms: for a phone, with its title, in the dark, with names from its content."""

import json

import altair as alt
import pandas as pd

from shortcase.charts import drawing, theme


def spec(width=680, height=500):
    frame = pd.DataFrame({"a": [1.0, 1 / 3], "b": ["x", "y"]})
    chart = alt.Chart(frame).mark_bar(color=theme.COLOR["article"]).encode(x="a:Q", y="b:N")
    return drawing.specification("f", chart, (width, height), "what it shows")


def test_the_form_for_a_phone_is_narrow_and_no_taller_than_usual():
    wide = spec()
    before = json.dumps(wide)
    narrow = drawing.narrow_specification(wide, {})
    assert (narrow["width"], narrow["height"]) == (drawing.NARROW_WIDTH, 420)
    assert narrow["config"]["legend"]["columns"] == 2
    assert narrow["config"]["axis"]["labelFontSize"] == 12
    assert json.dumps(wide) == before
    asked = drawing.narrow_specification(wide, {"height": 300, "legend_columns": 1})
    assert asked["height"] == 300 and asked["config"]["legend"]["columns"] == 1
    assert drawing.narrow_specification(spec(height=200), {})["height"] == 200


def test_a_whole_specification_for_a_phone_is_taken_as_it_is():
    own = {"$schema": drawing.SCHEMA, "width": 100}
    assert drawing.narrow_specification(spec(), own) is own


def test_a_title_is_broken_into_lines_that_fit():
    words = (
        "The finding of the chart in a sentence that is longer than one line of the picture is wide"
    )
    lines = drawing.with_title(spec(width=340), words)["title"]["text"]
    assert len(lines) >= 2 and " ".join(lines) == words
    assert all(len(line) <= 340 / 8.2 for line in lines)
    assert drawing.with_title(spec(), "Short")["title"]["text"] == ["Short"]


def test_the_dark_form_has_the_dark_colours():
    dark = json.dumps(drawing.in_dark(spec()))
    assert theme.PALETTE["article"][1] in dark and theme.PALETTE["article"][0] not in dark


def test_data_are_named_after_their_rounded_content():
    one, two = spec(), spec()
    assert one == two and all(name.startswith("data-") for name in one["datasets"])
    (rows,) = one["datasets"].values()
    assert rows[1]["a"] == 0.333333333
