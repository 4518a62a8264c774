"""What has changed since a version that somebody cites: for each figure, chapter, table and claim
the changes on record of the numbers beneath it, in a script that only such a visit loads.

A citation names its version in its address (``?version=2.0.0``). What changed comes from what
each release kept of its numbers, and from the errata, which know the day and the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from .site import Site

SCRIPT = "versions.data.js"
RELEASED = re.compile(r"^- (\d{4}-\d\d-\d\d): Version (\d+\.\d+\.\d+)\b", re.M)


def cited(url: str, version: str) -> str:
    """The address of a page as a citation of a version gives it."""
    address, mark, place = url.partition("#")
    return f"{address}?version={version}{mark}{place}"


def script(site: Site) -> str:
    """The script that holds what changed, and where."""
    text = json.dumps(document(site), ensure_ascii=False, separators=(",", ":"))
    return f"shortcaseVersions({text});\n"


def document(site: Site) -> dict[str, Any]:
    """Version and day of this copy, all versions with their days, each change as (id, title,
    version, day, old, new, reason, address), and which of them stand beneath each page and each
    claim, by their place in the list."""
    days = {version: day for day, version in RELEASED.findall(site.facts["changes"])}
    days[site.version] = str(site.citation["date-released"])
    changes = list(changed(site, days))
    places: dict[str, list[int]] = {}
    for at, change in enumerate(changes):
        places.setdefault(change[0], []).append(at)
    inputs = _inputs(site)

    def below(ids: Iterable[str]) -> list[int]:
        return [at for id in beneath(inputs, ids) for at in places.get(id, [])]

    pages = {page: below(ids) for page, ids in _pages(site).items()}
    claims = {id: below([id]) for id in site.book.claims}
    return {
        "version": site.version,
        "days": dict(sorted(days.items(), key=lambda item: order(item[0]))),
        "changes": changes,
        "pages": {page: found for page, found in pages.items() if found},
        "claims": {id: found for id, found in claims.items() if found},
    }


def order(version: str) -> tuple[int, ...]:
    """Versions in their order; what is in none yet comes last."""
    return tuple(int(part) for part in version.split(".")) if version else (10**9,)


def changed(site: Site, days: dict[str, str]) -> Iterator[list[str]]:
    """Every change on record, the oldest version first."""
    errata = {(_version(row["date"], days), row["id"]): row for row in site.facts["errata"]}
    kept = {
        (release["version"], change["id"]): change
        for release in site.facts["releases"]
        for change in release["changed"]
    }
    for version, id in sorted(errata.keys() | kept.keys(), key=lambda key: (order(key[0]), key[1])):
        why, what = errata.get((version, id)), kept.get((version, id))
        said: Any = what or why  # a release compares what two releases say, as they say it
        day, reason = (why["date"], why["reason"]) if why else (days.get(version, ""), "")
        named = what["title"] if what else title(site, id)
        yield [id, named, version, day, said["old"], said["new"], reason, address(site, id)]


def _version(day: str, days: dict[str, str]) -> str:
    """The first version that came out on a day or after it; empty where none has."""
    since = [version for version, released in days.items() if released >= day]
    return min(since, key=order) if since else ""


def title(site: Site, id: str) -> str:
    """What an id names, in words; the id itself where it is gone."""
    book = site.book
    if id in book.results:
        return book.results[id]["title"]
    if id in book.quantities:
        row = book.quantities[id]
        return f"{row['subject']}: {row['quantity']}"
    return book.claim_rows[id]["statement"] if id in book.claim_rows else id


def address(site: Site, id: str) -> str:
    """Where an id stands, from the top of the site; empty where nothing shows it."""
    if id in site.book.results or id in site.book.quantities:
        return site.url("number", id)
    return site.url("claim", id) if id in site.book.claims else ""


def _inputs(site: Site) -> dict[str, list[str]]:
    """What each number and each claim rests on directly, hidden steps among them."""
    book = site.book
    steps = (
        step for chapter in site.chapters.values() for step in chapter.colophon.get("steps", [])
    )
    found = {step["id"]: list(step["input_ids"]) for step in steps}
    found |= {id: list(result["input_ids"]) for id, result in book.results.items()}
    for id, claim in book.claims.items():
        computed = (claim["computed"] or {}).get("id")
        found[id] = [computed] if computed else []
    return found


def beneath(inputs: dict[str, list[str]], ids: Iterable[str]) -> list[str]:
    """All that some ids rest on, themselves first, each once, the nearest first."""
    found = dict.fromkeys(ids)
    waiting = list(found)
    for id in waiting:  # grows as it is read
        new = [one for one in inputs.get(id, []) if one not in found]
        found |= dict.fromkeys(new)
        waiting += dict.fromkeys(new)
    return list(found)


def _pages(site: Site) -> dict[str, list[str]]:
    """The numbers and claims that a page shows, by its address: figures, chapters, tables."""
    book, found = site.book, {}
    for id, figure in book.figures.items():
        resting = [claim["id"] for claim in book.claims.values() if id in claim["figures"]]
        found[f"figures/{id}.html"] = [*figure["input_ids"], *resting]
    for docname, chapter in site.chapters.items():
        results = [id for id, result in book.results.items() if result["notebook"] == docname]
        found[f"{docname}.html"] = [*chapter.claims, *results, *chapter.colophon["rows"]]
    for name, rows in site.tables.items():
        found[f"data/{name}.html"] = [row["id"] for row in rows]
    return found
