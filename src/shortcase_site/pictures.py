"""Pictures and references that take time to make, kept in a cache beside the build under the hash of what they are made from."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path

import vl_convert

from shortcase.charts import drawing, theme
from shortcase.numbers.words import plain_text
from shortcase.report import Report

FONTS = Path(__file__).with_name("static") / "fonts"
_VERSION = f"4-{vl_convert.__version__}"


def cached(kind: str, content, make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, made once for a content."""
    digest = hashlib.sha256(
        json.dumps([_VERSION, kind, content], sort_keys=True).encode()
    ).hexdigest()
    path: Path = Report.here().build / ".cache" / digest[:2] / digest
    if path.is_file():
        return path.read_bytes()
    data = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
    return data


def title(record: dict) -> str:
    return plain_text(record["title"])


def description(record: dict) -> str:
    return plain_text(record["alt"])


def narrow_spec(record: dict) -> dict:
    return drawing.narrow_specification(record["spec"], record["narrow"])


def svg(record: dict, spec: dict, name: str) -> str:
    return cached(
        "svg",
        [spec, title(record), description(record), name],
        lambda: drawing.svg(spec, title(record), description(record), name).encode(),
    ).decode()


def inline_svgs(record: dict) -> tuple[str, str]:
    """The wide and the narrow picture for a page: colours as style-sheet variables, so that they follow the page's mode."""
    return tuple(
        in_page(svg(record, spec, f"{record['id']}-{name}"), name)
        for name, spec in (("wide", record["spec"]), ("narrow", narrow_spec(record)))
    )


def in_page(drawn: str, name: str) -> str:
    """An SVG made to stand in a page: palette colours as variables, sized and set by the style sheet, without what a page needs no more."""
    drawn = re.sub(
        r'(fill|stroke)="(#[0-9a-f]{6})"',
        lambda m: f'{m[1]}="var({theme.css_variable(m[2])})"' if m[2] in theme.DARK else m[0],
        drawn,
    )
    drawn = re.sub(
        r'(fill|stroke)="(white|black|transparent)"',
        lambda m: (
            f'{m[1]}="{ {"white": "var(--chart-ffffff)", "black": "var(--chart-1c2430)", "transparent": "none"}[m[2]] }"'
        ),
        drawn,
    )
    drawn = drawn.replace("<svg ", f'<svg data-size="{name}" ', 1).replace(
        'class="marks"', f'class="chart-svg {name}"', 1
    )
    head, _, rest = drawn.partition("</desc>")
    return re.sub(r' (?:xmlns:xlink|version)="[^"]*"', "", head) + "</desc>" + _lighter(rest)


def _lighter(marks: str) -> str:
    """Marks without roles and labels of groups (the whole picture has its own), defaults, empty groups and needless digits: a third of the bytes."""
    text_safe = re.split(r"(>[^<]*<)", marks)  # only tags are changed, never a label between them
    for i in range(0, len(text_safe), 2):
        tag = text_safe[i]
        tag = re.sub(
            r' (?:role="graphics-[^"]*"|aria-[a-z]+="[^"]*"|pointer-events="[^"]*"|class="(?:mark-|background|foreground|root)[^"]*")',
            "",
            tag,
        )
        tag = re.sub(
            r' (?:opacity="1"|stroke-width="1"|font-family="[^"]*"|font-size="13px"|font-weight="normal"|stroke-opacity="1"|fill-opacity="1"|stroke-miterlimit="10")',
            "",
            tag,
        )
        tag = re.sub(r"-?\d+\.\d{2,}", lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), tag)
        text_safe[i] = tag.replace("translate(0,0)", "").replace(' transform=""', "")
    marks = "".join(text_safe)
    marks = re.sub(
        r'<path(?: transform="[^"]*")? d="[^"]*"/>', "", marks
    )  # neither filled nor stroked
    while (shorter := re.sub(r"<g>\s*</g>", "", marks)) != marks:
        marks = shorter
    return marks


def alone_svg(record: dict) -> bytes:
    """The picture as a file of its own, with its title and its font, since a page that embeds it does not have the font that its labels were measured with."""
    drawn = svg(record, drawing.with_title(record["spec"], title(record)), record["id"])
    weights = (400, 600) if "font-weight" in drawn else (400,)
    return drawn.replace(
        "</desc>", f"</desc><style>{''.join(_font_face(w) for w in weights)}</style>", 1
    ).encode()


@cache
def _font_face(weight: int) -> str:
    data = base64.b64encode((FONTS / f"report-sans-{weight}.woff2").read_bytes()).decode()
    return f'@font-face{{font-family:"Report Sans";font-weight:{weight};src:url(data:font/woff2;base64,{data}) format("woff2")}}'


def png(record: dict) -> bytes:
    spec = drawing.with_title(record["spec"], title(record))
    return cached("png", spec, lambda: drawing.png(spec))


def png_size(record: dict) -> tuple[int, int]:
    """Width and height of the PNG in pixels, as its header says (PNG specification, section 11.2.1)."""
    return struct.unpack(">II", png(record)[16:24])


def live(record: dict) -> bytes:
    """A script that hands the compiled chart, wide and narrow, to the page's own script; scripts load from a folder too, where fetch is refused."""

    def make() -> bytes:
        compiled = {
            name: _without_binds(drawing.vega(spec))
            for name, spec in (("wide", record["spec"]), ("narrow", narrow_spec(record)))
        }
        return f"shortcaseLive({json.dumps(record['id'])}, {json.dumps(compiled, separators=(',', ':'), sort_keys=True)});\n".encode()

    return cached("live", [record["id"], record["spec"], record["narrow"]], make)


def _without_binds(vega: dict) -> dict:
    for signal in vega.get("signals", []):
        signal.pop("bind", None)
    return vega


def cached_references(sources, keys: list[str]) -> dict[str, str]:
    """References in APA style by key."""
    return {
        k: cached("apa", sources.items[k], lambda k=k: sources.cite([k])[k].encode()).decode()
        for k in keys
    }
