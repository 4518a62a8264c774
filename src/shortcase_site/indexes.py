"""The three indexes for programs: figures, claims and numbers, each held to the schema that is published beside it; and the ledger as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from shortcase.data import verdicts as rules

from . import render
from .state import Site

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
    return [
        {
            "id": id,
            "number": f["number"],
            "title": render.plain(f["title"]),
            "caption": render.plain(f["caption"]),
            "alt": render.plain(f["alt"]),
            "chapter": f["chapter"],
            "url": site.absolute(f"figures/{id}.html"),
            **{
                kind: site.absolute(f"figures/{id}.{ending}")
                for kind, ending in (
                    ("svg", "svg"),
                    ("png", "png"),
                    ("csv", "csv"),
                    ("spec", "vl.json"),
                )
            },
            "sources": f["sources"],
            "as_of": f["as_of"],
            "hash": site.figure_hash(id),
        }
        for id, f in site.book.figures.items()
    ]


def claims(site: Site) -> list[dict]:
    """claims.json: one entry for every row of claims.csv, in its order."""
    entries = []
    for id, row in site.book.claim_rows.items():
        c = site.book.claims.get(id)
        if c is None:
            continue
        computed = c["computed"]
        entries.append(
            {
                "id": id,
                "chapter": row["chapter"],
                "statement": row["statement"],
                "section": row["section"],
                "kind": row["kind"],
                "importance": row["importance"],
                "stated": c["stated"],
                "computed": computed
                and {k: computed[k] for k in ("value", "low", "high", "unit")}
                | ({"text": computed["text"]} if computed.get("text") else {}),
                "verdict": c["verdict"],
                "judged": c["judged"],
                "reason": render.plain(c["reason"])
                + (f" {render.plain(c['caveat'])}" if c["caveat"] else ""),
                "sources": c["sources"],
                "figures": c["figures"],
                "url": site.absolute(f"claims.html#{id}"),
            }
        )
    return entries


def numbers(site: Site) -> list[dict]:
    """numbers.json: every quantity and every result, with the chapters and pages that use it."""
    used_rows = site.book.used_rows
    entries = []
    for id, row in site.book.quantities.items():
        entries.append(
            {
                "id": id,
                "title": f"{row['subject']}: {row['quantity']}",
                "value": row["value"] if row["text"] == "" else row["text"],
                "low": row["low"],
                "high": row["high"],
                "unit": row["unit"],
                "as_of": row["as_of"],
                "source": row["source"],
                "locator": row["locator"],
                "tier": row["tier"],
                "kind": "quantity",
                "url": site.absolute(site.url("number", id)),
                "used_in": sorted(
                    {f"notebooks/{c}.html" for c in used_rows.get(id, [])}
                    | site.used_in.get(id, set())
                ),
            }
        )
    for id, r in site.book.results.items():
        entries.append(
            {
                "id": id,
                "title": r["title"],
                "value": r["value"],
                "low": r["low"],
                "high": r["high"],
                "unit": r["unit"],
                "as_of": site.latest(r),
                "source": "this_report",
                "locator": f"{r['notebook']}.html#result-{id}",
                "tier": "computed",
                "kind": "result",
                "url": site.absolute(site.url("number", id)),
                "used_in": sorted({f"{r['notebook']}.html"} | site.used_in.get(id, set())),
            }
        )
    return entries


def claims_csv(site: Site) -> str:
    """The ledger as a table."""
    columns = [
        "id",
        "chapter",
        "section",
        "statement",
        "kind",
        "importance",
        "stated_low",
        "stated_high",
        "stated_unit",
        "computed_value",
        "computed_low",
        "computed_high",
        "computed_unit",
        "verdict",
        "judged",
        "reason",
        "url",
    ]
    file = io.StringIO()
    table = csv.DictWriter(file, columns, lineterminator="\n")
    table.writeheader()
    for entry in claims(site):
        low, high = rules.bounds(entry["stated"]) if entry["stated"] else (None, None)
        c = entry["computed"] or {}
        table.writerow(
            {
                k: entry[k]
                for k in (
                    "id",
                    "chapter",
                    "section",
                    "statement",
                    "kind",
                    "importance",
                    "verdict",
                    "judged",
                    "reason",
                    "url",
                )
            }
            | {
                "stated_low": low,
                "stated_high": high,
                "stated_unit": (entry["stated"] or {}).get("unit", ""),
                "computed_value": c.get("text") or c.get("value"),
                "computed_low": c.get("low"),
                "computed_high": c.get("high"),
                "computed_unit": c.get("unit", ""),
            }
        )
    return file.getvalue()
