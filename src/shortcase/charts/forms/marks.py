"""Marks: points, lines, intervals, bars, areas and heat maps of a frame's columns.

``data`` is a frame; ``x``, ``y``, ``low``, ``high`` and ``lane`` are names of its columns. ``by``
is a ``Series``, whose column tells the marks apart; without it all have ``color``, a name of the
palette. ``lane`` sets marks of one name side by side, one lane for each value of that column.
Each function returns an Altair chart or a list of them, for ``plot``.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from shortcase.charts.forms.base import base, column
from shortcase.charts.forms.looks import DASHES, Series, colour, legible, literal
from shortcase.charts.forms.values import in_order
from shortcase.charts.forms.words import labels
from shortcase.charts.theme import COLOR, DIVERGING, SEQUENTIAL
from shortcase.faults import ReportError

# Steps of heat maps on which words are light.
DARK_GROUND = {*SEQUENTIAL[4:], DIVERGING[0], DIVERGING[-1]}


def _mark(by: Series | None, color: str, **properties) -> dict:
    return properties if by is not None else properties | {"color": colour(color)}


def points(
    data: pd.DataFrame,
    x: str,
    y: str,
    by: Series | None = None,
    color: str = "computed",
    shape: str = "circle",
    size: int = 90,
    hollow: bool = False,
    opacity: float = 1,
    lane: str | None = None,
):
    """Points; with ``by`` in its colours and shapes. ``hollow``: outlines only."""
    look: dict[str, Any] = {"size": size, "filled": not hollow, "opacity": opacity}
    if hollow:
        look["strokeWidth"] = 2
    if by is None:
        look["shape"] = shape
    chart = base(data, x, y, lane, by).mark_point(**_mark(by, color, **look))
    return chart if by is None else chart.encode(color=by.color(), shape=by.shape())


def lines(
    data: pd.DataFrame,
    x: str,
    y: str,
    by: Series | None = None,
    color: str = "computed",
    dash: str = "solid",
    width: float = 2.5,
    dots: int = 0,
    steps: bool = False,
    ends: bool | dict[str, float] = False,
    detail: str | None = None,
):
    """Lines; with ``by`` in its colours, and its dashes, or with ``dots`` its shapes.

    ``dots``: the size of points on the line, 0 for none. ``steps``: the value holds until the
    next one. ``ends``: each series is named at its right end in its colour, a mapping of names to
    pixels moves some of them down. ``detail``: a column whose values make lines of one look.
    """
    look: dict[str, Any] = {"strokeWidth": width, "clip": True}
    look |= {"interpolate": "step-after"} if steps else {}
    if by is None and dash != "solid":
        look["strokeDash"] = DASHES[dash]
    chart = base(data, x, y).mark_line(**_mark(by, color, **look))
    if detail is not None:
        chart = chart.encode(detail=column(alt.Detail, data, detail))
    if by is not None:
        chart = chart.encode(color=by.color(line=not dots))
        chart = chart if dots else chart.encode(strokeDash=by.dash())
    made = [chart]
    if dots:
        made.append(points(data, x, y, by, color, size=dots))
    if ends and by is not None:
        made += _ends(data, x, y, by, ends if isinstance(ends, dict) else {})
    return made if len(made) > 1 else chart


def _ends(data: pd.DataFrame, x: str, y: str, by: Series, moved: dict[str, float]) -> list:
    made = []
    for name in by.names:
        own = data[data[by.field] == name]
        if own.empty:
            continue
        last = own.sort_values(x, kind="stable").tail(1)
        text = alt.Text(field=literal(by.field), type="nominal")
        look = {"align": "left", "dx": 7, "dy": moved.get(name, 0)}
        look |= {"color": legible(by.colours[name])}
        made.append(base(last, x, y).mark_text(**look).encode(text=text))
    return made


def ranges(
    data: pd.DataFrame,
    x: str,
    y: str,
    by: Series | None = None,
    color: str = "computed",
    low: str = "low",
    high: str = "high",
    width: float = 3,
    size: int = 110,
    opacity: float = 1,
    label: str | None = None,
    side: str | dict = "above",
    lane: str | None = None,
    upright: bool = False,
) -> list:
    """Intervals as rules with their central values as points on them.

    An exact value (``low`` equals ``high``) draws a point and no rule. ``upright``: the intervals
    stand on the y axis. ``label``: a d3 format, the value is written beside the point, at ``side``
    (see ``labels``); ``size=0``: no points.
    """
    value, ends = (y, (alt.Y, alt.Y2)) if upright else (x, (alt.X, alt.X2))
    made = []
    if (data[low] < data[high]).any():
        rule = base(data, x, y, lane, by).transform_filter(alt.datum[low] < alt.datum[high])
        rule = rule.mark_rule(**_mark(by, color, strokeWidth=width, opacity=opacity))
        first, second = (column(c, data, n) for c, n in zip(ends, (low, high), strict=True))
        rule = rule.encode(first, second)
        made.append(rule if by is None else rule.encode(color=by.color()))
    if size:
        made.append(points(data, x, y, by, color, size=size, lane=lane))
    if label:
        lanes = by.names if by is not None and by.field == lane else None
        look = {"format": label, "lane": lane, "lanes": lanes}
        made += labels(data, x, y, value, side, x if upright else y, **look)
    return made


def bars(
    data: pd.DataFrame,
    x: str,
    y: str,
    by: Series | None = None,
    color: str = "computed",
    label: str | None = None,
    inside: bool = False,
    thick: int | None = None,
    to: str | None = None,
    order: str | None = None,
    whiskers: bool = False,
    lane: str | None = None,
    pale: str | None = None,
) -> list:
    """Bars along the axis of numbers, from zero; those of several series on one name are stacked.

    ``label``: a d3 format or, for texts, a column; the value is written at the bar's end, or with
    ``inside`` in it. ``to``: a column at which floating bars end. ``order``: a column of ranks in
    the stack. ``whiskers``: a rule from ``low`` to ``high`` on each bar that has an interval.
    ``pale``: a column; the bars of its second value, such as what is only planned, are paler.
    """
    upright = pd.api.types.is_numeric_dtype(data[y]) and not pd.api.types.is_numeric_dtype(data[x])
    value, name = (y, x) if upright else (x, y)
    look = _mark(by, color) | ({} if thick is None else {"size": thick})
    if order is not None:
        look |= {"stroke": COLOR["paper"], "strokeWidth": 1}
    chart = base(data, x, y, lane, by).mark_bar(**look)
    if by is not None:
        chart = chart.encode(color=by.color())
    if to is not None:
        chart = chart.encode(column(alt.Y2 if upright else alt.X2, data, to))
    if order is not None:
        chart = chart.encode(order=column(alt.Order, data, order))
    if pale is not None:
        scale = alt.Scale(domain=in_order(data[pale]), range=[1, 0.55])
        chart = chart.encode(
            opacity=alt.Opacity(field=literal(pale), type="nominal", scale=scale, legend=None)
        )
    made = [chart]
    if whiskers:
        ends = {"low": "low", "high": "high", "upright": upright, "lane": lane}
        made += ranges(data, x, y, color="ink", width=2, size=0, **ends)
    if label:
        made += _bar_labels(data, value, name, upright, label, inside, whiskers, lane)
    return made


def _bar_labels(data, value, name, upright, label, inside, whiskers, lane) -> list:
    """Values at the ends of bars, on the side of zero to which each bar points."""
    text, format = (label, None) if label in data.columns else (value, label)
    end = "high" if whiskers else value
    x, y = (name, end) if upright else (end, name)
    outward, back = ("above", "below") if upright else ("right", "left")
    if inside:
        outward, back = ("below", "above") if upright else ("left", "right")
    look = {"color": "paper", "bold": True} if inside else {}
    made = []
    for part, side in ((data[data[value] >= 0], outward), (data[data[value] < 0], back)):
        if len(part):
            made += labels(part, x, y, text, side, format=format, lane=lane, gap=6, **look)
    return made


def area(data: pd.DataFrame, x: str, low: str = "low", high: str = "high", color: str = "band"):
    """The area between two columns along x."""
    chart = alt.Chart(data).mark_area(color=colour(color), clip=True)
    return chart.encode(
        x=column(alt.X, data, x), y=column(alt.Y, data, low), y2=column(alt.Y2, data, high)
    )


def heat(
    data: pd.DataFrame,
    x: str,
    y: str,
    value: str,
    steps: list[float],
    title: str | None = None,
    label: str | None = None,
    format: str = "",
    cell: tuple[float, float] | None = None,
    diverging: bool = False,
) -> list:
    """A heat map: the step between ``steps``, at most six, that each value falls in is its colour.

    ``title`` and ``format`` are the key's; ``label``: a d3 format, the value is written in its
    cell, light on dark steps. ``cell``: width and height of a cell around numeric x and y, else x
    and y are names. Raises ReportError for more steps than there are colours.
    """
    ramp = DIVERGING if diverging else SEQUENTIAL
    if len(steps) >= len(ramp):
        raise ReportError(f"a heat map with {len(steps)} steps; expected at most {len(ramp) - 1}")
    start = (len(ramp) - len(steps) - 1) // 2
    used = ramp[start : start + len(steps) + 1]
    scale = alt.Scale(type="threshold", domain=list(steps), range=used)
    shade = alt.Color(
        field=literal(value),
        type="quantitative",
        scale=scale,
        legend=alt.Legend(title=title, format=format),
    )
    if cell is None:
        chart = base(data, x, y)
    else:
        wide, high = (side / 2 for side in cell)
        boxes = data.assign(
            _x=data[x] - wide, _x2=data[x] + wide, _y=data[y] - high, _y2=data[y] + high
        )
        ends = (column(alt.X2, boxes, "_x2"), column(alt.Y2, boxes, "_y2"))
        chart = base(boxes, "_x", "_y").encode(*ends)
    made = [chart.mark_rect().encode(color=shade)]
    if label:
        shades = [used[sum(v >= s for s in steps)] in DARK_GROUND for v in data[value]]
        on_dark = pd.Series(shades, index=data.index)
        for part, ink in ((data[~on_dark], "ink"), (data[on_dark], "paper")):
            if len(part):
                made += labels(part, x, y, value, "middle", format=label, color=ink)
    return made
