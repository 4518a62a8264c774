"""``python -m shortcase_site.build``: stale notebooks run again, then the strict build of the site;
of what has not changed nothing is made again, and nothing at all where nothing has changed."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from shortcase import steady
from shortcase.report import Report

if TYPE_CHECKING:
    from shortcase.book.records import Book

# What every page hangs on: a change of it makes the whole site anew, as does a change of the code.
SETTINGS = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.txt")
CONTENT = (
    *("ERRATA.md", "CHANGELOG.md", "pyproject.toml"),
    *("book/**/*", "data/*", "notebooks/*.ipynb"),
)
PACKAGES = Path(__file__).resolve().parents[1]  # this code, which a copy of the book may share
CODE = ("shortcase/**/*", "shortcase_site/**/*")
SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


def main(report: Report | None = None) -> int:
    """Build the site; 0 if it stands in ``_build/html``, 1 after a readable list of faults."""
    steady.pin()
    report = report or Report.here()
    started, stamp = time.monotonic(), report.build / ".fingerprint"
    base = fingerprint(_files(PACKAGES, CODE), _files(report.root, SETTINGS))
    known = stamp.read_text().split() if stamp.is_file() else []
    there = (report.site / "index.html").is_file()
    if there and known == [base, fingerprint(_files(report.root, CONTENT))]:
        print(f"Nothing has changed. {where(report)}")
        return 0
    stamp.unlink(missing_ok=True)
    if known[:1] != [base]:
        forget(report)
    if code := _build(report, base):
        return code
    stamp.write_text(f"{base} {fingerprint(_files(report.root, CONTENT))}\n")
    print(f"Built in {time.monotonic() - started:.1f} s. {where(report)}")
    return 0


def _files(folder: Path, patterns: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The files of a folder that have one of the patterns, by name."""
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    for path in sorted(found):
        if not SKIPPED & set(path.parts):
            yield path.relative_to(folder).as_posix(), path


def fingerprint(*groups: Iterable[tuple[str, Path]]) -> str:
    """SHA-256 of files, of the version of Python and of what the environment sets."""
    given = [os.environ.get(name, "") for name in ("SHORTCASE_BASE_URL", "SHORTCASE_PDF")]
    digest = hashlib.sha256(f"{sys.version_info[:3]}{''.join(given)}".encode())
    for group in groups:
        for name, path in group:
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def forget(report: Report) -> None:
    """Remove what earlier builds left, but for the cache of pictures."""
    shutil.rmtree(report.build / ".doctrees", ignore_errors=True)
    shutil.rmtree(report.site, ignore_errors=True)


def _build(report: Report, base: str) -> int:
    from shortcase.faults import ReportError

    try:
        book = _checked(report)
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    print("Building the site", flush=True)
    faults = io.StringIO()
    failed = _sphinx(report, book, base, faults)
    if failed or not (report.site / "index.html").is_file():
        # what was read with a fault must be read again, or the fault would not be seen
        shutil.rmtree(report.build / ".doctrees", ignore_errors=True)
        print(_readable(faults.getvalue() + failed), file=sys.stderr)
        return 1
    return 0


def _checked(report: Report) -> Book:
    """The checked book, after the notebooks whose inputs have changed have run. Raises
    ReportError."""
    from shortcase.book import check
    from shortcase.report import relative

    reading = check.read(report)
    stale = list(reading.stale)
    if not stale:
        return check.run(report, reading=reading)
    from shortcase.book import execute

    plural = "s" if len(stale) > 1 else ""
    print(f"Executing {len(stale)} notebook{plural} whose inputs have changed", flush=True)
    execute.execute_all(stale)
    for path in stale:
        print(f"  {relative(path)} has new outputs: look at what changed before you commit")
    return check.run(report)


def _sphinx(report: Report, book: Book, base: str, faults: io.StringIO) -> str:
    """Run Sphinx as Jupyter Book configures it, in this process; why it failed, or nothing. Its
    warnings, each of which is a failure, go to ``faults``."""
    from jupyter_book.config import get_final_config
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from .site import BookSphinx

    given = {"external_toc_path": str(report.contents), "latex_individualpages": False}
    config, _ = get_final_config(
        user_yaml=report.root / "_config.yml", cli_config=given, sourcedir=report.root
    )
    # Jupyter Book would add what only a printed book needs
    config["extensions"] = [e for e in config["extensions"] if e != "sphinx_jupyterbook_latex"]
    config.pop("comments_config", None)
    try:
        with patch_docutils(None), docutils_namespace():
            app = BookSphinx(
                srcdir=report.root,
                confdir=None,
                outdir=report.site,
                doctreedir=report.build / ".doctrees",
                buildername="html",
                confoverrides=config | {"nitpicky": True, "shortcase_base": base},
                status=None,
                warning=faults,
                warningiserror=True,
                keep_going=True,
                parallel=os.cpu_count() or 1,
                book=book,
            )
            # It says nothing of itself; it numbers sections after the reading, and is switched off.
            app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
            app.build()
            return "failed" if app.statuscode else ""
    except SphinxError as error:
        return f"{error}\n"


def _readable(output: str) -> str:
    """The warnings and errors of a build, without its colours, its progress and its traceback."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    wanted = re.compile(r"WARNING|ERROR|CRITICAL|[Ee]rror:|: found ")
    return "\n".join(line for line in plain.splitlines() if wanted.search(line)) or plain


def where(report: Report) -> str:
    """Where a reader finds the site."""
    page = (report.site / "index.html").relative_to(report.root)
    return f"Open {page} in a browser, or run `make serve`."


if __name__ == "__main__":
    sys.exit(main())
