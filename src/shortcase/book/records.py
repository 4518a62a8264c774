"""Records: what the notebooks' stored outputs hold, gathered, checked against their schema and against each other.

Reads the notebooks as JSON and runs nothing. Chapters stand in the order of ``_toc.yml``, figures in the order of their cells.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shortcase.chapter import fingerprint as colophon
from shortcase.faults import Fault, ReportError
from shortcase.charts.mime import MIME
from shortcase.paths import relative, root

SCHEMA = Path(__file__).with_name("records.schema.json")


@dataclass
class Notebook:
    """One chapter's notebook: its Markdown cells and its records, each with the id of its cell."""

    path: Path
    title: str
    cells: list[dict]
    records: list[tuple[str, dict]]

    @property
    def docname(self) -> str:
        return f"notebooks/{self.path.stem}"

    def of_kind(self, kind: str) -> list[dict]:
        return [r | {"cell": cell} for cell, r in self.records if r["kind"] == kind]


@dataclass
class Book:
    """All records of the book, by kind and id, beside the tables that they stand on."""

    quantities: dict[str, dict]
    claim_rows: dict[str, dict]
    notebooks: list[Notebook]
    figures: dict[str, dict] = field(default_factory=dict)
    results: dict[str, dict] = field(default_factory=dict)
    claims: dict[str, dict] = field(default_factory=dict)

    @property
    def used_rows(self) -> dict[str, list[str]]:
        """For each row of data, the chapters that use it."""
        used: dict[str, list[str]] = {}
        for notebook in self.notebooks:
            for record in notebook.of_kind("colophon"):
                for row in record["rows"]:
                    used.setdefault(row, []).append(notebook.path.stem)
        return used


def chapter_paths() -> list[Path]:
    """Notebooks in the order of the table of contents. Raises ReportError for one that is listed and missing, or there and not listed."""
    listed = [root() / f"{name}.ipynb" for name in re.findall(r"file:\s*(notebooks/[\w-]+)", (root() / "_toc.yml").read_text("utf-8"))]
    faults = [Fault("_toc.yml", "", "file", relative(p), "a notebook that is there") for p in listed if not p.is_file()]
    faults += [Fault(relative(p), "", "", "a notebook that _toc.yml does not list", "an entry") for p in sorted((root() / "notebooks").glob("*.ipynb")) if p not in listed]
    if faults:
        raise ReportError(faults)
    return listed


def read(path: Path) -> Notebook:
    """One notebook. Raises ReportError for what is no notebook, for a stored error and for a record that breaks the schema."""
    name = relative(path)
    try:
        content = json.loads(path.read_text("utf-8"))
        cells = content["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise ReportError([Fault(name, "", "", f"no readable notebook ({error})", "a notebook of format 4.5")]) from None
    faults, records, titles = [], [], []
    for place, cell in enumerate(cells, start=1):
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            titles += re.findall(r"^# (.+)$", cell["source"], re.M)
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                faults.append(Fault(name, f"cell {place}", "", f"the stored error {output['ename']}", "a cell that ran"))
            if output["output_type"] == "stream" and output.get("name") == "stderr":
                faults.append(Fault(name, f"cell {place}", "", f"stored text on stderr: {''.join(output['text'])[:120]!r}", "none"))
            for record in output.get("data", {}).get(MIME, {}).get("records", []):
                faults += [Fault(name, f"cell {place}", record.get("id", ""), message, "a record of the schema") for message in schema_errors(record)]
                records.append((cell.get("id", ""), record))
    if len(titles) != 1:
        faults.append(Fault(name, "", "", f"{len(titles)} titles ({'; '.join(titles)})", "one line that begins with a single #"))
    if faults:
        raise ReportError(faults)
    return Notebook(path, titles[0].strip(), cells, records)


@cache
def _validators() -> dict:
    import jsonschema

    schema = json.loads(SCHEMA.read_text("utf-8"))
    return {kind: jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]}) for kind in ("figure", "result", "claim", "colophon")}


def schema_errors(record: dict) -> list[str]:
    """What is wrong with a record's form, in words."""
    validator = _validators().get(record.get("kind"))
    if validator is None:
        return [f"the kind {record.get('kind')!r}"]
    return [f"{'/'.join(map(str, e.path)) or 'record'}: {e.message[:160]}" for e in validator.iter_errors(record)]


def gather(quantities: dict, claim_rows: dict, paths: list[Path] | None = None) -> Book:
    """All records of the book. Raises ReportError for ids that collide, unknown references and claims that are settled twice."""
    book = Book(quantities, claim_rows, [read(p) for p in (chapter_paths() if paths is None else paths)])
    faults: list[Fault] = []
    for notebook in book.notebooks:
        name = relative(notebook.path)
        for kind, store in (("figure", book.figures), ("result", book.results), ("claim", book.claims)):
            for record in notebook.of_kind(kind):
                if record["id"] in store or (kind == "result" and record["id"] in quantities):
                    faults.append(Fault(name, record["cell"], "id", f"{kind} {record['id']!r} a second time", "ids that are unique over the book"))
                store[record["id"]] = record | {"notebook": notebook.docname}
    for number, figure in enumerate(book.figures.values(), start=1):
        figure["number"] = number
    for claim in book.claims.values():
        row = claim_rows.get(claim["id"])
        if row is None:
            faults.append(Fault(claim["notebook"], claim["cell"], "id", repr(claim["id"]), "a claim of data/claims.csv"))
        faults += [Fault(claim["notebook"], claim["id"], "figures", repr(f), "a figure of the book") for f in claim["figures"] if f not in book.figures]
    if faults:
        raise ReportError(faults)
    return book


def completeness(book: Book, linked: set[str] = frozenset()) -> list[Fault]:
    """Claims that no chapter settles, and rows that no chapter uses and no sentence links to (``linked``)."""
    faults = [Fault("data/claims.csv", row["_row"], "id", f"{i!r}, which no notebook settles", f"one ch.claim in chapter {row['chapter']}") for i, row in book.claim_rows.items() if i not in book.claims]
    used = book.used_rows
    return faults + [Fault(f"data/{row['table']}.csv", row["_row"], "id", f"{i!r}, which no chapter uses", "a row that is used") for i, row in book.quantities.items() if i not in used and i not in linked]


def stale(notebook: Notebook, quantities: dict, claims: dict) -> str:
    """Why a notebook's stored outputs are not those of its inputs; empty if they are."""
    records = notebook.of_kind("colophon")
    if len(records) != 1:
        return f"{len(records)} colophons; expected one, in the last cell"
    record = records[0]
    code = [c["source"].strip() for c in notebook.cells if c["cell_type"] == "code"]
    counts = [c.get("execution_count") for c in notebook.cells if c["cell_type"] == "code"]
    if counts != list(range(1, len(counts) + 1)):
        return "cells were not executed once, in order"
    now = colophon.inputs_hash(code, record["rows"], record["claims"], record["selections"], record["modules"], quantities, claims)
    if now == record["hash"]:
        return ""
    return "its code, the data rows or the modules that it uses have changed since it was executed"
