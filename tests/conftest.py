"""Fixtures that several kinds of test share."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Notebooks are run again as an older processor would run them: what they store must not hang on the
# last bits that vector instructions change.
if platform.machine() in ("x86_64", "AMD64"):
    os.environ |= {
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
        "OPENBLAS_CORETYPE": "Nehalem",
    }


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of what the checks read, in a folder of its own."""
    ignored = shutil.ignore_patterns(".ipynb_checkpoints")
    for name in ("data", "book", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("_toc.yml", "_config.yml", "CITATION.cff", "ERRATA.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="session")
def book():
    """The report's own records, checked."""
    from shortcase.book import check
    from shortcase.report import Report

    return check.run(Report(ROOT))


@pytest.fixture
def small(tmp_path):
    """A small book of one chapter, in a folder of its own."""
    from books import small_book

    return small_book(tmp_path)
