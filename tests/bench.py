"""``make bench``: this build against plain Jupyter Book, on the same notebooks, in one run.

Plain Jupyter Book has its own theme and none of this report's extension, and in each case does the
least that gives right pages: stored outputs are fresh, so it does not execute; an unchanged book
and an edited chapter it builds on from the last time; a changed row of data it does not see, so its
caches go and every notebook is executed again. After each case both sites are looked at: what
should be on their pages must be there, or the benchmark stops. Each case is a whole process in a
copy of the checkout, ours and then theirs, ours without its cache of pictures when it is cold.
Times are of one run, on the wall and of the processor (which other work on the machine changes
less); only their ratios should be quoted.
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

from shortcase import steady
from shortcase.book import records
from shortcase.data import tables
from shortcase.report import Report

ROOT = Path(__file__).resolve().parents[1]
PLAIN_CONFIG = """title: Plain
only_build_toc_files: true
execute:
  execute_notebooks: "off"
  timeout: 300
parse:
  myst_url_schemes: [mailto, http, https, num, said, count, newest, verdict, fig, claim, cite]
"""
OURS = [sys.executable, "-m", "shortcase_site.build"]
PLAIN = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "-q", "."]
PROSE = "A sentence that stands here for a moment only."
NOTE = "Looked at by the benchmark."


def copy(folder: Path) -> Path:
    """The checkout without what was built or installed in it."""
    left_out = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", "*.egg-info")
    return Path(shutil.copytree(ROOT, folder, ignore=left_out))


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a build in a folder; seconds on the wall and of the processor. Leaves the program if it
    fails."""
    settings = os.environ | steady.ENVIRONMENT | {"SHORTCASE_ROOT": str(folder)}
    started, before = time.monotonic(), os.times()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=settings)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = os.times()
    worked = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    return time.monotonic() - started, worked


def chapters(folder: Path) -> dict[str, str]:
    """For each chapter the first digits of the hash of its inputs, as its last stored output has
    it."""
    found = {}
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        found[path.stem] = records.read(path).of_kind("colophon")[0]["hash"][:12]
    return found


def page(folder: Path, name: str) -> str:
    return (folder / "_build" / "html" / f"{name}.html").read_text("utf-8")


def must(holds: bool, who: str, what: str) -> None:
    """Stop a benchmark whose result is not right."""
    if not holds:
        sys.exit(f"{who}: {what}: not so, so its time says nothing")


def look(who: str, folder: Path, hashes: dict[str, str]) -> None:
    """Every chapter's page is there with its last output, which says what it was made from."""
    for chapter, digits in hashes.items():
        must(
            digits in page(folder, f"notebooks/{chapter}"),
            who,
            f"the page of {chapter} holds the output {digits}",
        )


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


def edit_chapter(folder: Path, chapter: str) -> None:
    """Add a sentence to a chapter."""
    path = folder / "notebooks" / f"{chapter}.ipynb"
    content = json.loads(path.read_text("utf-8"))
    cell = next(c for c in content["cells"] if c["cell_type"] == "markdown")
    cell["source"] = ["".join(cell["source"]) + f"\n\n{PROSE}"]
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def change_row(folder: Path, id: str, table: str) -> None:
    """Add a sentence to the note of one row, which no number in prose hangs on."""
    path = folder / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == id:
            row["note"] = f"{row['note']} {NOTE}".strip()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def plain_from_nothing(folder: Path) -> list[str]:
    """What makes plain Jupyter Book right after a row has changed: no cache, and every notebook
    executed, whatever outputs are stored."""
    shutil.rmtree(folder / "_build")
    (folder / "_config.yml").write_text(PLAIN_CONFIG.replace('"off"', "force"), "utf-8")
    return [*PLAIN[:-1], "--all", "."]


