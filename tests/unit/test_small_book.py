"""A small book, whole: what makes it stale, what corrects it, and what the checks say of it."""

from __future__ import annotations

import json

import pytest
from books import AMOUNT, CLAIMED, claim, row, small_book, write_chapter, write_data, write_table

from shortcase.book import check, correct, links, lookup, published, records, rewrite, upkeep
from shortcase.commands import correcting
from shortcase.derived import definitions
from shortcase.faults import ReportError


def test_a_small_book_checks_and_counts(small):
    book = check.run(small, complete=False)
    assert book.counts() == {
        "claims": 1,
        "figures": 0,
        "results": 1,
        "rows": 2,
        "chapters": 1,
        "sources": 2,
    }
    assert not check.stale_notebooks(small)


def change_row(report, id, **change):
    import csv

    path = report.data / "things.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    write_table(path, list(rows[0]), [r | change if r["id"] == id else r for r in rows])


def test_a_changed_row_claim_and_cell_make_stale(small):
    change_row(small, "books", value=21)
    assert [p.stem for p in check.stale_notebooks(small)] == ["one"]
    change_row(small, "books", value="20")
    assert not check.stale_notebooks(small)
    claims = small.data / "claims.csv"
    text = claims.read_text()
    claims.write_text(text.replace("the article says", "the article now says"))
    assert [p.stem for p in check.stale_notebooks(small)] == ["one"]
    claims.write_text(text)
    path = small.notebooks / "one.ipynb"
    content = json.loads(path.read_text())
    content["cells"][1]["source"] += "\n# another comment in a cell"
    path.write_text(json.dumps(content))
    assert [p.stem for p in check.stale_notebooks(small)] == ["one"]


def run_here(report):
    """What executes notebooks, without a kernel: the cells of the file, run in this process."""

    def run(paths):
        for path in paths:
            cells = ["".join(c["source"]) for c in json.loads(path.read_text())["cells"]]
            write_chapter(report, path.stem, cells[:-1])

    return run


def test_correct_runs_mends_words_and_strings_and_runs_again(small):
    published.write(records.gather(small))
    change_row(small, "books", value=40)
    done = correct.correct(small, run=run_here(small))
    assert not check.stale_notebooks(small) and not links.faults(records.gather(small))
    assert [p.stem for p in done.executed] == ["one"]
    before_after = {(c.before, c.after) for c in done.sentences}
    assert before_after == {("2.0 million words", "4.0 million words"), ("20", "40")} | {
        ("2.0 million", "4.0 million")
    }
    listed = correcting.by_sentence(done.sentences)
    assert len(listed) == 2 and "In all 4.0 million words, of 40 books." in listed[0]
    assert "2.0 million words -> 4.0 million words; 20 -> 40" in listed[0]
    source = "".join(json.loads((small.notebooks / "one.ipynb").read_text())["cells"][2]["source"])
    assert "[4.0 million](num:amount)" in source
    assert [c.id for c in done.verdicts] == ["says_amount"]
    due = correcting._due(small, done.changes)
    assert any(line.startswith("| YYYY-MM-DD | `books` | 20 books | 40 books |") for line in due)
    assert any("`says_amount` | holds | within our uncertainty" in line for line in due)


def test_correct_leaves_all_as_it_was_when_a_notebook_fails(small):
    change_row(small, "books", value=40)
    files = [small.notebooks / "one.ipynb", small.book / "index.md"]
    (small.book / "index.md").write_text("# A\n\n[21](num:books)\n")
    before = {path: path.read_bytes() for path in files}

    def fails_at_the_second_run(paths, runs=[]):  # noqa: B006 - it counts its own calls
        runs.append(paths)
        if len(runs) > 1:
            raise ReportError("a cell failed")
        run_here(small)(paths)

    with pytest.raises(ReportError, match="a cell failed"):
        correct.correct(small, run=fails_at_the_second_run)
    assert {path: path.read_bytes() for path in files} == before


def test_words_are_mended_in_strings_of_code_and_nowhere_else(small):
    book = records.gather(small)
    changes: list[rewrite.Change] = []
    source = (
        'x = "[1.0 million](num:amount)"  # [1.0 million](num:amount)\n'
        "y = f'''{x} [1.0 million](num:amount)\nand [30](num:books)'''\n"
        'z = "[{x}](num:books)"\n'
    )
    new = rewrite._code(source, book, "f", "cell 1", changes)
    assert new == (
        'x = "[2.0 million](num:amount)"  # [1.0 million](num:amount)\n'
        "y = f'''{x} [2.0 million](num:amount)\nand [20](num:books)'''\n"
        'z = "[{x}](num:books)"\n'
    )
    assert len(changes) == 3
    assert rewrite._code("this is [no code", book, "f", "cell 1", changes) == "this is [no code"


def test_a_link_over_two_lines_is_one_number(small):
    book, changes = records.gather(small), []
    whole = "It is [2.00\n  million](num:amount) words, or [1.7\n  million](num:amount)."
    mended = rewrite._mended(book, whole, "f", "", changes)
    assert "[2.00\n  million](num:amount)" in mended and "[2.0 million](num:amount)." in mended
    assert [(c.before, c.after) for c in changes] == [("1.7 million", "2.0 million")]


