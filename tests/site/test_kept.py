"""What a build keeps from the one before it equals a whole build; uses are those on the pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from small_book import ROOT, build


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a built site."""
    out = folder / "_build" / "html"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# File, old words, new words, and a page that must be left as it is.
EDITS = [
    ("book/method.md", ".\n", ". A new sentence.\n", "figures/tiny_figure.html"),
    ("notebooks/tiny.ipynb", "A book has", "Any book has", "figures/tiny_figure.html"),
    ("data/tiny_table.csv", "p. 1", "p. 2", "method.html"),
    ("book/references.bib", "2025},\n  url", "2024},\n  url", "method.html"),
    ("ERRATA.md", "one of <script>", "once of <script>", "method.html"),
    ("book/renamed.csv", "figure,tiny_chart", "figure,tiny_picture", "method.html"),
    ("book/method.md", "# ", "# New: ", ""),
    ("book/glossary.md", "\n", "\n\n## A new heading\n\nWords.\n\n", "data/tiny_table.html"),
    ("_toc.yml", "  - file: book/glossary\n", "", ""),
]


def test_what_is_kept_from_earlier_builds_equals_a_whole_build(tiny, built, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(tiny, kept)
    assert build(kept).returncode == 0
    for number, (file, old, new, untouched) in enumerate(EDITS):
        before = (kept / "_build" / "html" / (untouched or "index.html")).stat().st_mtime_ns
        replace(kept / file, old, new)
        done = build(kept)
        assert done.returncode == 0, (file, done.stdout, done.stderr)
        after = (kept / "_build" / "html" / (untouched or "index.html")).stat().st_mtime_ns
        assert (before == after) == bool(untouched), file
        whole = tmp_path / f"whole-{number}"
        shutil.copytree(kept, whole, ignore=shutil.ignore_patterns("_build"))
        assert build(whole).returncode == 0
        here, there = files(kept), files(whole)
        assert here.keys() == there.keys(), file
        assert [name for name in here if here[name] != there[name]] == [], file
    assert "glossary.html" not in here


def test_a_change_of_the_styles_reaches_every_page(tiny, built, tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    kept, whole = tmp_path / "kept", tmp_path / "whole"
    shutil.copytree(tiny, kept)
    with (tmp_path / "src" / "shortcase_site" / "static" / "report.css").open("a") as file:
        file.write(".new { color: red; }\n")
    shutil.copytree(kept, whole, ignore=shutil.ignore_patterns("_build"))
    for folder in (kept, whole):
        assert build(folder, PYTHONPATH=str(tmp_path / "src")).returncode == 0
    assert ".new" in (kept / "_build" / "html" / "_static" / "site.css").read_text()
    assert files(kept) == files(whole)


def test_a_file_that_someone_has_changed_is_made_again(tiny, built, tmp_path):
    other = tmp_path / "touched"
    shutil.copytree(tiny, other)
    wanted = files(other)
    (other / "_build" / "html" / "figures" / "tiny_figure.html").write_text("mine")
    (other / "_build" / "html" / "claims.json").unlink()
    replace(other / "CHANGELOG.md", "- 2026", "- 2025")
    assert build(other).returncode == 0
    for name in ("figures/tiny_figure.html", "claims.json"):
        assert files(other)[name] == wanted[name]


def linked(folder: Path) -> dict[str, set[str]]:
    """The numbers that pages link to, by page, as they were written."""
    found = {}
    for path in folder.rglob("*.html"):
        if keys := set(re.findall(r'data-num="([^"]*)"', path.read_text())):
            found[path.relative_to(folder).as_posix()] = keys
    return found


def assert_uses_are_links(book, folder: Path) -> None:
    from shortcase_site import uses

    used_in, linked_on = uses.of_numbers(book)
    written = linked(folder)
    assert {page: set(keys) for page, keys in linked_on.items()} == written
    pairs = {(key, page) for page, keys in written.items() for key in keys}
    assert {(key, page) for key, pages in used_in.items() for page in pages} == pairs


def test_uses_computed_from_the_words_are_the_links_of_a_small_book(tiny, built):
    from shortcase.book import check
    from shortcase.report import Report

    assert_uses_are_links(check.run(Report(tiny)), built)
    assert linked(built)["figures/tiny_figure.html"] == {"said:tiny_claim"}  # in its words for
    # those who do not see it, which stand on its own page


def test_uses_computed_from_the_words_are_the_links_of_the_report(book, site):
    assert_uses_are_links(book, site)


# Faults that one stage of the build finds, all planted in one book: each file, its words, the words
# planted, and what is said of them.
