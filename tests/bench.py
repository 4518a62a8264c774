"""``make bench``: this build against plain Jupyter Book, on the same notebooks, in one run.

Plain Jupyter Book does not see that a table or a module has changed, so to be right it must execute
every notebook again: it is run with execution forced, with its own theme and without this report's
extension. Each case is a whole process in a copy of the checkout, ours and then theirs, ours
without its cache of pictures when it is cold. Times are wall-clock seconds; only the ratios of one
run should be quoted.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAIN_CONFIG = """title: Plain
only_build_toc_files: true
execute:
  execute_notebooks: force
  timeout: 300
parse:
  myst_url_schemes: [mailto, http, https, num, said, fig, claim, cite]
"""


def copy(folder: Path) -> Path:
    shutil.copytree(
        ROOT,
        folder,
        ignore=shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", "*.egg-info"),
    )
    return folder


def run(command: list[str], folder: Path) -> float:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONHASHSEED": "0"},
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.monotonic() - started


def page_weight(html: Path) -> float:
    """Median size of a chapter page with the files of its own site that it links to as scripts,
    styles and pictures, compressed, in KiB."""
    sizes = []
    for page in sorted((html / "notebooks").glob("*.html")):
        names = {page} | {
            (page.parent / link.split("?")[0]).resolve() for link in Assets(page.read_text()).links
        }
        sizes.append(
            sum(len(gzip.compress(p.read_bytes(), 9)) for p in names if p.is_file()) / 1024
        )
    return statistics.median(sizes)


class Assets(HTMLParser):
    """What a page loads at once."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag in ("script", "img"):
            self.links.append(found.get("src") or "")
        elif tag == "link" and found.get("rel") in ("stylesheet", "preload"):
            self.links.append(found.get("href") or "")
        self.links = [link for link in self.links if link and ":" not in link]


def change_row(folder: Path) -> None:
    """Change the note of the first row of the first table."""
    path = sorted((folder / "data").glob("*.csv"))[0]
    rows = list(csv.DictReader(path.open(newline="")))
    rows[0]["note"] += " (changed by the benchmark)"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit_chapter(folder: Path) -> None:
    """Add a sentence to the first chapter."""
    path = sorted((folder / "notebooks").glob("*.ipynb"))[0]
    content = json.loads(path.read_text())
    cell = next(c for c in content["cells"] if c["cell_type"] == "markdown")
    cell["source"] = ["".join(cell["source"]) + "\n\nA sentence of the benchmark."]
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        ours, plain = copy(Path(scratch, "ours")), copy(Path(scratch, "plain"))
        (plain / "_config.yml").write_text(PLAIN_CONFIG)
        for page in (plain / "book").glob("*.md"):  # plain Jupyter Book does not know our lists
            page.write_text(page.read_text().replace("{report}", "text"))
        commands = {
            "ours": ([sys.executable, "-m", "shortcase_site.build"], ours),
            "plain": (
                [
                    sys.executable,
                    "-c",
                    "from jupyter_book.cli.main import main; main()",
                    "build",
                    "-q",
                    ".",
                ],
                plain,
            ),
        }
        cases = {
            "cold build": lambda folder: None,
            "unchanged rebuild": lambda folder: None,
            "one chapter edited": edit_chapter,
            "one data row changed": change_row,
        }
        print(f"{'':24}{'ours':>10}{'plain':>10}{'plain/ours':>12}")
        for name, change in cases.items():
            seconds = {}
            for who, (command, folder) in commands.items():
                change(folder)
                seconds[who] = run(command, folder)
            mine, other = seconds["ours"], seconds["plain"]
            print(f"{name:24}{mine:>9.1f}s{other:>9.1f}s{other / mine:>12.1f}", flush=True)
        weights = {
            who: page_weight(folder / "_build" / "html") for who, (_, folder) in commands.items()
        }
        mine, other = weights["ours"], weights["plain"]
        head = "chapter page, gzip"
        print(f"{head:24}{mine:>6.0f} KiB{other:>6.0f} KiB{other / mine:>12.1f}")


if __name__ == "__main__":
    main()
