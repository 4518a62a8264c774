"""Everything that is published: the pages that are made from records, and the files beside the
pages: indexes with their schemas, downloads, citations, passports, data, feed and site map. Each is
made only where what it is made from has changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from shortcase.book.errata import Erratum

from . import (
    assets,
    calculator,
    citations,
    feeds,
    glossary,
    indexes,
    pages,
    passports,
    pictures,
    search,
    versions,
    whatif,
)
from .builder import Job, ReportBuilder
from .memory import Memory, digest, put
from .site import Site, site_of

MEMORY = "site.pickle"
INDEXES: dict[str, Callable[[Site], list[dict]]] = {
    "figures": indexes.figures,
    "claims": indexes.claims,
    "numbers": indexes.numbers,
}


def start(app: Sphinx) -> None:
    """Give the builder its memory, and all that is made beside the documents."""
    builder, site, base = cast(ReportBuilder, app.builder), site_of(app), app.config.shortcase_base
    path = site.cache.folder / MEMORY
    builder.memory = Memory(path, Path(app.outdir), site.trace, base)
    builder.write_static = partial(assets.write_static, builder)
    builder.more_jobs = partial(_jobs, builder, site)


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Documents whose bytes are not those of the last build, whatever the clock says."""
    memory = cast(ReportBuilder, app.builder).memory
    found = []
    for docname in sorted(env.found_docs):
        name = f"source:{docname}"
        key = digest(Path(env.doc2path(docname)).read_bytes())
        if not memory.keeps(name, key):
            found.append(docname)
            memory.remember(name, key)
    return found


def _jobs(builder: ReportBuilder, site: Site) -> dict[str, Job]:
    jobs: dict[str, Job] = {}
    for id in site.book.figures:
        jobs[f"figure:{id}"] = builder.navigation, partial(_figure, builder, site, id)
    for name in pages.table_names(site):
        jobs[f"table:{name}"] = builder.navigation, partial(_table, builder, site, name)
    return jobs


def _figure(builder: ReportBuilder, site: Site, id: str) -> list[str]:
    """A figure's page, downloads and citations, and what stands at its former addresses: a picture
    that others embed stays where it was."""
    record = site.book.figures[id]
    builder.handle_page(f"figures/{id}", pages.figure(site, id), "page.html")
    files = {**downloads(site, record, id), **_cited(f"figures/{id}", site, record)}
    for old in site.former("figure", id):
        files |= downloads(site, record, old) | {f"figures/{old}.html": moved(site, record)}
    for address, content in files.items():
        put(Path(builder.outdir, address), content)
    return [f"figures/{id}.html", *files]


def _cited(stem: str, site: Site, record: dict) -> dict[str, str]:
    return cited(stem, site, citations.of_figure(site, record))


def _table(builder: ReportBuilder, site: Site, name: str) -> list[str]:
    builder.handle_page(f"data/{name}", pages.table(site, name), "page.html")
    return [f"data/{name}.html"]


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Write the files beside the pages, and remove what is no longer made. Raises what a failing
    part raises, so that the build stops."""
    if exception is not None or app._warncount:  # each warning is a failure
        return
    builder, site = cast(ReportBuilder, app.builder), site_of(app)
    memory = builder.memory
    for name, index in INDEXES.items():
        _index(site, memory, name, index)
    memory.file("claims.csv", partial(indexes.claims_csv, site))
    for docname in site.chapters:
        _several(memory, f"cite:{docname}", partial(_chapter_cited, site, docname))
    report = site.book.report
    _several(memory, "cite:report", lambda: cited("cite/report", site, citations.of_report(site)))
    copied = {f"notebooks/{c.file}": report.notebooks / c.file for c in site.chapters.values()}
    tables = (p for p in sorted(report.data.glob("*")) if p.suffix in (".csv", ".json"))
    copied |= {f"data/{p.name}": p for p in tables}
    for address, path in copied.items():
        content = path.read_bytes()
        memory.file(address, partial(bytes, content), digest(content))
    for page in site.linked_on:
        memory.file(passports.address(page), partial(passports.script, site, page))
    if len(site.glossary):
        memory.file(glossary.SCRIPT, partial(glossary.script, site))
    memory.file(versions.SCRIPT, partial(versions.script, site))
    whatif.publish(site, memory)
    calculator.publish(site, memory)
    sections = builder.sections()
    memory.file(search.SCRIPT, partial(search.script, site, sections), digest(sections))
    memory.file(
        "errata.atom",
        lambda: feeds.atom(
            site, [Erratum(**row) for row in site.facts["errata"]], site.facts["changes"]
        ),
    )
    memory.file("robots.txt", partial(feeds.robots, site))
    memory.file(".nojekyll", str)
    moved_on = {
        f"figures/{old}.html" for id in site.book.figures for old in site.former("figure", id)
    }
    made = {file for made in memory.now.values() for file in made.files}
    shown = sorted(file for file in made - moved_on if file.endswith(".html"))
    memory.file("sitemap.xml", partial(feeds.sitemap, site, shown), digest(shown))
    memory.sweep()
    memory.save()


def _index(site: Site, memory: Memory, name: str, index: Callable[[Site], list[dict]]) -> None:
    """One index for programs and its schema. Raises jsonschema.ValidationError where it breaks
    it."""

    def make() -> dict[str, str]:
        schema, items = indexes.schema(site, name), index(site)
        indexes.validate(schema, items)
        return {f"{name}.json": _json(items), f"schemas/{name}.schema.json": _json(schema)}

    _several(memory, f"index:{name}", make)


def _several(memory: Memory, name: str, make: Callable[[], dict[str, str]]) -> None:
    """Several files that are made at once."""

    def write() -> list[str]:
        files = make()
        for address, content in files.items():
            put(memory.out / address, content)
        return list(files)

    memory.make(name, "", write)


def _chapter_cited(site: Site, docname: str) -> dict[str, str]:
    chapter = site.chapters[docname]
    return cited(f"cite/{chapter.name}", site, citations.of_chapter(site, chapter))


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def cited(stem: str, site: Site, csl: dict) -> dict[str, str]:
    """The files that reference managers import, by address."""
    texts = citations.formats(site.cache, csl)
    endings = {name: ending for name, ending in citations.FORMATS.items() if ending}
    return {f"{stem}.{ending}": texts[name] + "\n" for name, ending in endings.items()}


def moved(site: Site, record: dict) -> str:
    """The page at a figure's former address: it leads to the present one, without script."""
    here = escape(f"{record['id']}.html")
    there = escape(site.absolute(site.url("figure", record["id"])))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Figure {record['number']} has moved</title>"
        f'<meta http-equiv="refresh" content="0; url={here}">'
        f'<link rel="canonical" href="{there}"></head>'
        f'<body><p>This figure has a new address: <a href="{here}">{there}</a></p></body></html>\n'
    )


def downloads(site: Site, record: dict, id: str) -> dict[str, str | bytes]:
    """A figure's SVG, PNG, CSV, specification and live script, by address."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(record["data"]["columns"])
    table.writerows(record["data"]["rows"])
    stem, cache = f"figures/{id}", site.cache
    return {
        f"{stem}.svg": pictures.alone_svg(cache, record),
        f"{stem}.narrow.svg": pictures.narrow_svg(cache, record),
        f"{stem}.png": pictures.png(cache, record),
        f"{stem}.small.svg": pictures.small(cache, record),
        f"{stem}.vl.json": _json(record["spec"]),
        f"{stem}.live.js": pictures.live(cache, record),
        f"{stem}.csv": file.getvalue(),
    }
