"""Files beside the pages: the three indexes and their schemas, figures' downloads, passports, data, feed and site map."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html import escape
from pathlib import Path

from shortcase import claims as rules
from shortcase.paths import root

from . import hygiene, meta, pictures, render
from .state import Site

SCHEMAS = Path(__file__).with_name("schemas")


def write(app, exception) -> None:
    """Write everything after the pages. Raises what a failing part raises, so that the build stops."""
    if exception is not None:
        return
    site, out = app.shortcase, Path(app.outdir)
    for name, items in (("figures", figures(site)), ("claims", claims(site)), ("numbers", numbers(site))):
        validate(name, items)
        put(out / f"{name}.json", json.dumps(items, indent=1, ensure_ascii=False) + "\n")
        shutil.copyfile(SCHEMAS / f"{name}.schema.json", ensure(out / "schemas" / f"{name}.schema.json"))
    put(out / "claims.csv", claims_csv(site))
    for record in site.book.figures.values():
        downloads(out / "figures", record)
    for notebook in site.book.notebooks:
        shutil.copyfile(notebook.path, ensure(out / "notebooks" / notebook.path.name))
    for path in sorted((root() / "data").glob("*")):
        if path.suffix in (".csv", ".json"):
            shutil.copyfile(path, ensure(out / "data" / path.name))
    hygiene.clean(out)
    pages = sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html"))
    passports(site, out)
    put(out / "errata.atom", atom(site, (root() / "ERRATA.md").read_text("utf-8"), (root() / "CHANGELOG.md").read_text("utf-8")))
    put(out / "sitemap.xml", sitemap(site, pages))
    put(out / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.absolute('sitemap.xml')}\n")
    put(out / ".nojekyll", "")


def ensure(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def put(path: Path, content: str | bytes) -> None:
    ensure(path).write_bytes(content.encode() if isinstance(content, str) else content)


def validate(name: str, items: list[dict]) -> None:
    """Raises jsonschema.ValidationError where an index breaks its published schema."""
    import jsonschema

    jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))).validate(items)


def figures(site: Site) -> list[dict]:
    """figures.json."""
    return [{"id": id, "number": f["number"], "title": render.plain(f["title"]), "caption": render.plain(f["caption"]), "alt": f["alt"], "chapter": f["chapter"], "url": site.absolute(f"figures/{id}.html"),
             **{kind: site.absolute(f"figures/{id}.{ending}") for kind, ending in (("svg", "svg"), ("png", "png"), ("csv", "csv"), ("spec", "vl.json"))},
             "sources": f["sources"], "as_of": f["as_of"], "hash": site.figure_hash(id)} for id, f in site.book.figures.items()]


def claims(site: Site) -> list[dict]:
    """claims.json: one entry for every row of claims.csv, in its order."""
    entries = []
    for id, row in site.book.claim_rows.items():
        c = site.book.claims.get(id)
        if c is None:
            continue
        computed = c["computed"]
        entries.append({"id": id, "chapter": row["chapter"], "statement": row["statement"], "section": row["section"], "kind": row["kind"], "importance": row["importance"], "stated": c["stated"],
                        "computed": computed and {k: computed[k] for k in ("value", "low", "high", "unit")} | ({"text": computed["text"]} if computed.get("text") else {}), "verdict": c["verdict"], "judged": c["judged"],
                        "reason": render.plain(c["reason"]) + (f" {render.plain(c['caveat'])}" if c["caveat"] else ""), "sources": c["sources"], "figures": c["figures"], "url": site.absolute(f"claims.html#{id}")})
    return entries


def numbers(site: Site) -> list[dict]:
    """numbers.json: every quantity and every result, with the chapters and pages that use it."""
    used_rows = site.book.used_rows
    entries = []
    for id, row in site.book.quantities.items():
        entries.append({"id": id, "value": row["value"] if row["text"] == "" else row["text"], "low": row["low"], "high": row["high"], "unit": row["unit"], "as_of": row["as_of"], "source": row["source"], "locator": row["locator"],
                        "tier": row["tier"], "kind": "quantity", "used_in": sorted({f"notebooks/{c}.html" for c in used_rows.get(id, [])} | site.used_in.get(id, set()))})
    for id, r in site.book.results.items():
        entries.append({"id": id, "value": r["value"], "low": r["low"], "high": r["high"], "unit": r["unit"], "as_of": latest(site, r), "source": "this_report", "locator": f"{r['notebook']}.html#result-{id}", "tier": "computed", "kind": "result",
                        "used_in": sorted({f"{r['notebook']}.html"} | site.used_in.get(id, set()))})
    return entries


def latest(site: Site, result: dict) -> str:
    """The latest date of a result's inputs, all the way down."""
    found, todo, seen = "", list(result["input_ids"]), set()
    while todo:
        id = todo.pop()
        if id in seen:
            continue
        seen.add(id)
        if id in site.book.quantities:
            found = max(found, site.book.quantities[id]["as_of"])
        elif id in site.book.results:
            todo += site.book.results[id]["input_ids"]
        elif id in site.book.claim_rows:
            found = max(found, site.book.claim_rows[id]["as_of"])
    return found


