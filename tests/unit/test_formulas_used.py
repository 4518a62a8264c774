"""A formula that nothing uses, and one that no test names, are faults."""

import ast
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORMULAS = ROOT / "src" / "shortcase" / "formulas"
PACKAGE = "shortcase.formulas"


def public_formulas() -> set[tuple[str, str]]:
    """(module, name) of each public function in shortcase.formulas."""
    return {
        (path.stem, node.name)
        for path in FORMULAS.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def named(tree: ast.AST, module: str | None = None) -> set[tuple[str, str]]:
    """(module, name) of each formula that code names: imported, or reached through its module.

    In a formulas module, ``module``, also those called by their plain name, recursion aside.
    """
    modules: dict[str, str] = {}
    names: dict[str, tuple[str, str]] = {}
    found: set[tuple[str, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            for alias in node.names:
                local = alias.asname or alias.name
                if node.module == PACKAGE:
                    modules[local] = alias.name
                else:
                    names[local] = ((node.module or "").rsplit(".", 1)[-1], alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in modules:
                found.add((modules[node.value.id], node.attr))
        elif isinstance(node, ast.Name) and node.id in names:
            found.add(names[node.id])
    return found | (_called_inside(tree, module) if module else set())


def _called_inside(tree: ast.AST, module: str) -> set[tuple[str, str]]:
    """(module, name) of what the functions of a formulas module call by a plain name."""
    found = set()
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        for node in ast.walk(function):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id != function.name:
                found.add((module, called.id))
    return found


def notebook_code(path: Path) -> ast.Module:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return ast.parse("\n".join(sources))


def used_formulas() -> set[tuple[str, str]]:
    """(module, name) of each formula that a notebook, another module or another formula uses."""
    used = set()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        used |= named(notebook_code(path))
    for path in (ROOT / "src").rglob("*.py"):
        inside = path.stem if path.parent == FORMULAS else None
        used |= named(ast.parse(path.read_text(encoding="utf-8")), inside)
    return used


def formulas_with_a_test() -> set[tuple[str, str]]:
    """(module, name) of each formula that a test of its module names."""
    tested = set()
    for path in (ROOT / "tests" / "unit").glob("test_formulas_*.py"):
        found = named(ast.parse(path.read_text(encoding="utf-8")))
        tested |= {(m, n) for m, n in found if path.stem == f"test_formulas_{m}"}
    return tested


def words(formulas) -> list[str]:
    return sorted(f"{module}.{name}" for module, name in formulas)


def test_each_formula_is_used():
    unused = public_formulas() - used_formulas()
    assert not unused, f"found formulas that nothing uses: {words(unused)}; expected none"


def test_each_formula_has_a_test():
    untested = public_formulas() - formulas_with_a_test()
    assert not untested, f"found formulas that no test names: {words(untested)}; expected none"


def test_use_is_seen_through_each_kind_of_import():
    code = (
        "from shortcase.formulas import market as m, training\n"
        "from shortcase.formulas.switching import net_saving as saved\n"
        "m.hazard(1, 2); f = saved; training\n"
    )
    assert named(ast.parse(code)) == {("market", "hazard"), ("switching", "net_saving")}


def test_a_formula_does_not_use_itself():
    code = "def a(x):\n    return a(x) + b(x)\n"
    assert ("here", "b") in named(ast.parse(code), "here")
    assert ("here", "a") not in named(ast.parse(code), "here")
