"""Base: the channels of a frame's columns, from which every form that draws a frame begins."""

from __future__ import annotations

import altair as alt
import pandas as pd

from shortcase.charts.forms.looks import Series, literal
from shortcase.charts.forms.values import in_order
from shortcase.faults import ReportError


def column(channel, data: pd.DataFrame, name: str):
    """A channel for a column. Raises ReportError for a column that the frame does not hold."""
    if name not in data.columns:
        raise ReportError(f"the column {name!r}; expected one of {list(data.columns)}")
    numeric = pd.api.types.is_numeric_dtype(data[name])
    kind = {} if channel in (alt.X2, alt.Y2) else {"type": "quantitative" if numeric else "nominal"}
    return channel(field=literal(name), **kind)


def base(
    data: pd.DataFrame,
    x: str,
    y: str,
    lane: str | None = None,
    by: Series | None = None,
    lanes: list[str] | None = None,
):
    """A chart of a frame with its columns x and y; ``lane`` offsets it across the axis of names.

    ``lanes``: the lanes in order, where the frame holds a part of them only.
    """
    chart = alt.Chart(data).encode(x=column(alt.X, data, x), y=column(alt.Y, data, y))
    if lane is None:
        return chart
    if lanes is None:
        lanes = by.names if by is not None and by.field == lane else in_order(data[lane])
    upright = pd.api.types.is_numeric_dtype(data[y])
    name, channel = ("xOffset", alt.XOffset) if upright else ("yOffset", alt.YOffset)
    scale = alt.Scale(domain=lanes)
    offset = channel(field=literal(lane), type="nominal", sort=lanes, scale=scale)
    return chart.encode(**{name: offset})
