"""Number passports: what a reader is shown of a number in prose, one script a page, loaded when the
first of them is asked for."""

from __future__ import annotations

import json

from . import formula_words, numbered
from .context import Context
from .site import Site
from .templating import in_words, stated_text

MOST_INPUTS = 6  # more would fill a phone; the rest stand in the cell to which the passport links


def address(page: str) -> str:
    """Where the script of a page stands."""
    return f"passports/{page.removesuffix('.html').replace('/', '-')}.js"


def script(site: Site, page: str) -> str:
    """The script that holds the passports of a page's numbers."""
    context = Context(site, page)
    found = {key: passport(context, key) for key in site.linked_on[page]}
    return f"shortcasePassports({json.dumps(found, ensure_ascii=False, sort_keys=True)});\n"


def passport(context: Context, key: str) -> dict:
    """Title, value, lines of provenance (label and words), inputs (words, value, address, date
    and source), and the address where the number stands."""
    if key.startswith("said:"):
        return _of_claim(context, key.removeprefix("said:"))
    is_row = key in context.site.book.quantities
    made = _of_row(context, key) if is_row else _of_result(context, key)
    made |= {"url": context.url("number", key)}
    change = numbered.change(context.site, key)
    return made | ({"change": change} if change else {})


def _of_claim(context: Context, id: str) -> dict:
    row = context.site.book.claim_rows[id]
    lines = [
        ["Claim", row["statement"]],
        ["Section", row["section"]],
        ["As of", row["as_of"]],
        ["Verdict", context.site.book.claims[id]["verdict"]],
    ]
    return {
        "title": "What the article says",
        "value": stated_text(row),
        "lines": lines,
        "inputs": [],
        "url": context.url("claim", id),
        "link": "The claim and its reason",
    }


def _of_row(context: Context, id: str) -> dict:
    row = context.site.book.quantities[id]
    lines = [
        ["As of", row["as_of"]],
        ["Source", context.site.sources.label(row["source"])],
        ["Where", row["locator"]],
        ["Tier", row["tier"]],
    ]
    return {
        "title": _title(row),
        "value": in_words(row),
        "lines": _interval(row) + lines,
        "inputs": [],
        "link": "The row with its note",
    }


def _of_result(context: Context, id: str) -> dict:
    result = context.site.book.results[id]
    lines = [
        ["As of", context.site.latest(result)],
        ["Computed as", formula_words.how(result)],
        ["Tier", "computed"],
    ]
    return {
        "title": _title(result),
        "value": in_words(result),
        "lines": _interval(result) + lines,
        "inputs": _inputs(context, result),
        "link": "The cell that computes it",
    }


def _inputs(context: Context, result: dict) -> list[list[str]]:
    """A result's inputs as (words, value, address, date and source); of a long list the
    first, and how many more there are."""
    given = result["inputs"] or [{"id": id} for id in result["input_ids"]]
    found = [_input(context, item) for item in given[:MOST_INPUTS]]
    if len(given) > MOST_INPUTS:
        more = f"and {len(given) - MOST_INPUTS} more"
        found.append([more, "", context.url("number", result["id"]), ""])
    return found


def _input(context: Context, item: dict) -> list[str]:
    book, id = context.site.book, item.get("id", "")
    known = book.quantities.get(id) or book.results.get(id)
    if known:
        return [_title(known), in_words(known), context.input_url(id), _whence(context, known)]
    if id in book.claim_rows:
        row = book.claim_rows[id]
        words = f"the article: {row['statement']}"
        return [words, stated_text(row), context.input_url(id), row["as_of"]]
    # a plain number, or a step that no cell shows
    shown = in_words(item) if "value" in item else ""
    return [item.get("argument", id).replace("_", " "), shown, "", ""]


def _whence(context: Context, known: dict) -> str:
    """The date and the source of an input; of a computed one the date of its latest input."""
    if "source" in known:
        return f"{known['as_of']}, {context.site.sources.label(known['source'])}"
    latest = context.site.latest(known)
    return f"computed, inputs up to {latest}" if latest else "computed"


def _title(known: dict) -> str:
    return known["title"] if "title" in known else f"{known['subject']}: {known['quantity']}"


def _interval(known: dict) -> list[list[str]]:
    return [["Brackets", "90% interval"]] if known["low"] is not None else []
