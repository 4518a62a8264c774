"""How the code is built: one direction of imports, files and functions of a size to be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

# Each stands on those before it and on none after it. CONTRIBUTING shows the same order.
FLOORS = (
    "steady",
    "faults",
    "passed",
    "report",
    "numbers",
    "data",
    "formulas",
    "derived",
    "charts",
    "chapter",
    "book",
    "whatif",
    "commands",
    "shortcase_site",
)
DOORS = ("shortcase", "shortcase.__main__")  # the package's own face, which opens any room
LONGEST_FILE, LONGEST_FUNCTION = 400, 60  # lines


def modules() -> dict[str, Path]:
    """Every module of the two packages, by its full name."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def floor(module: str) -> int:
    """The floor on which a module is."""
    first, *rest = module.split(".")
    return FLOORS.index(rest[0] if first == "shortcase" else first)


def imports(module: str) -> set[str]:
    """The modules of ours that a module imports, wherever in its code."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, *filter(None, [node.module])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        found |= {name for name in names if name in MODULES}
    return found - {module}


def test_every_room_has_its_floor():
    rooms = {name.split(".")[1] for name in MODULES if name.startswith("shortcase.")}
    assert rooms - {"__main__"} == set(FLOORS) - {"shortcase_site"}


def test_no_import_runs_up():
    up = [
        f"{module} imports {other}"
        for module in MODULES
        if module not in DOORS
        for other in imports(module)
        if other not in DOORS and floor(other) > floor(module)
    ]
    assert not up, up


def test_imports_form_no_circle():
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    graph = {
        # a package's face is imported with any of its modules: only what it asks for counts
        m: {o for o in imports(m) if not (o in packages and m.startswith(f"{o}."))}
        for m in MODULES
        if m not in DOORS
    }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for other in graph.get(module, ()):
                visit(other, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_the_guide_shows_the_floors_in_their_order():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    picture = text.partition("```text\n")[2].partition("```")[0]
    places = [picture.find(f" {name} ") for name in FLOORS]
    assert -1 not in places and places == sorted(places, reverse=True), places


def written() -> list[Path]:
    """Python files that are written by hand: all of both packages and of the tests."""
    return sorted([*MODULES.values(), *(ROOT / "tests").rglob("*.py")])


def length(node: ast.stmt) -> int:
    """Lines of a piece of code."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", written(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_and_functions_can_be_read(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE, f"{text.count(chr(10))} lines"
    long = [
        f"{node.name}: {length(node)} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and length(node) > LONGEST_FUNCTION
    ]
    assert not long, long


def test_no_line_of_the_guide_is_too_long():
    long = [
        number
        for number, line in enumerate((ROOT / "CONTRIBUTING.md").read_text().split("\n"), start=1)
        if len(line) > 120
    ]
    assert not long, long
