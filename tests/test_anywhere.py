"""The same bytes in any time zone and locale, under any Python, in any clone."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys

import altair as alt
import nbformat
import pandas as pd
import pytest

from shortcase.book import execute
from shortcase.charts import drawing, utc
from shortcase.data import tables
from shortcase.faults import ReportError
from shortcase.report import Report

ROOT = Report.here().root
PLACES = [
    ("UTC", "C.UTF-8"),
    ("America/Los_Angeles", "de_DE.UTF-8"),
    ("Pacific/Kiritimati", "POSIX"),
]
DRAW = """
import json, altair as alt, pandas as pd
from shortcase.charts import drawing
rows = pd.DataFrame({"when": ["2025-01-22", "2025-01-25", "2025-01-28"], "value": [1, 2, 3]})
times = rows.assign(when=pd.to_datetime(rows["when"]))
axis = alt.Axis(values=[alt.DateTime(year=2025, month=1, date=25)], format="%d %b %H:%M")
scale = alt.Scale(domain=["2025-01-20", "2025-01-30T00:00"])
dated = alt.Chart(rows).mark_point().encode(alt.X("when:T", axis=axis, scale=scale), y="value:Q")
daily = alt.Chart(times).transform_timeunit(day="yearmonthdate(when)").mark_bar()
daily = daily.encode(x="day:T", y="value:Q")
drawn = [drawing.specification("f", c, (700, 300), "Dates") for c in (dated, daily)]
print(json.dumps([[spec, drawing.svg(spec, "t", "d", "n")] for spec in drawn]))
"""


def chart(x: str | alt.X = "when:T", when=("2025-01-22", "2025-01-25"), **channels):
    rows = pd.DataFrame({"when": list(when), "value": [1, 2]})
    return alt.Chart(rows).mark_point().encode(x=x, y="value:Q", **channels)


def specification(made) -> dict:
    return drawing.specification("dated", made, (600, 300), "A chart of dates")


@pytest.fixture(scope="module")
def drawn() -> list:
    """Two charts with dates and their pictures, as processes of several zones make them."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", DRAW],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TZ": zone, "LC_ALL": locale},
        )
        for zone, locale in PLACES
    ]
    return [json.loads(process.communicate(timeout=120)[0]) for process in started]


def test_a_chart_is_the_same_in_every_zone_and_locale(drawn):
    assert all(found == drawn[0] for found in drawn)


def test_a_tick_stands_where_its_date_stands(drawn):
    for (_, picture), _ in drawn:
        tick = float(re.findall(r"role-axis-tick.*?translate\(([\d.]+),", picture)[0])
        points = re.findall(r"mark-symbol role-mark.*?</g>", picture)[0]
        middle = float(re.findall(r"translate\(([\d.]+),", points)[1])
        assert tick == pytest.approx(middle, abs=1)  # ticks are rounded; a day is over sixty
        assert ">25 Jan 00:00<" in picture


def test_local_dates_become_utc():
    when = pd.to_datetime(["2025-01-22", "2025-02-03"])
    monthly = chart(x="month:T", when=when, color="when:T")
    made = specification(monthly.transform_timeunit(month="yearmonth(when)"))
    assert made["transform"][0]["timeUnit"] == "utcyearmonth"
    assert {made["encoding"][channel]["scale"]["type"] for channel in ("x", "color")} == {"utc"}
    assert [r["when"][-1] for rows in made["datasets"].values() for r in rows] == ["Z", "Z"]
    assert utc.in_utc(made) == made


@pytest.mark.parametrize(
    "made",
    [
        chart(text=alt.Text("when:T", format="%b %Y")).mark_text(),
        chart(tooltip=[alt.Tooltip("when:T", format="%b %Y")]),
        chart().transform_calculate(y="year(datum.when)").encode(y="y:Q"),
        chart().transform_calculate(y="timeFormat(datum.when, '%Y')").encode(y="y:N"),
        chart().transform_filter("datum.when > datetime(2025, 0, 1)"),
        chart(x=alt.X("when:T", axis=alt.Axis(labelExpr="month(datum.value) + 1"))),
        chart(x=alt.X("when:T", scale=alt.Scale(domain=["1 Jan 2025", "2 Feb 2025"]))),
        chart(x="yearmonth(when):T"),
        chart(when=("22 January 2025", "2025-01-25")),
        chart(when=("2025-1-22", "2025-01-25")),
    ],
    ids=[
        "text",
        "tooltip",
        "year",
        "timeFormat",
        "datetime",
        "labels",
        "domain",
        "time unit",
        "words",
        "no zeros",
    ],
)
def test_a_chart_that_would_draw_local_time_is_refused(made):
    with pytest.raises(ReportError, match=r"figure dated: .*expected"):
        specification(made)


def parts(value):
    """Every object within a specification."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from parts(item)


def test_every_stored_chart_with_dates_is_in_utc(book):
    dated = 0
    for figure in book.figures.values():
        for spec in (figure["spec"], figure["narrow"]):
            if "$schema" not in spec:
                continue
            assert not utc.faults(spec, drawing.vega(spec)), figure["id"]
            for part in parts(spec):
                if part.get("type") == "temporal" and "field" in part:
                    dated += 1
                    assert part["scale"]["type"] == "utc", figure["id"]
    assert dated > 40


def test_an_executed_notebook_says_nothing_of_its_machine(tmp_path, monkeypatch, book):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    code = "import time, locale\nprint(time.tzname[0], locale.getpreferredencoding())"
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
    execute.execute_all([path])
    stored = nbformat.read(path, as_version=4)
    assert stored.cells[0].outputs[0].text.lower() == "utc utf-8\n"
    assert stored.metadata == execute.METADATA
    for notebook in book.notebooks:
        assert json.loads(notebook.path.read_text("utf-8"))["metadata"] == execute.METADATA


def test_a_clone_with_carriage_returns_switched_on_reads_the_same(tmp_path):
    kept = (".gitattributes", "data", "book", "notebooks", "src/shortcase", "_toc.yml", "Makefile")
    kinds = {p.suffix for p in (ROOT / "src").rglob("*") if p.suffix in (".ttf", ".woff2", ".png")}
    rules = (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    assert "* text=auto eol=lf" in rules and {f"*{kind} binary" for kind in kinds} <= set(rules)
    if not shutil.which("git"):  # a machine without git makes no clone
        return
    first, clone = tmp_path / "first", tmp_path / "clone"
    first.mkdir()
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.part")
    for name in kept:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, first / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, first / name)
    alone = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    alone |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*words):
        subprocess.run(["git", *words], check=True, capture_output=True, cwd=tmp_path, env=alone)

    git("init", "-q", str(first))
    git("-C", str(first), "add", "--all")
    author = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
    git("-C", str(first), *author, "commit", "-qm", "all")
    git("clone", "-q", "-c", "core.autocrlf=true", str(first), str(clone))
    names = [
        p.relative_to(first).as_posix()
        for p in first.rglob("*")
        if p.is_file() and ".git" not in p.relative_to(first).parts
    ]
    assert len(names) > 100
    _, changed, missing = filecmp.cmpfiles(first, clone, names, shallow=False)
    assert not changed and not missing
    quantities, claims = tables.load(Report(clone))
    assert quantities and claims
