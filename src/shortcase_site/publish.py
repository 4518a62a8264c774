"""Files beside the pages, written when the pages are: indexes with their schemas, downloads, citations, passports, data, feed and site map."""

from __future__ import annotations

import csv
import io
import json
from html import escape
from pathlib import Path

from . import citations, feeds, hygiene, indexes, passports, pictures, styles
from .state import Site


def write(app, exception) -> None:
    """Write everything after the pages. Raises what a failing part raises, so that the build stops."""
    if exception is not None:
        return
    site, out = app.shortcase, Path(app.outdir)
    for name, items in (
        ("figures", indexes.figures(site)),
        ("claims", indexes.claims(site)),
        ("numbers", indexes.numbers(site)),
    ):
        schema = indexes.schema(site, name)
        indexes.validate(schema, items)
        put(out / f"{name}.json", _json(items))
        put(out / "schemas" / f"{name}.schema.json", _json(schema))
    put(out / "claims.csv", indexes.claims_csv(site))
    for record in site.book.figures.values():
        for id in (
            record["id"],
            *site.former("figure", record["id"]),
        ):  # a picture that others embed stays where it was
            downloads(out / "figures" / id, record)
        for id in site.former("figure", record["id"]):
            put(out / "figures" / f"{id}.html", moved(site, record))
        cite(out, f"figures/{record['id']}", citations.of_figure(site, record))
    for notebook in site.book.notebooks:
        put(out / "notebooks" / notebook.path.name, notebook.path.read_bytes())
        cite(out, f"cite/{notebook.path.stem}", citations.of_chapter(site, notebook))
    cite(out, "cite/report", citations.of_report(site))
    for path in sorted(site.book.report.data.glob("*")):
        if path.suffix in (".csv", ".json"):
            put(out / "data" / path.name, path.read_bytes())
    hygiene.clean(out)
    styles.bundle(out)
    for name, script in passports.scripts(site):
        put(out / name, script)
    put(
        out / "errata.atom",
        feeds.atom(
            site,
            site.book.report.errata.read_text("utf-8"),
            site.book.report.changes.read_text("utf-8"),
        ),
    )
    gone = {f"figures/{old}.html" for kind, old in site.renamed if kind == "figure"}
    put(
        out / "sitemap.xml",
        feeds.sitemap(
            site, sorted({p.relative_to(out).as_posix() for p in out.rglob("*.html")} - gone)
        ),
    )
    put(out / "robots.txt", feeds.robots(site))
    put(out / ".nojekyll", "")


def put(path: Path, content: str | bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _json(content) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def cite(out: Path, stem: str, csl: dict) -> None:
    """The files that reference managers import."""
    texts = citations.formats(csl)
    for name, ending in citations.FORMATS.items():
        if ending:
            put(out / f"{stem}.{ending}", texts[name] + "\n")


def moved(site: Site, record: dict) -> str:
    """The page at a figure's former address: it leads to the present one, without script."""
    here, there = (
        escape(f"{record['id']}.html"),
        escape(site.absolute(site.url("figure", record["id"]))),
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Figure {record["number"]} has moved</title><meta http-equiv="refresh" content="0; url={here}">'
        f'<link rel="canonical" href="{there}"></head><body><p>This figure has a new address: <a href="{here}">{there}</a></p></body></html>\n'
    )


def downloads(stem: Path, record: dict) -> None:
    """A figure's SVG, PNG, CSV, specification and live script."""
    for ending, content in (
        ("svg", pictures.alone_svg(record)),
        ("png", pictures.png(record)),
        ("vl.json", json.dumps(record["spec"], indent=1, ensure_ascii=False) + "\n"),
        ("live.js", pictures.live(record)),
    ):
        put(Path(f"{stem}.{ending}"), content)
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(record["data"]["columns"])
    table.writerows(record["data"]["rows"])
    put(Path(f"{stem}.csv"), file.getvalue())
