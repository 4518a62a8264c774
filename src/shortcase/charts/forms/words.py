"""Words on a figure: labels of points, notes, and named lines and strips of reference."""

from __future__ import annotations

import altair as alt
import pandas as pd
from altair.expr.core import Expression

from shortcase.charts.forms.base import base, column
from shortcase.charts.forms.looks import DASHES, colour, legible
from shortcase.charts.forms.values import in_order
from shortcase.charts.theme import COLOR
from shortcase.faults import ReportError

# side: (align, baseline, direction across, direction down)
SIDES = {
    "right": ("left", "middle", 1, 0),
    "left": ("right", "middle", -1, 0),
    "above": ("center", "bottom", 0, -1),
    "below": ("center", "top", 0, 1),
    "above right": ("left", "bottom", 0.7, -0.5),
    "above left": ("right", "bottom", -0.7, -0.5),
    "below right": ("left", "top", 0.7, 0.5),
    "below left": ("right", "top", -0.7, 0.5),
    "middle": ("center", "middle", 0, 0),
}
EDGES = {
    "x": {"left": 0, "right": "width", "centre": {"expr": "width / 2"}},
    "y": {"top": 0, "bottom": "height", "centre": {"expr": "height / 2"}},
}


def _text(side, gap: float = 9, bold: bool = False, small: bool = False) -> dict:
    """The properties of words at a side: a name of SIDES, or (name, pixels right, pixels down)."""
    name, *nudge = side if isinstance(side, (tuple, list)) else (side, 0, 0)
    if name not in SIDES:
        raise ReportError(f"the side {name!r}; expected one of {', '.join(SIDES)}")
    align, baseline, across, down = SIDES[name]
    made = {"align": align, "baseline": baseline}
    made |= {"dx": across * gap + nudge[0], "dy": down * gap + nudge[1]}
    return made | ({"fontWeight": 600} if bold else {}) | ({"fontSize": 12} if small else {})


def _written(chart, look: dict, color: str, halo: bool) -> list:
    """The words in their colour; with a halo, a copy in the ground's colour beneath."""
    ground = {"stroke": COLOR["paper"], "strokeWidth": 4, "strokeJoin": "round"}
    words = [chart.mark_text(**look, **ground, color=COLOR["paper"])] if halo else []
    return [*words, chart.mark_text(**look, color=legible(color))]


def labels(
    data: pd.DataFrame,
    x: str,
    y: str,
    text: str,
    side="right",
    key: str | None = None,
    format: str | None = None,
    color: str = "ink",
    gap: float = 9,
    bold: bool = False,
    small: bool = False,
    halo: bool = False,
    lane: str | None = None,
    lanes: list[str] | None = None,
) -> list:
    """The column ``text`` written beside each point (a number with ``format``).

    ``side``: right, left, above, below, above right ... or ``(side, pixels right, pixels down)``.
    Or a mapping of values of the column ``key`` (else ``text``) to sides, those that it does not
    name stand right; None leaves a label out. ``halo``: lines beneath do not cross the words.
    """
    sides = side if isinstance(side, dict) else {}
    rest = "right" if isinstance(side, dict) else side
    key = key or text
    if missing := set(sides) - set(data[key]):
        raise ReportError(f"sides of {sorted(missing)}; expected values of {key!r}")
    groups: dict = {}
    for name in data[key].unique():
        groups.setdefault(_frozen(sides.get(name, rest)), []).append(name)
    if lane and lanes is None:
        lanes = in_order(data[lane])
    made = []
    for place, names in groups.items():
        if place is None:
            continue
        own = data if len(groups) == 1 else data[data[key].isin(names)]
        channel = column(alt.Text, own, text)
        if format is not None:
            channel.format = format
        chart = base(own, x, y, lane, lanes=lanes).encode(text=channel)
        made += _written(chart, _text(place, gap, bold, small), color, halo)
    return made


def _frozen(side):
    return tuple(side) if isinstance(side, list) else side


