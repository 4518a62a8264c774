"""Fixtures that several kinds of test share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy(tmp_path, monkeypatch) -> Path:
    """A copy of what the checks read, in a folder of its own, with the report's code pointed at it."""
    for name in ("data", "book", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("_toc.yml", "_config.yml", "CITATION.cff", "ERRATA.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setenv("SHORTCASE_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def book():
    """The report's own records, checked."""
    from shortcase import check

    os.environ.pop("SHORTCASE_ROOT", None)
    return check.run()
