"""No axe violation on a wide screen, and none in an open passport."""

from __future__ import annotations

import pytest
from accessibility import SAMPLE, of_kinds, violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_on_any_kind_of_page(site, indexes, open_page, scheme):
    assert not of_kinds(site, indexes, open_page, 1280, scheme)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_in_an_open_passport(book, open_page, width, scheme):
    page = open_page(f"{book.notebooks[0].docname}.html", width=width, scheme=scheme)
    page.locator("article a.num").first.click()
    page.wait_for_selector(".passport-card[role=dialog]")
    assert not violations(page, SAMPLE)