class Bench:
    """Two copies of the report, built by either command, one case after another."""

    def __init__(self, scratch: Path) -> None:
        self.folders = {"ours": copy(scratch / "ours"), "plain": copy(scratch / "plain")}
        self.ours, self.plain = self.folders.values()
        (self.plain / "_config.yml").write_text(PLAIN_CONFIG, "utf-8")
        for written in (self.plain / "book").glob("*.md"):  # it does not know our lists
            written.write_text(written.read_text("utf-8").replace("{report}", "text"), "utf-8")
        self.hashes = chapters(self.ours)
        self.edited = f"notebooks/{min(self.hashes)}"
        used = {
            path: set(records.read(path).of_kind("colophon")[0]["rows"])
            for path in (self.ours / "notebooks").glob("*.ipynb")
        }
        quantities, _ = tables.load(Report(self.ours))
        self.row = min(i for i in quantities if sum(i in rows for rows in used.values()) == 2)
        self.table = quantities[self.row]["table"]
        self.users = {path.stem for path, rows in used.items() if self.row in rows}
        self.pages: dict[str, str] = {}

    def case(self, name: str, look_at, plain_command=PLAIN) -> None:
        """Run both commands, look at what they made, and print their times."""
        seconds = {}
        for who, command in (("ours", OURS), ("plain", plain_command)):
            seconds[who] = run(command, self.folders[who])
            look_at(who, self.folders[who])
        ratios = [
            theirs / mine if mine else float("inf")
            for mine, theirs in zip(seconds["ours"], seconds["plain"], strict=True)
        ]
        print(
            f"{name:30}"
            f"{'{:>7.1f},{:>6.1f} s'.format(*seconds['ours'])}"
            f"{'{:>7.1f},{:>6.1f} s'.format(*seconds['plain'])}"
            f"{'{:>7.2f},{:>6.2f}'.format(*ratios)}",
            flush=True,
        )

    def cold(self, who: str, folder: Path) -> None:
        look(who, folder, self.hashes)
        self.pages[who] = page(folder, self.edited)

    def unchanged(self, who: str, folder: Path) -> None:
        look(who, folder, self.hashes)
        same = page(folder, self.edited) == self.pages[who]
        must(same, who, "an unchanged chapter has the same page")

    def prose(self, who: str, folder: Path) -> None:
        look(who, folder, self.hashes)
        new = PROSE not in self.pages[who] and PROSE in page(folder, self.edited)
        must(new, who, "the new sentence is on its page")

    def executed(self, who: str, folder: Path) -> None:
        now = chapters(self.ours)  # ours stores what it executes
        again = {c for c in now if now[c] != self.hashes[c]}
        must(again == self.users, "ours", f"just {sorted(self.users)} were executed again")
        look(who, folder, now)
        if who == "ours":
            new = NOTE in page(folder, f"data/{self.table}")
            must(new, who, "the new note is on the page of its table")

    def weights(self) -> dict[str, float]:
        """The median weight of a chapter's page, in KiB."""
        return {who: page_weight(f / "_build" / "html") for who, f in self.folders.items()}


def machine() -> str:
    """The machine on which this is measured, in words."""
    count = f"{os.cpu_count()} processors"
    if not hasattr(os, "getloadavg"):
        return count
    return f"{count}, load {os.getloadavg()[0]:.1f} at the start"


def main() -> None:
    started = machine()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch))
        head = "one run; wall, processor"
        print(f"{head:30}{'ours':>16}{'plain':>16}{'plain/ours':>14}", flush=True)
        bench.case("cold build, outputs stored", bench.cold)
        weights = bench.weights()
        bench.case("unchanged rebuild", bench.unchanged)
        for folder in bench.folders.values():
            edit_chapter(folder, min(bench.hashes))
        bench.case("one chapter's prose edited", bench.prose)
        for folder in bench.folders.values():
            change_row(folder, bench.row, bench.table)
        bench.case("one data row changed", bench.executed, plain_from_nothing(bench.plain))
        mine, other = weights["ours"], weights["plain"]
        head = "chapter page, gzip (median)"
        print(f"{head:30}{mine:>12.0f} KiB{other:>12.0f} KiB{other / mine:>14.2f}")
        print(
            f"{started}. The row is {bench.row}, which {len(bench.users)} of "
            f"{len(bench.hashes)} chapters use: ours executed {len(bench.users)} notebooks, "
            f"plain {len(bench.hashes)}."
        )


if __name__ == "__main__":
    main()
