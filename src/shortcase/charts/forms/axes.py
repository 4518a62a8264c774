"""Axes: what is measured in each direction of a figure, and the figure put together."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import altair as alt

from shortcase.charts.forms.looks import literal
from shortcase.charts.forms.values import in_order
from shortcase.faults import ReportError


@dataclass(frozen=True)
class Axis:
    """One direction of a figure: kind of data, title, and Vega-Lite's scale and axis."""

    type: str
    title: str | None
    scale: dict = field(default_factory=dict)
    axis: dict = field(default_factory=dict)

    def measure(self, channel) -> None:
        """Put this axis under a channel of a layer, in place."""
        if not (isinstance(channel.shorthand, str) and ":" in channel.shorthand):
            channel.type = self.type
        channel.title = self.title
        channel.axis = alt.Axis(**self.axis)
        if self.scale:
            channel.scale = alt.Scale(**self.scale)


def number(title: str | None, low=None, high=None, ticks=None, format=None, **more) -> Axis:
    """A linear axis from ``low`` to ``high`` exactly; without them, from zero to what is there.

    ``ticks``: the values that are labelled; ``format``: a d3 format; ``more``: further
    properties of Vega-Lite's axis, such as ``grid=False`` or ``labelExpr``.
    """
    scale = {} if low is None else {"domain": [low, high], "nice": False}
    return Axis("quantitative", title, scale, _axis(ticks, format, more))


def share(title: str | None, low=0.0, high=1.0, ticks=None, format="%", **more) -> Axis:
    """A linear axis of shares, written in percent; quarters are labelled between zero and one."""
    if ticks is None and (low, high) == (0.0, 1.0):
        ticks = [0, 0.25, 0.5, 0.75, 1]
    return number(title, low, high, ticks, format, **more)


def log(title: str | None, low: float, high: float, ticks=None, format="~s", **more) -> Axis:
    """A logarithmic axis from ``low`` to ``high``; ``ticks`` are labelled, else powers of ten.

    Raises ReportError for an end that is not above zero.
    """
    if low <= 0 or high <= low:
        raise ReportError(f"a log axis from {low:g} to {high:g}; expected 0 < low < high")
    scale = {"type": "log", "domain": [low, high], "nice": False}
    return Axis("quantitative", title, scale, _axis(ticks or _powers(low, high), format, more))


def _powers(low: float, high: float) -> list[float]:
    return [10.0**n for n in range(-30, 31) if low * (1 - 1e-9) <= 10.0**n <= high * (1 + 1e-9)]


def date(first: str, last: str, format="%Y", every=None, title=None, **more) -> Axis:
    """A true axis of time in UTC between two days such as ``2024-05-01``.

    ``every``: the distance of ticks as a number of them, or as ``"6 months"``, ``"2 years"``.
    """
    if isinstance(every, str):
        step, unit = every.split()
        more["tickCount"] = {"interval": unit.removesuffix("s"), "step": int(step)}
    elif every is not None:
        more["tickCount"] = every
    scale = {"type": "utc", "domain": [_moment(first), _moment(last)], "nice": False}
    return Axis("temporal", title, scale, _axis(None, format, more))


def _moment(text: str) -> dict:
    year, month, day = (int(part) for part in text.split("-"))
    return {"year": year, "month": month, "date": day, "utc": True}


def decade(first: float, last: float, ticks=None, title=None, **more) -> Axis:
    """An axis of decimal years."""
    return number(title, first, last, ticks, "d", **more)


def names(order: Iterable[str], title=None, wrap: int | None = None, **more) -> Axis:
    """An axis of names in the given order, repetitions left out.

    ``wrap``: labels are broken into lines of at most so many letters.
    """
    listed = in_order(order)
    if wrap:
        broken = {name: textwrap.wrap(name, wrap) for name in listed}
        more = {"labelExpr": f"{json.dumps(broken, ensure_ascii=False)}[datum.value]"} | more
    return Axis("nominal", title, {"domain": listed}, _axis(None, None, more))


def _axis(ticks, format: str | None, more: Mapping) -> dict:
    made = {} if ticks is None else {"values": list(ticks)}
    return made | ({} if format is None else {"format": format}) | dict(more)


def plot(x: Axis, y: Axis, *layers) -> alt.LayerChart:
    """The layers on these axes, the first at the bottom; layers may be nested in lists.

    Raises ReportError without layers, and for bars on a log axis: a length means nothing there.
    """
    drawn = [_on_axes(layer.copy(deep=True), x, y) for layer in _flat(layers)]
    if not drawn:
        raise ReportError("a figure: found no layers; expected some")
    return cast(alt.LayerChart, alt.layer(*drawn))


def _flat(layers) -> list:
    flat = []
    for layer in layers:
        flat += _flat(layer) if isinstance(layer, (list, tuple)) else [layer]
    return flat


def _on_axes(chart, x: Axis, y: Axis):
    if isinstance(chart, alt.LayerChart):
        chart.layer = [_on_axes(part, x, y) for part in chart.layer]
        return chart
    for name, axis in (("x", x), ("y", y)):
        channel = getattr(chart.encoding, name, alt.Undefined)
        if channel is alt.Undefined or isinstance(channel, (alt.XValue, alt.YValue)):
            continue
        if axis.scale.get("type") == "log" and getattr(chart.mark, "type", chart.mark) == "bar":
            raise ReportError("bars on a log axis; expected points, since length means nothing")
        axis.measure(channel)
    return chart


def panels(
    chart: alt.LayerChart,
    by: str,
    columns: int,
    width: int,
    height: int,
    order: Iterable[str] | None = None,
) -> alt.FacetChart:
    """Small multiples of a chart whose layers draw one and the same frame: one for each ``by``.

    ``width`` and ``height`` are those of one panel in pixels; ``order``: the panels' order. The
    narrow form of such a figure is made by another call and given as ``narrow_chart=``.
    """
    sort = in_order(order) if order is not None else alt.Undefined
    panel = alt.Facet(field=literal(by), type="nominal", title=None, sort=sort)
    return chart.properties(width=width, height=height).facet(facet=panel, columns=columns)