def faults_of_words(report, text):
    (report.book / "page.md").write_text(text)
    return links.faults(records.gather(report))


def test_unknown_ids_have_near_ones_and_unknown_schemes_are_named(small):
    found = faults_of_words(
        small,
        "# A page\n\n[2.0 million](num:amout)\n[2.0 million](nmu:amount)\n[x](claim:says_amout)\n"
        "[site](https://report.example/) and [a page](index.md)\n",
    )
    assert [f.place for f in found] == ["line 3", "line 4", "line 5"]
    assert "near: amount" in found[0].reason
    assert "'nmu' is no scheme" in found[1].reason and "near: num" in found[1].reason
    assert "near: says_amount" in found[2].reason


def test_a_verdict_in_words_is_the_verdict_of_its_claim(small):
    verdict = records.gather(small).claims["says_amount"]["verdict"]
    assert not faults_of_words(small, f"# A\n\n[{verdict}](verdict:says_amount)\n")
    (found,) = faults_of_words(small, "# A\n\n[did not](verdict:says_amount)\n")
    assert f"the verdict is {verdict!r}" in found.reason
    rewrite.numbers(small)
    assert f"[{verdict}](verdict:says_amount)" in (small.book / "page.md").read_text()
    (found,) = faults_of_words(small, "# A\n\n[holds](verdict:says_amout)\n")
    assert "near: says_amount" in found.reason


def test_counts_are_links_that_must_fit(small):
    assert not faults_of_words(
        small, "# A\n\nThe [1](count:claims) claim and [2](count:rows) rows.\n"
    )
    (found,) = faults_of_words(small, "# A\n\nThe [3](count:claims) claims.\n")
    assert "the value is 1" in found.reason
    (found,) = faults_of_words(small, "# A\n\nThe [3](count:clams) claims.\n")
    assert "near: claims" in found.reason
    (found,) = faults_of_words(small, "# A\n\nThe 230 claims.\n")
    assert "230 claims" in found.found
    small.readme.write_text("# A\n\nThe 230 claims.\n")
    assert {f.file for f in faults_of_words(small, "# A\n")} == {"README.md"}


def test_a_second_use_of_an_id_names_both_places(small):
    rows, claims = [row("more", 3)], [claim("says_more", "two", 3)]
    report = write_data(
        small.root, [*rows, row("books", 20, "book"), row("words", 1e5, "word/book")], claims
    )
    (small.notebooks / "one.ipynb").unlink()
    second = AMOUNT.replace('title="Words in all"', 'title="Again"')
    write_data(
        small.root,
        [*rows, row("books", 20, "book"), row("words", 1e5, "word/book", 5e4, 2e5)],
        [*claims, claim("says_amount", "one", 2e6, "word")],
    )
    write_chapter(report, "one", ["# One", AMOUNT, CLAIMED])
    write_chapter(
        report,
        "two",
        ["# Two", 'ch.claim("says_more", computed=ch["more"], reason="Yes.")', second],
    )
    with pytest.raises(ReportError) as caught:
        records.gather(report)
    text = str(caught.value)
    assert text.startswith("notebooks/two.ipynb, cell 3: ")
    assert "notebooks/one.ipynb, cell 2" in text


def test_show_and_where_know_every_place(small):
    book = records.gather(small)
    (part,) = lookup.describe(book, "amount")
    assert part["value"] == "2 million [1, 4] million words" or "2 million" in part["value"]
    assert part["inputs"] == ["books", "words"] and part["place"] == "notebooks/one.ipynb, cell 2"
    uses = lookup.uses(book, "amount")
    assert {u.kind for u in uses} == {"words", "code", "claim"}
    assert ("notebooks/one.ipynb", "cell 1") in {(u.file, u.place) for u in uses}
    assert {u.kind for u in lookup.uses(book, "books")} == {"words", "code", "result"}
    with pytest.raises(ReportError, match="near: amount"):
        lookup.describe(book, "amuont")


def test_everything_that_a_chapter_lacks_is_named_at_once(small):
    with pytest.raises(ReportError) as caught:
        check.run(small)
    text = str(caught.value)
    for lack in ("0 of the dials", "no value at which a conclusion flips"):
        assert lack in text
    assert "no chapter shows" not in text  # derived results of another report


def test_a_derived_result_whose_rows_are_there_must_be_shown(small):
    id, definition = next(iter(definitions().items()))
    theirs = next(x for x in definition.inputs.values() if isinstance(x, str) and ":" not in x)
    book = records.gather(small)
    book.quantities[theirs] = book.quantities["books"]
    assert any(repr(id) in f.found for f in upkeep.faults(book))


def test_an_unused_row_and_an_unsettled_claim_are_named(tmp_path):
    report = small_book(tmp_path)
    rows = [row("books", 20, "book"), row("words", 1e5, "word/book", 5e4, 2e5), row("idle", 1)]
    claims = [claim("says_amount", "one", 2e6, "word"), claim("open", "one", 1)]
    write_data(tmp_path, rows, claims)
    write_chapter(report, "one", ["# One", AMOUNT, CLAIMED])
    found = records.completeness(records.gather(report), links.linked_ids(records.gather(report)))
    assert sorted(f.found.split("'")[1] for f in found) == ["idle", "open"]
