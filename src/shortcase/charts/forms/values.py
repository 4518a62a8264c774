"""Values: plain numbers, and frames of them, from what has ``value``, ``low`` and ``high``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from shortcase.faults import ReportError


def middle(value) -> float:
    """The central value as a plain number. Raises TypeError for a text."""
    return float(value)


def lowest(value) -> float:
    """The lower end of the interval; the value itself where it is exact (``low`` is None)."""
    low = getattr(value, "low", None)
    return middle(value) if low is None else float(low)


def highest(value) -> float:
    """The upper end of the interval; the value itself where it is exact (``high`` is None)."""
    high = getattr(value, "high", None)
    return middle(value) if high is None else float(high)


def frame(rows, columns, interval: bool = False, scale: float = 1.0) -> pd.DataFrame:
    """A frame of named numbers, tidy, for the layers and for the table of a figure.

    ``rows`` is one of three: a mapping of names to values (or to tuples that hold one); tuples,
    one a row; or a frame as ``ch.rows`` gives it, and then ``columns`` maps new names to its
    columns. Else ``columns`` are the names. A cell that has ``value``, ``low`` and ``high``
    becomes its value; with ``interval`` two columns ``low`` and ``high`` hold its ends, which are
    the value where it is exact. Such numbers are divided by ``scale`` (1e9 for billions).

    ``attrs["inputs"]`` holds the ids of what was put in, so that the frame itself can stand among
    the ``inputs`` of a figure. Raises ReportError for a row of another length, for no rows, and
    with ``interval`` for a row without a measured cell.
    """
    if isinstance(rows, pd.DataFrame):
        return _of_rows(rows, columns, interval, scale)
    if isinstance(rows, Mapping):
        rows = [(k, *v) if isinstance(v, tuple) else (k, v) for k, v in rows.items()]
    made, inputs = [], []
    for row in rows:
        if len(row) != len(columns):
            raise ReportError(f"a row of a frame: found {len(row)} cells; expected {list(columns)}")
        measured = [cell for cell in row if _is_measured(cell)]
        inputs += [cell.id for cell in measured if hasattr(cell, "id")]
        line = {
            c: middle(v) / scale if _is_measured(v) else v
            for c, v in zip(columns, row, strict=True)
        }
        if interval:
            cell = measured[-1] if measured else next((v for v in row[::-1] if _plain(v)), None)
            if cell is None:
                raise ReportError(f"a row of a frame: found no number in {row}; expected one")
            factor = scale if measured else 1.0
            line |= {"low": lowest(cell) / factor, "high": highest(cell) / factor}
        made.append(line)
    if not made:
        raise ReportError(f"a frame of {list(columns)}: found no rows; expected some")
    frame_made = pd.DataFrame(made)
    frame_made.attrs["inputs"] = list(dict.fromkeys(inputs))
    return frame_made


def _of_rows(rows: pd.DataFrame, columns: Mapping, interval: bool, scale: float) -> pd.DataFrame:
    """The frame of rows of ``data/``: columns chosen, named, scaled, gaps of intervals closed."""
    made = pd.DataFrame({new: rows[old] for new, old in columns.items()}).reset_index(drop=True)
    for new, old in columns.items():
        if old in ("value", "low", "high"):
            made[new] = made[new] / scale
    if interval:
        for end in ("low", "high"):
            made[end] = (rows[end].fillna(rows["value"]) / scale).to_numpy()
    made.attrs["inputs"] = [str(i) for i in rows.index]
    return made


def _is_measured(cell) -> bool:
    return hasattr(cell, "value") and hasattr(cell, "low") and hasattr(cell, "high")


def _plain(cell) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def day(text: str) -> str:
    """A day for an axis of dates from ``2025``, ``2025-01`` or ``2025-01-24``: the first of it."""
    return text + {4: "-01-01", 7: "-01"}.get(len(text), "")


def year(text: str) -> float:
    """The date as a decimal year, in the middle of what it names: ``2025-01`` is 2025.04.

    Raises ValueError for what is no date.
    """
    parts = [int(p) for p in str(text).split("-")]
    month = parts[1] - 1 if len(parts) > 1 else 6
    share = 0.0 if len(parts) == 1 else (parts[2] - 0.5) / 30.4375 if len(parts) > 2 else 0.5
    return round(parts[0] + (month + share) / 12, 3)


def in_order(names: Iterable) -> list[str]:
    """Names without repetition, in the order of their first appearance."""
    return [str(name) for name in dict.fromkeys(names)]
