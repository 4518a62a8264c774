"""What a number in words says of itself, so that a script can write it anew."""

from __future__ import annotations

import re

from markupsafe import Markup

from shortcase.book.records import Book
from shortcase.numbers import units

from .site import Site

# The id of a number, the unit in which it is said, and a part of it: as words.select reads them.
TARGET = re.compile(r"([a-z][a-z0-9_]*)(?:\?unit=([^#]+))?(?:#(low|high|share):?[a-z0-9_]*)?")


def attributes(site: Site, target: str) -> Markup:
    """Attributes of a number in words: which part of the number it is, and the unit in which it is
    said with the factor that leads there. None for the most, which say their number as it is."""
    match = TARGET.fullmatch(target)
    if match is None:
        return Markup("")
    id, unit, part = match.groups()
    made = Markup("")
    if part:
        made += Markup(' data-part="{}"').format(part)
    if unit:
        known = _known(site.book, id) or site.book.claim_rows[id]
        factor = units.factor(known["unit"], unit)
        made += Markup(' data-unit="{}" data-factor="{}"').format(unit, f"{factor:.12g}")
    return made


def change(site: Site, id: str) -> str:
    """What stands in an address for a number and its published value; empty where it moves
    nothing."""
    known = _known(site.book, id)
    if id not in site.facts["movable"] or known is None:
        return ""
    return f"{id}:{known['value']:.10g}".replace("e+", "e")  # a plus would be a space


def _known(book: Book, id: str) -> dict | None:
    return book.results.get(id) or book.quantities.get(id)
