"""What has been published: ids are for ever, and no number or verdict changes without a line in the
errata.

``book/published.csv`` holds every id of the last release with its value or verdict;
``book/renamed.csv`` holds the ids that have a new name since. The check holds the book to both;
``python -m shortcase release`` writes the first anew.
"""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

from shortcase.book.records import Book
from shortcase.data import sources
from shortcase.faults import Fault, ReportError
from shortcase.report import Report

KINDS = ("figure", "claim", "number", "source")
CLOSE = 1e-6  # relative; less is the last digits of a fit


def snapshot_path(report: Report) -> Path:
    return report.book / "published.csv"


def renamed_path(report: Report) -> Path:
    return report.book / "renamed.csv"


def present(book: Book) -> dict[tuple[str, str], str]:
    """Every id of the book, by kind, with what must not change silently: a number's value or text,
    a claim's verdict, nothing for a figure."""
    found = {("figure", id): "" for id in book.figures}
    found |= {("source", id): "" for id in sources.keys(book.report.references)}
    found |= {("claim", id): claim["verdict"] for id, claim in book.claims.items()}
    found |= {
        ("number", id): row["text"] or _written(row["value"]) for id, row in book.quantities.items()
    }
    return found | {
        ("number", id): _written(result["value"]) for id, result in book.results.items()
    }


def _written(value: float) -> str:
    return f"{value:.9g}"


def renamed(book: Book) -> dict[tuple[str, str], str]:
    """For each former id, by kind, the present one. Raises ReportError for an unknown kind, a
    former id that is still in use and a new one that is not there."""
    path, known, faults, found = renamed_path(book.report), present(book), [], {}
    for row, line in enumerate(_rows(path), start=2):
        kind, old, new = line["kind"], line["old"], line["new"]
        if kind not in KINDS:
            faults.append(
                Fault(
                    "book/renamed.csv",
                    f"row {row}, column kind",
                    repr(kind),
                    f"one of {', '.join(KINDS)}",
                )
            )
        elif (kind, old) in known:
            faults.append(
                Fault(
                    "book/renamed.csv",
                    f"row {row}, column old",
                    repr(old),
                    "an id that is no longer in use",
                )
            )
        elif (kind, new) not in known:
            faults.append(
                Fault(
                    "book/renamed.csv",
                    f"row {row}, column new",
                    repr(new),
                    f"a {kind} that is there",
                )
            )
        found[kind, old] = new
    if faults:
        raise ReportError(faults)
    return found


def faults(book: Book) -> list[Fault]:
    """Published ids that are gone without a new name, and published numbers and verdicts that have
    changed without a line in ``ERRATA.md`` that names them."""
    now, moved = present(book), renamed(book)
    errata_path = book.report.errata
    named = (
        set(re.findall(r"`([a-z][a-z0-9_]*)`", errata_path.read_text("utf-8")))
        if errata_path.is_file()
        else set()
    )
    found = []
    for row, line in enumerate(_rows(snapshot_path(book.report)), start=2):
        kind, id, was = line["kind"], line["id"], line["value"]
        new = moved.get((kind, id), id)
        if (kind, new) not in now:
            found.append(
                Fault(
                    "book/published.csv",
                    f"row {row}",
                    f"the {kind} {id!r}, which is gone",
                    "an id that stays, or its new name in book/renamed.csv",
                )
            )
        elif not _same(was, now[kind, new]) and not {id, new} & named:
            found.append(
                Fault(
                    "book/published.csv",
                    f"row {row}",
                    f"{id}: {was!r} became {now[kind, new]!r}",
                    f"a line in ERRATA.md that names `{new}`",
                )
            )
    return found


def _same(was: str, now: str) -> bool:
    if was == now:
        return True
    try:
        return math.isclose(float(was), float(now), rel_tol=CLOSE, abs_tol=1e-12)
    except ValueError:
        return False


def _rows(path: Path) -> list[dict]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(book: Book) -> int:
    """Write the snapshot of a release; the number of ids. Former names stay for ever in
    ``book/renamed.csv``."""
    entries = present(book)
    with snapshot_path(book.report).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("kind", "id", "value"))
        table.writerows((kind, id, value) for (kind, id), value in entries.items())
    return len(entries)
