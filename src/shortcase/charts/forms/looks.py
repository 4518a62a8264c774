"""Looks: the colour of each series, and a shape and a dash beside it, for colour is never alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

from shortcase.charts.theme import COLOR
from shortcase.faults import ReportError

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
DASHES = {
    "solid": [1, 0],
    "dashed": [6, 3],
    "dotted": [2, 2],
    "dashdot": [8, 2, 2, 2],
    "short": [4, 2],
    "long": [9, 3],
}
# Too light for words on paper.
PALE = ("gold", "sky", "rose", "muted", "axis", "grid", "band", "band_article")


def colour(name: str) -> str:
    """The colour of a name of the palette. Raises ReportError for another."""
    if name not in COLOR:
        raise ReportError(f"the colour {name!r}; expected one of {', '.join(COLOR)}")
    return COLOR[name]


def legible(name: str) -> str:
    """The colour for words about a mark of that colour: its own, or soft where that is too pale."""
    return colour("soft" if name in PALE else name)


@dataclass(frozen=True)
class Series:
    """How the values of one column are told apart. ``colours`` are names of the palette."""

    field: str
    colours: dict[str, str]
    shapes: dict[str, str]
    dashes: dict[str, list[int]]
    key: bool = True
    title: str | None = None
    capital: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the series, in order."""
        return list(self.colours)

    def _legend(self, line: bool):
        if not self.key:
            return None
        made: dict[str, Any] = {"title": self.title}
        if self.capital:
            made["labelExpr"] = "upper(slice(datum.label, 0, 1)) + slice(datum.label, 1)"
        if line:
            made |= {"symbolType": "stroke", "symbolSize": 500, "symbolStrokeWidth": 2.5}
        else:
            made |= {"symbolOpacity": 1}
        return alt.Legend(**made)

    def _channel(self, channel, values: Mapping, line: bool):
        scale = alt.Scale(domain=self.names, range=[values[n] for n in self.names])
        return channel(
            field=literal(self.field),
            type="nominal",
            sort=self.names,
            scale=scale,
            legend=self._legend(line),
            title=self.title,
        )

    def color(self, line: bool = False):
        """The colour channel. ``line``: the key shows strokes."""
        return self._channel(alt.Color, {n: colour(c) for n, c in self.colours.items()}, line)

    def shape(self):
        """The shape channel, for points."""
        return self._channel(alt.Shape, self.shapes, line=False)

    def dash(self):
        """The dash channel, for lines."""
        return self._channel(alt.StrokeDash, self.dashes, line=True)


def series(
    field: str,
    looks: Mapping[str, str],
    key: bool = True,
    title: str | None = None,
    capital: bool = False,
) -> Series:
    """The looks of the series in the column ``field``.

    ``looks`` maps each name to words: a colour of the palette, and if wanted a shape (circle,
    square, triangle-up ...) and a dash (solid, dashed, dotted, dashdot, short, long), as in
    ``"article square dashed"``. Without them the next shape and dash in line are taken.
    ``key=False``: no legend, since the series are named on the chart. ``capital``: the legend
    begins each name with a capital. Raises ReportError for a word that is none of these.
    """
    colours, shapes, dashes = {}, {}, {}
    for place, (name, words) in enumerate(looks.items()):
        shapes[name] = SHAPES[place % len(SHAPES)]
        dashes[name] = list(DASHES.values())[place % len(DASHES)]
        for word in words.split():
            if word in DASHES:
                dashes[name] = DASHES[word]
            elif word in SHAPES:
                shapes[name] = word
            elif colour(word):
                colours[name] = word
        if name not in colours:
            raise ReportError(f"the look {words!r} of {name!r}: no colour; expected one")
    return Series(field, colours, shapes, dashes, key, title, capital)


def literal(column: str) -> str:
    """A column's name as Vega-Lite reads it literally, points, brackets and quotes included."""
    return "".join("\\" + c if c in ".[]'\"" else c for c in column)