def claims_csv(site: Site) -> str:
    """The ledger as a table."""
    columns = ["id", "chapter", "section", "statement", "kind", "importance", "stated_low", "stated_high", "stated_unit", "computed_value", "computed_low", "computed_high", "computed_unit", "verdict", "judged", "reason", "url"]
    file = io.StringIO()
    table = csv.DictWriter(file, columns, lineterminator="\n")
    table.writeheader()
    for entry in claims(site):
        low, high = rules.bounds(entry["stated"]) if entry["stated"] else (None, None)
        c = entry["computed"] or {}
        table.writerow({k: entry[k] for k in ("id", "chapter", "section", "statement", "kind", "importance", "verdict", "judged", "reason", "url")}
                       | {"stated_low": low, "stated_high": high, "stated_unit": (entry["stated"] or {}).get("unit", ""), "computed_value": c.get("text") or c.get("value"), "computed_low": c.get("low"), "computed_high": c.get("high"), "computed_unit": c.get("unit", "")})
    return file.getvalue()


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


def passports(site: Site, out: Path) -> None:
    """For each page a script with the passports of its numbers, loaded when a reader asks for the first."""
    by_page: dict[str, list[str]] = {}
    for key, pages in site.used_in.items():
        if not key.startswith("source:"):
            for page in pages:
                by_page.setdefault(page, []).append(key)
    for page, keys in by_page.items():
        context = render.Context(site, page)
        found = {key: render.passport_terms(context, key) for key in sorted(keys)}
        put(out / "passports" / (page.removesuffix(".html").replace("/", "-") + ".js"), f"shortcasePassports({json.dumps(found, ensure_ascii=False, sort_keys=True)});\n")


def atom(site: Site, errata: str, changes: str) -> str:
    """The errata and the changes as an Atom feed; an entry is a list item that begins with a date."""
    entries = []
    for kind, text in (("Erratum", errata), ("Change", changes)):
        for date, words in re.findall(r"^[-*] (\d{4}-\d{2}-\d{2})[:,]? (.+(?:\n  .+)*)", text, re.M):
            entries.append((date, kind, re.sub(r"\s+", " ", render.plain(words))))
    entries.sort(key=lambda e: (e[0], e[2]), reverse=True)
    updated = entries[0][0] if entries else str(site.citation["date-released"])
    body = "".join(f"<entry><id>{escape(site.absolute(f'errata.html#{date}-{n}'))}</id><title>{escape(kind)}: {escape(words[:90])}</title><updated>{date}T00:00:00Z</updated><link href=\"{escape(site.absolute('errata.html'))}\"/><content type=\"text\">{escape(words)}</content></entry>"
                   for n, (date, kind, words) in enumerate(entries))
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(site.absolute("errata.atom"))}</id><title>{escape(site.citation["title"])}: errata and changes</title>'
            f'<updated>{updated}T00:00:00Z</updated><author><name>{escape(meta.people(site)[0])}</name></author><link rel="self" href="{escape(site.absolute("errata.atom"))}"/>{body}</feed>\n')


def sitemap(site: Site, pages: list[str]) -> str:
    """All pages but the search page."""
    urls = "".join(f"<url><loc>{escape(site.absolute(meta.public(p)))}</loc></url>" for p in pages if p not in ("search.html", "genindex.html"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>\n'


