"""Where the report's files are: the checkout that holds this package, or the folder that SHORTCASE_ROOT names."""

from __future__ import annotations

import os
from pathlib import Path


def root() -> Path:
    """Folder of the report: the one with ``data/`` and ``notebooks/``."""
    named = os.environ.get("SHORTCASE_ROOT")
    return Path(named).resolve() if named else Path(__file__).resolve().parents[2]


def relative(path: Path) -> str:
    """A path as messages show it: relative to the report's folder."""
    try:
        return path.resolve().relative_to(root()).as_posix()
    except ValueError:
        return path.name
