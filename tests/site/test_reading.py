"""The reading view: what is folded and opens, the head of a chapter, claims as rows, places."""

from __future__ import annotations

import json

import pytest
from lxml import html
from tour import address_of

from shortcase.data.verdicts import ALL_VERDICTS

FOLDS = "details.working"
TINY = "notebooks/tiny.html"


@pytest.fixture
def tiny_page(built, open_page):
    """A function that opens the chapter of the small book."""

    def opened(place: str = "", **options):
        return open_page(TINY + place, base=built.as_uri() + "/", **options)

    return opened


def chapter_page(book, number: int = 0) -> str:
    return f"{book.notebooks[number].docname}.html"


def parsed(site, name: str) -> html.HtmlElement:
    return html.fromstring((site / name).read_text())


# What is in the folds and what is outside of them


def test_code_and_results_are_folded_and_all_else_stays_in_place(site, book):
    for notebook in book.notebooks:
        page = parsed(site, f"{notebook.docname}.html")
        article = page.find(".//article")
        folds = article.findall(".//details[@class='working']")
        inside = {e for fold in folds for e in fold.iter()}
        for kind in ("div[@class='highlight']", "table[@class='results']"):
            assert all(e in inside for e in article.findall(f".//{kind}")), (notebook.title, kind)
        for kind in ("figure", "details[@class='claim']", "section"):
            assert not any(e in inside for e in article.findall(f".//{kind}")), notebook.title
        sections = article.findall(".//section")
        own = [[c for c in s if c in folds] for s in sections]
        assert all(len(found) <= 1 for found in own), notebook.title
        results = {e.get("id") for e in inside if (e.get("id") or "").startswith("result-")}
        assert {f"result-{r['id']}" for r in notebook.of_kind("result")} <= results
        cells = {c["id"] for c in notebook.cells if c["cell_type"] == "code"}
        assert {f"cell-{id}" for id in cells} == {
            e.get("id") for e in inside if (e.get("id") or "").startswith("cell-")
        }
        assert "Show code cell" not in page.text_content()


def test_a_fold_says_how_much_it_holds(built):
    words = [e.text_content() for e in parsed(built, TINY).findall(f".//{FOLDS[:7]}/summary")]
    assert "How this was computed: 2 results, 1 input" in words
    assert "How this figure was made" in words
    assert "How these verdicts were reached" in words
    assert "1 more figure, with what they rest on" in words


def test_results_speak_to_people(site, book):
    for notebook in book.notebooks:
        cells = parsed(site, f"{notebook.docname}.html").findall(".//td[@class='how']")
        assert cells
        for cell in cells:
            assert "<lambda>" not in cell.text_content() and "_" not in cell.text_content(), (
                notebook.title,
                cell.text_content(),
            )


# Opening


@pytest.mark.parametrize("place", ["#result-tiny_double", "#fig-tiny_second", "#claim-tiny_claim"])
def test_an_address_opens_what_it_leads_into(tiny_page, place):
    page = tiny_page(place)
    page.wait_for_function(
        """id => {
      const place = document.getElementById(id), top = place.getBoundingClientRect().top;
      return place.checkVisibility({ contentVisibilityAuto: false }) && -5 <= top && top < 900;
    }""",
        arg=place[1:],
    )
    if "claim" in place:
        assert page.locator(f"{place}[open] .claim-reason").is_visible()
    assert page.locator(FOLDS).count() > page.locator(f"{FOLDS}[open]").count()
    assert not page.wrong


def test_a_link_in_the_page_opens_its_place_again_and_so_does_back(tiny_page):
    page = tiny_page()
    link = page.locator("a.figref", has_text="another")
    link.click()
    figure = page.locator("#fig-tiny_second")
    assert figure.is_visible() and page.locator("details.specialists[open]").count() == 1
    page.locator("details.specialists > summary").click()
    page.locator("details.specialists:not([open])").wait_for()
    link.click()  # the same address once more
    page.locator("details.specialists[open]").wait_for()
    page.locator("details.specialists > summary").click()
    page.evaluate("location.hash = '#a-book-is-short'")
    page.go_back()
    page.locator("details.specialists[open]").wait_for()
    assert not page.wrong


def test_the_notebook_opens_all_and_is_remembered(tiny_page):
    page = tiny_page()
    assert page.locator("[data-view=reading][aria-pressed=true]").is_visible()
    assert not page.locator(f"{FOLDS}[open]").count()
    page.locator("[data-view=notebook]").click()
    assert page.locator(FOLDS).count() == page.locator(f"{FOLDS}[open]").count()
    assert page.locator("[data-view=notebook][aria-pressed=true]").is_visible()
    assert "view=notebook" in address_of(page)
    page.goto(address_of(page).partition("?")[0])
    assert page.locator(FOLDS).count() == page.locator(f"{FOLDS}[open]").count()
    page.locator("[data-view=reading]").click()
    assert "view" not in address_of(page) and not page.locator(f"{FOLDS}[open]").count()
    page.goto(address_of(page) + "?view=notebook")
    assert page.locator(FOLDS).count() == page.locator(f"{FOLDS}[open]").count()
    assert not page.wrong


