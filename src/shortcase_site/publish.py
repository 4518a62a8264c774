"""Files beside the pages, written when the pages are: indexes with their schemas, downloads, citations, passports, data, feed and site map."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from shortcase.paths import root

from . import citations, feeds, hygiene, indexes, passports, pictures, styles
from .state import Site


def write(app, exception) -> None:
    """Write everything after the pages. Raises what a failing part raises, so that the build stops."""
    if exception is not None:
        return
    site, out = app.shortcase, Path(app.outdir)
    for name, items in (("figures", indexes.figures(site)), ("claims", indexes.claims(site)), ("numbers", indexes.numbers(site))):
        schema = indexes.schema(site, name)
        indexes.validate(schema, items)
        put(out / f"{name}.json", _json(items))
        put(out / "schemas" / f"{name}.schema.json", _json(schema))
    put(out / "claims.csv", indexes.claims_csv(site))
    for record in site.book.figures.values():
        downloads(out / "figures", record)
        cite(out, f"figures/{record['id']}", citations.of_figure(site, record))
    for notebook in site.book.notebooks:
        put(out / "notebooks" / notebook.path.name, notebook.path.read_bytes())
        cite(out, f"cite/{notebook.path.stem}", citations.of_chapter(site, notebook))
    cite(out, "cite/report", citations.of_report(site))
    for path in sorted((root() / "data").glob("*")):
        if path.suffix in (".csv", ".json"):
            put(out / "data" / path.name, path.read_bytes())
    hygiene.clean(out)
    styles.bundle(out)
    for name, script in passports.scripts(site):
        put(out / name, script)
    put(out / "errata.atom", feeds.atom(site, (root() / "ERRATA.md").read_text("utf-8"), (root() / "CHANGELOG.md").read_text("utf-8")))
    put(out / "sitemap.xml", feeds.sitemap(site, sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html"))))
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


def downloads(folder: Path, record: dict) -> None:
    """A figure's SVG, PNG, CSV, specification and live script."""
    id = record["id"]
    put(folder / f"{id}.svg", pictures.alone_svg(record))
    put(folder / f"{id}.png", pictures.png(record))
    put(folder / f"{id}.vl.json", json.dumps(record["spec"], indent=1, ensure_ascii=False) + "\n")
    put(folder / f"{id}.live.js", pictures.live(record))
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(record["data"]["columns"])
    table.writerows(record["data"]["rows"])
    put(folder / f"{id}.csv", file.getvalue())
