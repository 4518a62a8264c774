"""Running a notebook: what is stored, and what is said of a cell that fails."""

import nbformat
import pytest

from shortcase.book import execute
from shortcase.faults import ReportError


def notebook(*sources, tags=()):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    made.cells[0].metadata = nbformat.from_dict({"tags": list(tags), "collapsed": True})
    made.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    return made


def test_a_tidy_notebook_knows_no_machine_and_no_clock():
    made = notebook("x = 1\n\n", "", "x", "x", tags=["hide-input", "b"])
    execute.tidy(made)
    assert [c.source for c in made.cells] == ["x = 1", "x", "x"]
    assert made.cells[0].metadata == {"tags": ["b", "hide-input"]}
    assert made.cells[1].metadata == {}
    assert set(made.metadata) == {"kernelspec", "language_info"}
    assert made.metadata.language_info == execute.METADATA["language_info"]
    ids = [c.id for c in made.cells]
    assert len(set(ids)) == 3 and ids[2] == f"{ids[1]}-2"
    long = notebook("\n".join(f"x = {i}" for i in range(7)), "\n".join("abcdef"))
    execute.tidy(long)
    assert [c.metadata.get("tags") for c in long.cells] == [["hide-input"], None]
    again = notebook("x = 1", "x", "x", tags=["b", "hide-input"])
    execute.tidy(again)
    assert [c.id for c in again.cells] == ids


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("a = 1\nassert a == 2", 2, ["a"]),
        ("assert a < b <= c, 'why'", 1, ["a", "b", "c"]),
        ("assert f(x)", 1, ["f(x)"]),
        ("assert (\n    a\n    == b\n)", 2, ["a", "b"]),
        ("a = 1", 1, []),
    ],
)
def test_the_sides_of_an_assert(source, line, expected):
    assert execute.comparisons(source, line) == expected


def test_the_line_that_failed_is_read_from_the_traceback():
    text = "\x1b[36mCell\x1b[39m\x1b[36m In[3]\x1b[39m\x1b[32m, line 12\x1b[39m\n"
    assert execute.failed_line(text) == 12
    assert execute.failed_line("no cell") == 0


def test_a_failed_cell_says_its_line_and_what_was_compared(tmp_path):
    path = tmp_path / "n.ipynb"
    cells = ["x = [1, 2]", "total = sum(x)\n\nassert total == len(x), 'not the same'"]
    nbformat.write(notebook(*cells), path)
    before = path.read_bytes()
    with pytest.raises(ReportError) as caught:
        execute.execute_all([path])
    assert str(caught.value) == (
        "n.ipynb, cell 2, line 3: found AssertionError: not the same: "
        "in: assert total == len(x), 'not the same' (total is 3, len(x) is 2)"
    )
    assert path.read_bytes() == before


def test_a_cell_that_writes_on_stderr_is_refused(tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(notebook("import sys\nprint('careful', file=sys.stderr)"), path)
    with pytest.raises(ReportError, match="cell 1: found the text 'careful' on stderr"):
        execute.execute_all([path])


def test_what_is_no_notebook_is_named(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text("{}")
    with pytest.raises(ReportError, match="no readable notebook"):
        execute.execute_all([path])