def test_without_storage_the_views_work(tiny_page):
    page = tiny_page()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new Error('refused') } });"
    )
    page.reload()
    page.locator("[data-view=notebook]").click()
    assert page.locator(FOLDS).count() == page.locator(f"{FOLDS}[open]").count()
    assert not page.wrong


def test_without_script_folds_open_by_hand(tiny_page):
    page = tiny_page(script=False)
    assert not page.locator(".view-switch").is_visible()
    fold = page.locator(FOLDS).first
    fold.locator("summary").click()
    assert fold.locator("pre").first.is_visible()
    claim = page.locator("#claim-tiny_claim")
    claim.locator("summary").click()
    assert claim.locator(".claim-reason").is_visible()


def test_print_is_the_reading_view(tiny_page):
    page = tiny_page("?view=notebook")
    assert page.locator(f"{FOLDS} pre").first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(FOLDS).filter(visible=True).count()
    page.locator("#fig-tiny_figure svg.wide").wait_for()  # until it is drawn


# The head of a chapter


def test_the_three_lines_stand_in_a_box_before_the_verdicts(built):
    head = parsed(built, TINY).find(".//article//div[@class='title-row']").getnext()
    assert "chapter-head" in head.get("class")
    box, strip, contents = head
    bold = [p.findtext("strong") for p in box.findall("p")]
    assert bold == ["The article said", "We find", "What it means for the short case"]
    assert "verdict-strip" in strip.get("class")
    links = [(a.get("href"), a.text) for a in contents.findall(".//a")]
    assert links == [
        ("#a-book-is-short", "A book is short"),
        ("#for-specialists", "For specialists"),
        ("#claims-and-verdicts", "Claims and verdicts"),
    ]


def test_the_strip_counts_the_verdicts_and_leads_to_them(site, book, open_page):
    for notebook in book.notebooks:
        keys = parsed(site, f"{notebook.docname}.html").findall(".//ul[@class='verdict-key']//a")
        shown = {a.find("span").find("b").tail.strip(): int(a.find("span/b").text) for a in keys}
        claims = [c["verdict"] for c in notebook.of_kind("claim")]
        assert shown == {v: claims.count(v) for v in ALL_VERDICTS if v in claims}
    page = open_page(f"{notebook.docname}.html")
    first = page.locator(".verdict-key a").first
    count = int(first.locator("b").inner_text())
    first.click()
    page.wait_for_load_state()
    assert page.locator("#ledger > .claim:visible").count() == count


def test_the_list_of_contents_is_in_view_on_a_laptop_and_at_the_head_on_a_phone(
    site, book, open_page
):
    page = open_page(chapter_page(book))
    box = page.locator(".toc-drawer .toc-tree").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    links = page.locator(".toc-tree a").filter(visible=True)
    assert links.count() >= len(parsed(site, chapter_page(book)).findall(".//article//h2")) - 1
    assert not page.locator(".chapter-contents").is_visible()
    narrow = open_page(chapter_page(book), width=390)
    assert narrow.locator(".chapter-contents a").first.is_visible()


# Claims


def test_each_claim_is_a_row_that_opens_to_its_card(site, book):
    for notebook in book.notebooks:
        page = parsed(site, f"{notebook.docname}.html")
        tables = page.findall(".//div[@class='claims']")
        rows = [row for table in tables for row in table.findall(".//details[@class='claim']")]
        assert len(tables) <= 1, notebook.title
        claims = notebook.of_kind("claim")
        asides = [c for c in claims if c["importance"] == 3]
        folded = page.findall(".//details[@class='asides']/details")
        if 2 < len(asides) < len(claims):  # they stand last, in a fold of their own
            claims = [c for c in claims if c["importance"] != 3] + asides
        assert len(folded) == (len(asides) if 2 < len(asides) < len(claims) else 0)
        assert [row.get("id") for row in rows] == [f"claim-{c['id']}" for c in claims]
        for row, claim in zip(rows, claims, strict=True):
            summary = row.find("summary").text_content()
            assert claim["verdict"] in summary and claim["statement"] in summary
            assert row.get("open") is None and row.find(".//p[@class='claim-reason']") is not None


