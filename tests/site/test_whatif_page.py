"""What if in the page: numbers found and changed, what moves, pages as varied, hostile addresses;
and the calculator."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from tour import WIDTHS, address_of, visit

from shortcase.book import links
from shortcase.numbers import words
from shortcase.numbers.estimate import Estimate
from shortcase.numbers.unit_words import unit_words
from shortcase.whatif import sampling, variation

PAGE = "whatif.html"
PRICE, RATE, PEAK = "v3_gpu_hour_price:3", "discount_rate_2025_01:0.13", "h800_bf16_peak:494.5"
SETS = [(PRICE,), (RATE,), (PEAK,), (PRICE, RATE)]
READY = "[data-whatif][data-ready]:not([aria-busy])"
CHAPTER = "notebooks/deepseek_training.html"


def asked(sets) -> str:
    return "?" + "&".join(f"set={s}" for s in sets)


def varied(book, sets):
    given = {id: float(value) for id, value in (s.split(":") for s in sets)}
    return variation.of_graph(variation.load(book.report), given, sampling.PAGE)


# What is published, and what is loaded


def test_the_graph_is_small_and_the_script_holds_the_same(site):
    text = (site / "whatif.json").read_text("utf-8")
    assert len(gzip.compress(text.encode(), 9)) <= 100 * 1024
    script = (site / "whatif.data.js").read_text("utf-8")
    held = script.removeprefix("shortcaseWhatIf.graph(").removesuffix(");\n")
    assert json.loads(held) == json.loads(text)


def test_a_page_without_changes_loads_nothing_of_it(open_page, address):
    for name in (CHAPTER, "index.html", "claims.html"):
        page = open_page("404")
        found: list[str] = []
        page.on("request", lambda r, found=found: found.append(r.url))
        page.goto(address + name, wait_until="networkidle")
        assert not [u for u in found if re.search(r"whatif|calculator", u)], name
        assert not page.locator(".variation-bar").count()


# The page


@pytest.mark.parametrize("sets", SETS, ids="+".join)
def test_the_page_says_what_python_says(book, open_page, sets):
    page = open_page(PAGE + asked(sets))
    page.locator(READY).wait_for()
    here = varied(book, sets)
    centre = [
        id
        for id in here.moved["id"]
        if not variation._same(here.chain.centres[id], here.graph.base[id], variation.STIRRED)
    ]
    summary = page.locator("[data-part=summary]").inner_text()
    many, turned = len(centre), len(here.verdicts)
    assert re.match(rf"{many} numbers? moves? and {turned} verdicts? turns?\.", summary)
    assert (f"{len(here.fixed)} number" in summary) == bool(len(here.fixed))
    links_ = page.locator("[data-part=verdicts] > li:not(.whatif-judged) a")
    shown = {a.get_attribute("href").partition("#")[2] for a in links_.all()}
    assert shown == set(here.verdicts["id"])
    page.evaluate(
        "document.querySelectorAll('[data-part=chapters] details').forEach(d => d.open = 1)"
    )
    page.wait_for_function(
        "() => !document.querySelector('[data-part=chapters] td[data-node]:not([data-done])')"
    )
    rows = page.locator("[data-part=chapters] tbody tr").all_inner_texts()
    assert len(rows) == many
    cells = {id: here.estimates[id].words() for id in centre}
    near = sum(any(text.split(" [")[0] in row for row in rows) for text in cells.values())
    assert near == many
    assert not page.wrong


def test_by_keyboard_a_number_is_found_changed_and_taken_back(built, open_page, site):
    page = open_page(PAGE, base=site.as_uri() + "/")  # from a folder
    page.locator(READY).wait_for()
    page.locator("#whatif-find").focus()
    page.keyboard.type("h800 rental")
    page.locator("[data-part=results] button").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    field = page.get_by_label("DeepSeek-V3: assumed H800 rental price", exact=True)
    assert field.input_value() == "2" and "v3_gpu_hour_price:2" in address_of(page)
    page.keyboard.type("3")
    page.wait_for_url("**/whatif.html?set=v3_gpu_hour_price:3")
    page.locator("[data-part=summary]:has-text('1 verdict turns')").wait_for()
    assert page.locator("[data-part=summary]").get_attribute("role") == "status"
    page.keyboard.type("x")
    assert field.get_attribute("aria-invalid") == "true"
    assert address_of(page).endswith("v3_gpu_hour_price:3")
    page.locator("[data-do=undo]").click()
    page.wait_for_url("**/whatif.html?set=v3_gpu_hour_price:2")
    page.locator("[data-do=reset]").click()
    assert address_of(page).endswith("whatif.html")
    page.locator("[data-do=undo]").click()
    assert address_of(page).endswith("v3_gpu_hour_price:2")
    assert not page.wrong


def test_a_value_finds_its_number_and_a_link_goes_to_another_reader(open_page):
    page = open_page(PAGE)
    page.locator(READY).wait_for()
    page.locator("#whatif-find").fill("142.62 close")
    page.locator("[data-part=results] button:has-text('share price')").click()
    page.locator("[data-id=nvda_close_2025_01_24]").fill("100")
    page.locator("[data-part=summary]:has-text('move')").wait_for()
    other = open_page(address_of(page).rpartition("/")[2], width=390, scheme="dark")
    other.locator(READY).wait_for()
    assert other.locator("[data-id=nvda_close_2025_01_24]").input_value() == "100"
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    same = page.locator("[data-part=summary]").inner_text()
    assert other.locator("[data-part=summary]").inner_text() == same


# Pages as varied


def test_words_are_written_as_python_writes_them(book, open_page):
    say, rewrite, names = [], [], {}
    for held in (*book.results.values(), *book.quantities.values()):
        if held["value"] is None:
            continue
        for by in (1, 1.37):
            ends = [None if held[k] is None else held[k] * by for k in ("value", "low", "high")]
            number = Estimate(*ends, held["unit"])
            names[number.unit] = [unit_words(number.unit, False), unit_words(number.unit)]
            say.append([vars(number), number.words()])
    for text in links.texts(book):
        for link in (k for k in words.links(text.markdown) if k.scheme in ("num", "said")):
            try:
                value = links.resolve(book, link)
            except KeyError:
                continue
            for by in (1, 1.37, 57) if value.value is not None else ():
                ends = [None if x is None else x * by for x in (value.value, value.low, value.high)]
                number = Estimate(*ends, value.unit)
                rewrite.append([link.words, vars(number), words.rewrite(link.words, number)])
    page = open_page(PAGE)
    page.locator(READY).wait_for()
    wrong = page.evaluate(
        """([say, rewrite, names]) => [
          ...say.filter(([n, w]) => ShortcaseWords.say(n, names) !== w),
          ...rewrite.filter(([w, n, e]) => ShortcaseWords.rewrite(w, n) !== e)]""",
        [say, rewrite, names],
    )
    assert len(say) > 1000 and len(rewrite) > 1000 and not wrong, wrong[:5]


def test_a_chapter_shows_its_numbers_and_verdicts_as_varied(book, open_page):
    page = open_page(CHAPTER + asked([PRICE]))
    page.locator("html[data-varied=all]").wait_for(state="attached")
    here = varied(book, [PRICE])
    moved = here.estimates
    linked = page.locator("a.num.varied:not([data-part])")
    assert linked.count() > 10
    for anchor in linked.all():
        id, before = anchor.get_attribute("data-num"), anchor.get_attribute("title")
        before = before.removeprefix("Varied. Published: ")
        if id in here.graph.nodes and len(words.NUMBER.findall(before)) == 1:
            wanted = words.rewrite(before, moved[id])
            if not anchor.get_attribute("data-unit"):
                assert anchor.text_content() == wanted, id
    still = page.locator("a.num[data-num=gain_hours_llama405b]").first
    assert "varied" not in (still.get_attribute("class") or "")
    for claim in here.verdicts.itertuples():
        badge = page.locator(f"#claim-{claim.id} .claim-verdict .verdict.varied")
        assert badge.text_content() == claim.new and claim.old in badge.get_attribute("title")
    assert page.locator(".as-published").count() == page.locator(".report-figure").count()
    bar = page.get_by_role("region", name="Variation")
    assert "1 input changed" in bar.inner_text()
    bar.get_by_role("link", name="See what moved").click()
    page.wait_for_url("**/whatif.html?set=v3_gpu_hour_price:3")
    page.go_back()
    bar.get_by_role("link", name="Back to the published numbers").click()
    page.wait_for_load_state()
    assert not page.locator(".varied, .variation-bar").count() and "set=" not in address_of(page)
    assert not page.wrong


def test_a_figure_and_the_ledger_are_varied_too(book, site, open_page):
    page = open_page("claims.html" + asked([PRICE]), base=site.as_uri() + "/")
    page.locator("html[data-varied=all]").wait_for(state="attached")
    for claim in varied(book, [PRICE]).verdicts.itertuples():
        assert page.locator(f"#{claim.id} .claim-verdict .varied").inner_text() == claim.new
    page = open_page("figures/value_by_path.html" + asked([RATE]), width=390)
    page.locator("html[data-varied=all]").wait_for(state="attached")
    assert page.locator(".as-published").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_a_variation_asks_for_on_a_phone_is_light_and_says_when_it_stood(open_page, address):
    """How long it took is measured by ``measured.py``, on a machine that does nothing else."""
    page = open_page("404", width=390, touch=True)
    asked_for = []
    page.on("response", lambda response: asked_for.append(response))
    page.goto(address + CHAPTER + asked([PRICE]))
    page.locator("html[data-varied]").wait_for(state="attached")
    assert float(page.evaluate("document.documentElement.dataset.variedAfter")) > 0
    more = [r for r in asked_for if "whatif" in r.url]
    assert len(more) <= 6 and sum(len(gzip.compress(r.body())) for r in more) <= 150 * 1024


def test_a_passport_leads_to_the_change_of_its_number(open_page):
    page = open_page(CHAPTER + asked([RATE]))
    page.locator("a.num[data-num=v3_run_cost]").first.click()
    link = page.get_by_role("link", name="Change this number")
    assert "set=v3_run_cost:5576" in link.get_attribute("href")
    link.click()
    page.locator(READY).wait_for()
    assert page.locator("[data-id]").count() == 2  # that of the page is kept


def test_a_card_says_what_would_turn_its_verdict_and_leads_there(book, open_page):
    page = open_page("claims.html")
    ruled = page.locator(".claim:has(.claim-turns)")
    by_rule = [c for c in book.claims.values() if not c["judged"] and c["stability"] is not None]
    assert ruled.count() == len(by_rule)
    link = page.locator(".claim-turns a").first
    claim = link.locator("xpath=ancestor::details")
    wanted = claim.locator(".claim-turns .verdict").first.text_content()
    id = claim.get_attribute("id")
    claim.locator("summary").click()
    link.click()
    page.locator(READY).wait_for()
    turned = page.locator(f"[data-part=verdicts] li:has(a[href$='#{id}']) .verdict").nth(1)
    assert turned.inner_text() == wanted


@pytest.mark.parametrize("width", WIDTHS)
def test_no_violation_on_what_is_varied(tour, address, width):
    for name in (PAGE + asked([PRICE, RATE]), "short.html?calc=chain_share_2035:0.3"):
        assert not visit(tour, address + name, width), name
    assert not visit(tour, address + CHAPTER + asked([PRICE]), width)


# Hostile addresses

HOSTILE = {
    "script": "?set=<script>document.title='hacked'</script>:1",
    "image": "?set=discount_rate_2025_01:<img src=x onerror=document.title='hacked'>",
    "nan": "?set=discount_rate_2025_01:NaN",
    "infinite": "?set=discount_rate_2025_01:1e400",
    "out of range": "?set=discount_rate_2025_01:7",
    "unknown": "?set=no_such_number:1&set=discount_rate_2025_01:0.13",
    "prototype": "?set=__proto__:1&set=constructor:1",
    "empty": "?set=&set=:&set=a",
    "twice": "?set=discount_rate_2025_01:0.1&set=discount_rate_2025_01:0.2",
    "disorder": "?set=discount_rate_2025_01:0.1,0.2,0.3",
    "many": "?" + "&".join(f"set=a{i}:1" for i in range(10_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_address_changes_nothing_and_says_why(site, open_page, name):
    base = site.as_uri() + "/"  # a server may refuse the longest
    page = open_page(PAGE + HOSTILE[name], base=base)
    page.locator("[data-ready] [data-part=faults]").wait_for()
    assert page.locator("[data-part=faults]").inner_text().startswith("Nothing was changed.")
    assert page.locator("[data-part=changed] li").count() == 0
    assert "hacked" not in page.title() and not page.wrong
    chapter = open_page(CHAPTER + HOSTILE[name], base=base)
    chapter.locator(".variation-bar p:has-text('These are the published numbers.')").wait_for()
    assert not chapter.locator(".varied").count()
    assert "hacked" not in chapter.title() and not chapter.wrong


# The calculator

SHORT = "short.html"


def test_the_calculator_starts_from_the_published_result(book, open_page):
    result, price = book.results["worth_chain"], book.quantities["nvda_close_2025_01_24"]
    gap = 1 - result["value"] / price["value"]
    wanted = (
        f"At these settings a share is worth ${result['value']:.0f}, {gap:.0%} less than its "
        f"price of ${price['value']:.2f}."
    )
    spread = f"worth ${result['low']:.0f} to ${result['high']:.0f}."
    for script in (False, True):
        page = open_page(SHORT, script=script)
        if script:
            page.locator("[data-calculator]").hover()
            page.locator("[data-calculator][data-ready]").wait_for()
            page.locator(".preset", has_text="the article").click()
            page.locator(".preset", has_text="our estimate").click()
            worth = float(page.locator("[data-calculator]").get_attribute("data-worth"))
            assert worth == pytest.approx(result["value"], rel=1e-6)
        assert page.locator(".calculator-answer").inner_text() == wanted
        page.locator(f".calculator-range:has-text('{spread}')").wait_for()
        assert page.locator(".calculator-bars rect").count() == 6
        assert page.locator(".preset").first.is_visible() == script
        assert not page.wrong


def test_a_slider_moves_the_answer_its_curves_and_the_address(open_page):
    page = open_page(SHORT)
    page.locator("[data-calculator]").hover()
    page.locator("[data-calculator][data-ready]").wait_for()
    before = page.locator(".calculator polyline").first.get_attribute("points")
    slider = page.get_by_label("Nvidia's share of them")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    page.wait_for_url("**calc=chain_share_2035:*")
    assert page.locator(".calculator polyline").first.get_attribute("points") != before
    assert "%" in slider.get_attribute("aria-valuetext")
    assert page.locator(".preset[aria-pressed=true]").inner_text() == "yours"
    answer = page.locator(".calculator-answer").inner_text()
    page.locator(f"[data-part=spoken]:has-text({json.dumps(answer)})").wait_for(state="attached")
    link = page.locator("[data-part=whatif]").get_attribute("href")
    assert "set=chain_share_2035:" in link
    other = open_page(address_of(page).rpartition("/")[2], width=390, scheme="dark")
    other.locator(f".calculator-answer:has-text({json.dumps(answer)})").wait_for()
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".preset", has_text="the article").click()
    page.locator(".preset", has_text="yours").click()
    assert page.locator(".calculator-answer").inner_text() == answer
    page.locator("[data-calculator] [data-do=reset]").click()
    page.wait_for_function("!location.search.includes('calc')")
    assert not page.wrong and not other.wrong


@pytest.mark.parametrize("wrong", ["chain_tax:0.1", "chain_share_2035:9", "<b>:1", "a:NaN"])
def test_settings_that_cannot_be_are_refused(open_page, wrong):
    page = open_page(SHORT + "?calc=" + wrong)
    page.locator(".calculator-note:has-text('were not used')").wait_for()
    assert "$97" in page.locator(".calculator-answer").inner_text()
    assert not page.wrong
