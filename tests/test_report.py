"""The report's own data and records: whole, fresh, and refused where an input has changed."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from shortcase.book import check, links, records, rewrite
from shortcase.chapter.session import Chapter
from shortcase.data import tables
from shortcase.derived import definitions
from shortcase.report import Report

ROOT = Path(__file__).resolve().parents[1]


def test_everything_checks(book):
    assert len(book.claims) == len(book.claim_rows)
    assert len(book.figures) >= 40


def test_the_data_package_is_valid_for_any_program():
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(ROOT / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_claims_are_the_ones_of_the_chapters(book):
    for notebook in book.notebooks:
        assert {c["chapter"] for c in notebook.of_kind("claim")} <= {notebook.path.stem}


def test_all_claims_but_those_of_the_preface_have_a_passage():
    claims = tables.load(Report(ROOT))[1]
    bare = {id for id, row in claims.items() if not row["passage"]}
    assert bare == {"preface_single_day_loss", "preface_consulting_fee"}


def test_headline_claims_stand_on_a_figure_or_a_computed_number(book):
    bare = [
        c["id"]
        for c in book.claims.values()
        if c["importance"] == 1 and not c["figures"] and c["computed"] is None and not c["sources"]
    ]
    assert not bare, bare


def test_each_chapter_has_what_a_reader_expects(book):
    for notebook in book.notebooks:
        dials = [f for f in notebook.of_kind("figure") if f["dial"]]
        assert len(dials) >= 2, f"{notebook.path.name} has {len(dials)} dials"
        flips = [
            r["id"]
            for r in notebook.of_kind("result")
            if r["method"].startswith("value of") or "flip" in r["id"] or "break" in r["id"]
        ]
        sections = [
            c["source"]
            for c in notebook.cells
            if c["cell_type"] == "markdown" and re.search(r"^##+ .*flip", c["source"], re.M | re.I)
        ]
        said = any(
            i in book.results for text in sections for i in re.findall(r"\(num:([a-z0-9_]+)", text)
        )
        assert flips or said, f"{notebook.path.name} names no value at which its conclusion flips"
        assert notebook.cells[-1]["source"].strip().endswith("colophon()")


def test_a_derived_result_is_the_published_one(book):
    chapter = Chapter(book.notebooks[0].path.stem, book.quantities, book.claim_rows, book.report)
    for id in definitions():
        here, there = chapter.derived(id).estimate(), book.estimate(id)
        assert here.same_as(there, 2e-5), f"{id}: {here.words()}; published {there.words()}"


def test_notebooks_are_tidy(book):
    for notebook in book.notebooks:
        content = json.loads(notebook.path.read_text())
        assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
        assert set(content["metadata"]) == {"kernelspec", "language_info"}
        assert all(set(c["metadata"]) <= {"tags"} for c in content["cells"])
        assert not re.search(r"/(home|root|tmp|work|Users)/", notebook.path.read_text())


def test_every_specification_is_drawn_by_the_version_that_jupyterlab_holds(book):
    import vl_convert

    from shortcase.charts.mime import VEGALITE_5

    for notebook in book.notebooks:
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                spec = output.get("data", {}).get(VEGALITE_5)
                if spec:
                    assert "<svg" in vl_convert.vegalite_to_svg(spec, vl_version="5.20")


def test_the_browser_runs_the_vega_that_charts_are_compiled_for():
    import vl_convert

    vendored = (ROOT / "src/shortcase_site/static/vendor/vega.min.js").read_text()
    assert f'"{vl_convert.get_vega_version()}"' in vendored


def test_one_changed_row_refuses_exactly_the_notebooks_that_use_it(copy, book):
    used = book.used_rows
    numbers = [i for i in used if book.quantities[i]["value"] is not None]
    row = min(numbers, key=lambda i: (len(used[i]), i))
    several = max(numbers, key=lambda i: (len(used[i]), i))
    for id in (row, several):
        path = copy / "data" / f"{book.quantities[id]['table']}.csv"
        original = path.read_text()
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        for r in rows:
            if r["id"] == id:
                r["note"] += " (changed by a test)"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        refused = {p.stem for p in check.stale_notebooks(Report(copy))}
        assert refused == set(used[id])
        path.write_text(original)
    assert not check.stale_notebooks(Report(copy))


def test_changed_code_is_refused(copy, book):
    path = copy / "notebooks" / book.notebooks[0].path.name
    content = json.loads(path.read_text())
    cell = next(c for c in content["cells"] if c["cell_type"] == "code")
    cell["source"] = ["".join(cell["source"]) + "\n# changed by a test"]
    path.write_text(json.dumps(content))
    assert {p.name for p in check.stale_notebooks(Report(copy))} == {path.name}


def test_a_changed_number_in_prose_an_unknown_id_and_a_bare_amount_are_refused(copy, book):
    result = next(iter(book.results))
    (copy / "book" / "zz.md").write_text(
        f"# A page\n\n[123.456](num:{result}) and [5](num:no_such_number) and "
        "[x](fig:no_such_figure) and [y](cite:nobody2020) and 7% of it.\n"
    )
    faults = links.faults(records.gather(Report(copy)))
    assert len([f for f in faults if f.file == "book/zz.md"]) == 5


def test_numbers_are_rewritten_after_the_data_have_changed(copy, book):
    id = next(
        i
        for i, r in book.quantities.items()
        if r["value"] and 10 < abs(r["value"]) < 1e4 and r["unit"] != "calendar_year"
    )
    (copy / "book" / "zz.md").write_text(f"# A page\n\n[0.1](num:{id})\n")
    assert len(rewrite.numbers(Report(copy))) == 1
    assert not [f for f in links.faults(records.gather(Report(copy))) if f.file == "book/zz.md"]


@pytest.mark.parametrize("change", ["no alt", "unknown kind", "extra"])
def test_records_that_break_the_schema_are_refused(book, change):
    added = ("number", "notebook", "cell")
    record = {k: v for k, v in next(iter(book.figures.values())).items() if k not in added}
    assert not records.schema_errors(record)
    changes: dict[str, dict] = {
        "no alt": {"alt": "short"},
        "unknown kind": {"kind": "chart"},
        "extra": {"colour": 1},
    }
    record |= changes[change]
    assert records.schema_errors(record)


def test_unused_rows_and_unsettled_claims_are_named(book):
    import copy as copying

    short = copying.copy(book)
    short.quantities = book.quantities | {"zz_unused": {"table": "x", "_row": "2"}}
    short.claims = dict(list(book.claims.items())[1:])
    assert len(records.completeness(short, links.linked_ids(book))) == 2


def test_no_file_names_a_place_of_one_machine_or_a_registry():
    hosts = ["py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js", "deb." + "debian"]
    place = re.compile(r"""(?:^|[\s"'(=:])/(?:home|Users|root|work|tmp)/""", re.M)
    kinds = {
        *(".py", ".md", ".csv", ".json", ".yml", ".yaml", ".toml", ".txt", ".bib"),
        *(".ipynb", ".cff", ".html", ".css", ".js"),
    }
    caches = (".git", ".venv", "_build", ".mypy_cache", ".ruff_cache", ".pytest_cache")
    for top in (p for p in ROOT.iterdir() if p.name not in caches):
        for path in [top] if top.is_file() else top.rglob("*"):
            relative = path.relative_to(ROOT).as_posix()
            vendored = relative.startswith("src/shortcase_site/static/vendor/")
            if path.is_file() and path.suffix in kinds and not vendored:
                text = path.read_text("utf-8", errors="ignore")
                assert not [h for h in hosts if h in text] and not place.search(text), relative
