"""Records: what the notebooks' stored outputs hold, gathered, checked against their schema and
against each other.

Reads the notebooks as JSON and runs nothing. Chapters stand in the order of ``_toc.yml``, figures
in the order of their cells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

import yaml

from shortcase.chapter import fingerprint
from shortcase.charts.mime import MIME
from shortcase.data import sources, tables, texts
from shortcase.faults import Fault, ReportError
from shortcase.numbers.estimate import Estimate
from shortcase.passed import Passed
from shortcase.report import Report, relative

SCHEMA = Path(__file__).with_name("records.schema.json")
KINDS = ("figure", "result", "claim", "colophon")


@dataclass
class Notebook:
    """One chapter's notebook: its cells and its records, each with the id of its cell."""

    path: Path
    title: str
    cells: list[dict]
    records: list[tuple[str, dict]]

    @property
    def docname(self) -> str:
        return f"notebooks/{self.path.stem}"

    def of_kind(self, kind: str) -> list[dict]:
        return [r | {"cell": cell} for cell, r in self.records if r["kind"] == kind]

    @property
    def colophon(self) -> dict:
        """What the outputs were made from."""
        return self.of_kind("colophon")[0]

    def place(self, cell: str) -> str:
        """A cell as messages show it: its place among all cells, from one."""
        ids = [c.get("id") for c in self.cells]
        return f"cell {ids.index(cell) + 1}" if cell in ids else ""


@dataclass
class Book:
    """All records of the book, by kind and id, beside the tables that they stand on."""

    report: Report
    quantities: dict[str, dict]
    claim_rows: dict[str, dict]
    notebooks: list[Notebook]
    figures: dict[str, dict] = field(default_factory=dict)
    results: dict[str, dict] = field(default_factory=dict)
    claims: dict[str, dict] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)  # of each kind and id

    def counts(self) -> dict[str, int]:
        """How many things of each kind the book holds, as ``[12](count:figures)`` says it."""
        return {
            "claims": len(self.claim_rows),
            "figures": len(self.figures),
            "results": len(self.results),
            "rows": len(self.quantities),
            "chapters": len(self.notebooks),
            "sources": len(sources.keys(self.report.references)),
        }

    @property
    def used_rows(self) -> dict[str, list[str]]:
        """For each row of data, the chapters that use it."""
        used: dict[str, list[str]] = {}
        for notebook in self.notebooks:
            for record in notebook.of_kind("colophon"):
                for row in record["rows"]:
                    used.setdefault(row, []).append(notebook.path.stem)
        return used

    def estimate(self, id: str) -> Estimate:
        """The number that an id names: a row of data or a result. Raises KeyError for an unknown
        one."""
        known = self.quantities if id in self.quantities else self.results
        return Estimate.of(known[id])

    def shares(self, id: str) -> dict[str, float]:
        """Each input's share of a result's spread. Raises KeyError for an unknown result."""
        return self.results[id]["shares"]

    def numbers(self) -> list[str]:
        """Every id that names a number: rows and results."""
        return [*self.quantities, *self.results]


