"""No axe violation on a phone, and none on any figure page and any table, each in one of the four modes."""

from __future__ import annotations

import pytest
from accessibility import SAMPLE, of_kinds, violations

MODES = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_on_any_kind_of_page(site, indexes, open_page, scheme):
    assert not of_kinds(site, indexes, open_page, 390, scheme)


def test_no_violation_on_any_figure_page_and_any_table(site, indexes, open_page):
    names, found = [f"figures/{f['id']}.html" for f in indexes["figures"]] + sorted(p.relative_to(site).as_posix() for p in (site / "data").glob("*.html")), []
    for i, name in enumerate(names):
        width, scheme = MODES[i % 4]
        page = open_page(name, width=width, scheme=scheme)
        found += [f"{name}: {violation}" for violation in violations(page, SAMPLE)]
        page.close()
    assert not found, "\n".join(found[:30])
