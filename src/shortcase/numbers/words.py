"""Numbers in words: Markdown links whose words must equal the value that their id names.

``[5.6 million dollars](num:v3_training_cost)`` is compared with the value at the precision that the
words show, and can be rewritten in the same style after the data have changed. The grammar of
numbers is the report's own; Markdown is read by markdown-it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from shortcase.numbers.estimate import Estimate

SCHEMES = ("num", "said", "count", "newest", "verdict", "fig", "claim", "cite")
NUMBERS = ("num", "said", "count")  # those whose words must say a number
OTHER_SCHEMES = ("http", "https", "mailto")
LINK = re.compile(rf"\[([^\[\]]+)\]\(({'|'.join(SCHEMES)}):([^()\s]+)\)")
SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
    "k": 1e3,
    "K": 1e3,
    "M": 1e6,
    "m": 1e6,
    "B": 1e9,
    "bn": 1e9,
    "T": 1e12,
}
STEPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")
WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
HEDGES = re.compile(
    r"\b(about|around|roughly|some|nearly|almost|over|under|close to|more than|less than|up to"
    r"|at least|at most|well over|just over|just under)\b",
    re.I,
)
NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,])(?P<sign>[-−]|minus )?(?P<currency>[$€£¥]?)"
    r"(?:(?P<digits>\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[eE](?P<exponent>[+-]?\d+)| ?[×x] ?10\^(?P<power>[-−]?\d+))?"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|quadrillion)\b"
    r"|(?P<letter>k|K|M|m|bn|B|T)(?![A-Za-z]))?"
    r"|\b(?P<word>" + "|".join(WORDS) + r")\b(?P<half> and a half\b)?)"
    r"(?P<percent>\s?%|\s?percent\b|\s?per cent\b|\s?percentage points?\b)?"
)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
JOIN = re.compile(r"^\s*(to|–|-|and|through)\s*$")
# What makes a number an amount, so that it must be a link: money, shares, scales, factors, and
# things that the report counts or measures.
THINGS = (
    r"GPUs?|chips|accelerators|dollars?|cents?|yuan|euros?|tokens?|parameters|[kMGTP]B|bytes?|bits"
    r"|[kMG]W|watts?|hours?|FLOPs?|[TPE]?FLOP/s|shares|wafers|units"
)
COUNTED = "claims|figures|results|rows|chapters|sources"
SCALE_WORDS = "thousand|million|billion|trillion|quadrillion"
SPELLED = "|".join((*WORDS[2:], *TENS))
BARE = re.compile(
    rf"(?<![\w.])[$€£¥]\s?\d[\d.,]*"
    rf"|(?<![\w.,-])\d[\d.,]*\s?(?:%|percent\b|per cent\b|×|times\b|-?fold\b|(?:{SCALE_WORDS})\b)"
    rf"|(?<![\w.,-])\d[\d.,]*\s(?:{THINGS})\b"
    rf"|(?<![\w.,-])\d{{1,3}}(?:,\d{{3}})+(?![\d])(?:\s(?:{THINGS})\b)?"
    rf"|(?<![\w.,-])\d{{2,}}\s(?:{COUNTED})\b"
    rf"|\b(?:{SPELLED})\s(?:percent|per cent|{THINGS}|{SCALE_WORDS})\b",
)
TERMS = re.compile(  # names of the method, not amounts
    r"90% (?:confidence |central )?(?:interval|range|band)s?|5% (?:and|to) 95%"
    r"|\b(?:5|95)% (?:point|quantile)s?|10,000 draws"
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """One reference in Markdown: its words, its scheme and its target."""

    words: str
    scheme: str
    target: str
    line: int


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def tokens(markdown: str) -> Iterator[tuple[int, list[Token]]]:
    """The lines of text of a piece of Markdown, as markdown-it reads them: line and inline tokens.
    Blocks of code are left out."""
    for block in _reader().parse(markdown):
        if block.type == "inline":
            yield (block.map or [0])[0] + 1, block.children or []


def inline(markdown: str) -> list[Token]:
    """The inline tokens of one piece of text."""
    return _reader().parseInline(markdown)[0].children or []


def list_items(markdown: str) -> Iterator[str]:
    """The first paragraph of each item of the lists in a piece of Markdown."""
    blocks = _reader().parse(markdown)
    for item, _, inner in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if item.type == "list_item_open" and inner.type == "inline":
            yield inner.content


@cache
def plain_text(markdown: str) -> str:
    """One piece of text without the marks of links, emphasis and code."""
    parts = (
        " " if t.type in ("softbreak", "hardbreak") else t.content
        for t in inline(markdown)
        if t.type in ("text", "code_inline", "softbreak", "hardbreak")
    )
    return "".join(parts)


@cache
def links(markdown: str) -> tuple[Link, ...]:
    """The report's own links in a piece of Markdown, outside code."""
    return tuple(link for link in all_links(markdown) if link.scheme in SCHEMES)


