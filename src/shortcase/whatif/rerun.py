"""A chapter run again as a variation: exact also where a fit or a simulation stands between.

The notebook is executed as it is, with other numbers supposed by the environment, and is stored
beside what is built, never where the published one stands.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shortcase.book import execute, records
from shortcase.charts.mime import MIME
from shortcase.numbers import supposed
from shortcase.report import Report
from shortcase.whatif.revisions import Difference, differences, held

FOLDER = "variation"


@dataclass(frozen=True)
class Rerun:
    """A chapter as a variation: where it is stored, what differs, and what no longer holds."""

    path: Path
    found: tuple[Difference, ...]
    broken: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        found = [d.record() for d in self.found]
        return {"notebook": self.path.name, "found": found, "broken": list(self.broken)}

    def text(self) -> str:
        """What differs, for a terminal."""
        lines = [f"{self.path.name}: {len(self.found)} results and verdicts differ"]
        lines += [f"  {d.id}: {d.old} → {d.new}" for d in self.found]
        lines += [f"  no longer holds: {line}" for line in self.broken]
        return "\n".join(lines)


def run(report: Report, path: Path, changes: Mapping[str, str]) -> Rerun:
    """Run one chapter with other numbers. Raises ReportError where a cell fails."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    written = ";".join(f"{id}={value}" for id, value in changes.items())
    before = os.environ.get(supposed.VARIABLE)
    os.environ[supposed.VARIABLE] = written
    try:
        execute.run_cells(notebook, path)
    finally:
        os.environ.pop(supposed.VARIABLE)
        if before is not None:
            os.environ[supposed.VARIABLE] = before
    place = report.build / FOLDER / path.name
    place.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, place)
    made = [
        record
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for record in output.get("data", {}).get(MIME, {}).get("records", [])
    ]
    kinds = ("result", "claim")
    stored = [r for _, r in records.read(path).records if r["kind"] in kinds]
    old, new = held((), stored), held((), (r for r in made if r["kind"] in kinds))
    broken = [line for r in made for line in r.get("broken", ())]
    return Rerun(place, differences(old, new), tuple(broken))
