"""Page numbers of a printed document: they are written until they settle, and only where needed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from shortcase_site import paging

ARTICLE = """<article><section id="p--a"><h1>A <b>title</b><a class="headerlink">#</a></h1>
<section id="p--b"><h2>Two
lines</h2></section><details class="working"><section id="p--c"><h2>Code</h2></section></details>
<h2>No section of its own</h2></section></article>"""


def test_places_are_the_headings_that_print_shows_by_their_section():
    article = BeautifulSoup(ARTICLE, "html.parser").article
    found = [(p.id, p.title, p.level) for p in paging.places(article)]
    assert found[:2] == [("p--a", "A title", 1), ("p--b", "Two lines", 2)]
    assert "p--c" not in {id for id, _, _ in found}


def test_a_reference_says_its_page_only_from_another_one_and_then_for_good():
    html = f"<p>x{paging.number('t', 's')}</p>"
    shown: set[str] = set()
    assert paging.filled(html, {"s": 3, "t": 3}, shown) == html
    assert "(page 4)" in paging.filled(html, {"s": 3, "t": 4}, shown)
    assert "(page 3)" in paging.filled(html, {"s": 3, "t": 3}, shown)


def test_it_is_printed_until_no_number_moves(monkeypatch):
    moving = iter([{"t": 1}, {"t": 2}, {"t": 2}])
    monkeypatch.setattr(paging, "pages_of", lambda content: next(moving))
    printed: list[str] = []
    html = f"<li>T{paging.number('t')}</li>"
    content, pages = paging.settled(html, lambda text: printed.append(text) or text.encode())
    assert pages == {"t": 2} and len(printed) == 3 and b'page-of">2<' in content


def test_elements_are_numbered_anew_in_their_order():
    assert paging.steady(b"(node00000086)(node00000009)(node00000086)") == (
        b"(node00000002)(node00000001)(node00000002)"
    )


def test_numbers_that_never_settle_are_a_fault(monkeypatch):
    turns = iter(range(99))
    monkeypatch.setattr(paging, "pages_of", lambda content: {"t": next(turns)})
    with pytest.raises(ValueError, match="still moved"):
        paging.settled("", str.encode)
