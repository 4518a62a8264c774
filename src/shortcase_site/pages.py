"""Pages that are made from records and not from documents: one a figure, one a table of data."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from shortcase.data import tables

from . import citations, shown
from .context import Context
from .site import Site
from .templating import template


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
        endings=citations.FORMATS,
        stem=f"figures/{id}",
        embed=citations.embed(site, record),
        references=citations.references(site, record["sources"]),
        previous=neighbour(site, record, -1),
        following=neighbour(site, record, 1),
    )
    return {"title": f"Figure {record['number']}", "body": body, "furo_hide_toc": True}


def neighbour(site: Site, figure: dict, step: int) -> dict | None:
    """The figure before or after in the book."""
    id = site.numbered.get(str(figure["number"] + step))
    return site.book.figures[id] if id else None


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
    body = template("data_table.html", context, resource=resource, rows=rows, newest=newest)
    return {
        "title": resource["title"],
        "description": resource["description"],
        "body": Markup("<h1>{}</h1>").format(resource["title"]) + body,
        "furo_hide_toc": True,
    }