def place(**where):
    """A chart of one row whose channels are numbers, days, names, edges or live expressions."""
    row, live, fixed = {}, {}, {}
    channels = {"x": alt.X, "y": alt.Y, "x2": alt.X2, "y2": alt.Y2}
    for name, value in where.items():
        if isinstance(value, str) and value in EDGES[name[0]]:
            fixed[name] = alt.value(EDGES[name[0]][value])
            continue
        kind = {} if name in ("x2", "y2") else {"type": "quantitative"}
        fixed[name] = channels[name](field=f"at_{name}", **kind)
        if isinstance(value, Expression):
            live[f"at_{name}"] = value
        else:
            row[f"at_{name}"] = value if isinstance(value, str) else float(value)
    chart = alt.Chart(pd.DataFrame([row or {"at": 0}]))
    return (chart.transform_calculate(**live) if live else chart).encode(**fixed)


def note(
    text: str,
    x,
    y,
    side="right",
    color: str = "ink",
    gap: float = 0,
    bold: bool = False,
    small: bool = True,
    halo: bool = False,
) -> list:
    """Words at a place: x and y are values, or the edges left, right, centre, top and bottom.

    ``side`` is where the words stand as seen from the place (see ``labels``), ``gap`` how far.
    A newline in ``text`` begins a line.
    """
    look = _text(side, gap, bold, small) | {"text": text.split("\n") if "\n" in text else text}
    return _written(place(x=x, y=y), look, color, halo)


def reference(
    x=None,
    y=None,
    label: str | None = None,
    at=None,
    side=None,
    color: str = "soft",
    dash: str = "dashed",
    width: float = 1,
    to: tuple | None = None,
    halo: bool = False,
) -> list:
    """A line across the figure at a value of x or of y, with its name on it.

    The value may be live. ``at``: where along the line the name stands (a value, a day, or an
    edge), at ``side``: by default at the top right of an upright line and above the right end of
    a level one; ``at="outside"``: above the figure, on an upright line. ``to``: the two ends of a
    line that does not go all across. Raises ReportError unless one of x and y is given.
    """
    if (x is None) == (y is None):
        raise ReportError("a reference line; expected one of x and y")
    upright = x is not None
    where = {"x": x} if upright else {"y": y}
    if to is not None:
        along = "y" if upright else "x"
        where |= {along: to[0], f"{along}2": to[1]}
    look = {"color": colour(color), "strokeWidth": width}
    if dash != "solid":
        look["strokeDash"] = DASHES[dash]
    made = [place(**where).mark_rule(**look)]
    if label:
        outside = at == "outside"
        stand = {"x": x, "y": "top" if outside or at is None else at} if upright else {}
        stand = stand or {"x": "right" if at is None else at, "y": y}
        level = "above right" if stand["x"] == "left" else "above left"
        side = side or (("above" if outside else "below right") if upright else level)
        made += note(label, **stand, side=side, color=color, gap=6, halo=halo)
    return made


def strip(
    x: tuple | None = None,
    y: tuple | None = None,
    label: str | None = None,
    at=None,
    side=None,
    color: str = "band",
    opacity: float = 1,
) -> list:
    """A strip of the ground between two values of x or of y, or a box between both; named.

    The name stands in the middle of the strip at ``at`` along it, at ``side``. Raises ReportError
    without x and y.
    """
    if x is None and y is None:
        raise ReportError("a strip; expected x or y as (low, high)")
    where = {} if x is None else {"x": x[0], "x2": x[1]}
    where |= {} if y is None else {"y": y[0], "y2": y[1]}
    made = [place(**where).mark_rect(color=colour(color), opacity=opacity)]
    if label:
        centre = {n: (float(v[0]) + float(v[1])) / 2 for n, v in (("x", x), ("y", y)) if v}
        stand = {"x": "left", "y": "top"} | centre
        if at is not None:
            stand["y" if x else "x"] = at
        default = "below" if x else "right"
        made += note(label, **stand, side=side or default, color="soft", gap=5)
    return made
