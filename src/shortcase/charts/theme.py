"""Colours, type and the chart configuration.

Each colour has a light and a dark form; a chart is drawn in the light ones, and the site maps them
to the page's mode, so a chart may use no colour that is not listed here. Categorical colours after
Okabe and Ito 2008, adjusted for a contrast of at least 3:1 on either ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import webcolors

FONT = "Report Sans, sans-serif"  # the second where a viewer does not have the first
FONT_FOLDER = Path(__file__).with_name("fonts")

# name: (light, dark)
PALETTE = {
    "paper": ("#ffffff", "#14171c"),
    "ink": ("#1c2430", "#e6e9ee"),
    "soft": ("#56606e", "#a7b0bd"),
    "grid": ("#e4e7eb", "#2c323b"),
    "axis": ("#9aa3ae", "#5b6470"),
    "article": ("#b1470e", "#f16a23"),
    "computed": ("#3263e3", "#6a8eff"),
    "accent": ("#5c1578", "#dcbff1"),
    "muted": ("#8c8f95", "#746c6e"),
    "good": ("#235c55", "#8eeab1"),
    "bad": ("#7f0700", "#d47878"),
    "sky": ("#009cb8", "#87a3b1"),
    "gold": ("#c48500", "#ffc632"),
    "rose": ("#a3557f", "#c640aa"),
    "band": ("#c9dbf0", "#27405f"),
    "band_article": ("#f7d9c8", "#5a3420"),
}
COLOR = {name: light for name, (light, _) in PALETTE.items()}
CATEGORY = [
    COLOR[n] for n in ("computed", "article", "good", "accent", "gold", "sky", "rose", "muted")
]
_SEQUENTIAL = (
    ("#e8f0f9", "#1b2a3c"),
    ("#c4d9ef", "#22405f"),
    ("#9bbfe2", "#2b5a89"),
    ("#6fa2d3", "#3a78b4"),
    ("#4683be", "#5896d6"),
    ("#24629f", "#82b6ea"),
    ("#12406f", "#b7d8fa"),
)
_DIVERGING = (
    ("#a63d08", "#fdae6b"),
    ("#d97742", "#d9804a"),
    ("#f2bf9f", "#7d4a2c"),
    ("#f1f2f4", "#2a2f37"),
    ("#b3cfe9", "#2b4f75"),
    ("#6a9fd2", "#5590cc"),
    ("#1d5595", "#93c5fb"),
)
SEQUENTIAL = [light for light, _ in _SEQUENTIAL]
DIVERGING = [light for light, _ in _DIVERGING]
COLOUR_KEYS = {
    "color", "fill", "stroke", "background", "labelColor", "titleColor", "tickColor", "domainColor",
    "gridColor", "labelColors", "subtitleColor",
}  # fmt: skip
DATA_KEYS = {
    "datasets",
    "data",
    "domain",
    "sort",
    "description",
    "field",
    "title",
    "text",
    "usermeta",
}
DARK = dict((*PALETTE.values(), *_SEQUENTIAL, *_DIVERGING))


def css_variable(light: str) -> str:
    """The name of the style-sheet variable for a colour of the palette."""
    return "--chart-" + light.removeprefix("#")


def foreign_colours(spec: dict) -> set[str]:
    """Colours in a chart's specification that the palette does not hold: as numbers, by name, as a
    function, or as a scheme of Vega's own. The chart's data are not read."""
    return {found for key, found in _texts(spec) if _is_foreign(key, found)}


def _is_foreign(key: str, text: str) -> bool:
    if re.fullmatch(r"#[0-9a-fA-F]{3,8}", text):
        return text.lower() not in DARK
    if key == "scheme":
        return True
    named = text.lower() in webcolors.names() and key in COLOUR_KEYS
    return named or re.match(r"(?:rgb|hsl|hcl|lab)a?\(", text) is not None


def _texts(spec: object, key: str = "", channel: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a specification outside its data, with its key; a value or a range of a colour
    channel has the channel as its key."""
    if isinstance(spec, dict):
        for name, child in spec.items():
            if name not in DATA_KEYS:
                inside = name if name in COLOUR_KEYS else channel
                yield from _texts(child, inside if name in ("value", "range") else name, inside)
    elif isinstance(spec, list):
        for child in spec:
            yield from _texts(child, key, channel)
    elif isinstance(spec, str):
        yield key, spec


def config() -> dict:
    """The Vega-Lite configuration of every chart."""
    return {
        "background": COLOR["paper"],
        "font": FONT,
        "padding": 6,
        "view": {"stroke": None},
    } | (_guides() | _marks() | {"range": RANGES})


RANGES = {
    "category": CATEGORY,
    "ordinal": SEQUENTIAL,
    "ramp": SEQUENTIAL,
    "heatmap": SEQUENTIAL,
    "diverging": DIVERGING,
}


def _guides() -> dict:
    """Axes, legends, headers and titles."""
    ink, soft = COLOR["ink"], COLOR["soft"]
    named = {"labelColor": soft, "titleColor": soft, "labelFontSize": 13, "titleFontSize": 13}
    return {
        "axis": named
        | {
            "titleFontWeight": "normal",
            "gridColor": COLOR["grid"],
            "domainColor": COLOR["axis"],
            "tickColor": COLOR["axis"],
            "labelLimit": 260,
            "titlePadding": 8,
        },
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
        "legend": named
        | {
            "titleFontWeight": "normal",
            "orient": "top",
            "labelLimit": 320,
            "symbolSize": 90,
            "columns": 4,
        },
        "header": named,
        "title": {
            "color": ink,
            "subtitleColor": soft,
            "fontSize": 16,
            "subtitleFontSize": 13,
            "fontWeight": 600,
            "anchor": "start",
            "offset": 12,
            "frame": "bounds",
        },
    }


def _marks() -> dict:
    """The marks, where a chart says nothing else."""
    computed = COLOR["computed"]
    return {
        "text": {"color": COLOR["ink"], "fontSize": 13},
        "line": {"color": computed, "strokeWidth": 2.5},
        "point": {"color": computed, "filled": True, "size": 70, "opacity": 1},
        "bar": {"color": computed},
        "rule": {"color": COLOR["soft"]},
        "tick": {"color": computed, "opacity": 1},
        "area": {"color": COLOR["band"]},
        "rect": {"color": computed},
        "errorbar": {"color": computed},
    }
