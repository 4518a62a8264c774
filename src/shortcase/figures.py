"""Figure: one chart, its record, and its picture.

The record holds the whole specification with its data, so that a comparison of records is a comparison of charts. The picture is drawn by vl-convert with the
report's own font: the same bytes on every machine, and no network.
"""

from __future__ import annotations

import copy
import hashlib
import html
import json
import re
from dataclasses import dataclass
from functools import cache

import pandas as pd
import vl_convert

from . import theme, utc
from .faults import ReportError
from .uncertainty import significant

VEGALITE = "6.1"
NARROW_WIDTH = 340


@dataclass(frozen=True)
class Figure:
    """One chart of the report with everything that its page shows."""

    id: str
    chapter: str
    title: str
    caption: str
    alt: str
    spec: dict
    narrow: dict
    data: dict | None
    dial: dict | None
    input_ids: tuple[str, ...]
    sources: tuple[str, ...]
    as_of: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from .display import Shown

        return Shown(self)._repr_mimebundle_()

    def record(self) -> dict:
        """The figure as it is stored."""
        return {"kind": "figure", "id": self.id, "chapter": self.chapter, "title": self.title, "caption": self.caption, "alt": self.alt, "spec": self.spec, "narrow": self.narrow, "data": self.data,
                "dial": self.dial, "input_ids": list(self.input_ids), "sources": list(self.sources), "as_of": self.as_of}


def plain_text(markdown: str) -> str:
    """Text without the marks of links and emphasis."""
    return re.sub(r"\*\*?([^*]+)\*\*?", r"\1", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown))


def specification(id: str, chart, size: tuple[int, int], alt: str, dial) -> dict:
    """The Vega-Lite specification of an Altair chart: sized, described, with the dial's parameters, keys sorted, floats rounded.

    Dates are in UTC. Raises ReportError for an empty chart, a missing value in its data, a colour outside the palette, data from elsewhere or dates in local time.
    """
    made = utc.in_utc(chart.to_dict())
    for key in ("width", "height", "config"):
        made.pop(key, None)
    faults = []
    if "title" in made:
        faults.append("a title inside the chart; expected it as title= of the figure")
    for name, rows in made.get("datasets", {}).items():
        if not rows:
            faults.append(f"the empty dataset {name}; expected rows")
        faults += [f"no finite number in {key!r} of a data row {row}; expected a value" for row in rows for key, value in row.items() if value is None or (isinstance(value, float) and value != value)][:3]
    text = json.dumps(made)
    if re.search(r'"url":', text):
        faults.append("data or images by url; expected them in the chart")
    if colours := theme.foreign_colours(text):
        faults.append(f"colours {sorted(colours)}; expected only those of shortcase.theme")
    if faults:
        raise ReportError([f"figure {id}: {fault}" for fault in faults])
    made["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json"
    made["description"] = alt
    if not ({"hconcat", "vconcat", "concat", "facet", "spec"} & set(made) or _has_facet(made)):
        made |= {"width": size[0], "height": size[1], "autosize": {"type": "fit", "contains": "padding"}}
    made["config"] = theme.config()
    if dial is not None:
        made["params"] = dial.parameters() + made.get("params", [])
    made = _named_by_content(_stable(made))
    if faults := utc.faults(made, vega(made)):
        raise ReportError([f"figure {id}: {fault}" for fault in faults])
    return made


def _has_facet(spec: dict) -> bool:
    encodings = [spec.get("encoding", {})] + [layer.get("encoding", {}) for layer in spec.get("layer", [])]
    return any({"row", "column", "facet"} & set(e) for e in encodings)


def _named_by_content(spec: dict) -> dict:
    """The specification with each dataset named after its rounded rows. Altair names it after the unrounded ones, whose last bits differ between processors."""
    text = json.dumps(spec)
    for name, rows in spec.get("datasets", {}).items():
        text = text.replace(f'"{name}"', f'"data-{hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]}"')
    return _stable(json.loads(text))


def _stable(value):
    """The same value with sorted keys and floats to nine significant digits."""
    if isinstance(value, dict):
        return {key: _stable(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [_stable(v) for v in value]
    return significant(value, 9) if isinstance(value, float) else value


def narrow_specification(spec: dict, narrow: dict) -> dict:
    """The specification for a phone: ``narrow`` is a whole specification, or height and legend_columns that change the wide one."""
    if "$schema" in narrow:
        return narrow
    made = copy.deepcopy(spec)
    if "width" in made:
        made["width"] = NARROW_WIDTH
        made["height"] = narrow.get("height", min(made["height"], 420) if isinstance(made.get("height"), (int, float)) else 360)
    config = made["config"]
    config["legend"]["columns"] = narrow.get("legend_columns", 2)
    config["legend"]["labelLimit"] = 280
    config["axis"]["labelLimit"] = narrow.get("label_limit", 130)
    for key in ("labelFontSize", "titleFontSize"):
        config["axis"][key] = config["legend"][key] = 12
    return made


def with_title(spec: dict, title: str) -> dict:
    """The specification with its title above it, for a picture that stands alone."""
    width = spec.get("width", 640)
    lines, line = [], ""
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
    """The chart as SVG that names and describes itself; ``name`` makes its inner ids unique on a page."""
    _register_font()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE, allowed_base_urls=[])
    drawn = re.sub(r'\b(id="|url\(#|href="#)([A-Za-z][\w-]*)', lambda m: f"{m[1]}{name}-{m[2]}", drawn)
    label, text = f"{name}-title", f"{name}-desc"
    head = f'<svg role="img" aria-labelledby="{label} {text}" focusable="false" '
    drawn = drawn.replace("<svg ", head, 1)
    return re.sub(r"^(<svg[^>]*>)", lambda m: f'{m[1]}<title id="{label}">{html.escape(title)}</title><desc id="{text}">{html.escape(description)}</desc>', drawn, count=1)


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
    return json.loads(re.sub(r'"(#[0-9a-fA-F]{6})"', lambda m: f'"{theme.DARK.get(m[1].lower(), m[1])}"', text))


def table_of(data: pd.DataFrame | None, spec: dict) -> dict:
    """The figure's data as columns and rows of plain values: the given frame, else the specification's largest dataset. Raises ReportError if there is none."""
    if data is None:
        sets = sorted(spec.get("datasets", {}).values(), key=len)
        if not sets:
            raise ReportError("the figure has no data")
        data = pd.DataFrame(sets[-1])
    elif data.index.name:
        data = data.reset_index()
    if data.empty or data.isna().any().any():
        gaps = [str(c) for c in data.columns[data.isna().any()]]
        raise ReportError(f"the figure's data: {'no rows' if data.empty else 'gaps in ' + ', '.join(gaps)}; expected a value in every cell")
    rows = json.loads(data.to_json(orient="split", date_format="iso", double_precision=15))
    return {"columns": [str(c) for c in data.columns], "rows": _stable(rows["data"])}
