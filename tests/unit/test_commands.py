"""The command line: help, versions, what is wanted, JSON, and a new chapter that passes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from books import ROOT, small_book

from shortcase import __main__ as door
from shortcase.commands import running
from shortcase.faults import ReportError


def said(capsys, folder, monkeypatch, *arguments):
    """Code, output and errors of a command in a folder."""
    monkeypatch.chdir(folder)
    code = door.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_each_command_has_its_help(capsys):
    shown = door.parser().format_help()
    for name in (
        "check",
        "correct",
        "numbers",
        "run",
        "preview",
        "show",
        "where",
        "new",
        "release",
    ):
        assert name in shown
        with pytest.raises(SystemExit) as left:
            door.main([name, "--help"])
        assert left.value.code == 0 and len(capsys.readouterr().out.splitlines()) > 4
    with pytest.raises(SystemExit) as left:
        door.main([])
    assert left.value.code == 2 and "no command" in capsys.readouterr().err


def test_the_version_is_that_of_the_citation(small, capsys, monkeypatch):
    assert said(capsys, small.root, monkeypatch, "--version") == (0, "shortcase 1.0.0\n", "")


def test_run_says_what_it_wants(small, capsys, monkeypatch):
    code, _, err = said(capsys, small.root, monkeypatch, "run")
    assert code == 1 and "expected --stale, or one of one" in err
    code, _, err = said(capsys, small.root, monkeypatch, "run", "onne")
    assert code == 1 and "near: one" in err
    assert said(capsys, small.root, monkeypatch, "run", "--stale")[1] == "No notebook is stale\n"


def test_a_chapter_has_a_bare_name(small, monkeypatch):
    monkeypatch.chdir(small.root)
    expected = small.notebooks / "one.ipynb"
    for name in ("one", "one.ipynb", "notebooks/one.ipynb", str(expected)):
        assert running.chapter_path(small, name) == expected
    with pytest.raises(ReportError):
        running.chapter_path(small, "two")


def test_check_show_and_where_speak_json(small, capsys, monkeypatch):
    code, out, _ = said(capsys, small.root, monkeypatch, "check", "--partial", "--json")
    assert code == 0 and json.loads(out)["counts"]["results"] == 1
    code, out, _ = said(capsys, small.root, monkeypatch, "check", "--json")
    found = json.loads(out)
    assert code == 1 and not found["ok"]
    assert all({"file", "place", "found", "expected"} <= set(fault) for fault in found["faults"])
    _, out, _ = said(capsys, small.root, monkeypatch, "show", "amount", "--json")
    assert json.loads(out)[0]["unit"] == "word"
    _, out, _ = said(capsys, small.root, monkeypatch, "where", "amount", "--json")
    assert {use["kind"] for use in json.loads(out)} == {"words", "code", "claim"}


def test_show_and_where_speak_to_people(small, capsys, monkeypatch):
    _, out, _ = said(capsys, small.root, monkeypatch, "show", "books")
    assert "20 books" in out and "data/things.csv, row 2" in out and "this_report" in out
    _, out, _ = said(capsys, small.root, monkeypatch, "where", "books")
    assert out.endswith("places\n") and "notebooks/one.ipynb, cell 1" in out
    code, _, err = said(capsys, small.root, monkeypatch, "show", "bookz")
    assert code == 1 and "near: books" in err


def test_a_fault_is_printed_without_a_traceback(small, capsys, monkeypatch):
    (small.data / "things.csv").write_text("id\n")
    code, out, err = said(capsys, small.root, monkeypatch, "check")
    assert code == 1 and not out and "data/things.csv" in err and "Traceback" not in err


@pytest.fixture
def checkout(tmp_path):
    """A small book with the library's own code beside it, as a checkout has it."""
    small_book(tmp_path)
    for package in ("shortcase",):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "src" / package, tmp_path / "src" / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def command(checkout, *arguments):
    environment = os.environ | {"PYTHONPATH": str(checkout / "src"), "PYTHONHASHSEED": "0"}
    return subprocess.run(
        [sys.executable, "-m", "shortcase", *arguments],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_a_new_chapter_passes_the_check_and_has_a_test(checkout):
    done = command(checkout, "new", "two_words", "--title", "A chapter")
    assert done.returncode == 0, done.stderr
    assert "Next:" in done.stdout and "data/two_words.csv" in done.stdout
    found = json.loads(command(checkout, "check", "--json").stdout)
    about_new = [f for f in found["faults"] if "two_words" in json.dumps(f)]
    assert not about_new, about_new
    test = checkout / "tests" / "unit" / "test_formulas_two_words.py"
    environment = os.environ | {"PYTHONPATH": str(checkout / "src")}
    passed = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", "-o", "addopts=", str(test)],
        env=environment,
        cwd=checkout,
        capture_output=True,
        text=True,
    )
    assert passed.returncode == 0, passed.stdout
    made = ["src/shortcase/formulas/two_words.py", "notebooks/two_words.ipynb", str(test)]
    for check in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        linted = subprocess.run(
            [sys.executable, "-m", "ruff", *check, *made],
            cwd=checkout,
            capture_output=True,
            text=True,
        )
        assert linted.returncode == 0, linted.stdout
    again = command(checkout, "new", "two_words")
    assert again.returncode == 1 and "expected a name that is free" in again.stderr


def test_a_new_chapter_that_fails_leaves_nothing_behind(checkout):
    (checkout / "book" / "references.bib").write_text("@misc{other, title={x}, year={2025}}\n")
    before = {p: p.read_bytes() for p in checkout.rglob("*") if p.is_file()}
    done = command(checkout, "new", "two_words")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    after = {
        p: p.read_bytes()
        for p in checkout.rglob("*")
        if p.is_file() and not {"__pycache__", ".ruff_cache", "_build"} & set(p.parts)
    }
    assert {p: b for p, b in after.items() if before.get(p) != b} == {}
    assert command(checkout, "new", "Two Words").returncode == 1
