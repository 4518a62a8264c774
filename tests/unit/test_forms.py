"""Forms: what they draw, read from the specification or the picture."""

import json
import re
from types import SimpleNamespace

import altair as alt
import pandas as pd
import pytest

from shortcase.chapter.dials import Dial, Readout, Slider
from shortcase.chapter.presets import ALLOWED
from shortcase.chapter.results import flatten
from shortcase.charts import drawing, forms
from shortcase.charts.theme import COLOR, DIVERGING, SEQUENTIAL
from shortcase.faults import ReportError


class Measured(SimpleNamespace):
    """A number as a chapter hands it out."""

    def __float__(self):
        return float(self.value)


def measured(value, low=None, high=None, id="some_id"):
    return Measured(id=id, value=value, low=low, high=high)


EXACT = measured(4.0, id="exact")
ZERO = measured(2.0, 0.0, 3.0, id="from_zero")
TWO = forms.frame({"a": EXACT, "b": ZERO}, ["name", "value"], interval=True)
LOOKS = forms.series("name", {"a": "computed", "b": "article square dashed"})


def drawn(*layers, x=None, y=None):
    """The specification of layers on axes, as a figure stores it."""
    x = x or forms.number("value", 0, 5)
    chart = forms.plot(x, y or forms.names(["a", "b"]), *layers)
    return drawing.specification("test", chart, (400, 200), "what it shows")


def marks(spec, kind):
    return [part for part in spec["layer"] if part["mark"]["type"] == kind]


def rules_in(spec):
    """The lines of rules in the picture: how far each goes across, in pixels."""
    svg = drawing.svg(spec, "t", "d", "n")
    group = r'class="mark-rule role-mark.*?</g>'
    found = re.findall(r'<line[^>]* x2="(-?[\d.]+)"', "".join(re.findall(group, svg, re.S)))
    return [abs(float(x)) for x in found]


def test_a_frame_has_values_and_the_ends_of_intervals():
    assert TWO.to_dict("records") == [
        {"name": "a", "value": 4.0, "low": 4.0, "high": 4.0},
        {"name": "b", "value": 2.0, "low": 0.0, "high": 3.0},
    ]


def test_a_frame_divides_measured_numbers_and_no_others():
    made = forms.frame([("a", 2020, measured(3e9))], ["name", "year", "billion"], scale=1e9)
    assert made.to_dict("records") == [{"name": "a", "year": 2020, "billion": 3.0}]


def test_a_frame_stands_for_its_inputs():
    assert flatten([TWO, "other"]) == ["exact", "from_zero", "other"]


def test_a_frame_of_rows_closes_the_gaps_of_intervals():
    rows = pd.DataFrame(
        {"subject": ["s", "t"], "value": [1.0, 2.0], "low": [None, 0.0], "high": [None, 4.0]},
        index=["one", "two"],
    )
    made = forms.frame(rows, {"what": "subject", "share": "value"}, interval=True)
    assert list(made["low"]) == [1.0, 0.0] and list(made["high"]) == [1.0, 4.0]
    assert flatten([made]) == ["one", "two"]


@pytest.mark.parametrize("rows, columns", [([("a", EXACT)], ["name"]), ([], ["name"])])
def test_a_frame_of_another_shape_is_refused(rows, columns):
    with pytest.raises(ReportError, match="frame"):
        forms.frame(rows, columns)


def test_names_keep_their_order_beside_a_layer_with_some_of_them():
    order = ["b", "a"]
    layers = [forms.points(TWO, "value", "name"), forms.note("n", 1, "a")]
    spec = drawn(layers, y=forms.names(order))
    svg = drawing.svg(spec, "t", "d", "n")
    assert re.findall(r">([ab])</text>", svg) == order
    assert all(part["encoding"]["y"]["scale"]["domain"] == order for part in spec["layer"])


def test_dates_as_days_and_as_years():
    assert [forms.day(t) for t in ("2025", "2025-03", "2025-03-09")] == [
        "2025-01-01",
        "2025-03-01",
        "2025-03-09",
    ]
    assert forms.year("2025") == 2025.5 and forms.year("2025-01") == 2025.042
    assert forms.year("2025-01-24") == pytest.approx(2025 + 23.5 / 365.25, abs=2e-3)


def test_an_exact_value_draws_a_point_and_no_rule():
    spec = drawn(forms.ranges(TWO, "value", "name"))
    assert len([width for width in rules_in(spec) if width > 1]) == 1
    alone = drawn(forms.ranges(TWO[:1], "value", "name"))
    assert not marks(alone, "rule") and marks(alone, "point")


def test_intervals_go_from_low_to_high():
    (rule,) = marks(drawn(forms.ranges(TWO, "value", "name")), "rule")
    assert rule["encoding"]["x"]["field"] == "low" and rule["encoding"]["x2"]["field"] == "high"
    upright = forms.ranges(TWO, "name", "value", upright=True)
    spec = drawn(upright, x=forms.names(["a", "b"]), y=forms.number("v", 0, 5))
    (rule,) = marks(spec, "rule")
    assert rule["encoding"]["y"]["field"] == "low" and rule["encoding"]["y2"]["field"] == "high"


