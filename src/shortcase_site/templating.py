"""The templates of this package, and what they may call."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from shortcase.book.coverage import in_words as date_in_words
from shortcase.chapter.presets import PRESETS
from shortcase.data import verdicts
from shortcase.numbers.estimate import Estimate, number
from shortcase.numbers.unit_words import unit_words
from shortcase.numbers.words import plain_text

from . import away, formula_words
from .context import Context
from .site import Site

FORM = re.compile(r"(,?)\.(\d+)([f%rs])")
PREFIXES = {-9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P"}


@cache
def environment() -> jinja2.Environment:
    """The templates with their filters; undefined names are errors."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": number, "readout": readout, "words": in_words, "plain": plain_text}
    made.filters |= {"unit_words": unit_words, "date": date_in_words}
    made.filters |= {"by_verdict": by_verdict, "how": formula_words.how}
    made.globals |= {
        "presets": PRESETS,
        "stated_text": stated_text,
        "computed_text": computed_text,
        "off": away.off,
        "short": short,
    }
    return made


def template(name: str, context: Context, **values: Any) -> Markup:
    """A template filled for a page."""
    filled = environment().get_template(name)
    return Markup(filled.render(ctx=context, site=context.site, inline=context.inline, **values))


def short(site: Site, title: str) -> str:
    """A chapter's title up to its colon, where no other begins so."""
    first = title.partition(":")[0]
    alike = sum(c.title.partition(":")[0] == first for c in site.chapters.values())
    return first if alike == 1 else title


def by_verdict(claims: list[dict]) -> list[tuple[str, int, int]]:
    """How many of some claims have each verdict, and how many stand before them in a bar."""
    found, before = [], 0
    for verdict in verdicts.ALL_VERDICTS:
        if number := sum(claim["verdict"] == verdict for claim in claims):
            found.append((verdict, number, before))
            before += number
    return found


def in_words(held: dict) -> str:
    """The number that a row, a record or a part of one holds, for a reader."""
    return Estimate.of(held).words()


def stated_text(row: dict) -> str:
    """What the article states: a value, a bound or a range; nothing where it states no number."""
    return verdicts.stated(row).words() if verdicts.states_a_number(row) else ""


def computed_text(claim: dict) -> str:
    """What we compute for a claim; nothing where we compute nothing."""
    return "" if claim["computed"] is None else in_words(claim["computed"])


def readout(value: float | None, form: str) -> str:
    """A dial's readout as the page's script writes it: the part of the number formats of d3 that
    readouts use. Raises ValueError for a form outside that part."""
    match = FORM.fullmatch(form)
    if match is None:
        raise ValueError(
            f"the number format {form!r}; expected one like .1f, ,.0f, .0%, .2r or .3s"
        )
    if value is None or not math.isfinite(value):
        return "never"
    comma, digits, kind = match[1], int(match[2]), match[3]
    if kind in "f%":
        text = f"{value:z{comma}.{digits}{kind}}"  # d3 writes no minus before a zero
    else:
        text = _significant(value, comma, digits, kind)
    return text.replace("-", "\u2212")


def _significant(value: float, comma: str, digits: int, kind: str) -> str:
    rounded = float(f"{value:.{digits - 1}e}")
    size = math.floor(math.log10(abs(rounded))) if rounded else 0
    power = 3 * math.floor(size / 3) if kind == "s" else 0
    places = max(0, digits - 1 - size + power)
    return f"{rounded / 10**power:{comma}.{places}f}" + PREFIXES[power]