def test_a_chapter_leads_to_its_own_claims_and_the_strip_to_the_list(tiny_page):
    page = tiny_page()
    page.locator("a.claimref").click()
    page.wait_for_url("**#claim-tiny_claim")
    assert page.locator("#claim-tiny_claim[open] .claim-reason").is_visible()
    page.locator(".verdict-key a").first.click()
    page.wait_for_url("**/claims.html?**#ledger-filter")
    assert page.locator("#ledger > .claim").filter(visible=True).count() == 1


# Places are kept

LONG_PAGES = ("claims.html", "sources.html")
IN_VIEW = """() => {
  const all = document.querySelectorAll('article p, article summary, article li, article h2');
  const there = Array.from(all).filter(e => e.getClientRects().length);
  const first = there.findIndex(e => e.getBoundingClientRect().top >= 0);
  return [first, there[first].getBoundingClientRect().top];
}"""
TOP_OF = """number => {
  const all = document.querySelectorAll('article p, article summary, article li, article h2');
  const there = Array.from(all).filter(e => e.getClientRects().length);
  return there[number].getBoundingClientRect().top;
}"""


def longest(book) -> str:
    return max(book.notebooks, key=lambda n: len(n.of_kind("figure"))).docname + ".html"


@pytest.mark.parametrize("width", [1280, 390])
def test_reload_and_back_keep_the_place(book, open_page, address, width):
    for name in (longest(book), *LONG_PAGES, "claims.html?verdict=does+not+hold"):
        page = open_page(name, width=width)
        if name == longest(book):
            page.locator(f"{FOLDS} summary").first.click()
        page.mouse.move(width / 2, 400)
        for _ in range(12):
            page.mouse.wheel(0, 700)
            page.wait_for_timeout(30)
        page.wait_for_timeout(200)
        number, top = page.evaluate(IN_VIEW)
        page.reload()
        page.wait_for_timeout(300)
        assert page.evaluate(TOP_OF, number) == pytest.approx(top, abs=100), (name, "reload")
        page.goto(address + "method.html")
        page.go_back()
        page.wait_for_timeout(300)
        assert page.evaluate(TOP_OF, number) == pytest.approx(top, abs=100), (name, "back")


def test_a_page_is_as_high_before_it_is_read_as_after(book, open_page):
    for name in (longest(book), *LONG_PAGES):
        page = open_page(name)
        height = "document.documentElement.scrollHeight"
        before = page.evaluate(height)
        page.evaluate("document.documentElement.scrollTo(0, 1e6)")
        for _ in range(5):
            page.mouse.wheel(0, -2000)
            page.wait_for_timeout(50)
        assert page.evaluate(height) == pytest.approx(before, abs=20), name


# Terms


def test_a_term_is_linked_where_it_first_stands_and_nowhere_else(site, book):
    from shortcase_site import terms

    known = terms.read(book.report)
    for notebook in book.notebooks:
        article = parsed(site, f"{notebook.docname}.html").find(".//article")
        links = article.findall(".//a[@class='term']")
        ids = [a.get("data-term") for a in links]
        assert len(ids) == len(set(ids)) and set(ids) <= known.keys(), notebook.title
        assert all(a.get("href") == f"../glossary.html#{a.get('data-term')}" for a in links)
        above = {e.tag for a in links for e in a.iterancestors()}
        assert not above & {"a", "h1", "h2", "h3", "figure", "summary", "pre", "code"}
    places = {e.get("id") for e in parsed(site, "glossary.html").findall(".//dt")}
    assert set(known) <= places


def test_a_term_says_what_it_means(built, tiny_page):
    page = tiny_page()
    term = page.locator("a.term[data-term=term-token]")
    assert term.count() == 1
    term.hover()
    card = page.wait_for_selector(".passport-card[role=tooltip]").inner_text()
    assert "The unit in which a model reads and writes" in card
    page.keyboard.press("Escape")
    term.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".passport-card[role=dialog][aria-label='What this word means']")
    link = page.locator(".passport-actions a")
    assert link.get_attribute("href").endswith("glossary.html#term-token")
    link.click()
    page.wait_for_url("**/glossary.html#term-token")
    assert not page.wrong


def test_without_script_a_term_is_a_link(tiny_page):
    page = tiny_page(script=False)
    page.locator("a.term[data-term=term-token]").click()
    page.wait_for_url("**/glossary.html#term-token")


def test_the_passport_of_a_result_dates_its_inputs(book, site):
    from shortcase_site import passports

    found = 0
    for notebook in book.notebooks:
        text = (site / passports.address(f"{notebook.docname}.html")).read_text()
        for card in json.loads(text[text.index("(") + 1 : text.rindex(")")]).values():
            for _, value, address, whence in card["inputs"]:
                if value and address:
                    found += any(c.isdigit() for c in whence)
                    dated = any(c.isdigit() for c in whence)  # or made of no dated input
                    assert dated or whence == "computed", (notebook.title, card["title"])
    assert found
