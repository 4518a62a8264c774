"""HTML of links, figures, results, claims and gathered lists, through autoescaping templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape
from shortcase import claims as rules
from shortcase import display, prose, tables
from shortcase.dials import PRESETS
from shortcase.prose import Link

from . import pictures
from .state import Site


@dataclass(frozen=True)
class Context:
    """The site, and the page for which something is rendered (its address from the top of the site)."""

    site: Site
    page: str

    def to(self, url: str) -> str:
        """An address from the top of the site as this page links to it."""
        return self.site.relative(self.page, url)

    def url(self, kind: str, id: str) -> str:
        return self.to(self.site.url(kind, id))

    def input_url(self, id: str) -> str:
        """Where an input stands: its row, the cell that shows it, or the claim that states it; nothing for a step that no cell shows."""
        book = self.site.book
        return self.url("number", id) if id in book.quantities or id in book.results else self.url("claim", id) if id in book.claim_rows else ""


@cache
def environment() -> jinja2.Environment:
    """The templates of this package; undefined names are errors."""
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["number"] = display.number
    return made


def template(name: str, context: Context, **values) -> Markup:
    return Markup(environment().get_template(name).render(ctx=context, site=context.site, inline=lambda text: inline(context, text), plain=plain, span=display.span, **values))


def plain(markdown: str) -> str:
    from shortcase.figures import plain_text

    return plain_text(markdown)


def inline(context: Context, markdown: str) -> Markup:
    """One line of Markdown as HTML: our links, web links, emphasis and code; everything else is text."""
    parts, last = [], 0
    pattern = re.compile(r"\[([^\[\]]+)\]\(((?:num|said|fig|claim|cite):[^()\s]+|https?://[^()\s]+)\)|`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*")
    for match in pattern.finditer(markdown):
        parts.append(escape(markdown[last:match.start()]))
        words, target, code, strong, emphasis = match.groups()
        if words:
            scheme, _, rest = target.partition(":")
            parts.append(Markup('<a href="{}">{}</a>').format(target, words) if scheme.startswith("http") else Markup(link(context, Link(words, scheme, rest, 0))))
        else:
            parts.append(Markup("<code>{}</code>").format(code) if code else Markup("<strong>{}</strong>").format(strong) if strong else Markup("<em>{}</em>").format(emphasis))
        last = match.end()
    return Markup("").join([*parts, escape(markdown[last:])])


def link(context: Context, item: Link) -> str:
    """One of our links as HTML."""
    site, words = context.site, item.words
    if item.scheme in ("num", "said"):
        id = re.match(r"[a-z0-9_]+", item.target)[0]
        address = context.url("claim", id) if item.scheme == "said" else context.url("number", id)
        key = f"said:{id}" if item.scheme == "said" else id
        site.used_in[key].add(context.page)
        return Markup('<a class="num{}" href="{}" data-num="{}">{}</a>').format(" said" if item.scheme == "said" else "", address, key, words)
    if item.scheme == "fig":
        number = site.book.figures[item.target]["number"]
        words = f"Figure {number}" if words.lower() in ("figure", "fig") else words
        return Markup('<a class="figref" href="{}">{}</a>').format(context.to(f"{site.book.figures[item.target]['notebook']}.html#fig-{item.target}"), words)
    kind = {"claim": "claim", "cite": "source"}[item.scheme]
    if kind == "source":
        site.used_in[f"source:{item.target}"].add(context.page)
    return Markup('<a class="{}ref" href="{}">{}</a>').format(kind, context.url(kind, item.target), words)


def records(context: Context, kind: str, ids: list[str]) -> str:
    """The records of one cell as HTML."""
    book, parts = context.site.book, []
    by_kind: dict[str, list[str]] = {}
    for entry in ids:
        record_kind, _, id = entry.partition(":")
        by_kind.setdefault(record_kind, []).append(id)
    for record_kind, found in by_kind.items():
        if record_kind == "figure":
            parts += [figure(context, book.figures[id]) for id in found]
        elif record_kind == "result":
            parts.append(template("results.html", context, results=[book.results[id] for id in found], how=display.how))
        elif record_kind == "claim":
            parts.append(template("claims.html", context, claims=[book.claims[id] for id in found], heading=False))
        else:
            notebook = next(n for n in book.notebooks if n.of_kind("colophon") and n.of_kind("colophon")[0]["chapter"] == found[0])
            parts.append(template("colophon.html", context, record=notebook.of_kind("colophon")[0]))
    return "".join(parts)


def figure(context: Context, record: dict, page: bool = False) -> str:
    """A figure as it stands in its chapter, or, with ``page``, on its own page."""
    wide, narrow = pictures.inline_svgs(record)
    return template("figure.html", context, figure=record, wide=Markup(wide), narrow=Markup(narrow), own_page=page, citation=citation_text(context, record), sources=record["sources"])


def citation_text(context: Context, record: dict) -> str:
    """One line that cites a figure: authors, year, figure and title, report, version, hash and address."""
    site = context.site
    year = str(site.citation["date-released"])[:4]
    author = site.citation["authors"][0]
    name = author.get("name") or f"{author['family-names']}, {author['given-names']}"
    return f"{name} ({year}). Figure {record['number']}: {plain(record['title'])}. In {site.citation['title']} (version {site.version}, {site.figure_hash(record['id'])[:12]}). {site.absolute(site.url('figure', record['id']))}"


def stated_text(row: dict) -> str:
    """What the article states, in a table cell: a value, a bound or a range."""
    low, high = rules.bounds(row)
    if low is None and high is None:
        return ""
    if low == high:
        return display.span(low, None, None, row["unit"])
    return display.span(None, low, high, row["unit"])


def computed_text(claim: dict) -> str:
    """What we compute for a claim, in a table cell."""
    c = claim["computed"]
    return "" if c is None else c["text"] if c.get("text") else display.span(c["value"], c["low"], c["high"], c["unit"])


def ledger(context: Context) -> str:
    """All claims, in the order of the book, with the filter's controls."""
    book = context.site.book
    order = [c for n in book.notebooks for c in n.of_kind("claim")]
    claims = [book.claims[c["id"]] for c in order]
    chapters = [(n.path.stem, n.title) for n in book.notebooks]
    verdicts = [v for v in (*rules.VERDICTS, *rules.FORECAST_VERDICTS) if any(c["verdict"] == v for c in claims)]
    return template("ledger.html", context, claims=claims, chapters=chapters, verdicts=verdicts, kinds=sorted({c["claim_kind"] for c in claims}))


