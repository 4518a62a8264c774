"""Forms: the parts that the figures of the report are made of.

A notebook says what is drawn and leaves to the forms how it is drawn::

    from shortcase.charts import forms

    tests = forms.frame({"Triton": ch["triton"], "Mojo": ch["mojo"]}, ["code", "share"], True)
    chart = forms.plot(
        forms.share("share of hand-tuned speed"),
        forms.names(tests["code"]),
        forms.reference(x=needed, label="needed"),
        forms.ranges(tests, "share", "code", label=".0%"),
    )

``plot`` puts axes under layers. Each layer is an Altair chart, so that ``+`` and ``alt.layer``
go on to work and what no form draws can be drawn with Altair. Numbers are plain ones or have
``value``, ``low`` and ``high``. Colours are named as in the palette.
"""

from shortcase.charts.forms.axes import Axis, date, decade, log, names, number, panels, plot, share
from shortcase.charts.forms.live import curve, live_bar, moved, response, sampled, state
from shortcase.charts.forms.looks import Series, series
from shortcase.charts.forms.marks import area, bars, heat, lines, points, ranges
from shortcase.charts.forms.values import day, frame, highest, lowest, middle, year
from shortcase.charts.forms.words import labels, note, reference, strip

__all__ = [
    "Axis",
    "Series",
    "area",
    "bars",
    "curve",
    "date",
    "day",
    "decade",
    "frame",
    "heat",
    "highest",
    "labels",
    "lines",
    "live_bar",
    "log",
    "lowest",
    "middle",
    "moved",
    "names",
    "note",
    "number",
    "panels",
    "plot",
    "points",
    "ranges",
    "reference",
    "response",
    "sampled",
    "series",
    "share",
    "state",
    "strip",
    "year",
]
