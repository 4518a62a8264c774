"""``new``: a chapter that passes the check, to be filled."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from string import Template

from shortcase.commands.parsers import Places, add
from shortcase.faults import ReportError
from shortcase.report import Report, relative

TEMPLATES = Path(__file__).with_name("template")
NEXT = """Next:
  1. put sourced rows in place of the examples in {rows}, and their sources in book/references.bib
  2. state the article's claims of the chapter in data/claims.csv
  3. write its formulas in {formulas}, each with a test in {test}
  4. write the chapter in {notebook}, and run it: python -m shortcase run {name}
  5. python -m shortcase check; then python -m shortcase preview {name} pictures"""


def add_new(places: Places) -> None:
    """Add ``new`` to the command line."""
    made = add(
        places,
        "new",
        new,
        "start a chapter that passes the check",
        "Notebook with two dials, a flip and a colophon; table, claim, formula and its test; "
        "entries in the data package and the table of contents. All of it, or nothing.",
    )
    made.add_argument("name", metavar="NAME", help="lower case, words joined by underscores")
    made.add_argument("--title", help="the chapter's title; by default its name")


def new(options, report: Report) -> int:
    """Write the files of a new chapter, run its notebook, and say what to do next."""
    from shortcase.book import execute

    name = options.name
    title = options.title or name.replace("_", " ").capitalize()
    files = _Files(report, name, title)
    files.check()
    changed = [report.data / "claims.csv", report.data / "datapackage.json", report.contents]
    before = {path: path.read_bytes() for path in changed}
    try:
        files.write()
        _formatted(files.made[1:])
        execute.execute(files.notebook)
    except BaseException:
        for path in files.made:
            path.unlink(missing_ok=True)
        for path, content in before.items():
            path.write_bytes(content)
        raise
    for path in (*files.made, *changed):
        print(f"  {'wrote' if path in files.made else 'added to'} {relative(path)}")
    shown = {k: relative(getattr(files, k)) for k in ("rows", "formulas", "test", "notebook")}
    print(NEXT.format(name=name, **shown))
    return 0


class _Files:
    """The files of one new chapter."""

    def __init__(self, report: Report, name: str, title: str):
        self.report, self.name = report, name
        self.words = {"name": name, "title": title, "day": _release_day(report)}
        self.rows = report.data / f"{name}.csv"
        self.formulas = report.formulas / f"{name}.py"
        self.test = report.root / "tests" / "unit" / f"test_formulas_{name}.py"
        self.notebook = report.notebooks / f"{name}.ipynb"
        self.made = (self.rows, self.formulas, self.test, self.notebook)

    def check(self) -> None:
        """Raises ReportError for a name that is none, or is taken."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            found = f"found the name {self.name!r}"
            raise ReportError(f"new: {found}; expected lower case, words joined by underscores")
        taken = [relative(path) for path in self.made if path.exists()]
        if taken:
            raise ReportError(f"new: found {', '.join(taken)}; expected a name that is free")

    def write(self) -> None:
        """Write all files and entries."""
        for path, template in (
            (self.rows, "rows.csv"),
            (self.formulas, "formulas.py"),
            (self.test, "test.py"),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.filled(template), "utf-8")
        self.notebook.write_text(_notebook(self.filled("chapter.py")), "utf-8")
        _edit(self.report.data / "claims.csv", lambda text: text + self.filled("claim.csv"))
        _edit(self.report.data / "datapackage.json", self._with_resource)
        _edit(self.report.contents, self._with_entry)

    def filled(self, template: str) -> str:
        """A template with the chapter's words in it."""
        text = (TEMPLATES / f"{template}.txt").read_text("utf-8")
        return Template(text).substitute(self.words)

    def _with_resource(self, text: str) -> str:
        package = json.loads(text)
        package["resources"].append(
            {
                "name": self.name,
                "path": self.rows.name,
                "title": self.words["title"],
                "description": f"Rows of the chapter {self.name}.",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": "quantity.schema.json",
            }
        )
        package["resources"].sort(key=lambda resource: resource["name"])
        return json.dumps(package, indent=1, ensure_ascii=False) + "\n"

    def _with_entry(self, text: str) -> str:
        """The table of contents with the chapter after the last one."""
        entries = list(re.finditer(r"^( *- file: )notebooks/\S+$", text, re.M))
        if not entries:
            raise ReportError(f"{self.report.contents.name}: found no chapter; expected one")
        last = entries[-1]
        return f"{text[: last.end()]}\n{last[1]}notebooks/{self.name}{text[last.end() :]}"


def _formatted(paths: Sequence[Path]) -> None:
    """Give code the form that ``make check`` asks for, whatever the length of the name."""
    ruff = [sys.executable, "-m", "ruff"]
    names = [str(path) for path in paths]
    subprocess.run([*ruff, "check", "--quiet", "--fix", "--select", "I", *names], check=True)
    subprocess.run([*ruff, "format", "--quiet", *names], check=True)


def _edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def _release_day(report: Report) -> str:
    """The day of the last release: what a new row is of, until its own date is known."""
    from shortcase.data import sources

    return str(sources.citation(report)["date-released"])


def _notebook(script: str) -> str:
    """A notebook from a script whose cells begin with ``# %%``."""
    import nbformat

    cells = []
    for part in re.split(r"^# %%", script, flags=re.M)[1:]:
        head, _, source = part.partition("\n")
        of_text = head.strip() == "[markdown]"
        make = nbformat.v4.new_markdown_cell if of_text else nbformat.v4.new_code_cell
        cells.append(make(source.strip("\n")))
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))
