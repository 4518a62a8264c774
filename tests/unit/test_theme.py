"""The palette, measured: contrast on either ground, and distances as readers with each kind of
colour vision see them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert

from shortcase.charts import theme
from shortcase.charts.mime import MIME

MODES = {"light": 0, "dark": 1}
TEXT = ("ink", "soft", "computed", "article", "accent", "good", "bad")
MARKS = ("computed", "article", "good", "accent", "gold", "sky", "rose", "muted", "bad")


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour):
        c = rgb(colour)
        return float(
            np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
            @ [0.2126, 0.7152, 0.0722]
        )

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, deficiency: str | None) -> np.ndarray:
    """A colour in CAM02-UCS (Luo et al. 2006), as a reader with the deficiency sees it (Machado et
    al. 2009, full severity)."""
    c = rgb(colour)
    if deficiency:
        c = np.clip(
            cspace_convert(
                c, {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}, "sRGB1"
            ),
            0,
            1,
        )
    return cspace_convert(c, "sRGB1", "CAM02-UCS")


@pytest.mark.parametrize("mode", MODES)
def test_marks_and_text_stand_out_from_the_ground(mode):
    paper = theme.PALETTE["paper"][MODES[mode]]
    low = {n: contrast(theme.PALETTE[n][MODES[mode]], paper) for n in MARKS}
    assert min(low.values()) >= 3, low
    low = {n: contrast(theme.PALETTE[n][MODES[mode]], paper) for n in TEXT}
    assert min(low.values()) >= 4.5, low


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("deficiency", [None, "deuteranomaly", "protanomaly", "tritanomaly"])
def test_colour_blind_readers_tell_the_colours_apart(mode, deficiency):
    points = {n: seen(theme.PALETTE[n][MODES[mode]], deficiency) for n in MARKS}
    near = {
        pair: float(np.linalg.norm(points[pair[0]] - points[pair[1]]))
        for pair in itertools.combinations(MARKS, 2)
    }
    assert min(near.values()) >= 9, min(near.items(), key=lambda item: item[1])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("deficiency", [None, "deuteranomaly", "protanomaly", "tritanomaly"])
def test_a_sequence_keeps_its_order(mode, deficiency):
    dark = MODES[mode]
    lightness = [seen(theme.DARK[c] if dark else c, deficiency)[0] for c in theme.SEQUENTIAL]
    steps = np.diff(lightness)
    assert (steps > 3).all() if dark else (steps < -3).all(), lightness


def test_no_label_of_a_chart_is_pale(book):
    pale = set()
    for notebook in book.notebooks:
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                drawn = "".join(output.get("data", {}).get("image/svg+xml", ""))
                for colour in set(re.findall(r'<text[^>]*fill="(#[0-9a-f]{6})"', drawn)) - {
                    theme.COLOR["paper"]
                }:  # paper is for labels on marks
                    if (
                        min(
                            contrast(colour, theme.COLOR["paper"]),
                            contrast(theme.DARK[colour], theme.PALETTE["paper"][1]),
                        )
                        < 4.5
                    ):
                        pale.add((output["data"][MIME]["records"][0]["id"], colour))
    assert not pale, sorted(pale)


def test_every_size_of_type_is_on_the_scale():
    folder = Path(theme.__file__).parents[2] / "shortcase_site" / "static"
    texts = [path.read_text() for path in sorted(folder.glob("*.css"))]
    screen = "\n".join(text.partition("@media print")[0] for text in texts)
    sizes = set(re.findall(r"font-size:\s*([^;]+);", screen))
    assert {s for s in sizes if not re.fullmatch(r"var\(--text-[a-z]+\)", s)} == set()
    assert 5 <= len(re.findall(r"--text-[a-z]+: [\d.]+rem;", screen)) <= 7