def test_each_layer_stands_on_the_same_axis():
    spec = drawn(forms.ranges(TWO, "value", "name", label=".1f"), forms.reference(x=EXACT))
    across = [part["encoding"]["x"] for part in spec["layer"]]
    assert {json.dumps(x["scale"], sort_keys=True) for x in across} == {
        '{"domain": [0, 5], "nice": false}'
    }
    assert {x["title"] for x in across} == {"value"}


def test_an_axis_of_shares_is_in_percent():
    spec = drawn(forms.points(TWO, "value", "name"), x=forms.share("share"))
    axis = spec["layer"][0]["encoding"]["x"]["axis"]
    assert axis["format"] == "%" and axis["values"] == [0, 0.25, 0.5, 0.75, 1]


def test_a_log_axis_labels_powers_and_refuses_zero_and_bars():
    axis = forms.log("tokens", 0.5, 2000)
    assert axis.axis["values"] == pytest.approx([1, 10, 100, 1000])
    with pytest.raises(ReportError, match="0 < low"):
        forms.log("tokens", 0, 10)
    with pytest.raises(ReportError, match="bars on a log axis"):
        drawn(forms.bars(TWO, "value", "name"), x=axis)


def test_an_axis_of_dates_is_in_utc():
    days = pd.DataFrame({"day": ["2024-05-01", "2025-01-25"], "name": ["a", "b"]})
    x = forms.date("2024-01-01", "2026-01-01", every="6 months")
    encoded = drawn(forms.points(days, "day", "name"), x=x)["layer"][0]["encoding"]["x"]
    assert encoded["type"] == "temporal" and encoded["scale"]["type"] == "utc"
    assert encoded["scale"]["domain"][0] == {"year": 2024, "month": 1, "date": 1, "utc": True}
    assert encoded["axis"]["tickCount"] == {"interval": "month", "step": 6}


def test_series_differ_in_colour_and_shape_or_dash():
    spec = drawn(forms.points(TWO, "value", "name", LOOKS))
    encoded = spec["layer"][0]["encoding"]
    assert encoded["color"]["scale"]["range"] == [COLOR["computed"], COLOR["article"]]
    assert encoded["shape"]["scale"]["range"] == ["circle", "square"]
    line = drawn(forms.lines(TWO, "value", "name", LOOKS))["layer"][0]["encoding"]
    assert line["strokeDash"]["scale"]["range"] == [[1, 0], [6, 3]]


@pytest.mark.parametrize("look", ["#ff0000", "dashed", "computed wavy"])
def test_a_look_is_of_the_palette(look):
    with pytest.raises(ReportError, match="expected one"):
        forms.series("name", {"a": look})


def test_lines_can_be_named_at_their_ends():
    data = pd.DataFrame({"t": [1, 3, 2, 1], "v": [1, 2, 3, 4], "name": ["a", "a", "b", "b"]})
    spec = drawn(
        forms.lines(data, "t", "v", forms.series("name", {"a": "gold", "b": "good"}), ends=True),
        x=forms.number("t", 0, 5),
        y=forms.number("v", 0, 5),
    )
    texts = marks(spec, "text")
    assert [t["mark"]["color"] for t in texts] == [COLOR["soft"], COLOR["good"]]
    ends = [spec["datasets"][t["data"]["name"]] for t in texts]
    assert [(e[0]["t"], e[0]["v"]) for e in ends] == [(3, 2), (2, 3)]


def test_bars_are_labelled_on_the_side_to_which_they_point():
    data = pd.DataFrame({"name": ["a", "b"], "value": [1.0, -2.0]})
    texts = marks(drawn(forms.bars(data, "value", "name", label="+.1f")), "text")
    assert [t["mark"]["align"] for t in texts] == ["left", "right"]
    assert all(t["encoding"]["text"]["format"] == "+.1f" for t in texts)


def test_a_reference_has_its_name_on_it():
    spec = drawn(forms.reference(x=ZERO, label="The article: 2", color="article"))
    (rule,), (text,) = marks(spec, "rule"), marks(spec, "text")
    assert rule["mark"]["strokeDash"] and rule["mark"]["color"] == COLOR["article"]
    assert text["mark"]["text"] == "The article: 2" and text["mark"]["color"] == COLOR["article"]
    assert spec["datasets"][rule["data"]["name"]] == [{"at_x": 2.0}]
    with pytest.raises(ReportError, match="one of x and y"):
        forms.reference()


def test_words_are_never_pale():
    for name in ("gold", "sky", "rose", "muted"):
        (text,) = marks(drawn(forms.note("n", 1, "a", color=name)), "text")
        assert text["mark"]["color"] == COLOR["soft"]


