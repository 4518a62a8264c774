"""Pictures of figures: in a page, alone, for previews, and live."""

from __future__ import annotations

import base64
import json
import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shortcase.charts import drawing, theme
from shortcase.charts.drawing import COMPOSED
from shortcase.numbers.words import plain_text

from .cache import Cache

DEFAULTS = re.compile(
    r' (?:role="graphics-[^"]*"|aria-[a-z]+="[^"]*"|pointer-events="[^"]*"'
    r'|class="(?:mark-|background|foreground|root)[^"]*"|(?:stroke-|fill-)?opacity="1"'
    r'|stroke-width="1"|font-family="[^"]*"|font-size="13px"|font-weight="normal"'
    r'|stroke-miterlimit="10")'
)
SMALL_STYLE = "text{font-family:Arial,Helvetica,sans-serif;font-size:11px}"  # no label is cut
FONTS = Path(__file__).with_name("static") / "fonts"


def title(record: dict) -> str:
    return plain_text(record["title"])


def description(record: dict) -> str:
    return plain_text(record["alt"])


def narrow_spec(record: dict) -> dict:
    return drawing.narrow_specification(record["spec"], record["narrow"])


def svg(cache: Cache, record: dict, spec: dict, name: str) -> str:
    """A picture of a figure; ``name`` makes its inner ids unique."""
    given = (spec, title(record), description(record), name)
    return cache.text("svg", given, lambda: _numbered(drawing.svg(*given), name))


def _numbered(drawn: str, name: str) -> str:
    """A picture whose inner ids are numbered from one: the library goes on counting from picture to
    picture, and the same picture must have the same bytes whatever was drawn before it."""
    known: dict[str, str] = {}
    inner = re.compile(rf'(?<=["#]){re.escape(name)}-([a-z_]+)\d+(?=["\)])')
    return inner.sub(lambda m: known.setdefault(m[0], f"{name}-{m[1]}{len(known) + 1}"), drawn)


def inline_svgs(cache: Cache, record: dict) -> tuple[str, str]:
    """The wide and the narrow picture for a page: colours as style-sheet variables, so that they
    follow the page's mode."""
    id = record["id"]
    wide = svg(cache, record, record["spec"], f"{id}-wide")
    narrow = svg(cache, record, narrow_spec(record), f"{id}-narrow")
    return in_page(wide, "wide"), in_page(narrow, "narrow")


UNSEEN = {"opacity": 0, "size": 120}  # the points of a line, wide enough for a finger
# Marks of which each stands for one row of the data.
ANSWERING = ("point", "circle", "square", "bar", "tick", "rule", "rect", "text", "arc")


def in_page(drawn: str, name: str) -> str:
    """An SVG made to stand in a page: palette colours as variables, sized and set by the style
    sheet, without what a page needs no more."""
    named = {"white": "paper", "black": "ink"}

    def variable(match: re.Match) -> str:
        colour = theme.COLOR[named[match[2]]] if match[2] in named else match[2]
        if colour == "transparent":
            return f'{match[1]}="none"'
        known = colour in theme.DARK
        return f'{match[1]}="var({theme.css_variable(colour)})"' if known else match[0]

    drawn = re.sub(r'(fill|stroke)="(#[0-9a-f]{6}|white|black|transparent)"', variable, drawn)
    drawn = drawn.replace("<svg ", f'<svg data-size="{name}" ', 1).replace(
        'class="marks"', f'class="chart-svg {name}"', 1
    )
    head, _, rest = drawn.partition("</desc>")
    return re.sub(r' (?:xmlns:xlink|version)="[^"]*"', "", head) + "</desc>" + _lighter(rest)


def size(drawn: str) -> tuple[str, str]:
    """Width and height of a picture in a page, as its first tag says them."""
    tag = drawn.partition(">")[0]
    found = [re.search(rf' {name}="([\d.]+)"', tag) for name in ("width", "height")]
    if None in found:
        raise ValueError(f"a picture without width and height: {tag}")
    return found[0][1], found[1][1]  # type: ignore[index]


def _lighter(marks: str) -> str:
    """Marks without roles and labels of groups (the whole picture has its own), defaults, empty
    groups and needless digits: a third of the bytes."""
    text_safe = re.split(r"(>[^<]*<)", marks)  # only tags are changed, never a label between them
    for i in range(0, len(text_safe), 2):
        tag = text_safe[i]
        tag = DEFAULTS.sub("", tag)
        tag = re.sub(r"-?\d+\.\d{2,}", lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), tag)
        text_safe[i] = tag.replace("translate(0,0)", "").replace(' transform=""', "")
    marks = "".join(text_safe)
    # neither filled nor stroked
    marks = re.sub(r'<path(?: transform="[^"]*")? d="[^"]*"/>', "", marks)
    while (shorter := re.sub(r"<g>\s*</g>", "", marks)) != marks:
        marks = shorter
    return marks


