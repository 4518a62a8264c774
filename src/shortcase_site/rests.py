"""What rests on what: the rows of each source by tier, and the rows of each chapter by tier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .site import Site

TIERS = ("primary", "secondary", "estimate", "article")  # from the firmest to what is examined


@dataclass
class Rests:
    """What rests on a source: its rows, how many there are of each tier, and the claims and
    chapters that use them."""

    rows: list[str] = field(default_factory=list)
    tables: Counter[str] = field(default_factory=Counter)
    tiers: Counter[str] = field(default_factory=Counter)
    claims: list[str] = field(default_factory=list)
    chapters: set[str] = field(default_factory=set)

    @property
    def by_tier(self) -> list[tuple[str, int]]:
        return [(tier, self.tiers[tier]) for tier in TIERS if self.tiers[tier]]


def on_sources(site: Site) -> dict[str, Rests]:
    """Every source that a row, a claim or a sentence uses, with what rests on it."""
    found: dict[str, Rests] = {}
    for row in site.book.quantities.values():
        rests = found.setdefault(row["source"], Rests())
        rests.rows.append(row["id"])
        rests.tiers[row["tier"]] += 1
        rests.tables[row["table"]] += 1
        rests.chapters |= set(site.used_rows.get(row["id"], []))
    for id, claim in site.book.claims.items():
        for key in claim["sources"]:
            rests = found.setdefault(key, Rests())
            rests.claims.append(id)
            rests.chapters.add(claim["chapter"])
    for key in site.facts["cited"]:
        found.setdefault(key, Rests())
    return found


def tiers_by_chapter(site: Site) -> list[tuple[str, str, list[tuple[str, int, int]], int]]:
    """Of each chapter: its name, its title, of each tier how many of its rows have it and how many
    stand before them in a bar, and how many rows there are."""
    tiers: dict[str, Counter[str]] = {}
    for row in site.book.quantities.values():
        for name in site.used_rows.get(row["id"], []):
            tiers.setdefault(name, Counter())[row["tier"]] += 1
    found = []
    for chapter in site.chapters.values():
        counts, bar, before = tiers.get(chapter.name, Counter()), [], 0
        for tier in TIERS:
            bar.append((tier, counts[tier], before))
            before += counts[tier]
        if before:
            found.append((chapter.docname, chapter.title, bar, before))
    return found
