"""Executes notebooks in a clean kernel, in order, and stores them tidy: the same inputs give the
same bytes."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from shortcase.faults import ReportError
from shortcase.report import relative

CELL_TIMEOUT = 300
KEPT_TAGS = "tags"


def tidy(notebook) -> None:
    """Give cells ids that come from their source, and keep no metadata but tags: no clock, no
    machine, no random id."""
    import nbformat

    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        cell.source = cell.source.strip("\n")
        digest = hashlib.sha256(f"{cell.cell_type}:{cell.source}".encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = f"c{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else "")
        cell.metadata = nbformat.from_dict(
            {KEPT_TAGS: sorted(cell.metadata[KEPT_TAGS])} if cell.metadata.get(KEPT_TAGS) else {}
        )
    notebook.cells = [c for c in notebook.cells if c.source]


def execute(path: Path) -> float:
    """Execute one notebook and store it; seconds taken. Raises ReportError, and leaves the file as
    it was, if a cell fails or writes to stderr."""
    import time

    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    started = time.monotonic()
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises several kinds for what is no notebook
        raise ReportError(f"{relative(path)}: no readable notebook ({error})") from None
    tidy(notebook)
    os.environ.setdefault("PYTHONHASHSEED", "0")
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        extra_arguments=["--Application.log_level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError) as error:
        place = next(
            (
                n
                for n, c in enumerate(notebook.cells, start=1)
                if any(o.output_type == "error" for o in c.get("outputs", []))
            ),
            0,
        )
        said = next(
            (
                f"{o.ename}: {o.evalue}"
                for c in notebook.cells
                for o in c.get("outputs", [])
                if o.output_type == "error"
            ),
            str(error).splitlines()[-1],
        )
        source = notebook.cells[place - 1].source if place else ""
        raise ReportError(
            f"{relative(path)}, cell {place}: {said}\n    in: "
            + "\n        ".join(source.splitlines()[:12])
        ) from None
    for place, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise ReportError(
                    f"{relative(path)}, cell {place}: wrote on stderr: {output.text.strip()[:300]}"
                )
        cell.metadata.pop("execution", None)
    written = nbformat.writes(notebook)
    temporary = path.with_suffix(".ipynb.part")
    temporary.write_text(written if written.endswith("\n") else written + "\n", "utf-8")
    temporary.replace(path)
    return time.monotonic() - started


def execute_all(paths: list[Path], workers: int = 0) -> None:
    """Execute notebooks side by side, with a line of progress each. Raises ReportError with every
    failure."""
    failures = []
    with ThreadPoolExecutor(workers or min(4, os.cpu_count() or 1)) as pool:
        running = {pool.submit(execute, path): path for path in paths}
        for done, future in enumerate(as_completed(running), start=1):
            path = running[future]
            try:
                print(
                    f"  [{done}/{len(paths)}] {relative(path)}: {future.result():.1f} s", flush=True
                )
            except ReportError as error:
                print(f"  [{done}/{len(paths)}] {relative(path)}: failed", flush=True)
                failures += error.faults
    if failures:
        raise ReportError(failures)