def test_labels_take_sides():
    made = forms.labels(TWO, "value", "name", "name", {"a": ("left", 2, 3), "b": None})
    (text,) = marks(drawn(made), "text")
    assert text["mark"]["align"] == "right" and text["mark"]["dx"] == -7
    with pytest.raises(ReportError, match="expected values"):
        forms.labels(TWO, "value", "name", "name", {"c": "left"})


def test_a_strip_is_a_box_between_two_values():
    (rect,) = marks(drawn(forms.strip(x=(1, ZERO), label="likely")), "rect")
    assert rect["mark"]["color"] == COLOR["band"]


@pytest.mark.parametrize("diverging, ramp", [(False, SEQUENTIAL), (True, DIVERGING)])
def test_a_heat_map_has_steps_and_light_words_on_dark_ones(diverging, ramp):
    values = [-1.0, 0.0, 1.0, 9.0]
    cells = pd.DataFrame({"p": list("abab"), "q": list("ccdd"), "value": values})
    heat = forms.heat(
        cells, "p", "q", "value", [-0.5, 0.5, 2, 3, 4, 5], label=".0f", diverging=diverging
    )
    spec = drawn(heat, x=forms.names("ab"), y=forms.names("cd"))
    (rect,), texts = marks(spec, "rect"), marks(spec, "text")
    assert rect["encoding"]["color"]["scale"]["range"] == ramp
    light = [t for t in texts if t["mark"]["color"] == COLOR["paper"]]
    shown = [row["value"] for t in light for row in spec["datasets"][t["data"]["name"]]]
    assert shown == ([-1.0, 9.0] if diverging else [9.0])


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ReportError, match="'valeu'"):
        forms.points(TWO, "valeu", "name")


def test_column_names_are_read_literally():
    """Two points at 1 and 4 of a column with brackets stand apart in the picture."""
    data = pd.DataFrame({"cost [USD] a.b": [1.0, 4.0], "name": ["a", "a"]})
    svg = drawing.svg(drawn(forms.points(data, "cost [USD] a.b", "name")), "t", "d", "n")
    (group,) = re.findall(r'class="mark-symbol role-mark.*?</g>', svg, re.S)
    left, right = (float(x) for x in re.findall(r"translate\(([\d.]+),", group))
    assert right - left > 100


def test_lanes_keep_their_place_where_a_lane_has_no_label():
    data = TWO.assign(lane=["one", "two"])
    sides = {"a": None}
    made = forms.labels(data, "value", "name", "name", sides, lane="lane")
    (text,) = marks(drawn(made), "text")
    assert text["encoding"]["yOffset"]["scale"]["domain"] == ["one", "two"]


def test_small_multiples_share_their_frame():
    chart = forms.plot(
        forms.number("v", 0, 5), forms.names(["a", "b"]), forms.ranges(TWO, "value", "name")
    )
    made = forms.panels(chart, "name", 2, 100, 80).to_dict()
    assert made["columns"] == 2 and made["facet"]["field"] == "name"


def product(size, rate):
    """Size times rate."""
    return size * rate


def dial():
    sliders = [Slider("size", "Size", 0, 10), Slider("rate", "Rate", 1, 100, log=True)]
    presets = {name: {"size": 3, "rate": 10} for name in ALLOWED[0]}
    return Dial("d", sliders, {"all": Readout("All", product, ".1f")}, presets)


def test_a_response_is_a_live_curve_with_the_state_of_the_dial_on_it():
    made = dial()
    layers = forms.response(made, "all", "size", 0, 10, 11, per=made["rate"])
    chart = forms.plot(forms.number("size", 0, 10), forms.number("all", 0, 10), layers)
    spec = drawing.specification("test", chart, (400, 200), "what it shows", made.parameters())
    (line,), (point,) = marks(spec, "line"), marks(spec, "point")
    (rows,) = [spec["datasets"][line["data"]["name"]]]
    assert [row["at"] for row in rows] == list(range(11))
    assert "pow(10" in line["transform"][0]["calculate"]
    live = {step["as"]: step["calculate"] for step in point["transform"]}
    assert live["at_x"] == "size" and "readout_all" in live["at_y"]
    assert drawing.svg(spec, "t", "d", "n").startswith("<svg")


def test_a_readout_moved_from_its_preset():
    assert forms.moved(dial(), "all") == 30
    table = forms.sampled("size", 0, 2, 3, all=lambda s: forms.moved(dial(), "all", size=s))
    assert list(table["all"]) == [0, 10, 20]


def test_what_no_form_draws_can_be_added():
    own = alt.Chart(TWO).mark_tick().encode(x="value:Q", y="name:N")
    spec = drawn(forms.points(TWO, "value", "name"), own)
    assert marks(spec, "tick")[0]["encoding"]["x"]["scale"]["domain"] == [0, 5]
