"""Executes notebooks in a clean kernel, in order, and stores them tidy: the same inputs give the
same bytes."""

from __future__ import annotations

import ast
import asyncio
import hashlib
import os
import queue
import re
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from shortcase import steady
from shortcase.charts.mime import MIME
from shortcase.faults import Fault, ReportError
from shortcase.numbers import supposed
from shortcase.report import relative

CELL_TIMEOUT = 300  # seconds
ANSWER_TIMEOUT = 10  # seconds in which a kernel says what was compared
KEPT_TAGS = "tags"
FOLDED = "hide-input"
LONGEST_SHOWN = 6  # lines of code; more are folded where the notebook is a page
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
SHOWN = 200  # characters of a message or of a value in it


def tidy(notebook) -> None:
    """Give cells ids that come from their source, fold long code, and keep no metadata but tags: no
    clock, no machine, no random id."""
    import nbformat

    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(METADATA)
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        cell.source = cell.source.strip("\n")
        digest = hashlib.sha256(f"{cell.cell_type}:{cell.source}".encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = f"c{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else "")
        tags = set(cell.metadata.get(KEPT_TAGS, []))
        if cell.cell_type == "code" and cell.source.count("\n") >= LONGEST_SHOWN:
            tags.add(FOLDED)
        cell.metadata = nbformat.from_dict({KEPT_TAGS: sorted(tags)} if tags else {})
    notebook.cells = [c for c in notebook.cells if c.source]


def execute(path: Path) -> float:
    """Execute one notebook and store it; seconds taken.

    Raises ReportError, and leaves the file as it was, if a cell fails or writes to stderr.
    """
    import nbformat

    started = time.monotonic()
    name = relative(path)
    if os.environ.get(supposed.VARIABLE):
        found = f"{supposed.VARIABLE} in the environment, and so a variation"
        raise ReportError([Fault(name, "", found, "the published numbers alone")])
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises several kinds for what is no notebook
        found = f"no readable notebook ({error})"
        raise ReportError([Fault(name, "", found, "a notebook of format 4.5")]) from None
    tidy(notebook)
    run_cells(notebook, path)
    for place, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                text = f"the text {output.text.strip()[:SHOWN]!r} on stderr"
                raise ReportError([Fault(name, f"cell {place}", text, "none")])
            if any("varied" in record for record in _records(output)):
                raise ReportError(
                    [Fault(name, f"cell {place}", "a variation", "what is published")]
                )
        cell.metadata.pop("execution", None)
    notebook.metadata = nbformat.from_dict(METADATA)  # the client has added the version of Python
    written = nbformat.writes(notebook)
    temporary = path.with_suffix(".ipynb.part")
    temporary.write_text(written if written.endswith("\n") else written + "\n", "utf-8")
    temporary.replace(path)
    return time.monotonic() - started


def _records(output) -> list[dict]:
    """The records that an output holds."""
    return output.get("data", {}).get(MIME, {}).get("records", [])


def run_cells(notebook, path: Path) -> None:
    """Execute all cells of a notebook in its folder. Raises ReportError for the first that
    fails."""
    from nbclient import NotebookClient

    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        extra_arguments=["--Application.log_level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    fault = asyncio.run(_first_failure(client, relative(path)))
    if fault:
        raise ReportError([fault])


async def _first_failure(client, name: str) -> Fault | None:
    """Execute the cells until one fails; its fault, found while the kernel is still alive."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    async with client.async_setup_kernel(env=os.environ | steady.ENVIRONMENT):
        for index, cell in enumerate(client.nb.cells):
            try:
                await client.async_execute_cell(cell, index)
            except CellExecutionError as error:
                return await _failure(name, client, cell, index, error)
            except CellTimeoutError:
                found = f"a cell that ran for more than {CELL_TIMEOUT} s"
                return Fault(name, f"cell {index + 1}", found, "a shorter one")
    return None


async def _failure(name: str, client, cell, index: int, error: Exception) -> Fault:
    """The fault of a cell that failed: the line, and for an assert what was compared."""
    output = next((o for o in cell.outputs if o.output_type == "error"), None)
    if output is None:
        return Fault(name, f"cell {index + 1}", str(error).splitlines()[-1], "a cell that runs")
    place, line = f"cell {index + 1}", failed_line("\n".join(output.traceback))
    source = cell.source.splitlines()
    reason = ""
    if line and line <= len(source):
        place += f", line {line}"
        reason = f"in: {source[line - 1].strip()}"
        if output.ename == "AssertionError":
            compared = await _compared(client, cell.source, line)
            reason += f" ({compared})" if compared else ""
    said = f"{output.ename}: {output.evalue}" if output.evalue else output.ename
    return Fault(name, place, said, reason=reason)


def failed_line(traceback: str) -> int:
    """The line of the cell at which IPython's traceback says that it failed; 0 if it says none."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", traceback)
    found = re.search(r"Cell In\[\d+\], line (\d+)", plain)
    return int(found[1]) if found else 0


def comparisons(source: str, line: int) -> list[str]:
    """The expressions that an assert on a line of code compares, without the constants."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or line):
            test = node.test
            sides = [test.left, *test.comparators] if isinstance(test, ast.Compare) else [test]
            return [ast.unparse(side) for side in sides if not isinstance(side, ast.Constant)]
    return []


async def _compared(client, source: str, line: int) -> str:
    """What the kernel, still alive, gives for the sides of an assert that failed."""
    asked = {str(i): text for i, text in enumerate(comparisons(source, line))}
    if not asked:
        return ""
    message = client.kc.execute("", silent=True, user_expressions=asked)
    try:
        while True:
            reply = await client.kc.get_shell_msg(timeout=ANSWER_TIMEOUT)
            if reply["parent_header"].get("msg_id") == message:
                break
    except queue.Empty:  # the message says the line alone
        return ""
    answers = reply["content"].get("user_expressions", {})
    shown = {
        text: answers.get(i, {}).get("data", {}).get("text/plain") for i, text in asked.items()
    }
    return ", ".join(f"{text} is {value[:SHOWN]}" for text, value in shown.items() if value)


def execute_all(paths: list[Path], workers: int = 0) -> None:
    """Execute notebooks side by side, with a line of progress each. Raises ReportError with every
    failure."""
    failures: list[Fault | str] = []
    with ThreadPoolExecutor(workers or min(4, os.cpu_count() or 1)) as pool:
        running = {pool.submit(execute, path): path for path in paths}
        for done, future in enumerate(as_completed(running), start=1):
            head = f"  [{done}/{len(paths)}] {relative(running[future])}"
            try:
                print(f"{head}: {future.result():.1f} s", flush=True)
            except ReportError as error:
                print(f"{head}: failed", flush=True)
                failures += error.faults
    if failures:
        raise ReportError(failures)
