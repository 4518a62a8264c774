"""Pages that are made from records and not from documents: one a figure, one a table of data."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from shortcase.data import tables

from . import citations, pictures, shown
from .context import Context
from .site import Site
from .templating import template

RELATED = 3  # figures that a figure's page shows beside its own


def figure(site: Site, id: str) -> dict[str, Any]:
    """What the page of a figure shows, for the theme's template."""
    record = site.book.figures[id]
    context = Context(site, f"figures/{id}.html")
    chapter = site.chapters[record["notebook"]]
    csl = citations.of_figure(site, record)
    body = template(
        "figure_page.html",
        context,
        figure=record,
        chapter=chapter,
        shown=shown.figure(context, record, page=True),
        hash=site.figure_hash(id),
        execution_count=chapter.counts[record["cell"]],
        csl=csl,
        formats=citations.formats(site.cache, csl),
        coins=citations.coins(csl),
        endings=citations.FORMATS,
        stem=f"figures/{id}",
        embed=citations.embed(site, record),
        references=citations.references(site, record["sources"]),
        claims=[c for c in site.book.claims.values() if id in c["figures"]],
        related=[(f, pictures.size(pictures.small(site.cache, f))) for f in related(site, id)],
        previous=neighbour(site, record, -1),
        following=neighbour(site, record, 1),
    )
    return {"title": f"Figure {record['number']}", "body": body, "furo_hide_toc": True}


def related(site: Site, id: str) -> list[dict]:
    """The figures of the same chapter that share most with a figure: inputs, then claims."""
    mine = site.book.figures[id]
    claims = {c["id"] for c in site.book.claims.values() if id in c["figures"]}

    def shared(other: str) -> tuple[int, int]:
        figure = site.book.figures[other]
        inputs = len(set(mine["input_ids"]) & set(figure["input_ids"]))
        both = sum(other in site.book.claims[claim]["figures"] for claim in claims)
        return -inputs - 2 * both, abs(figure["number"] - mine["number"])

    others = [other for other in site.chapters[mine["notebook"]].figures if other != id]
    return [site.book.figures[other] for other in sorted(others, key=shared)[:RELATED]]


def neighbour(site: Site, figure: dict, step: int) -> dict | None:
    """The figure before or after in the book."""
    id = site.numbered.get(str(figure["number"] + step))
    return site.book.figures[id] if id else None


def elsewhere(site: Site, id: str) -> list[str]:
    """Pages without a chapter's code in whose words a number stands."""
    return [page for page in site.used_in.get(id, []) if "/" not in page]


def table_names(site: Site) -> list[str]:
    """The tables of quantities."""
    resources = site.facts["package"]["resources"]
    return [r["name"] for r in resources if r["path"] not in tables.OTHER]


def table(site: Site, name: str) -> dict[str, Any]:
    """What the page of a table of data shows."""
    resource = next(r for r in site.facts["package"]["resources"] if r["name"] == name)
    context = Context(site, f"data/{name}.html")
    newest = site.newest.get(f"table/{name}", "")
    rows = site.tables[name]
    users = {chapter for row in rows for chapter in site.used_rows.get(row["id"], [])}
    body = template(
        "data_table.html",
        context,
        resource=resource,
        rows=rows,
        newest=newest,
        sources=site.sources.by_label({row["source"] for row in rows}),
        chapters=[c for c in site.chapters.values() if c.name in users],
        elsewhere={row["id"]: elsewhere(site, row["id"]) for row in rows},
    )
    return {
        "title": resource["title"],
        "description": resource["description"],
        "body": Markup("<h1>{}</h1>").format(resource["title"]) + body,
        "furo_hide_toc": True,
    }
