"""A formula that nothing uses, and one that no test names, are faults."""

import ast
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORMULAS = ROOT / "src" / "shortcase" / "formulas"
PACKAGE = "shortcase.formulas"

# While the notebooks are converted, chapter by chapter: formulas that a notebook will use, and
# synonyms that it will no longer use. Both are deleted once all notebooks are converted.
TO_BE_USED = {
    "accelerators": "counted_advantage_per_dollar rack_value",
    "arithmetic": (
        "change converted difference fall_per_year geometric_mean inverse mean multiple "
        "opposite product rate ratio remainder remainder_of_total share_beside "
        "weighted_mean"
    ),
    "datacenter": "covered_share stopping_age_of_parts",
    "decoding": "machine_decode_bound serving_cost_of_users",
    "inference": "answer_wage_time computed_tokens final_runs_share",
    "kv_cache": "cards_price_for_resident",
    "network": "gpus_for_model utilisation_without_waiting",
    "scaling_laws": "compute_to_read",
    "serving": "active_routed_parameters billed_margin",
    "text_stock": "added_per_year compressed_size growth_exponent",
    "training": "cluster_memory compute_ratio gain_over time_at_rate yearly_rate_for_gain",
    "valuation": "short_return_from_earnings what_if_return",
}
TO_BE_DELETED = {
    "accelerators": "per quotient revenue_share yearly_growth",
    "accounts": "change growth margin_of_profit total_of_four total_of_three yearly_growth",
    "custom_silicon": "share_of_total throughput_ratio",
    "datacenter": "fall_per_year four_together ratio remainder rise share three_together together",
    "decoding": "serving_cost_simple",
    "inference": "dial_task_cost dial_wage_hours dial_waiting_over_tokens ratio",
    "kv_cache": "cards_for_bits cards_price_for_bits times",
    "market": "ratio",
    "network": "gpus_for_service",
    "serving": "dial_day_cost dial_day_margin dial_day_revenue divided trailing_year",
    "switching": "price_ratio success_share",
    "text_stock": "portion ratio total",
    "training": (
        "added four_factors gain_after_months gain_by_rate left_share months_for_gain "
        "rate_for_gain ratio times"
    ),
    "valuation": "blended gap growth left mean_of_five",
}
WAITING = {
    (module, name)
    for listed in (TO_BE_USED, TO_BE_DELETED)
    for module, names in listed.items()
    for name in names.split()
}


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
    unused = public_formulas() - used_formulas() - WAITING
    assert not unused, f"found formulas that nothing uses: {words(unused)}; expected none"


def test_each_formula_has_a_test():
    untested = public_formulas() - formulas_with_a_test()
    assert not untested, f"found formulas that no test names: {words(untested)}; expected none"


def test_what_waits_exists():
    gone = WAITING - public_formulas()
    assert not gone, f"found names in WAITING that are no formulas: {words(gone)}; expected none"


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
