"""A chart's specification and its pictures.

Pictures are drawn by vl-convert with the report's own font: the same bytes on every machine, and no
network.
"""

from __future__ import annotations

import copy
import hashlib
import html
import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import vl_convert

from shortcase.charts import theme, utc
from shortcase.faults import ReportError
from shortcase.numbers.estimate import significant

VEGALITE = "6.1"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SCHEMA_5 = "https://vega.github.io/schema/vega-lite/v5.json"  # the newest that JupyterLab draws
NARROW_WIDTH = 340
SPEC_DIGITS = 9  # of a number in a specification
COMPOSED = {"hconcat", "vconcat", "concat", "facet", "spec"}


def specification(
    id: str, chart: Any, size: tuple[int, int], alt: str, parameters: Sequence[dict] = ()
) -> dict:
    """The Vega-Lite specification of an Altair chart: sized, described, with a dial's parameters,
    keys sorted, floats rounded.

    Dates are in UTC. Raises ReportError for an empty chart, a missing value in its data, a colour
    outside the palette, data from elsewhere or dates in local time.
    """
    made = utc.in_utc(chart.to_dict())
    for key in ("width", "height", "config"):
        made.pop(key, None)
    if faults := _faults(made):
        raise ReportError([f"figure {id}: {fault}" for fault in faults])
    made |= {"$schema": SCHEMA, "description": alt, "config": theme.config()}
    if not (COMPOSED & set(made) or _has_facet(made)):
        made |= {"width": size[0], "height": size[1]}
        made["autosize"] = {"type": "fit", "contains": "padding"}
    if parameters:
        made["params"] = [*parameters, *made.get("params", [])]
    made = _named_by_content(stable(made))
    if found := utc.faults(made, vega(made)):
        raise ReportError([f"figure {id}: found {fault}" for fault in found])
    return made


def _faults(made: dict) -> list[str]:
    found = []
    if "title" in made:
        found.append("found a title inside the chart; expected it as title= of the figure")
    for name, rows in made.get("datasets", {}).items():
        if not rows:
            found.append(f"found the empty dataset {name}; expected rows")
        missing = [(key, row) for row in rows for key, value in row.items() if _missing(value)]
        found += [
            f"found no finite number in {key!r} of a data row {row}; expected a value"
            for key, row in missing[:3]
        ]
    text = json.dumps(made)
    if '"url":' in text:
        found.append("found data or images by url; expected them in the chart")
    if colours := theme.foreign_colours(made):
        found.append(f"found colours {sorted(colours)}; expected only those of charts.theme")
    return found


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _has_facet(spec: dict) -> bool:
    layers = [layer.get("encoding", {}) for layer in spec.get("layer", [])]
    return any({"row", "column", "facet"} & set(e) for e in [spec.get("encoding", {}), *layers])


def _named_by_content(spec: dict) -> dict:
    """The specification with each dataset named after its rounded rows. Altair names it after the
    unrounded ones, whose last bits differ between processors."""
    text = json.dumps(spec)
    for name, rows in spec.get("datasets", {}).items():
        digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]
        text = text.replace(f'"{name}"', f'"data-{digest}"')
    return stable(json.loads(text))


def stable(value: Any) -> Any:
    """The same value with sorted keys and floats to nine significant digits."""
    if isinstance(value, dict):
        return {key: stable(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [stable(v) for v in value]
    return significant(value, SPEC_DIGITS) if isinstance(value, float) else value


def narrow_specification(spec: dict, narrow: dict) -> dict:
    """The specification for a phone: ``narrow`` is a whole specification, or height and
    legend_columns that change the wide one."""
    if "$schema" in narrow:
        return narrow
    made = copy.deepcopy(spec)
    if "width" in made:
        height = made.get("height")
        usual = min(height, 420) if isinstance(height, (int, float)) else 360
        made |= {"width": NARROW_WIDTH, "height": narrow.get("height", usual)}
    axis, legend = made["config"]["axis"], made["config"]["legend"]
    legend |= {"columns": narrow.get("legend_columns", 2), "labelLimit": 280}
    axis["labelLimit"] = narrow.get("label_limit", 130)
    for key in ("labelFontSize", "titleFontSize"):
        axis[key] = legend[key] = 12
    return made


def with_title(spec: dict, title: str) -> dict:
    """The specification with its title above it, for a picture that stands alone."""
    width = spec.get("width", 640)
    lines: list[str] = []
    line = ""
    for word in title.split():
        if line and len(line) + 1 + len(word) > width / 8.2:
            lines, line = [*lines, line], word
        else:
            line = f"{line} {word}".strip()
    return spec | {"title": {"text": [*lines, line]}}


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(theme.FONT_FOLDER))


def svg(spec: dict, title: str, description: str, name: str) -> str:
    """The chart as SVG that names and describes itself; ``name`` makes its inner ids unique on a
    page."""
    _register_font()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE, allowed_base_urls=[])
    inner = r'\b(id="|url\(#|href="#)([A-Za-z][\w-]*)'
    drawn = re.sub(inner, lambda m: f"{m[1]}{name}-{m[2]}", drawn)
    label, text = f"{name}-title", f"{name}-desc"
    head = f'<svg role="img" aria-labelledby="{label} {text}" focusable="false" '
    drawn = drawn.replace("<svg ", head, 1)
    words = (
        f'<title id="{label}">{html.escape(title)}</title>'
        f'<desc id="{text}">{html.escape(description)}</desc>'
    )
    return re.sub(r"^(<svg[^>]*>)", lambda m: m[1] + words, drawn, count=1)


def png(spec: dict, scale: float = 2) -> bytes:
    """The chart as PNG."""
    _register_font()
    return vl_convert.vegalite_to_png(spec, vl_version=VEGALITE, scale=scale, allowed_base_urls=[])


def vega(spec: dict) -> dict:
    """The compiled Vega specification, which the page's script runs."""
    return vl_convert.vegalite_to_vega(spec, vl_version=VEGALITE)


def in_dark(spec: dict) -> dict:
    """The specification in the colours of the dark mode."""
    text = json.dumps(spec)
    dark = re.sub(r'"(#[0-9a-fA-F]{6})"', lambda m: f'"{theme.DARK.get(m[1].lower(), m[1])}"', text)
    return json.loads(dark)