def verdict_counts(context: Context) -> str:
    """How many claims have each verdict, headline claims apart."""
    claims = context.site.book.claims.values()
    rows = [(v, sum(c["verdict"] == v for c in claims), sum(c["verdict"] == v and c["importance"] == 1 for c in claims)) for v in (*rules.VERDICTS, *rules.FORECAST_VERDICTS)]
    return template("verdict_counts.html", context, rows=[r for r in rows if r[1]], total=len(claims), judged=sum(c["judged"] for c in claims))


def figure_list(context: Context) -> str:
    """All figures by chapter."""
    return template("figure_list.html", context, notebooks=[(n, [context.site.book.figures[f["id"]] for f in n.of_kind("figure")]) for n in context.site.book.notebooks])


def chapter_list(context: Context) -> str:
    """All chapters with their number of figures and claims."""
    return template("chapter_list.html", context, notebooks=context.site.book.notebooks)


def data_dictionary(context: Context) -> str:
    """The tables of the data package, and the columns that they share."""
    import json

    from shortcase.paths import root

    package = json.loads((root() / "data" / tables.PACKAGE).read_text("utf-8"))
    schema = json.loads((root() / "data" / "quantity.schema.json").read_text("utf-8"))
    counts = {name: len(rows) for name, rows in tables.by_table(context.site.book.quantities).items()}
    return template("data_dictionary.html", context, resources=[r for r in package["resources"] if r["path"] != tables.CLAIMS], fields=schema["fields"], counts=counts)


def source_list(context: Context) -> str:
    """Every source that a row, a claim or a sentence uses, with what rests on it."""
    site = context.site
    rows: dict[str, list[str]] = {}
    for row in site.book.quantities.values():
        rows.setdefault(row["source"], []).append(row["id"])
    for claim in site.book.claims.values():
        for key in claim["sources"]:
            rows.setdefault(key, [])
    import itertools

    for key in itertools.chain.from_iterable([link.target for link in prose.links(text) if link.scheme == "cite"] for _, _, text in _texts(site)):
        rows.setdefault(key, [])
    keys = sorted(rows, key=lambda k: (site.sources.label(k).lower(), k))
    return template("source_list.html", context, keys=keys, rows=rows, references=pictures.cached_references(site.sources, keys))


def _texts(site: Site):
    from shortcase import check

    return check.texts(site.book)


def passport_terms(context: Context, key: str) -> dict:
    """What a number's passport shows: label, value, and lines of provenance."""
    book = context.site.book
    if key.startswith("said:"):
        row = book.claim_rows[key.removeprefix("said:")]
        return {"title": "What the article says", "value": stated_text(row), "lines": [["Claim", row["statement"]], ["Section", row["section"]], ["As of", row["as_of"]]], "url": context.url("claim", row["id"]), "link": "The claim and its verdict"}
    if key in book.quantities:
        row = book.quantities[key]
        value = row["text"] or display.span(row["value"], row["low"], row["high"], row["unit"])
        lines = [["As of", row["as_of"]], ["Source", context.site.sources.label(row["source"])], ["Where", row["locator"]], ["Tier", row["tier"]]]
        if row["low"] is not None:
            lines.insert(0, ["Brackets", "90% interval"])
        return {"title": f"{row['subject']}: {row['quantity']}", "value": value, "lines": lines, "url": context.url("number", key), "link": "The row with its note"}
    result = book.results[key]
    inputs = ", ".join(i["id"] if "id" in i else display.number(i["value"]) for i in result["inputs"][:8]) + (", …" if len(result["inputs"]) > 8 else "")
    lines = [["Computed by", result["formula"] or result["method"]], ["Inputs", inputs]]
    if result["low"] is not None:
        lines.insert(0, ["Brackets", "90% interval"])
    return {"title": result["title"], "value": display.span(result["value"], result["low"], result["high"], result["unit"]), "lines": lines, "url": context.url("number", key), "link": "The cell that computes it"}


GATHERED = {"ledger": ledger, "verdict-counts": verdict_counts, "figure-list": figure_list, "chapter-list": chapter_list, "data-dictionary": data_dictionary, "source-list": source_list}
environment().globals |= {"presets": PRESETS, "stated_text": stated_text, "computed_text": computed_text}
