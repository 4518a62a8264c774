"""Number passports: what a reader is shown of a number in prose, one script a page, loaded when the first of them is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

from shortcase.numbers.estimate import Estimate

from .render import Context, stated_text
from .state import Site

MOST_INPUTS = (
    6  # more would fill a phone's screen; the rest stand in the cell to which the passport links
)


def scripts(site: Site) -> Iterator[tuple[str, str]]:
    """For each page with numbers, the address and the content of the script that holds their passports."""
    by_page: dict[str, set[str]] = {}
    for key, pages in site.used_in.items():
        if not key.startswith("source:"):
            for page in pages:
                by_page.setdefault(page, set()).add(key)
    for page, keys in by_page.items():
        context = Context(site, page)
        found = {key: passport(context, key) for key in sorted(keys)}
        yield (
            f"passports/{page.removesuffix('.html').replace('/', '-')}.js",
            f"shortcasePassports({json.dumps(found, ensure_ascii=False, sort_keys=True)});\n",
        )


def passport(context: Context, key: str) -> dict:
    """Title, value, lines of provenance (label and words), inputs (words, value, address), and the address where the number stands."""
    if key.startswith("said:"):
        return _of_claim(context, key.removeprefix("said:"))
    made = (
        _of_row(context, key) if key in context.site.book.quantities else _of_result(context, key)
    )
    return made | {"url": context.url("number", key)}


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
        "value": _value(row),
        "lines": _interval(row) + lines,
        "inputs": [],
        "link": "The row with its note",
    }


def _of_result(context: Context, id: str) -> dict:
    result = context.site.book.results[id]
    lines = [
        ["As of", context.site.latest(result)],
        ["Computed by", result["formula"] or result["method"]],
        ["Tier", "computed"],
    ]
    return {
        "title": _title(result),
        "value": _value(result),
        "lines": _interval(result) + lines,
        "inputs": _inputs(context, result),
        "link": "The cell that computes it",
    }


def _inputs(context: Context, result: dict) -> list[list[str]]:
    """A result's inputs as (words, value, address); of a long list the first, and how many more there are."""
    book, found = context.site.book, []
    given = result["inputs"] or [{"id": id} for id in result["input_ids"]]
    for item in given[:MOST_INPUTS]:
        id = item.get("id", "")
        known = book.quantities.get(id) or book.results.get(id)
        if known:
            found.append([_title(known), _value(known), context.input_url(id)])
        elif id in book.claim_rows:
            found.append(
                [
                    f"the article: {book.claim_rows[id]['statement']}",
                    stated_text(book.claim_rows[id]),
                    context.input_url(id),
                ]
            )
        else:  # a plain number, or a step that no cell shows
            found.append(
                [
                    item.get("argument", id).replace("_", " "),
                    _value({"low": None, "high": None, "unit": ""} | item)
                    if "value" in item
                    else "",
                    "",
                ]
            )
    return found + (
        [[f"and {len(given) - MOST_INPUTS} more", "", context.url("number", result["id"])]]
        if len(given) > MOST_INPUTS
        else []
    )


def _title(known: dict) -> str:
    return known["title"] if "title" in known else f"{known['subject']}: {known['quantity']}"


def _value(known: dict) -> str:
    return Estimate.of(known).words()


def _interval(known: dict) -> list[list[str]]:
    return [["Brackets", "90% interval"]] if known["low"] is not None else []
