"""What an id names, and every place that uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shortcase.book import links, measures
from shortcase.book.records import Book
from shortcase.chapter.display import how
from shortcase.data import tables, verdicts
from shortcase.derived import definitions
from shortcase.faults import ReportError
from shortcase.numbers import words
from shortcase.numbers.estimate import Estimate
from shortcase.report import relative


@dataclass(frozen=True)
class Use:
    """One place that uses an id: in which file, at which place, as what, and its words."""

    file: str
    place: str
    kind: str
    words: str


def describe(book: Book, id: str) -> list[dict[str, Any]]:
    """Everything that bears an id, each as a name and a value for each line. Raises ReportError for
    an unknown one, with ids near it."""
    found = []
    if id in book.quantities:
        found.append(_row(book, id))
    if id in book.results:
        found.append(_result(book, id))
    if id in book.claim_rows:
        found.append(_claim(book, id))
    if id in book.figures:
        found.append(_figure(book, id))
    readings = [r for r in measures.read(book.report)[0] if id in (r.measure, r.id)]
    found += [_reading(book, reading) for reading in readings]
    if not found:
        known = [*book.numbers(), *book.claim_rows, *book.figures]
        raise ReportError(f"show: found {id!r}; expected a known id{tables.near(id, known)}")
    return found


def _row(book: Book, id: str) -> dict[str, Any]:
    row = book.quantities[id]
    return {
        "id": id,
        "kind": "row",
        "title": f"{row['subject']}: {row['quantity']}",
        "value": book.estimate(id).words(),
        "unit": row["unit"],
        "as_of": row["as_of"],
        "source": f"{row['source']}, {row['locator']} ({row['tier']})",
        "note": row["note"],
        "place": f"data/{row['table']}.csv, row {row['_row']}",
        "chapters": book.used_rows.get(id, []),
    }


def _result(book: Book, id: str) -> dict[str, Any]:
    record = book.results[id]
    return {
        "id": id,
        "kind": "result",
        "title": record["title"],
        "value": book.estimate(id).words(),
        "unit": record["unit"],
        "from": how(record),
        "inputs": record["input_ids"],
        "derived": id in definitions(),
        "place": book.places["result", id],
    }


def _claim(book: Book, id: str) -> dict[str, Any]:
    row, settled = book.claim_rows[id], book.claims.get(id, {})
    computed = settled.get("computed")
    return {
        "id": id,
        "kind": "claim",
        "title": row["statement"],
        "stated": verdicts.stated(row).words() if verdicts.states_a_number(row) else "",
        "computed": f"{computed['id']}, {Estimate.of(computed).words()}" if computed else "",
        "verdict": settled.get("verdict", "not settled"),
        "reason": words.plain_text(settled.get("reason", "")),
        "place": book.places.get(("claim", id), f"data/claims.csv, row {row['_row']}"),
    }


def _figure(book: Book, id: str) -> dict[str, Any]:
    record = book.figures[id]
    dial = record["dial"]
    readouts = {r["name"]: r.get("equals", "") for r in dial["readouts"]} if dial else {}
    return {
        "id": id,
        "kind": "figure",
        "title": words.plain_text(record["title"]),
        "number": record["number"],
        "inputs": record["input_ids"],
        "readouts": readouts,
        "sources": record["sources"],
        "place": book.places["figure", id],
    }


def _reading(book: Book, reading: measures.Reading) -> dict[str, Any]:
    try:
        shown = measures.value(book, reading).words()
    except KeyError:
        shown = "unknown"
    return {
        "id": reading.id,
        "kind": f"reading of the measure {reading.measure} ({reading.role})",
        "title": f"{reading.title}: {reading.basis}",
        "value": shown,
        "reason": reading.reason,
        "place": f"{measures.FILE}, row {reading.row}",
    }


def uses(book: Book, id: str) -> list[Use]:
    """Every place that uses an id: words, code, results, figures, claims, definitions and measures.

    Raises ReportError for an unknown one.
    """
    describe(book, id)
    return [*_in_words(book, id), *_in_code(book, id), *_in_records(book, id), *_in_data(book, id)]


def _in_words(book: Book, id: str) -> Iterator[Use]:
    for text in links.texts(book):
        for link in words.links(text.markdown):
            if links.bare_id(link.target) == id:
                place = text.place or f"line {link.line}"
                yield Use(text.file, place, "words", f"[{link.words}]({link.scheme}:{link.target})")


def _in_code(book: Book, id: str) -> Iterator[Use]:
    for notebook in book.notebooks:
        for number, cell in enumerate(notebook.cells, start=1):
            if cell["cell_type"] != "code":
                continue
            for line in cell["source"].splitlines():
                if f'"{id}"' in line or f"'{id}'" in line:
                    yield Use(relative(notebook.path), f"cell {number}", "code", line.strip()[:160])


def _in_records(book: Book, id: str) -> Iterator[Use]:
    for kind, store in (("result", book.results), ("figure", book.figures)):
        for other, record in store.items():
            file, _, place = book.places[kind, other].partition(", ")
            if id in record["input_ids"] and id != other:
                yield Use(file, place, kind, f"an input of {other}")
            dial = record.get("dial")
            for readout in dial["readouts"] if dial else ():
                if readout.get("equals") == id:
                    yield Use(
                        file, place, kind, f"shown by the readout {readout['name']} of {other}"
                    )
    for other, claim in book.claims.items():
        file, _, place = book.places["claim", other].partition(", ")
        if (claim["computed"] or {}).get("id") == id or id in claim["figures"]:
            yield Use(file, place, "claim", f"{other}: {claim['verdict']}")


def _in_data(book: Book, id: str) -> Iterator[Use]:
    for derived in definitions().values():
        if id in derived.inputs.values() or f"said:{id}" in derived.inputs.values():
            yield Use("src/shortcase/derived", "", "definition", f"an input of {derived.id}")
    for reading in measures.read(book.report)[0]:
        if reading.id == id:
            place = f"row {reading.row}"
            yield Use(measures.FILE, place, "measure", f"{reading.measure} ({reading.role})")


def as_json(found: Any) -> str:
    """What was found, for programs."""
    return json.dumps(found, ensure_ascii=False, indent=1)
