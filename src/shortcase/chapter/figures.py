"""Figure: one chart of the report and its record.

The record holds the whole specification with its data, so that a comparison of records is a
comparison of charts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pandas as pd

from shortcase.chapter.display import Record
from shortcase.charts.drawing import stable
from shortcase.faults import ReportError


@dataclass(frozen=True, repr=False)
class Figure(Record):
    """One chart of the report with everything that its page shows."""

    id: str
    chapter: str
    title: str
    caption: str
    alt: str
    spec: dict
    narrow: dict
    data: dict | None
    dial: dict | None
    input_ids: tuple[str, ...]
    sources: tuple[str, ...]
    as_of: str

    def record(self) -> dict:
        """The figure as it is stored."""
        return {
            "kind": "figure",
            "id": self.id,
            "chapter": self.chapter,
            "title": self.title,
            "caption": self.caption,
            "alt": self.alt,
            "spec": self.spec,
            "narrow": self.narrow,
            "data": self.data,
            "dial": self.dial,
            "input_ids": list(self.input_ids),
            "sources": list(self.sources),
            "as_of": self.as_of,
        }


def table_of(data: pd.DataFrame | None) -> dict:
    """The figure's data as columns and rows of plain values. Raises ReportError where there is no
    table, or a cell is empty."""
    if not isinstance(data, pd.DataFrame):
        found = f"found {type(data).__name__} as data; expected data=, a tidy DataFrame"
        raise ReportError(f"the figure: {found}")
    if data.index.name:
        data = data.reset_index()
    if data.empty or data.isna().any().any():
        gaps = ", ".join(str(c) for c in data.columns[data.isna().any()])
        found = "no rows" if data.empty else f"gaps in {gaps}"
        raise ReportError(f"the figure's data: found {found}; expected a value in every cell")
    rows = json.loads(data.to_json(orient="split", date_format="iso", double_precision=15))
    return {"columns": [str(c) for c in data.columns], "rows": stable(rows["data"])}
