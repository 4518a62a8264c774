"""Live: curves and points that move with a dial, and the table that stands beside them."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd

from shortcase.charts.forms.looks import DASHES, colour
from shortcase.charts.forms.words import _text, place


def grid(low: float, high: float, count: int, log: bool = False) -> np.ndarray:
    """Evenly spaced values from low to high, or with ``log`` evenly spaced powers."""
    return np.geomspace(low, high, count) if log else np.linspace(low, high, count)


def curve(
    formula: Callable,
    low: float,
    high: float,
    count: int = 46,
    log: bool = False,
    color: str = "computed",
    dash: str = "solid",
    width: float = 2.5,
):
    """The line of ``formula(x)`` for x from low to high, drawn by the reader's browser.

    The formula is handed x as an Altair expression; with the sliders of a dial in it
    (``dial["growth"]``) the line is live.
    """
    look = {"color": colour(color), "strokeWidth": width, "clip": True}
    if dash != "solid":
        look["strokeDash"] = DASHES[dash]
    data = pd.DataFrame({"at": grid(low, high, count, log)})
    chart = alt.Chart(data).transform_calculate(drawn=formula(alt.datum.at))
    x = alt.X(field="at", type="quantitative")
    y = alt.Y(field="drawn", type="quantitative")
    return chart.mark_line(**look).encode(x=x, y=y)


def state(x, y, label=None, side="right", color: str = "accent", size: int = 160) -> list:
    """The point at which a dial stands; x and y are expressions or values.

    ``label``: an expression of the words beside it, such as
    ``alt.expr.format(dial.readout("saved"), ".2f")``.
    """
    made = [place(x=x, y=y).mark_point(size=size, color=colour(color), clip=True)]
    if label is not None:
        chart = place(x=x, y=y).transform_calculate(words=label)
        look = _text(side, 11, bold=True)
        made.append(chart.mark_text(**look).encode(text=alt.Text(field="words", type="nominal")))
    return made


def live_bar(
    value, name: str, label: str | None = None, color: str = "computed", thick: int | None = None
) -> list:
    """A bar from zero to a live value (an expression) at a name of the y axis.

    ``label``: a d3 format, the value is written at its end.
    """
    look = {"color": colour(color)} | ({} if thick is None else {"size": thick})
    made = [place(x=value, y=name).mark_bar(**look)]
    if label is not None:
        text = alt.Text(field="at_x", type="quantitative", format=label)
        made.append(
            place(x=value, y=name).mark_text(**_text("right", 6, bold=True)).encode(text=text)
        )
    return made


def sampled(
    name: str,
    low: float,
    high: float,
    count: int = 46,
    log: bool = False,
    **columns: Callable,
) -> pd.DataFrame:
    """The table of curves: the column ``name`` with values from low to high, and each formula's."""
    at = grid(low, high, count, log)
    made = pd.DataFrame({name: at})
    for column, formula in columns.items():
        made[column] = [float(formula(float(v))) for v in at]
    return made


def response(
    dial,
    readout: str,
    along: str,
    low: float,
    high: float,
    count: int = 46,
    log: bool = False,
    per=None,
    x_per: float = 1,
    color: str = "computed",
) -> list:
    """How a readout of a dial answers to one of its sliders: the live curve, and the dial's state.

    ``along``: the slider whose values from low to high, in x_per of its unit, are the x axis;
    ``per``: a number or an expression by which the readout is divided.
    """

    def divided(value, by):
        return value if by is None or (isinstance(by, (int, float)) and by == 1) else value / by

    def formula(x):
        return divided(dial.answer(readout, along, x if x_per == 1 else x * x_per), per)

    spot = state(divided(dial[along], x_per), divided(dial.readout(readout), per))
    return [curve(formula, low, high, count, log, color), *spot]


def moved(dial, readout: str, preset: str = "our estimate", **sliders) -> float:
    """A readout at a preset with some sliders moved, each to a number in the slider's unit: for the
    table."""
    return dial.moved(readout, preset, **sliders)