def all_links(markdown: str) -> Iterator[Link]:
    """Every link in a piece of Markdown, outside code; one without a scheme has the scheme
    ``""``."""
    for line, children in tokens(markdown):
        target, words = "", ""
        for token in children:
            if token.type == "softbreak":
                line += 1
            elif token.type == "link_open":
                target, words = unquote(str(token.attrGet("href") or "")), ""
            elif token.type == "link_close":
                named = SCHEME.match(target)
                scheme = named[1] if named else ""
                yield Link(words, scheme, target[named.end() :] if named else target, line)
                target = ""
            elif target:
                words += token.content


def bare_numbers(markdown: str) -> Iterator[tuple[int, str]]:
    """Amounts in text that are no link: line and amount."""
    for line, children in tokens(markdown):
        inside = False
        text = ""
        for token in [*children, None]:
            if token is None or token.type == "softbreak":
                yield from ((line, m[0]) for m in BARE.finditer(TERMS.sub("", text)))
                line, text = line + 1, ""
            elif token.type in ("link_open", "link_close"):
                inside = token.type == "link_open"
                text += "\u2060"  # no amount reaches across a link
            elif token.type == "text" and not inside:
                text += token.content


def select(
    target: str,
    lookup: Callable[[str], Estimate],
    shares: Callable[[str], dict] | None = None,
) -> Estimate:
    """The number that a target names: ``id``, ``id?unit=GB``, ``id#low``, ``id#high`` or
    ``id#share:input``. Raises KeyError for an unknown one."""
    match = re.fullmatch(
        r"([a-z][a-z0-9_]*)(?:\?unit=([^#]+))?(?:#(low|high|share:[a-z0-9_]+))?", target
    )
    if match is None:
        raise KeyError(target)
    id, unit, part = match.groups()
    if part and part.startswith("share:"):
        share = (shares(id) if shares else {})[part.removeprefix("share:")]
        return Estimate(share, unit="fraction")
    found = lookup(id)
    if part:
        found = found.end(part)
    return found.to(unit) if unit else found


def mismatch(words: str, value: Estimate) -> str:
    """Why the words do not say the value; empty if they do."""
    if value.text:
        return "" if words.strip().lower() in _texts(value.text) else f"the fact is {value.text!r}"
    numbers = list(NUMBER.finditer(words))
    if len(numbers) == 2 and JOIN.match(words[numbers[0].end() : numbers[1].start()]):
        if value.low is None or value.high is None:
            return "the words give a range, the value has none"
        ends: tuple[float, ...] = (value.low, value.high)
    elif len(numbers) == 1:
        if value.value is None:
            return "the words give one number, the value is a range"
        ends = (value.value,)
    else:
        return f"the words hold {len(numbers)} numbers; expected one, or two joined by 'to'"
    hedged = bool(HEDGES.search(words))
    for i, (match, end) in enumerate(zip(numbers, ends, strict=True)):
        shown, precision = _read(
            match, value.unit, numbers[-1] if i == 0 and len(numbers) == 2 else match, hedged
        )
        exact = value.unit == "calendar_year" and precision == 1
        if not (
            shown == math.floor(end) or abs(shown - end) <= 0.5
            if exact
            else abs(shown - end) <= 0.5 * precision * (1 + 1e-6) + 1e-12 * abs(end)
        ):
            unit = f" {value.unit}" if value.unit not in ("", "1") else ""
            return f"the value is {_plain(end)}{unit}"
    return ""


def _plain(number: float) -> str:
    return f"{number:,.6g}" if 1e-4 <= abs(number) < 1e6 else f"{number:.6g}"


