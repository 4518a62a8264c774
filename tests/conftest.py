"""Fixtures that several kinds of test share."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

import pytest

from shortcase import steady

# notebooks run again as they were run first; tests/test_anywhere.py looks at other zones and
# locales
steady.pin()
ROOT = Path(__file__).resolve().parents[1]

# Notebooks are run again as an older processor would run them: what they store must not hang on the
# last bits that vector instructions change.
if platform.machine() in ("x86_64", "AMD64"):
    os.environ |= {
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
        "OPENBLAS_CORETYPE": "Nehalem",
    }


# Files whose tests share nothing but what every worker has: any worker may take any of their tests.
SPREAD = ("tests/site/test_tour.py", "tests/site/test_live.py", "tests/test_report.py")
# What takes long comes first, so that no worker is left with it at the end.
ORDER = (
    "tests/site/test_build.py",
    "tests/site/test_tour.py",
    "notebooks/",
    "tests/site/",
    "tests/test_report.py",
)


def pytest_collection_modifyitems(items):
    """Order the tests as they are handed out, a file's together; be patient with kernels."""

    def place(item) -> int:
        places = (i for i, start in enumerate(ORDER) if item.nodeid.startswith(start))
        return next(places, len(ORDER))

    items.sort(key=place)
    for item in items:
        if hasattr(item, "output_timeout"):  # seconds between two outputs of a cell: nbval sets 5
            item.output_timeout = 300


def pytest_xdist_make_scheduler(config, log):
    """Hand out whole files (a notebook's cells need one kernel), of spread files single tests."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if file in SPREAD else file

    return Files(config, log)


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
