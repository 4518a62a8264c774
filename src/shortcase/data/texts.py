"""The words of a chapter's figures and claims: ``book/words/<chapter>.yml``.

Prose stands apart from code, so that it can be edited, and its numbers rewritten, as prose. A
figure has ``title``, ``caption`` and ``alt``; a claim has ``reason`` and, where it needs one,
``caveat``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from shortcase.faults import Fault, ReportError
from shortcase.report import Report, relative

# What each kind must have, and what it may have.
PARTS = {"figures": (("title", "caption", "alt"), ()), "claims": (("reason",), ("caveat",))}

Texts = dict[str, dict[str, dict[str, str]]]  # kind, id, part


def path_of(report: Report, chapter: str) -> Path:
    """Where a chapter's words stand."""
    return report.book / "words" / f"{chapter}.yml"


def load(report: Report, chapter: str) -> Texts:
    """A chapter's words by kind, id and part; empty where the chapter has no file.

    Raises ReportError with every fault of the file.
    """
    path = path_of(report, chapter)
    empty: Texts = {kind: {} for kind in PARTS}
    if not path.is_file():
        return empty
    try:
        content = yaml.safe_load(path.read_text("utf-8")) or {}
    except yaml.YAMLError as error:
        place = str(getattr(error, "problem_mark", "")).strip().replace("in ", "")
        found = f"text that is no YAML ({getattr(error, 'problem', error)})"
        raise ReportError([Fault(relative(path), place, found, "YAML")]) from None
    faults = [f for kind, entries in content.items() for f in _faults(path, kind, entries)]
    if faults:
        raise ReportError(faults)
    return empty | content


def _faults(path: Path, kind: str, entries: Any) -> list[Fault]:
    name = relative(path)
    if kind not in PARTS:
        return [Fault(name, "", repr(kind), f"one of {', '.join(PARTS)}")]
    needed, allowed = PARTS[kind]
    found = []
    for id, parts in (entries or {}).items():
        place = f"{kind}, {id}"
        known = parts if isinstance(parts, dict) else {}
        found += [Fault(name, place, f"no {k}", "a text") for k in needed if not known.get(k)]
        extra = [k for k in known if k not in (*needed, *allowed)]
        expected = ", ".join((*needed, *allowed))
        found += [Fault(name, place, repr(k), f"one of {expected}") for k in extra]
    return found
