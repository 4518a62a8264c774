"""The three indexes for programs: figures, claims and numbers, each held to the schema that is
published beside it; and the ledger as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from shortcase.data import verdicts as rules
from shortcase.numbers.words import plain_text

from .site import Site

SCHEMAS = Path(__file__).with_name("schemas")


def schema(site: Site, name: str) -> dict:
    """The schema of one index, with its own address as its id."""
    found = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return {
        "$schema": found.pop("$schema"),
        "$id": site.absolute(f"schemas/{name}.schema.json"),
    } | found


def validate(schema: dict, items: list[dict]) -> None:
    """Raises jsonschema.ValidationError where an index breaks its published schema."""
    import jsonschema

    jsonschema.Draft202012Validator(schema).validate(items)


def figures(site: Site) -> list[dict]:
    """figures.json."""
    return [_figure(site, id, record) for id, record in site.book.figures.items()]


def _figure(site: Site, id: str, record: dict) -> dict:
    endings = {"svg": "svg", "png": "png", "csv": "csv", "spec": "vl.json"}
    words = {key: plain_text(record[key]) for key in ("title", "caption", "alt")}
    return {
        "id": id,
        "number": record["number"],
        **words,
        "chapter": record["chapter"],
        "url": site.absolute(f"figures/{id}.html"),
        **{kind: site.absolute(f"figures/{id}.{end}") for kind, end in endings.items()},
        "sources": record["sources"],
        "as_of": record["as_of"],
        "hash": site.figure_hash(id),
    }


def claims(site: Site) -> list[dict]:
    """claims.json: one entry for every row of claims.csv, in its order."""
    rows = site.book.claim_rows.items()
    return [_claim(site, row, site.book.claims[id]) for id, row in rows if id in site.book.claims]


def _claim(site: Site, row: dict, claim: dict) -> dict:
    computed, caveat = claim["computed"], claim["caveat"]
    if computed:
        kept = ("value", "low", "high", "unit") + (("text",) if computed.get("text") else ())
        computed = {k: computed[k] for k in kept}
    reason = plain_text(claim["reason"]) + (f" {plain_text(caveat)}" if caveat else "")
    return {
        **{k: row[k] for k in ("id", "chapter", "statement", "section", "kind", "importance")},
        "stated": claim["stated"],
        "computed": computed,
        "verdict": claim["verdict"],
        "judged": claim["judged"],
        "stability": claim["stability"],
        "reason": reason,
        "sources": claim["sources"],
        "figures": claim["figures"],
        "url": site.absolute(f"claims.html#{row['id']}"),
    }


def numbers(site: Site) -> list[dict]:
    """numbers.json: every quantity and every result, with the chapters and pages that use it."""
    rows = [_quantity(site, row) for row in site.book.quantities.values()]
    return rows + [_result(site, result) for result in site.book.results.values()]


def _quantity(site: Site, row: dict) -> dict:
    id = row["id"]
    chapters = {f"notebooks/{chapter}.html" for chapter in site.used_rows.get(id, [])}
    return {
        "id": id,
        "title": f"{row['subject']}: {row['quantity']}",
        "value": row["value"] if row["text"] == "" else row["text"],
        **{k: row[k] for k in ("low", "high", "unit", "as_of", "source", "locator", "tier")},
        "kind": "quantity",
        "url": site.absolute(site.url("number", id)),
        "used_in": sorted(chapters | set(site.used_in.get(id, []))),
    }


def _result(site: Site, result: dict) -> dict:
    id, page = result["id"], f"{result['notebook']}.html"
    return {
        **{k: result[k] for k in ("id", "title", "value", "low", "high", "unit")},
        "as_of": site.latest(result),
        "source": "this_report",
        "locator": f"{page}#result-{id}",
        "tier": "computed",
        "kind": "result",
        "url": site.absolute(site.url("number", id)),
        "used_in": sorted({page, *site.used_in.get(id, [])}),
    }


COLUMNS = (
    *("id", "chapter", "section", "statement", "kind", "importance"),
    *("stated_low", "stated_high", "stated_unit"),
    *("computed_value", "computed_low", "computed_high", "computed_unit"),
    *("verdict", "judged", "stability", "reason", "url"),
)


def claims_csv(site: Site) -> str:
    """The ledger as a table."""
    file = io.StringIO()
    table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    table.writeheader()
    for entry in claims(site):
        stated, computed = entry["stated"] or {}, entry["computed"] or {}
        low, high = rules.bounds(stated) if stated else (None, None)
        made = {"stated_low": low, "stated_high": high, "stated_unit": stated.get("unit", "")}
        made["computed_value"] = computed.get("text") or computed.get("value")
        made |= {f"computed_{k}": computed.get(k) for k in ("low", "high")}
        made["computed_unit"] = computed.get("unit", "")
        table.writerow({k: entry[k] for k in COLUMNS if k in entry} | made)
    return file.getvalue()
