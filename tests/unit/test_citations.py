"""Citations: one item from CITATION.cff, read back from every format that a library wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from shortcase.book.errata import Erratum
from shortcase.data import verdicts
from shortcase_site import citations, feeds, templating
from shortcase_site.site import Site
from shortcase_site.sources import plain

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = 'A & B <b>"bold"</b> {half open % $x_1$ 50%'


@pytest.fixture(scope="module")
def site(book) -> Site:
    return Site.of(book, "https://report.example/")


@pytest.fixture
def items(site) -> list[dict]:
    figure = next(iter(site.book.figures.values()))
    return [
        citations.of_figure(site, figure),
        citations.of_figure(site, figure | {"title": HOSTILE}),
        citations.of_chapter(site, next(iter(site.chapters.values()))),
        citations.of_report(site),
    ]


def test_title_authors_version_and_date_are_those_of_the_citation_file(items):
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    for item in items:
        assert (item.get("container-title") or item["title"]) == cff["title"]
        assert [a.get("literal") for a in item["author"]] == [a["name"] for a in cff["authors"]]
        assert (
            item["version"].split("+")[0] == str(cff["version"])
            and len(item["version"].split("+")[1]) == 12
        )
        assert item["issued"]["date-parts"][0] == [
            int(p) for p in str(cff["date-released"]).split("-")
        ]


def test_apa_holds_what_a_citation_needs(site, items):
    for item in items:
        text = citations.apa(site.cache, item)
        assert all(
            word in text
            for word in (
                item["author"][0]["literal"],
                "(2026",
                item["title"].split(":")[0],
                f"(Version {item['version']})",
                item["URL"],
            )
        ), text


def test_bibtex_is_read_back(items):
    from pybtex.database import parse_string

    for item in items:
        entry = next(iter(parse_string(citations.bibtex(item), "bibtex").entries.values()))
        assert (
            entry.fields["url"] == item["URL"]
            and entry.fields["version"] == item["version"]
            and entry.fields["year"] == "2026"
        )
        # a part is in a book: what is "howpublished" is read as its publisher
        assert entry.type == ("incollection" if "container-title" in item else "misc")
        assert entry.fields.get("booktitle", "") == item.get("container-title", "")
        assert str(entry.persons["author"][0]).strip("{}") == item["author"][0]["literal"]


def test_ris_is_read_back(items):
    import rispy

    for item in items:
        (record,) = rispy.loads(citations.ris(item))
        assert (
            record["title"] == item["title"]
            and record["urls"] == [item["URL"]]
            and record["authors"] == [item["author"][0]["literal"]]
            and record["edition"] == item["version"]
        )


def test_csl_json_is_read_back(site, items):
    for item in items:
        assert json.loads(citations.formats(site.cache, item)["CSL-JSON"]) == [item]


def test_authors_have_no_comma_that_a_reference_manager_would_take_for_a_family_name(site):
    assert all("," not in a["name"] for a in site.citation["authors"] if "name" in a)


def test_an_embed_has_no_script_and_no_style_and_escapes_what_it_shows(site):
    figure = next(iter(site.book.figures.values())) | {"alt": '"><script>alert(1)</script>'}
    text = citations.embed(site, figure)
    assert "<script" not in text and "style=" not in text and "&quot;&gt;&lt;script&gt;" in text


def test_a_context_object_names_a_group_whole_and_is_read_back(items):
    from urllib.parse import parse_qs

    for item in items:
        found = parse_qs(citations.coins(item))
        assert found["rft.aucorp"] == [a["literal"] for a in item["author"]]
        whole = item["type"] == "dataset"
        assert found["rft.genre"] == ["report" if whole else "bookitem"]
        assert found["rft.btitle" if whole else "rft.atitle"] == [item["title"]]
        assert found["rft_id"] == [item["URL"]]
        assert found["rft.edition"] == [item["version"].replace("+", ", content ")]


def test_a_context_object_names_a_person_by_both_names(items):
    person = items[0] | {"author": [{"family": "Doe", "given": "Jane"}]}
    assert "rft.aulast=Doe&rft.aufirst=Jane" in citations.coins(person)


def test_an_entry_of_the_feed_keeps_its_id_when_others_are_added(site):
    first = Erratum("2026-01-02", "x", "1", "2", "a reason")
    one = feeds.atom(site, [first], "")
    two = feeds.atom(site, [Erratum("2026-01-02", "y", "3", "4", "another reason"), first], "")
    import re

    assert set(re.findall(r"<entry><id>([^<]+)", one)) < set(re.findall(r"<entry><id>([^<]+)", two))


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (2033.96, ".1f", "2034.0"),
        (12345.6, ",.0f", "12,346"),
        (0.0893, ".0%", "9%"),
        (-0.25, ".1%", "−25.0%"),
        (1234.5, ",.2r", "1,200"),
        (0.001234, ",.2r", "0.0012"),
        (15300.0, ".3s", "15.3k"),
        (2.5e12, ".3s", "2.50T"),
        (float("inf"), ".1f", "never"),
        (0.0, ".2f", "0.00"),
        (-0.0, ".0%", "0%"),
        (-0.001, ".1f", "0.0"),
    ],
)
def test_readouts_are_written_as_the_page_writes_them(value, form, expected):
    assert templating.readout(value, form) == expected


def test_an_unknown_number_format_is_refused():
    with pytest.raises(ValueError, match="expected one like"):
        templating.readout(1.0, "$~e")


def test_every_verdict_has_a_colour_of_its_own_kind():
    css = (ROOT / "src" / "shortcase_site" / "static" / "report.css").read_text()
    assert all(
        f".v-{v.replace(' ', '-')}" in css
        for v in (*verdicts.VERDICTS, *verdicts.FORECAST_VERDICTS)
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Bj{\"o}rn {\'E}tienne {\c{C}}elik", "Björn Étienne Çelik"),
        (r"AI's \$600B {Q}uestion \& more", "AI's $600B Question & more"),
        ("pages 12--34", "pages 12–34"),
        ("plain words", "plain words"),
    ],
)
def test_bibtex_text_is_read_as_a_reader_meets_it(written, read):
    assert plain(written) == read
