"""Units as a reader meets them: ``USD/(GPU*hour)`` is "dollars per GPU-hour"."""

from __future__ import annotations

import re
from functools import cache

# Names that differ from what the tables write: one thing, several things. Symbols (GB, W, TFLOP)
# stay.
NAMES = {
    "USD": ("dollar", "dollars"),
    "CNY": ("yuan", "yuan"),
    "EUR": ("euro", "euros"),
    "GBP": ("pound", "pounds"),
    "INR": ("rupee", "rupees"),
    "Mtok": ("million tokens", "million tokens"),
    "SM": ("multiprocessor", "multiprocessors"),
    "mm^2": ("mm²", "mm²"),
    "s": ("second", "seconds"),
    "person": ("person", "people"),
    "die": ("die", "dies"),
    "percent": ("%", "%"),
    "percentage_point": ("percentage point", "percentage points"),
    "rating_point": ("rating point", "rating points"),
    "book": ("book", "books"),
    "GPU": ("GPU", "GPUs"),
}
SYMBOL = re.compile(r"(?:[kMGTPEm]?(?:W|B|b|Wh|Hz|bit|FLOP|OP)|mm)$|^(?:FLOP|OP)$")
UNNAMED = ("", "1", "fraction", "calendar_year")


def _name(token: str, plural: bool) -> str:
    if token in NAMES:
        return NAMES[token][plural]
    if SYMBOL.search(token):
        return token
    word = token.replace("_", " ")
    if word.endswith("s") or not plural:
        return word.removesuffix("s") if not plural and len(word) > 3 else word
    return word[:-1] + "ies" if word.endswith("ry") else word + "s"


def _product(tokens: list[str], plural: bool) -> str:
    """Several units of one product, joined as in GPU-hours."""
    return "-".join([*(_name(t, False) for t in tokens[:-1]), _name(tokens[-1], plural)])


@cache
def unit_words(unit: str, plural: bool = True) -> str:
    """A unit's name in words; empty for pure numbers, fractions and years.

    Reads products and quotients of unit names, as the tables hold them: ``A*B/(C*D)``.
    """
    if unit in UNNAMED:
        return ""
    above, *below = re.split(r"/(?![^(]*\))", unit)
    upper = [t for t in above.strip("()").split("*") if t != "1"]
    parts = [b.strip("()").split("*") for b in below]
    if upper and parts and parts[0] in (["s"], ["second"]) and SYMBOL.search(upper[-1]):
        head, parts = "-".join(upper) + "/s", parts[1:]
    else:
        head = _product(upper, plural) if upper else ""
    joined = [_per(tokens) for tokens in parts]
    return " ".join([head, *(f"per {words}" for words in joined)]).strip()


def _per(tokens: list[str]) -> str:
    if len(tokens) == 2 and tokens[0] in ("GPU", "person", "node"):
        return _product(tokens, False)
    return " and ".join(_name(t, False) for t in tokens)
