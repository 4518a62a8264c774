"""The archive of a release: whole, verifiable, the same bytes twice, and readable by archives."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile

import pytest
from books import small_book

from shortcase.faults import ReportError
from shortcase_site import archive

CITATION = """title: A Report
type: dataset
abstract: >-
  It recomputes
  an article.
authors:
  - name: Its makers
  - family-names: Doe
    given-names: Jane
version: 1.2.3
date-released: 2026-11-29
license: CC-BY-4.0
keywords: [chips, money]
"""


def git(report, *words):
    subprocess.run(
        ["git", "-C", report.root, "-c", "user.name=a", "-c", "user.email=a@b.example", *words],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def released(tmp_path):
    """A small book that is committed and has a site."""
    report = small_book(tmp_path)
    report.citation.write_text(CITATION)
    (report.root / ".gitignore").write_text("_build\n")
    git(report, "init", "--quiet")
    git(report, "add", "--all")
    git(report, "commit", "--quiet", "--message", "all")
    page = report.site / "notebooks/one.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>one</p>")
    (report.site / "index.html").write_text("<p>index</p>")
    return report


def test_it_holds_site_sources_and_sums_that_fit(released, capsys):
    assert archive.main(released) == 0
    assert "sha256sum --check" in capsys.readouterr().out
    with zipfile.ZipFile(released.build / "short-case-1.2.3.zip") as kept:
        names = kept.namelist()
        assert {"site/notebooks/one.html", "source/data/things.csv", ".zenodo.json"} <= {*names}
        assert names[-1] == archive.SUMS and not any("/.git/" in name for name in names)
        lines = kept.read(archive.SUMS).decode().splitlines()
        stated = {line[66:]: line[:64] for line in lines}
        assert stated.keys() == {*names} - {archive.SUMS}
        for name, digest in stated.items():
            assert hashlib.sha256(kept.read(name)).hexdigest() == digest


def test_the_same_bytes_twice(released):
    path = archive.write(released, archive.contents(released))
    before = path.read_bytes()
    path.unlink()
    (released.site / "index.html").touch()
    assert archive.write(released, archive.contents(released)).read_bytes() == before


def test_what_was_not_committed_or_not_built_is_refused(released):
    (released.data / "things.csv").write_text("changed")
    with pytest.raises(ReportError, match=r"things\.csv"):
        archive.contents(released)
    (released.site / "index.html").unlink()
    with pytest.raises(ReportError, match="make book"):
        archive.contents(released)


def test_zenodo_and_codemeta_say_what_the_citation_says():
    import yaml

    citation = yaml.safe_load(CITATION)
    zenodo = archive.zenodo(citation)
    assert zenodo["creators"] == [{"name": "Its makers"}, {"name": "Doe, Jane"}]
    assert zenodo["license"] == "cc-by-4.0" and zenodo["publication_date"] == "2026-11-29"
    assert zenodo["description"] == "It recomputes an article."
    codemeta = archive.codemeta(citation)
    assert codemeta["author"][1] == {
        "@type": "Person", "givenName": "Jane", "familyName": "Doe",
    }  # fmt: skip
    assert codemeta["@type"] == "Dataset" and codemeta["license"].endswith("/CC-BY-4.0")
