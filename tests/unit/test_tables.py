"""Bad tables: each fault is named with file, row, column, found and expected, all at once, and none
ends in a traceback."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest
from books import claim, row, write_data

from shortcase.data import tables
from shortcase.faults import ReportError
from shortcase.report import Report


@pytest.fixture
def copy(tmp_path):
    """A folder with small tables that are in order."""
    return write_data(tmp_path, [row("one", 1), row("two", 2)], [claim("says", "a", 1)]).root


HEADER = "id,subject,quantity,value,low,high,text,unit,as_of,source,locator,tier,note"
GOOD = {
    "id": "zz_test",
    "subject": "a book",
    "quantity": "words in a test",
    "value": "75000",
    "low": "50000",
    "high": "100000",
    "text": "",
    "unit": "word/book",
    "as_of": "2025-01",
    "source": "this_report",
    "locator": "p. 1",
    "tier": "primary",
    "note": "a row of a test",
}


def table(*rows: dict, header: str = HEADER) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, header.split(","), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def faults(copy, content: str | bytes) -> list:
    (copy / "data" / "zz_test.csv").write_bytes(
        content.encode() if isinstance(content, str) else content
    )
    with pytest.raises(ReportError) as caught:
        tables.load(Report(copy))
    return caught.value.faults


def test_a_good_row_is_read_with_its_types(copy):
    (copy / "data" / "zz_test.csv").write_text(table(GOOD))
    row = tables.load(Report(copy))[0]["zz_test"]
    assert (row["value"], row["low"], row["high"], row["table"]) == (
        75000.0,
        50000.0,
        100000.0,
        "zz_test",
    )


def column_of(fault) -> str:
    return fault.place.rpartition("column ")[2] if "column " in fault.place else ""


CASES = {
    "missing source": ({"source": ""}, "source"),
    "unknown source": ({"source": "nobody2020"}, "source"),
    "missing locator": ({"locator": ""}, "locator"),
    "empty subject": ({"subject": ""}, "subject"),
    "empty id": ({"id": ""}, "id"),
    "bad id": ({"id": "Zz Test"}, "id"),
    "text in a number": ({"value": "many"}, "value"),
    "thousands separators": ({"value": "75,000"}, "value"),
    "not a number": ({"value": "NaN"}, "value"),
    "infinite": ({"value": "inf", "low": "", "high": ""}, "value"),
    "minus infinity": ({"low": "-INF"}, "low"),
    "low above high": ({"low": "100000", "high": "50000"}, "low"),
    "value below low": ({"value": "40000"}, "value"),
    "value above high": ({"value": "140000"}, "value"),
    "one end of an interval": ({"high": ""}, "high"),
    "no unit": ({"unit": ""}, "unit"),
    "unknown unit": ({"unit": "furlongs/bok"}, "unit"),
    "a factor for a unit": ({"unit": "1000 word"}, "unit"),
    "unparsable unit": ({"unit": "word//((book"}, "unit"),
    "value and text": ({"text": "long"}, "value"),
    "neither value nor text": ({"value": "", "low": "", "high": ""}, "value"),
    "unknown tier": ({"tier": "rumour"}, "tier"),
    "estimate without a reason": ({"tier": "estimate", "note": ""}, "note"),
    "date of day and month": ({"as_of": "24/01/2025"}, "as_of"),
    "date that is none": ({"as_of": "2025-13"}, "as_of"),
    "date in the future": ({"as_of": "2199-01-01"}, "as_of"),
    "a locator that finds nothing": ({"locator": "Article body"}, "locator"),
    "a source that was not read": ({"note": "From memory, not looked up."}, "note"),
    "about, but exact": ({"low": "", "high": "", "note": "About 75,000."}, "note"),
    "more than, but exact": ({"low": "", "high": "", "quantity": "more than words"}, "quantity"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_cell_is_named(copy, name):
    change, column = CASES[name]
    found = faults(copy, table(GOOD | change))
    assert any(
        column_of(f) == column
        and f.file == "data/zz_test.csv"
        and f.place.startswith("row 2")
        and f.found
        and f.expected
        for f in found
    ), found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbf" + table(GOOD).encode(), "byte order mark"),
        (table(GOOD).replace("\n", "\r\n"), "carriage return"),
        (table(GOOD).replace(",", ";"), "semicolons"),
        (table(GOOD | {"subject": "caf\u00e9"}).encode("latin-1"), "0xe9"),
        ("", "empty file"),
        ("\n\n", "empty file"),
    ],
)
def test_a_bad_file_is_named(copy, content, words):
    assert any(words in f.found for f in faults(copy, content))


def test_an_extra_and_a_missing_column(copy):
    assert any(
        "colour" in str(f)
        for f in faults(copy, table(GOOD | {"colour": "red"}, header=HEADER + ",colour"))
    )
    assert any(
        "tier" in str(f) for f in faults(copy, table(GOOD, header=HEADER.replace(",tier", "")))
    )


def test_a_missing_file(copy):
    (copy / "data" / "claims.csv").unlink()
    with pytest.raises(ReportError, match=r"claims.csv"):
        tables.load(Report(copy))


@pytest.mark.parametrize("passage", ["one", "four words of it", ""])
def test_an_anchor_of_at_most_four_words(tmp_path, passage):
    report = write_data(tmp_path, [row("one", 1)], [claim("says", "a", 1, passage=passage)])
    assert tables.load(report)[1]["says"]["passage"] == passage


@pytest.mark.parametrize("passage", ["five words of the article", " led", "two  spaces", "a\nline"])
def test_a_longer_anchor_is_named(tmp_path, passage):
    report = write_data(tmp_path, [row("one", 1)], [claim("says", "a", 1, passage=passage)])
    with pytest.raises(ReportError) as found:
        tables.load(report)
    (fault,) = found.value.faults
    assert fault.place == "row 2, column passage"
    assert "At most four consecutive words" in fault.expected


def test_a_table_that_the_data_package_does_not_list(copy):
    (copy / "data" / "zz_test.csv").write_text(table(GOOD))
    assert any("zz_test.csv" in str(f) for f in tables.package_faults(Report(copy)))


def test_duplicate_ids_in_one_table_and_over_two(copy):
    other = next(iter(tables.load(Report(copy))[0]))
    assert any(column_of(f) == "id" for f in faults(copy, table(GOOD, GOOD)))
    assert any(
        column_of(f) == "id" and other in f.found for f in faults(copy, table(GOOD | {"id": other}))
    )


def test_rows_of_one_quantity_have_one_kind_of_unit(copy):
    assert any(
        column_of(f) == "unit" and "word/book" in f.expected
        for f in faults(copy, table(GOOD, GOOD | {"id": "zz_other", "unit": "token"}))
    )


def test_all_faults_are_reported_at_once(copy):
    found = faults(
        copy,
        table(
            GOOD | {"source": "nobody2020", "low": "200000", "high": "300000"},
            GOOD | {"id": "zz_2", "as_of": "2199", "unit": "bok"},
        ),
    )
    assert {column_of(f) for f in found} == {"source", "value", "as_of", "unit"}


def test_faults_of_the_schema_and_of_the_rules_come_in_one_round(copy):
    wrong = [GOOD | {"value": "many"}, GOOD | {"id": "zz_2", "unit": "bok"}]
    found = faults(copy, table(*wrong))
    assert {(f.place.split(",")[0].split(" (")[0], column_of(f)) for f in found} == {
        ("row 2", "value"),
        ("row 3", "unit"),
    }
    assert not any("constraint" in str(f) for f in found)


def test_the_command_says_it_without_a_traceback_and_leaves_the_files_alone(copy):
    path = copy / "data" / "zz_test.csv"
    path.write_text(table(GOOD | {"value": "many"}))
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "shortcase", "check"], capture_output=True, text=True, cwd=copy
    )
    assert done.returncode == 1 and "zz_test.csv" in done.stderr and "Traceback" not in done.stderr
    assert path.read_bytes() == before
