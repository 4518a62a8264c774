"""What differs between two revisions: rows, results, verdicts and figures, by how much.

The records of an earlier revision are read from git as they were stored; nothing is run. What
changed is written as the errata write it, so that a line can be taken over.
"""

from __future__ import annotations

import csv
import io
import json
import math
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shortcase.book import records
from shortcase.book.errata import Erratum
from shortcase.book.published import CLOSE, CLOSE_ENDS, DIGITS
from shortcase.charts.mime import MIME
from shortcase.data import tables
from shortcase.faults import ReportError
from shortcase.numbers.estimate import Estimate
from shortcase.numbers.units import UnitError
from shortcase.numbers.words import plain_text
from shortcase.report import Report
from shortcase.whatif import weighed

KINDS = ("row", "result", "verdict", "figure")
Key = tuple[str, str]
Held = dict[Key, tuple[Estimate, str]]  # by kind and id: what it says, and its title


@dataclass(frozen=True)
class Difference:
    """One thing that two revisions hold differently; ``old`` or ``new`` is empty where it is
    missing."""

    kind: str
    id: str
    title: str
    old: str
    new: str
    size: float

    def record(self) -> dict[str, Any]:
        size = self.size if math.isfinite(self.size) else None
        return vars(self) | {"size": None if size is None else float(f"{size:.6g}")}

    def erratum(self) -> str:
        """A row for the errata; its reason is still to be written."""
        return str(Erratum("DATE", self.id, self.old, self.new, "REASON"))


@dataclass(frozen=True)
class Differences:
    """All that two revisions hold differently, what moved farthest first."""

    first: str
    second: str
    found: tuple[Difference, ...]

    def of(self, kind: str, state: str = "changed") -> list[Difference]:
        """Those of a kind that changed, are new, or are gone."""
        states = {"changed": (True, True), "new": (False, True), "gone": (True, False)}
        return [
            d for d in self.found if d.kind == kind and (bool(d.old), bool(d.new)) == states[state]
        ]

    def counts(self) -> dict[str, dict[str, int]]:
        states = ("changed", "new", "gone")
        return {kind: {s: len(self.of(kind, s)) for s in states} for kind in KINDS}

    def record(self) -> dict[str, Any]:
        found = [d.record() for d in self.found]
        return {"from": self.first, "to": self.second, "counts": self.counts(), "found": found}

    def keep(self, report: Report, version: str) -> Path:
        """Store what a release changed, for the page that shows it: each number and verdict that is
        another, and how many there are of the rest."""
        kinds = ("row", "result", "verdict")
        changed = [
            {name: getattr(d, name) for name in ("kind", "id", "title", "old", "new")}
            for kind in kinds
            for d in self.of(kind)
        ]
        content = {"version": version, "counts": self.counts(), "changed": changed}
        path = report.releases / f"{version}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return path

    def errata(self) -> str:
        """Rows for ERRATA.md of the numbers and verdicts that changed."""
        kinds = ("row", "result", "verdict")
        return "\n".join(d.erratum() for kind in kinds for d in self.of(kind))

    def text(self) -> str:
        """The differences, for a terminal."""
        lines = [f"{self.first} to {self.second}"]
        for kind, counts in self.counts().items():
            lines.append(f"  {kind}s: " + ", ".join(f"{n} {state}" for state, n in counts.items()))
        for kind in KINDS:
            changed = self.of(kind)
            lines += ["", f"{kind.title()}s that changed"] if changed else []
            lines += [f"  {d.id}: {d.old} → {d.new}" for d in changed]
        return "\n".join(lines)


def compare(report: Report, first: str, second: str | None = None) -> Differences:
    """What differs between two revisions, or between one and the files as they are. Raises
    ReportError for an unknown revision."""
    old = _of_revision(report, first)
    new = _of_revision(report, second) if second else _of_files(report)
    return Differences(first, second or "the files here", differences(old, new))


def differences(old: Held, new: Held) -> tuple[Difference, ...]:
    """All that two holdings have differently, by kind, what moved farthest first."""
    keys = sorted({*old, *new})
    found = [d for key in keys if (d := _difference(key, old.get(key), new.get(key)))]
    return tuple(sorted(found, key=lambda d: (KINDS.index(d.kind), -d.size, d.id)))


def _difference(key: Key, old: Any, new: Any) -> Difference | None:
    kind, id = key
    if old is None or new is None:
        here = old or new
        shown = here[0].words() or here[1]
        return Difference(kind, id, here[1], shown if old else "", shown if new else "", 0.0)
    was, now = old[0], new[0]
    if kind == "figure":
        if was == now:
            return None
        return Difference(
            kind, id, new[1], old[1], new[1] if new[1] != old[1] else "other data", 0.0
        )
    if was.unit == now.unit and was.same_as(now, CLOSE, CLOSE_ENDS):
        return None
    pairs = [(was.words(d), now.words(d)) for d in DIGITS]
    words = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
    return Difference(kind, id, new[1], *words, _size(was, now))


def _size(was: Estimate, now: Estimate) -> float:
    """How far a number has moved, in the measure of the rule; that of a text is infinite."""
    if was.value is None or now.value is None:
        return math.inf
    try:
        return weighed.size(was, now.to(was.unit))
    except UnitError:
        return math.inf


def _of_files(report: Report) -> Held:
    quantities, _ = tables.load(report)
    notebooks = [records.read(path, report.passed) for path in records.chapter_paths(report)]
    return held(quantities.values(), (r for n in notebooks for _, r in n.records))


def _of_revision(report: Report, revision: str) -> Held:
    names = _git(report, "ls-tree", "-r", "--name-only", revision, "--", "data", "notebooks")
    rows: list[dict] = []
    found: list[dict] = []
    for name in names.splitlines():
        if name.startswith("data/") and name.endswith(".csv"):
            table = csv.DictReader(io.StringIO(_git(report, "show", f"{revision}:{name}")))
            rows += table if "tier" in (table.fieldnames or ()) else ()
        elif name.startswith("notebooks/") and name.endswith(".ipynb"):
            for cell in json.loads(_git(report, "show", f"{revision}:{name}"))["cells"]:
                for output in cell.get("outputs", ()):
                    found += output.get("data", {}).get(MIME, {}).get("records", ())
    return held((_typed(row) for row in rows), found)


def _typed(row: dict) -> dict:
    numbers = {k: float(row[k]) if row[k] else None for k in ("value", "low", "high")}
    return row | numbers


def held(rows, found) -> Held:
    """Rows and records by kind and id."""
    found_: Held = {}
    for row in rows:
        title = f"{row['subject']}: {row['quantity']}"
        found_["row", row["id"]] = (Estimate.of(row), title)
    for key, what in _of_records(found):
        found_[key] = what
    return found_


def _of_records(found) -> Iterator[tuple[Key, tuple[Estimate, str]]]:
    for record in found:
        if record["kind"] == "result":
            yield ("result", record["id"]), (Estimate.of(record), record["title"])
        elif record["kind"] == "claim":
            verdict = Estimate(text=record["verdict"])
            yield ("verdict", record["id"]), (verdict, record["statement"])
        elif record["kind"] == "figure":
            data = json.dumps([record["data"], record["title"]], sort_keys=True)
            yield ("figure", record["id"]), (Estimate(text=data), plain_text(record["title"]))


def _git(report: Report, *arguments: str) -> str:
    command = ["git", "-C", str(report.root), *arguments]
    try:
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    except (subprocess.CalledProcessError, OSError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise ReportError(
            f"git: found {said[0] if said else 'nothing'}; expected a revision"
        ) from None