def _scale(match: re.Match, unit: str, outer: re.Match) -> float:
    name = match["scale"] or match["letter"] or outer["scale"] or outer["letter"]
    scale = SCALES[name] if name else 1.0
    percent = match["percent"] or outer["percent"]
    return scale * (0.01 if percent and unit not in ("percent", "percentage_point") else 1.0)


def _read(match: re.Match, unit: str, outer: re.Match, hedged: bool) -> tuple[float, float]:
    """The number that words show and the size of its last digit."""
    scale = _scale(match, unit, outer)
    if match["word"]:
        half = 0.5 if match["half"] else 0.0
        return (WORDS.index(match["word"]) + half) * scale, scale * (half or 1.0)
    digits = re.sub(r"[,\u202f\u00a0]", "", match["digits"])
    exponent = 10.0 ** int((match["exponent"] or match["power"] or "0").replace("−", "-"))
    places = len(digits.split(".")[1]) if "." in digits else 0
    if hedged and not places and float(digits):
        places = -(len(digits) - len(digits.rstrip("0")))
    sign = -1 if match["sign"] else 1
    return sign * float(digits) * exponent * scale, 10.0**-places * exponent * scale


def rewrite(words: str, value: Estimate) -> str:
    """The words with the value in place of their numbers, in the same style: decimals, separators,
    scale and percent sign."""
    if value.text:
        return value.text
    numbers = list(NUMBER.finditer(words))
    shown = (value.low, value.high) if len(numbers) == 2 else (value.value,)
    ends = [end for end in shown if end is not None]
    if len(ends) != len(shown) or len(ends) != len(numbers):
        return words
    result = words
    for match, end in reversed(list(zip(numbers, ends, strict=True))):
        outer = numbers[-1]
        scale = _scale(match, value.unit, outer)
        start, stop = match.span()
        result = (
            result[:start] + _written(match, end, scale, bool(HEDGES.search(words))) + result[stop:]
        )
    return result


def _written(match: re.Match, end: float, scale: float, hedged: bool) -> str:
    if match["word"]:
        half = match["half"] or ""
        whole = round(end / scale - (0.5 if half else 0))
        fits = 0 <= whole < len(WORDS) and (not half or abs(end / scale - whole - 0.5) <= 0.25)
        return WORDS[whole] + half if fits else f"{round(end / scale, 1 if half else None):,}"
    digits = match["digits"]
    places = len(digits.split(".")[1]) if "." in digits else 0
    mark, exponent = "", ""
    if match["exponent"] is not None or match["power"] is not None:
        power = math.floor(math.log10(abs(end))) if end else 0
        exponent = f"e{power}" if match["exponent"] is not None else f" × 10^{power}"
        scale = scale * 10.0**power
    name = match["scale"]
    shown = abs(end / scale)
    if name and (shown >= 1000 or shown < 1) and end:
        step = min(max(int(math.log10(abs(end)) // 3), 0), 5)
        name, shown = STEPS[step], abs(end) / 1000.0**step
        significant = len(re.sub(r"\D", "", digits).lstrip("0"))
        places = max(0, significant - 1 - math.floor(math.log10(shown)))
    if hedged and not places and digits.rstrip("0") != digits:
        keep = len(re.sub(r"\D", "", digits).rstrip("0"))
        shown = float(f"{shown:.{max(keep, 1)}g}")
    text = (
        f"{shown:,.{places}f}"
        if shown >= 10_000 or re.search(r"\d,\d", digits)
        else f"{shown:.{places}f}"
    )
    mark = (match["sign"] or "−") if end < 0 else ""
    tail = f" {name}" if name else match["letter"] or ""
    return f"{mark}{match['currency']}{text}{exponent}{tail}{match['percent'] or ''}"


def _texts(text: str) -> set[str]:
    """Ways to write a text fact: as it is, and for an ISO date as a day, a month or a year."""
    ways = {text.lower()}
    if match := re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text):
        year, month, day = match[1], MONTHS[int(match[2]) - 1], match[3]
        ways |= {year, f"{month} {year}".lower()}
        if day:
            ways |= {f"{int(day)} {month} {year}".lower(), f"{int(day)} {month}".lower()}
    return ways
