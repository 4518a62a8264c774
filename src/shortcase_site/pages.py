"""Pages that are made from records and not from documents: one a figure, one a table of data."""

from __future__ import annotations

import itertools

from shortcase.data import tables

from . import citations, pictures, render


def collect(app):
    """All generated pages as (name, context, template)."""
    site = app.shortcase
    for id, figure in site.book.figures.items():
        name = f"figures/{id}"
        context = render.Context(site, f"{name}.html")
        notebook = next(n for n in site.book.notebooks if n.docname == figure["notebook"])
        csl = citations.of_figure(site, figure)
        count = next(c["execution_count"] for c in notebook.cells if c.get("id") == figure["cell"])
        body = render.template(
            "figure_page.html",
            context,
            figure=figure,
            notebook=notebook,
            shown=render.Markup(render.figure(context, figure, page=True)),
            hash=site.figure_hash(id),
            execution_count=count,
            csl=csl,
            formats=citations.formats(csl),
            endings=citations.FORMATS,
            stem=f"figures/{id}",
            embed=citations.embed(site, figure),
            references=pictures.cached_references(site.sources, figure["sources"]),
            previous=neighbour(site, figure, -1),
            following=neighbour(site, figure, 1),
        )
        yield (
            name,
            {"title": f"Figure {figure['number']}", "body": body, "furo_hide_toc": True},
            "page.html",
        )
    package = tables.package(site.book.report)
    by_table, used = tables.by_table(site.book.quantities), site.book.used_rows
    for resource in package["resources"]:
        if resource["path"] == tables.CLAIMS:
            continue
        name = f"data/{resource['name']}"
        context = render.Context(site, f"{name}.html")
        body = render.template(
            "data_table.html",
            context,
            resource=resource,
            rows=by_table[resource["name"]],
            used={r["id"]: used.get(r["id"], []) for r in by_table[resource["name"]]},
        )
        yield (
            name,
            {
                "title": resource["title"],
                "description": resource["description"],
                "body": render.Markup("<h1>{}</h1>").format(resource["title"]) + body,
                "furo_hide_toc": True,
            },
            "page.html",
        )


def neighbour(site, figure: dict, step: int) -> dict | None:
    """The figure before or after in the book."""
    found = itertools.islice(
        (f for f in site.book.figures.values() if f["number"] == figure["number"] + step), 1
    )
    return next(found, None)