def listed(report: Report) -> list[str]:
    """Documents of the table of contents, in order. Raises ReportError where it is not readable."""
    try:
        content = yaml.safe_load(report.contents.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        found = f"no readable table of contents ({error})"
        raise ReportError([Fault(report.contents.name, "", found, "YAML with chapters")]) from None
    return list(_files(content))


def _files(node) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (str(v) for k, v in node.items() if k in ("root", "file"))
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from _files(child)


def chapter_paths(report: Report) -> list[Path]:
    """Notebooks in the order of the table of contents. Raises ReportError for one that is listed
    and missing, or there and not listed."""
    folder = report.notebooks.relative_to(report.root).as_posix()
    names = [n for n in listed(report) if n.startswith(f"{folder}/")]
    paths = [report.root / f"{name}.ipynb" for name in names]
    there = sorted(report.notebooks.glob("*.ipynb"))
    contents, expected = report.contents.name, "a notebook that is there"
    faults = [Fault(contents, "file", relative(p), expected) for p in paths if not p.is_file()]
    unlisted = f"a notebook that {contents} does not list"
    faults += [Fault(relative(p), "", unlisted, "an entry") for p in there if p not in paths]
    if faults:
        raise ReportError(faults)
    return paths


def read(path: Path, passed: Passed | None = None) -> Notebook:
    """One notebook; records that have ``passed`` before are not held to the schema again.

    Raises ReportError for what is no notebook, for a stored error and for a record that breaks the
    schema.
    """
    name = relative(path)
    try:
        text = path.read_text("utf-8")
        cells = json.loads(text)["cells"]
    except (OSError, ValueError, KeyError) as error:
        found = f"no readable notebook ({error})"
        raise ReportError([Fault(name, "", found, "a notebook of format 4.5")]) from None
    faults: list[Fault] = []
    records, titles, outputs = [], [], []
    for place, cell in enumerate(cells, start=1):
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            titles += re.findall(r"^# (.+)$", cell["source"], re.M)
        for output in cell.get("outputs", []):
            outputs.append((f"{name}, cell {place}", output))
            found = output.get("data", {}).get(MIME, {}).get("records", [])
            records += [(cell.get("id", ""), record) for record in found]

    def check() -> list[Fault]:
        return [fault for where, output in outputs for fault in _output_faults(where, output)]

    rules = (version("jsonschema"), SCHEMA.read_bytes(), Path(__file__).read_bytes())
    faults += passed.faults((*rules, text), check) if passed else check()
    if len(titles) != 1:
        found = f"{len(titles)} titles ({'; '.join(titles)})"
        faults.append(Fault(name, "", found, "one line that begins with a single #"))
    if faults:
        raise ReportError(faults)
    return Notebook(path, titles[0].strip(), cells, records)


def _output_faults(place: str, output: dict) -> list[Fault]:
    if output["output_type"] == "error":
        return [Fault(place, "", f"the stored error {output['ename']}", "a cell that ran")]
    if output["output_type"] == "stream" and output.get("name") == "stderr":
        text = "".join(output["text"])[:120]
        return [Fault(place, "", f"stored text on stderr: {text!r}", "none")]
    return [
        Fault(place, record.get("id", ""), message, "a record of the schema")
        for record in output.get("data", {}).get(MIME, {}).get("records", [])
        for message in schema_errors(record)
    ]


@cache
def _validators() -> dict:
    import jsonschema

    definitions = json.loads(SCHEMA.read_text("utf-8"))["$defs"]
    return {
        kind: jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": definitions})
        for kind in KINDS
    }


def schema_errors(record: dict) -> list[str]:
    """What is wrong with a record's form, in words."""
    validator = _validators().get(record.get("kind"))
    if validator is None:
        return [f"the kind {record.get('kind')!r}"]
    return [
        f"{'/'.join(map(str, e.path)) or 'record'}: {e.message[:160]}"
        for e in validator.iter_errors(record)
    ]


def gather(report: Report, paths: list[Path] | None = None) -> Book:
    """All records of the book. Raises ReportError for faults of the tables and as ``bind``."""
    found = chapter_paths(report) if paths is None else paths
    return bind(report, tables.load(report), [read(p, report.passed) for p in found])


def bind(report: Report, rows: tuple[tables.Rows, tables.Rows], notebooks: list[Notebook]) -> Book:
    """The book of notebooks and tables that have been read. Raises ReportError for ids that
    collide, unknown references and claims that are settled twice."""
    book = Book(report, *rows, notebooks)
    faults = [fault for notebook in book.notebooks for fault in _collect(book, notebook)]
    for number, figure in enumerate(book.figures.values(), start=1):
        figure["number"] = number
    faults += [fault for claim in book.claims.values() for fault in _claim_faults(book, claim)]
    if faults:
        raise ReportError(faults)
    return book


def _collect(book: Book, notebook: Notebook) -> Iterator[Fault]:
    stores = (("figure", book.figures), ("result", book.results), ("claim", book.claims))
    file = relative(notebook.path)
    for kind, store in stores:
        for record in notebook.of_kind(kind):
            id, cell = record["id"], notebook.place(record["cell"])
            other = book.places.get((kind, id), "")
            if not other and kind == "result" and id in book.quantities:
                row = book.quantities[id]
                other = f"data/{row['table']}.csv, row {row['_row']}"
            if other:
                yield Fault(file, cell, f"the {kind} {id!r}, which {other} has too", "a new id")
            book.places.setdefault((kind, id), f"{file}, {cell}")
            store[id] = record | {"notebook": notebook.docname}


def _claim_faults(book: Book, claim: dict) -> Iterator[Fault]:
    place = f"claim {claim['id']}"
    if claim["id"] not in book.claim_rows:
        yield Fault(claim["notebook"], place, "an unknown id", "a claim of data/claims.csv")
    for id in claim["figures"]:
        if id not in book.figures:
            near = tables.near(id, book.figures)
            yield Fault(claim["notebook"], place, repr(id), f"a figure of the book{near}")


def completeness(book: Book, linked: Collection[str] = ()) -> list[Fault]:
    """Claims that no chapter settles, and rows that no chapter uses and no sentence links to
    (``linked``)."""
    faults = [
        Fault(
            "data/claims.csv",
            f"row {row['_row']}",
            f"{id!r}, which no notebook settles",
            f"one ch.claim in chapter {row['chapter']}",
        )
        for id, row in book.claim_rows.items()
        if id not in book.claims
    ]
    used = book.used_rows
    return faults + [
        Fault(
            f"data/{row['table']}.csv",
            f"row {row['_row']}",
            f"{id!r}, which no chapter uses",
            "a row that is used",
        )
        for id, row in book.quantities.items()
        if id not in used and id not in linked
    ]


def stale(report: Report, notebook: Notebook, quantities: dict, claims: dict) -> str:
    """Why a notebook's stored outputs are not those of its inputs; empty if they are."""
    records = notebook.of_kind("colophon")
    if len(records) != 1:
        return f"{len(records)} colophons; expected one, in the last cell"
    record = records[0]
    cells = [c for c in notebook.cells if c["cell_type"] == "code"]
    counts = [c.get("execution_count") for c in cells]
    if counts != list(range(1, len(counts) + 1)):
        return "cells were not executed once, in order"
    code = [c["source"].strip() for c in cells]
    parts = (record["rows"], record["claims"], record["selections"])
    found = texts.load(report, notebook.path.stem)
    words = {
        f"{kind}/{id}": text for kind, entries in found.items() for id, text in entries.items()
    }
    known = (quantities, claims, words, record.get("derived", []))
    if fingerprint.inputs_hash(code, *parts, *known) == record["hash"]:
        return ""
    return (
        "its code, or the rows, claims, words or formulas that it uses, have changed since it ran"
    )
