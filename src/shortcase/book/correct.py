"""One command after a corrected row: run what is stale, mend all words, and run again what became
stale by that, until nothing changes. Either all of it is done, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from shortcase.book import check, execute, published, records, rewrite
from shortcase.faults import ReportError
from shortcase.report import Report, relative

ROUNDS = 5  # more means that a sentence and a number chase each other


@dataclass
class Corrected:
    """What a correction did."""

    executed: list[Path] = field(default_factory=list)
    sentences: list[rewrite.Change] = field(default_factory=list)
    changes: list[published.Change] = field(default_factory=list)

    @property
    def verdicts(self) -> list[published.Change]:
        """Verdicts that are others than those published."""
        return [change for change in self.changes if change.kind == "claim"]


@contextmanager
def restored_on_failure(paths: list[Path]) -> Iterator[None]:
    """Puts files back as they were where the work inside fails or is stopped."""
    before = {path: path.read_bytes() for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if not path.is_file() or path.read_bytes() != content:
                path.write_bytes(content)
        raise


def correct(report: Report, run: Callable[[list[Path]], None] = execute.execute_all) -> Corrected:
    """Bring notebooks and words in line with the data; what was done.

    Raises ReportError, and leaves all files as they were, where a notebook fails or the words do
    not settle.
    """
    done = Corrected()
    files = [*records.chapter_paths(report), *rewrite.pages(report)]
    with restored_on_failure(files):
        for _ in range(ROUNDS):
            stale = check.stale_notebooks(report)
            if stale:
                run(list(stale))
                done.executed += [path for path in stale if path not in done.executed]
            mended = rewrite.numbers(report)
            done.sentences += mended
            if not mended and not check.stale_notebooks(report):
                done.changes = published.changes(records.gather(report))
                return done
        names = ", ".join(relative(p) for p in check.stale_notebooks(report))
        found = f"words that still change after {ROUNDS} rounds ({names or 'book/'})"
        raise ReportError(f"correct: found {found}; expected them to settle")
