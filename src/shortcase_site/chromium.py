"""Finds Chromium for the browser tests, or installs it, or says in one line how to."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW = (
    "No Chromium was found or could be installed: install it (Debian: apt-get install chromium; "
    "others: .venv/bin/playwright install chromium) or name it in CHROMIUM"
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    """The path of a Chromium on this machine, if there is one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        return str(own) if own.is_file() else None


def install() -> None:
    """Try playwright's own download, then the system's packages where we may install them."""
    quiet: dict = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update"], **quiet, timeout=300)
        subprocess.run(
            ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
            **quiet,
            timeout=900,
        )
    if find() is None:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], **quiet, timeout=900
        )


def main() -> int:
    if find() is None:
        print("Installing Chromium for the browser tests", flush=True)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            install()
    path = find()
    print(path if path else HOW, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
