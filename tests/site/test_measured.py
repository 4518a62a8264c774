"""A chapter can be read: how high it is, and how many figures stand open, on a laptop."""

from __future__ import annotations

from measured import HEIGHT, WIDTH, measure

HIGHEST, MOST_OPEN = 16_000, 6


def test_no_chapter_is_too_long_or_shows_too_many_figures(book, address, open_page):
    page = open_page("index.html", width=WIDTH, height=HEIGHT)
    found = [measure(page, f"{address}{n.docname}.html", n.path.stem) for n in book.notebooks]
    long = [m.line() for m in found if m.height > HIGHEST or m.open > MOST_OPEN]
    assert not long, "\n".join(long)
    assert all(0 < m.prose < m.article for m in found)
