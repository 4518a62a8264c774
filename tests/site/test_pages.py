"""The files of the built site: links, weight, safety, reading without script (more: tour.py)."""

from __future__ import annotations

import gzip
import json
import re
import struct
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import jsonschema
import pytest
from tour import LONG, OPEN_ALL, SHOW_ALL

from shortcase.report import Report

KIB = 1024


class Page(HTMLParser):
    """Ids, links, and the tags of the head of one page."""

    def __init__(self, text: str):
        super().__init__()
        (
            self.ids,
            self.links,
            self.metas,
            self.images,
            self.open_data,
            self.json_ld,
            self.canonical,
        ) = set(), [], [], [], False, [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.add(found["id"])
        if tag in ("a", "link") and found.get("href"):
            self.links.append(found["href"])
        if tag == "link" and found.get("rel") == "canonical":
            self.canonical = found["href"]
        if tag in ("img", "script") and found.get("src"):
            self.links.append(found["src"])
        if tag == "meta":
            self.metas.append(
                (
                    found.get("name") or found.get("property") or found.get("http-equiv"),
                    found.get("content"),
                )
            )
        if tag == "img":
            self.images.append(found)
        self.open_data = tag == "script" and found.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self.open_data:
            self.json_ld.append(json.loads(data))
            self.open_data = False


@pytest.fixture(scope="module")
def parsed(site, pages) -> dict[str, Page]:
    return {name: Page((site / name).read_text()) for name in pages}


def chapters(site) -> list[str]:
    return sorted(p.relative_to(site).as_posix() for p in (site / "notebooks").glob("*.html"))


def test_every_internal_link_resolves(site, parsed):
    broken = []
    for name, page in parsed.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            path, fragment = urldefrag(urljoin("http://x/" + name, link))
            target = unquote(path.removeprefix("http://x/")).split("?")[0] or "index.html"
            if not (site / target).is_file():
                broken.append(f"{name}: {link}")
            elif (
                fragment
                and target.endswith(".html")
                and unquote(fragment) not in parsed[target].ids
            ):
                broken.append(f"{name}: {link} (no such place)")
    assert not broken, "\n".join(broken[:40])


def test_the_landing_page_is_the_top_itself(site):
    text = (site / "index.html").read_text()
    assert 'http-equiv="refresh"' not in text and "<h1>" in text


def test_the_indexes_follow_their_published_schemas_and_are_complete(site, indexes, book):
    for name, items in indexes.items():
        jsonschema.Draft202012Validator(
            json.loads((site / "schemas" / f"{name}.schema.json").read_text())
        ).validate(items)
    assert [c["id"] for c in indexes["claims"]] == list(book.claim_rows)
    assert {n["id"] for n in indexes["numbers"]} == set(book.quantities) | set(book.results)
    assert [f["number"] for f in indexes["figures"]] == list(range(1, len(book.figures) + 1))
    assert all(n["used_in"] for n in indexes["numbers"])


def test_every_figure_has_its_page_and_files(site, indexes, parsed):
    for figure in indexes["figures"]:
        stem = site / "figures" / figure["id"]
        for ending in ("html", "svg", "png", "csv", "vl.json", "live.js"):
            assert Path(f"{stem}.{ending}").stat().st_size > 20, (figure["id"], ending)
        drawn = ElementTree.parse(f"{stem}.svg").getroot()
        name = "{http://www.w3.org/2000/svg}"
        assert (
            drawn.get("role") == "img"
            and drawn.find(f"{name}title").text
            and drawn.find(f"{name}desc").text == figure["alt"]
        )
        text = (site / "figures" / f"{figure['id']}.html").read_text()
        kinds = ("APA", "BibTeX", "RIS", "CSL-JSON", "@incollection", "TY  - FIGURE")
        for words in (*kinds, figure["hash"]):
            assert words in text, (figure["id"], words)
        for ending in ("bib", "ris", "csl.json"):
            assert figure["hash"][:12] in Path(f"{stem}.{ending}").read_text(), (
                figure["id"],
                ending,
            )


def test_a_picture_brings_its_own_font(site, indexes):
    for figure in indexes["figures"]:
        drawn = (site / "figures" / f"{figure['id']}.svg").read_text()
        assert "font/woff2;base64," in drawn and not re.search(r'(?:href|src)="https?:', drawn), (
            figure["id"]
        )


def test_former_addresses_lead_to_pages(moved, pages):
    assert set(moved.values()) <= set(pages)


def test_heads_hold_what_programs_read(site, pages, parsed):
    for name in [*chapters(site), *(page for page in pages if page.startswith("figures/"))]:
        metas = dict(parsed[name].metas)
        for key in (
            "description",
            "citation_title",
            "citation_author",
            "citation_publication_date",
            "citation_public_url",
            "og:title",
            "og:image",
            "twitter:card",
            "Content-Security-Policy",
        ):
            assert metas.get(key), (name, key)
        assert "<" not in metas["description"], name
        width, height = struct.unpack(
            ">II", (site / "figures" / metas["og:image"].rsplit("/", 1)[1]).read_bytes()[16:24]
        )
        assert (metas["og:image:width"], metas["og:image:height"]) == (str(width), str(height)), (
            name
        )
        (item,) = parsed[name].json_ld
        needed = {"name", "description", "url", "author", "datePublished", "license", "version"} | (
            {"headline", "image"}
            if item["@type"] == "ScholarlyArticle"
            else {"creator", "distribution", "identifier", "variableMeasured"}
        )
        assert item["@type"] == (
            "Dataset" if name.startswith("figures/") else "ScholarlyArticle"
        ) and needed <= set(item), name
        assert item["url"] == metas["citation_public_url"] == parsed[name].canonical, name


def test_each_headline_claim_has_a_review(parsed, book):
    reviews = [r for item in parsed["claims.html"].json_ld for r in item.get("@graph", [])]
    assert len(reviews) == sum(c["importance"] == 1 for c in book.claims.values())
    for review in reviews:
        id = review["url"].partition("#")[2]
        assert (
            review["@type"] == "ClaimReview"
            and review["reviewRating"]["alternateName"] == book.claims[id]["verdict"]
            and review["claimReviewed"] == book.claims[id]["statement"]
        )
        assert (
            review["itemReviewed"]["author"]["name"]
            and review["author"]["name"]
            and review["datePublished"]
        )


def test_every_page_names_its_own_address(parsed):
    addresses = [page.canonical for page in parsed.values()]
    assert all(addresses) and len(set(addresses)) == len(addresses)
    assert parsed["index.html"].canonical.endswith("/") and not any(
        a.endswith("index.html") for a in addresses
    )


def test_a_page_asks_for_one_style_sheet_and_two_fonts_at_once(site, pages):
    for name in pages:
        head = (site / name).read_text().partition("</head>")[0]
        assert head.count('rel="stylesheet"') == 1 and head.count('as="font"') == 2, name


# Resolves once nothing is on its way any more: the loaded page's fonts have come and two frames
# have been drawn.
AT_REST = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}"""
CHART_FONT = """() => Array.from(document.fonts).some(
  font => font.family.includes('Report Chart') && font.status === 'loaded')"""
# All movement of the page up to now, as the browser has recorded it.
MOVED = """() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: 'layout-shift', buffered: true });
  return observer.takeRecords().reduce((sum, entry) => sum + entry.value, 0);
}"""
PUSH = """() => {
  const block = document.createElement('canvas');
  block.height = 300;
  document.querySelector('article').prepend(block);
}"""


def test_no_text_moves_and_charts_have_their_font(site, open_page):
    figures = sorted((site / "figures").glob("*.html"))
    dial = next(f"figures/{p.name}" for p in figures if 'class="dial' in p.read_text())
    for name in ("index.html", chapters(site)[0], "claims.html", dial):
        page = open_page(name, width=412, height=823)
        page.evaluate(AT_REST)
        moved = page.evaluate(MOVED)
        assert moved < 0.05, (name, moved)
        page.evaluate(PUSH)
        page.evaluate(AT_REST)
        assert page.evaluate(MOVED) > moved + 0.05, f"{name}: a push of the whole text was not seen"
        if page.locator(".chart svg").count():
            # a chart out of sight asks for no font yet
            page.locator(".chart svg").first.evaluate(
                "svg => svg.closest('.chart').scrollIntoView()"
            )
            page.wait_for_function(CHART_FONT)


def test_feed_and_site_map_are_xml(site, pages):
    assert ElementTree.parse(site / "errata.atom").getroot().tag.endswith("feed")
    listed = [
        e.text for e in ElementTree.parse(site / "sitemap.xml").iter() if e.tag.endswith("loc")
    ]
    assert len(listed) == len([p for p in pages if p != "search.html"])


def test_no_page_holds_anything_inline_that_the_policy_forbids(site, pages):
    from lxml import html

    from shortcase_site.finish import forbidden

    faults = [
        f"{name}: {why}"
        for name in pages
        for why in forbidden(html.fromstring((site / name).read_bytes()))
    ]
    faults += [
        name
        for name in pages
        if re.search(r"<[a-zA-Z][^<>]*\sstyle=[\"']", (site / name).read_text())
        or "<style" in (site / name).read_text()
    ]
    assert not faults, "\n".join(faults[:20])


def test_the_citation_file_is_the_one_source(site, book):
    import yaml

    cff = yaml.safe_load((Report.here().root / "CITATION.cff").read_text())
    import tomllib

    assert (
        tomllib.loads((Report.here().root / "pyproject.toml").read_text())["project"]["version"]
        == cff["version"]
    )
    assert cff["version"] in (Report.here().root / "CHANGELOG.md").read_text()
    assert f"<title>{cff['title']}</title>" in (site / "index.html").read_text()
    assert (
        f"{str(cff['date-released'])[:4]} {cff['authors'][0]['name']}"
        in (site / "index.html").read_text()
    )
    assert (
        cff["title"] not in (Report.here().root / "_config.yml").read_text()
        and str(cff["version"]) not in (Report.here().root / "_config.yml").read_text()
    )


def weight(site, names) -> int:
    return sum(
        len(gzip.compress((site / name).read_bytes(), 9))
        if Path(name).suffix in (".html", ".css", ".js", ".svg", ".json")
        else (site / name).stat().st_size
        for name in names
    )


def local_files(site, parsed, name) -> set[str]:
    """What a browser loads with a page."""
    found = {name}
    for link in parsed[name].links:
        target = (
            urljoin("http://x/" + name, link).removeprefix("http://x/").split("?")[0].split("#")[0]
        )
        if "_static/" in target:
            found.add(target)
    return found | {f"_static/fonts/report-sans-{weight}.woff2" for weight in (400, 600)}


def test_pages_are_light(site, parsed):
    vega = {"_static/vendor/vega.min.js", "_static/vendor/vega-interpreter.js"}
    heavy = []
    for name in chapters(site):
        before = weight(site, local_files(site, parsed, name))
        live = max(
            (
                weight(site, {f"figures/{i.removeprefix('fig-')}.live.js"})
                for i in parsed[name].ids
                if i.startswith("fig-")
            ),
            default=0,
        )
        if before > 150 * KIB or before + weight(site, vega) + live > 500 * KIB:
            after = before + weight(site, vega) + live
            heavy.append(f"{name}: {before / KIB:.0f} KiB, with a chart {after / KIB:.0f} KiB")
    assert not heavy, heavy


# Of an open page without script: what is there to see of its heading, its charts and its numbers.
SEEN = """() => ({
  heading: document.querySelector('article h1').getClientRects().length,
  charts: Array.from(document.querySelectorAll('figure.report-figure'), figure => {
    const svg = figure.querySelector('svg.wide');
    if (!svg || !svg.checkVisibility({ visibilityProperty: true })) return [figure.id, 0, 0, 0, 0];
    const box = svg.getBoundingClientRect(), count = what => svg.querySelectorAll(what).length;
    return [figure.id, box.width, box.height, count('text'), count('path, line, rect, circle')];
  }),
  links: Array.from(document.querySelectorAll('a.num'), number => number.getAttribute('href')),
})"""


def test_charts_and_text_are_there_without_script(site, address, open_page):
    page = open_page("index.html", script=False)
    for name in chapters(site):
        page.goto(address + name)
        page.evaluate(SHOW_ALL)
        page.evaluate(OPEN_ALL)
        seen = page.evaluate(SEEN)
        assert seen["heading"] and seen["charts"], name
        for id, width, height, texts, marks in seen["charts"]:
            assert width > 200 and height > 100, (name, id, width, height)
            assert texts > 1 and marks > 3, (name, id, texts, marks)
        assert all(seen["links"]), name


def test_text_is_there_before_any_script_has_come(site, open_page, browser, address):
    for name in ("index.html", chapters(site)[0], "claims.html"):
        page = browser.new_context().new_page()
        page.route("**/*.js", lambda route: None)  # asked for, never answered
        page.goto(address + name, wait_until="commit")
        page.wait_for_selector("article p", timeout=LONG)
        assert page.locator("article p").first.inner_text().strip()
        page.context.close()


def test_a_chapter_prints_clean(site, open_page):
    page = open_page(chapters(site)[0], scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.evaluate(
            "getComputedStyle(document.body).getPropertyValue('--paper').trim() && "
            "getComputedStyle(document.querySelector('.chart-svg.wide')).display"
        )
        == "block"
    )
    assert (
        not page.locator(".sidebar-drawer, .toc-drawer, .chapter-tools, .figure-tools")
        .filter(visible=True)
        .count()
    )
    permalink = page.evaluate(
        "getComputedStyle(document.querySelector('.figure-head .figure-number'), '::after').content"
        " + document.querySelector('.figure-number').dataset.permalink"
    )
    assert "data-permalink" in permalink or "https://" in permalink
    assert page.evaluate(
        "getComputedStyle(document.querySelector('article p')).color.match(/[0-9]+/g).map(Number)"
        ".every(x => x < 128)"
    )
