"""``python -m shortcase_site.build``: stale notebooks run again, then the strict build of the site; nothing where nothing has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from shortcase import steady
from shortcase.report import Report

INPUTS = (
    "_config.yml",
    "_toc.yml",
    "CITATION.cff",
    "ERRATA.md",
    "CHANGELOG.md",
    "requirements.txt",
    "pyproject.toml",
    "book/**/*",
    "data/*",
    "notebooks/*.ipynb",
)
PACKAGES = Path(__file__).resolve().parents[1]  # this code, which a copy of the book may share


def fingerprint(report: Report) -> str:
    """SHA-256 of everything that the site is built from, and of the settings in the environment."""
    digest = hashlib.sha256(
        f"{sys.version_info[:2]}{os.environ.get('SHORTCASE_BASE_URL', '')}".encode()
    )
    for base, patterns in (
        (report.root, INPUTS),
        (PACKAGES, ("shortcase/**/*", "shortcase_site/**/*")),
    ):
        for path in sorted(
            {
                p
                for pattern in patterns
                for p in base.glob(pattern)
                if p.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(p.parts)
            }
        ):
            digest.update(
                path.relative_to(base).as_posix().encode()
                + b"\0"
                + hashlib.sha256(path.read_bytes()).digest()
            )
    return digest.hexdigest()


def main(report: Report | None = None) -> int:
    """Build the site; 0 if it stands in ``_build/html``, 1 after a readable list of faults."""
    steady.pin()
    report = report or Report.here()
    started, out, stamp = (
        time.monotonic(),
        report.root / "_build" / "html",
        report.root / "_build" / ".fingerprint",
    )
    if (
        stamp.is_file()
        and out.joinpath("index.html").is_file()
        and stamp.read_text() == fingerprint(report)
    ):
        print(f"Nothing has changed. {where(report, out)}")
        return 0
    stamp.unlink(missing_ok=True)
    if code := _check(report):
        return code
    print("Building the site", flush=True)
    shutil.rmtree(out, ignore_errors=True)  # a page that is no more must not stay published
    finished = subprocess.run(
        [
            sys.executable,
            "-c",
            "from jupyter_book.cli.main import main; main()",
            "build",
            "-n",
            "-W",
            "--keep-going",
            "--all",
            "-q",
            str(report.root),
        ],
        cwd=report.root,
        capture_output=True,
        text=True,
        env=os.environ | {"SHORTCASE_CHECKED": "1"},
    )
    if finished.returncode or not out.joinpath("index.html").is_file():
        shutil.rmtree(report.root / "_build" / ".doctrees", ignore_errors=True)
        print(_readable(finished.stdout + finished.stderr), file=sys.stderr)
        return 1
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(fingerprint(report))
    print(f"Built in {time.monotonic() - started:.0f} s. {where(report, out)}")
    return 0


def _check(report: Report) -> int:
    from shortcase.book import check, execute
    from shortcase.faults import ReportError
    from shortcase.report import relative

    try:
        stale = check.stale_notebooks(report)
        if stale:
            print(
                f"Executing {len(stale)} notebook{'s' if len(stale) > 1 else ''} whose inputs have changed",
                flush=True,
            )
            execute.execute_all(list(stale))
        for path in stale:
            print(f"  {relative(path)} has new outputs: look at what changed before you commit")
        check.run(report)
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _readable(output: str) -> str:
    """The warnings and errors of a build, without its progress and its traceback."""
    import re

    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    lines = [
        line
        for line in plain.splitlines()
        if re.search(r"WARNING|ERROR|CRITICAL|[Ee]rror:|: found ", line)
    ]
    return "\n".join(lines) or plain


def where(report: Report, out: Path) -> str:
    return f"Open {out.relative_to(report.root) / 'index.html'} in a browser, or run `make serve`."


if __name__ == "__main__":
    sys.exit(main())
