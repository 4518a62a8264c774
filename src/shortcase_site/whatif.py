"""What if: the graph of the book as a page's script reads it, and the words that it needs to speak
of numbers and claims."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from shortcase.numbers.unit_words import unit_words
from shortcase.numbers.units import factor
from shortcase.whatif import document, graph

from .context import Context
from .memory import Memory, put
from .site import Site
from .templating import template

GRAPH, SCRIPT, WORDS = "whatif.json", "whatif.data.js", "whatif.words.js"
PAGE = "whatif.html"


def publish(site: Site, memory: Memory) -> None:
    """Write the graph as JSON and as a script, and the words; no folder allows a page to read
    JSON."""

    def write() -> list[str]:
        made = files(site)
        for address, content in made.items():
            put(memory.out / address, content)
        return list(made)

    memory.make("whatif", "", write)


def files(site: Site) -> dict[str, str]:
    """The files of what-if by address."""
    colophons = [chapter.colophon for chapter in site.chapters.values()]  # hold the hidden steps
    assert len(colophons) == len(site.book.notebooks)
    made = document.of_graph(graph.of_book(site.book))
    text = document.text(made)
    return {
        GRAPH: text + "\n",
        SCRIPT: f"shortcaseWhatIf.graph({text});\n",
        WORDS: f"shortcaseWhatIf.words({_json(words(site, made))});\n",
    }


def words(site: Site, made: dict[str, Any]) -> dict[str, Any]:
    """What a script says of numbers and claims: names of units, titles and addresses of chapters,
    statements of claims, and of each row its source."""
    row, book, node = made["kinds"].index("row"), site.book, made["node"]
    columns = list(zip(node["id"], node["kind"], node["title"], strict=True))
    said = [id.removeprefix(graph.SAID) for id in node["id"] if id.startswith(graph.SAID)]
    claims = dict.fromkeys([*said, *(c[0] for c in (*made["claims"], *made["judged"]))])
    rows = [id for id, kind, title in columns if kind == row and title]
    chapters = site.chapters.items()
    return {
        "units": {unit: [unit_words(unit, False), unit_words(unit)] for unit, _ in made["units"]},
        "chapters": {c.name: [c.title, site.url("doc", name)] for name, c in chapters},
        "claims": {id: book.claim_rows[id]["statement"] for id in claims},
        "sources": {id: site.sources.label(book.quantities[id]["source"]) for id in rows},
        "readouts": readouts(site, made),
    }


def readouts(site: Site, made: dict[str, Any]) -> dict[str, dict[str, list]]:
    """What the readouts of each dial equal at its published settings: the id of a number of the
    graph, and how many of the readout's unit are in one of that number's."""
    node, found = made["node"], {}
    unit = {id: made["units"][place][0] for id, place in zip(node["id"], node["unit"], strict=True)}
    for figure in site.book.figures.values():
        told = {
            readout["name"]: [readout["equals"], factor(unit[readout["equals"]], readout["unit"])]
            for readout in (figure["dial"] or {"readouts": []})["readouts"]
            if readout["equals"] in unit
        }
        if told:
            found[figure["id"]] = told
    return found


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def page(context: Context) -> Markup:
    """The place where a reader changes numbers."""
    site = context.site
    examples = site.facts["what_if"].get("examples", [])
    unknown = {id for example in examples for id in example["set"]} - set(site.facts["movable"])
    if unknown:
        raise ValueError(f"book/whatif.yml: found {sorted(unknown)}; expected ids of numbers")
    return template("whatif.html", context, examples=examples)
