"""What the search page looks through: sections of documents, claims, figures, numbers, sources and
terms, each with its words and its address. One script holds it all; the page's own script gives it
to MiniSearch when a reader searches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from shortcase.numbers.words import plain_text

from . import citations, glossary
from .outline import Section
from .site import Site
from .templating import computed_text, in_words, stated_text

SCRIPT = "search-data.js"
# The kinds of what is found, in the order in which the page offers them, each in the plural.
KINDS = {
    "claim": "Claims",
    "section": "Sections",
    "figure": "Figures",
    "number": "Numbers",
    "source": "Sources",
    "term": "Terms",
}
# Of each thing: kind, title, value, id, words, address, and where it stands.
Found = tuple[str, str, str, str, str, str, str]


def script(site: Site, documents: Mapping[str, list[Section]]) -> str:
    """The script that holds all that can be found. ``documents``: sections by address."""
    found = [*everything(site, documents)]
    places = list(dict.fromkeys(item[-1] for item in found))
    kinds = list(KINDS)
    rows = [[kinds.index(kind), *rest, places.index(at)] for kind, *rest, at in found]
    text = json.dumps(
        {"kinds": list(KINDS.items()), "places": places, "found": rows},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return f"shortcaseSearch({text});\n"


def everything(site: Site, documents: Mapping[str, list[Section]]) -> Iterator[Found]:
    """All that can be found, kind by kind."""
    yield from _claims(site)
    yield from _sections(documents)
    yield from _figures(site)
    yield from _numbers(site)
    yield from _sources(site)
    for id, term in site.glossary.items():
        address = f"{glossary.PAGE}#{id}"
        yield "term", term["title"], "", "", term["definition"], address, "Glossary"


def _claims(site: Site) -> Iterator[Found]:
    titles = _titles(site)
    for id, claim in site.book.claims.items():
        said, ours = stated_text(claim["stated"]) if claim["stated"] else "", computed_text(claim)
        values = [f"the article {said}" if said else "", f"we find {ours}" if ours else ""]
        value = "; ".join([claim["verdict"], *filter(None, values)])
        words = sentences(plain_text(claim["reason"]), plain_text(claim["caveat"]))
        place = titles[claim["chapter"]]
        yield "claim", claim["statement"], value, id, words, site.url("claim", id), place


def _sections(documents: Mapping[str, list[Section]]) -> Iterator[Found]:
    for address, found in documents.items():
        if address == glossary.PAGE:  # its terms are things of their own
            continue
        for id, heading, words in found:
            place = found[0][1]
            yield "section", heading, "", "", words, f"{address}#{id}" if id else address, place


def _figures(site: Site) -> Iterator[Found]:
    titles = _titles(site)
    for id, figure in site.book.figures.items():
        words = sentences(plain_text(figure["caption"]), plain_text(figure["alt"]))
        title = f"Figure {figure['number']}: {plain_text(figure['title'])}"
        yield "figure", title, "", id, words, site.url("figure", id), titles[figure["chapter"]]


def _numbers(site: Site) -> Iterator[Found]:
    tables = {r["name"]: r["title"] for r in site.facts["package"]["resources"]}
    for id, row in site.book.quantities.items():
        title = f"{row['subject']}: {row['quantity']}"
        words = sentences(row["as_of"], site.sources.label(row["source"]), row["note"])
        place = f"Data: {tables[row['table']]}"
        yield "number", title, in_words(row), id, words, site.url("number", id), place
    for id, result in site.book.results.items():
        place = site.chapters[result["notebook"]].title
        words = "Computed in this report."
        yield "number", result["title"], in_words(result), id, words, site.url("number", id), place


def _sources(site: Site) -> Iterator[Found]:
    used = {row["source"] for row in site.book.quantities.values()}
    used |= {key for claim in site.book.claims.values() for key in claim["sources"]}
    for key in site.sources.by_label(used | set(site.facts["cited"])):
        reference = citations.apa(site.cache, site.sources.items[key])
        label = site.sources.label(key)
        yield "source", label, "", key, reference, site.url("source", key), "Sources"


def _titles(site: Site) -> dict[str, str]:
    """The title of each chapter, by its name."""
    return {chapter.name: chapter.title for chapter in site.chapters.values()}


def sentences(*parts: str) -> str:
    """Parts as sentences, one after the other; empty ones are left out."""
    made = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if re.search(r"[.!?]$", part) else f"{part}." for part in made)
