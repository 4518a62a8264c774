"""Small books, made in a folder: tables, words and notebooks whose cells are run in this
process."""

from __future__ import annotations

import ast
import csv
import json
from pathlib import Path

from shortcase.chapter import fingerprint
from shortcase.chapter.session import Chapter
from shortcase.data import tables
from shortcase.report import Report

ROOT = Path(__file__).resolve().parents[1]
ROW = [
    "id",
    "subject",
    "quantity",
    "value",
    "low",
    "high",
    "text",
    "unit",
    "as_of",
    "source",
    "locator",
    "tier",
    "note",
]
CLAIM = [
    "id",
    "chapter",
    "section",
    "passage",
    "statement",
    "value",
    "low",
    "high",
    "unit",
    "as_of",
    "kind",
    "importance",
]
BIB = """@misc{this_report, title={Assumptions}, author={{The report}}, year={2026},
  url={https://example.org/report}, date={2026}, accessed={not recorded}}
@article{emanuel2025short, title={The article}, author={Emanuel, Jeffrey}, year={2025},
  url={https://example.org/article}, date={2025-01-25}, urldate={2026-01-01}}
"""
CITATION = """cff-version: 1.2.0
title: A small book
abstract: For tests.
authors:
  - name: Nobody
version: 1.0.0
date-released: 2026-01-01
license: CC-BY-4.0
"""
ERRATA = "# Errata\n\n<!-- begin -->\n\nNo number of a published version has changed.\n"


def row(
    id: str, value: object, unit: str = "1", low: object = "", high: object = "", **more
) -> dict:
    """A row of a table, whole."""
    usual = {
        "subject": "a thing",
        "quantity": f"what {id} says",
        "text": "",
        "as_of": "2025-01",
        "source": "this_report",
        "locator": "p. 1",
        "tier": "estimate",
        "note": "for a test",
    }
    return usual | {"id": id, "value": value, "low": low, "high": high, "unit": unit} | more


def claim(id: str, chapter: str, value: object = "", unit: str = "1", **more) -> dict:
    """A row of claims.csv, whole."""
    usual: dict = {"section": "s", "passage": "", "statement": f"the article says {id}"}
    kind: dict = {"low": "", "high": "", "as_of": "2025-01", "kind": "fact", "importance": 2}
    return usual | kind | {"id": id, "chapter": chapter, "value": value, "unit": unit} | more


def write_table(path: Path, columns: list[str], rows: list[dict]) -> None:
    """A CSV file of rows."""
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def write_data(root: Path, rows: list[dict], claims: list[dict]) -> Report:
    """A report with these tables and no chapter yet."""
    for name in ("data", "book", "notebooks"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for name in ("quantity", "claims", "measures", "witnesses"):
        text = (ROOT / "data" / f"{name}.schema.json").read_text()
        (root / "data" / f"{name}.schema.json").write_text(text)
    write_table(root / "data" / "things.csv", ROW, rows)
    write_table(root / "data" / "claims.csv", CLAIM, claims)
    listed = [{"name": n, "path": f"{n}.csv"} for n in ("claims", "things")]
    package = {"name": "small", "examines": "emanuel2025short", "resources": listed}
    (root / "data" / "datapackage.json").write_text(json.dumps(package))
    (root / "book" / "references.bib").write_text(BIB)
    (root / "CITATION.cff").write_text(CITATION)
    (root / "ERRATA.md").write_text(ERRATA)
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters: []\n")
    (root / "book" / "index.md").write_text("# A small book\n")
    return Report(root)


def write_chapter(report: Report, name: str, cells: list[str]) -> Path:
    """A chapter from cells: one that begins with # and a space is Markdown, all else is code that
    is run here with ``ch``; a colophon is added. Listed in the table of contents."""
    ids = {f"c{i}": cell for i, cell in enumerate([*cells, "ch.colophon()"])}
    code = [cell for cell in ids.values() if not cell.startswith("# ")]
    quantities, claims = tables.load(report)
    space: dict = {"ch": Chapter(name, quantities, claims, report)}
    fingerprint.executed[:] = code
    made: list[dict] = []
    for id, cell in ids.items():
        if cell.startswith("# "):
            made.append({"cell_type": "markdown", "id": id, "metadata": {}, "source": cell})
            continue
        count = code.index(cell) + 1
        outputs = _outputs(cell, space, count)
        made.append(
            {
                "cell_type": "code",
                "id": id,
                "metadata": {},
                "source": cell,
                "execution_count": count,
                "outputs": outputs,
            }
        )
    fingerprint.executed.clear()
    path = report.notebooks / f"{name}.ipynb"
    content = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content))
    listed = sorted(p.stem for p in report.notebooks.glob("*.ipynb"))
    lines = [f"  - file: notebooks/{n}" for n in listed]
    report.contents.write_text("format: jb-book\nroot: book/index\nchapters:\n" + "\n".join(lines))
    return path


def _outputs(cell: str, space: dict, count: int) -> list[dict]:
    """Run a cell; what its last expression shows."""
    tree = ast.parse(cell)
    last = tree.body[-1].value if isinstance(tree.body[-1], ast.Expr) else None
    tree.body = tree.body[:-1] if last is not None else tree.body
    exec(compile(tree, "<cell>", "exec"), space)
    if last is None:
        return []
    shown = eval(compile(ast.Expression(last), "<cell>", "eval"), space)
    if not hasattr(shown, "_repr_mimebundle_"):
        return []
    kind = {"output_type": "execute_result", "metadata": {}, "execution_count": count}
    return [kind | {"data": json.loads(json.dumps(shown._repr_mimebundle_()))}]


AMOUNT = """from shortcase.formulas.text_stock import counted_tokens
amount = ch.result("amount", counted_tokens, unit="word", title="Words in all",
                   items=ch["books"], words_per_item=ch["words"], tokens_per_word=1.0)
amount"""
CLAIMED = (
    'ch.claim("says_amount", computed=amount, reason="It is [2.0 million](num:amount) words.")'
)


def small_book(root: Path, books: float = 20) -> Report:
    """A book of one chapter: two rows, one result, one claim, and words that fit."""
    rows = [row("books", books, "book"), row("words", 1e5, "word/book", 5e4, 2e5)]
    report = write_data(root, rows, [claim("says_amount", "one", 2e6, "word")])
    text = "# One\n\nIn all [2.0 million words](num:amount), of [20](num:books) books.\n"
    write_chapter(report, "one", [text, AMOUNT, CLAIMED])
    return report