def alone_svg(cache: Cache, record: dict) -> str:
    """The picture as a file of its own, with its title and its font, since a page that embeds it
    does not have the font that its labels were measured with."""
    return _alone(cache, record, record["spec"], record["id"])


def _alone(cache: Cache, record: dict, spec: dict, name: str) -> str:
    drawn = svg(cache, record, drawing.with_title(spec, title(record)), name)
    weights = (400, 600) if "font-weight" in drawn else (400,)
    fonts = "".join(_font_face(weight) for weight in weights)
    return drawn.replace("</desc>", f"</desc><style>{fonts}</style>", 1)


@cache
def _font_face(weight: int) -> str:
    data = base64.b64encode((FONTS / f"report-sans-{weight}.woff2").read_bytes()).decode()
    source = f'url(data:font/woff2;base64,{data}) format("woff2")'
    return f'@font-face{{font-family:"Report Sans";font-weight:{weight};src:{source}}}'


def png(cache: Cache, record: dict) -> bytes:
    """The picture with its title, for previews."""
    spec = drawing.with_title(record["spec"], title(record))
    return cache.bytes("png", spec, lambda: drawing.png(spec))


def small(cache: Cache, record: dict) -> str:
    """The picture for a list of figures, where its title stands beside it: as on a phone, in a font
    that is there already, so that it is light."""
    drawn = svg(cache, record, narrow_spec(record), f"{record['id']}-narrow")
    head, _, rest = drawn.partition("<title")
    style = f"<style>{SMALL_STYLE}</style>"
    return head + style + _lighter(rest.partition("</desc>")[2]) + "\n"


def narrow_svg(cache: Cache, record: dict) -> str:
    """The picture as a file of its own for narrow places in other pages."""
    return _alone(cache, record, narrow_spec(record), f"{record['id']}-small")


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, as its header says (PNG specification, section
    11.2.1)."""
    return struct.unpack(">II", data[16:24])


def live(cache: Cache, record: dict) -> str:
    """A script that hands the compiled chart, wide and narrow, to the page's own script; scripts
    load from a folder too, where fetch is refused."""

    def make() -> str:
        wide, narrow = answering(record["spec"]), answering(narrow_spec(record))
        compiled = {"wide": _without_binds(wide), "narrow": _without_binds(narrow)}
        text = json.dumps(compiled, separators=(",", ":"), sort_keys=True)
        return f"shortcaseLive({json.dumps(record['id'])}, {text});\n"

    key = [record["id"], record["spec"], record["narrow"], ANSWERING, UNSEEN]
    return cache.text("live", key, make)


def answers(spec: dict) -> bool:
    """True where some mark of a live chart has a row to tell of: one with more than the place of a
    line or a note (``at_``)."""
    rows = spec.get("datasets", {})
    return any(
        mark in (*ANSWERING, "line") and not key.startswith("at_")
        for mark, name in _marks(spec, "")
        for row in rows.get(name, ())
        for key in row
    )


def _marks(spec: dict, name: str) -> Iterator[tuple[str, str]]:
    """The marks of a specification, each with the name of its rows."""
    name = spec.get("data", {}).get("name", name)
    if "mark" in spec:
        mark = spec["mark"]
        yield mark if isinstance(mark, str) else mark["type"], name
    for part in (*COMPOSED, "layer"):
        found = spec.get(part, [])
        for inner in found if isinstance(found, list) else [found]:
            yield from _marks(inner, name) if part != "facet" else ()


def answering(spec: dict) -> dict:
    """The compiled chart of a specification, with marks that tell the row that they stand for when
    they are asked. A line stands for many rows: its points answer, not it, seen or unseen; the line
    that a dial moves has no rows."""
    config = dict(spec.get("config", {}))
    if "params" not in spec:
        config["line"] = {**config.get("line", {}), "point": UNSEEN}
    for mark in ANSWERING:
        config[mark] = {**config.get(mark, {}), "tooltip": {"content": "data"}}
    return drawing.vega({**spec, "config": config})


def _without_binds(vega: dict) -> dict:
    for signal in vega.get("signals", []):
        signal.pop("bind", None)
    return vega
