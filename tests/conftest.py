"""Fixtures that several kinds of test share."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

import pytest
from shortcase import steady

steady.pin()  # notebooks run again as they were run first; tests/test_anywhere.py looks at other zones and locales
ROOT = Path(__file__).resolve().parents[1]

# Notebooks are run again as an older processor would run them: what they store must not hang on the last bits that vector instructions change.
if platform.machine() in ("x86_64", "AMD64"):
    os.environ |= {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR", "OPENBLAS_CORETYPE": "Nehalem"}


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
