"""What there is to be changed: the numbers that move something, and the words of the calculator."""

from __future__ import annotations

from typing import Any

import yaml

from shortcase.book.records import Book
from shortcase.report import Report


def words(report: Report, name: str) -> dict[str, Any]:
    """``book/NAME.yml``: what the calculator, or the page of what-if, asks and says; empty where
    there is none."""
    path = report.book / f"{name}.yml"
    return yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}


def movable(book: Book) -> list[str]:
    """Ids of all results, and of the rows from which something is computed or by which a claim is
    settled: a reader may ask what would be if they were others."""
    found = set(book.results)
    steps = [s for n in book.notebooks for s in n.colophon.get("steps", ())]
    for record in (*book.results.values(), *steps):
        target = (record.get("solves") or {}).get("target")
        found |= {item["id"] for item in (*record["inputs"], target) if item and "id" in item}
        found |= set(record["input_ids"])
    found |= {(claim["computed"] or {}).get("id", "") for claim in book.claims.values()}
    known = {**book.quantities, **book.results}
    return sorted(id for id in found if id in known and known[id]["value"] is not None)
