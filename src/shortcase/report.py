"""Report: where the files of one report are. Nothing else in the library knows a place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shortcase.passed import Passed

MARK = "_toc.yml"  # the file by which a report's folder is known


@dataclass(frozen=True)
class Report:
    """The folder of a report, with ``data/``, ``book/``, ``notebooks/`` and its table of
    contents."""

    root: Path

    @classmethod
    def here(cls, start: Path | None = None) -> Report:
        """The report in whose folder ``start`` (by default the working folder) lies; outside of
        any, the checkout that holds this package."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / MARK).is_file() and (folder / "data").is_dir():
                return cls(folder)
        return cls(Path(__file__).resolve().parents[2])

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def contents(self) -> Path:
        return self.root / MARK

    @property
    def references(self) -> Path:
        return self.book / "references.bib"

    @property
    def citation(self) -> Path:
        return self.root / "CITATION.cff"

    @property
    def errata(self) -> Path:
        return self.root / "ERRATA.md"

    @property
    def changes(self) -> Path:
        return self.root / "CHANGELOG.md"

    @property
    def releases(self) -> Path:
        return self.book / "releases"

    @property
    def readme(self) -> Path:
        return self.root / "README.md"

    @property
    def formulas(self) -> Path:
        return self.root / "src" / "shortcase" / "formulas"

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def passed(self) -> Passed:
        """What has passed a check before."""
        return Passed(self.build / ".cache" / "passed")

    @property
    def site(self) -> Path:
        """Where the built site stands."""
        return self.build / "html"


def relative(path: Path) -> str:
    """A path as messages show it: from the top of the report that it lies in, else its name."""
    path = path.resolve()
    for folder in path.parents:
        if (folder / MARK).is_file():
            return path.relative_to(folder).as_posix()
    return path.name
