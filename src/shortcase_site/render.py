"""HTML of links, figures, results, claims and gathered lists, through autoescaping templates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape
from shortcase.chapter import claims as rules
from shortcase.numbers import words as prose
from shortcase.chapter import display
from shortcase.data import tables
from shortcase.chapter.dials import PRESETS
from shortcase.numbers.words import Link

from . import citations, pictures
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
    made.filters |= {"number": display.number, "readout": readout}
    return made


def readout(value: float | None, form: str) -> str:
    """A dial's readout as the page's script writes it: the part of the number formats of d3 that readouts use.

    Raises ValueError for a form outside that part.
    """
    match = re.fullmatch(r"(,?)\.(\d+)([f%rs])", form)
    if match is None:
        raise ValueError(f"the number format {form!r}; expected one like .1f, ,.0f, .0%, .2r or .3s")
    if value is None or not math.isfinite(value):
        return "never"
    comma, digits, kind = match[1], int(match[2]), match[3]
    if kind in "f%":
        text = f"{value:{comma}.{digits}{kind}}"
    else:
        rounded = float(f"{value:.{digits - 1}e}")
        power = 3 * math.floor(math.log10(abs(rounded)) / 3) if kind == "s" and rounded else 0
        places = max(0, digits - 1 - (math.floor(math.log10(abs(rounded))) if rounded else 0) + power)
        text = f"{rounded / 10**power:{comma}.{places}f}" + {-9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P"}[power]
    return text.replace("-", "\u2212")


def template(name: str, context: Context, **values) -> Markup:
    return Markup(environment().get_template(name).render(ctx=context, site=context.site, inline=lambda text: inline(context, text), plain=plain, span=display.span, **values))


def plain(markdown: str) -> str:
    from shortcase.chapter.figures import plain_text

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
    csl = citations.of_figure(context.site, record)
    return template("figure.html", context, figure=record, wide=Markup(wide), narrow=Markup(narrow), own_page=page, csl=csl, citation=citations.apa(csl), sources=record["sources"])


def report_citation(context: Context) -> str:
    """The citation of the whole report in all formats."""
    return template("cite.html", context, formats=citations.formats(citations.of_report(context.site)), endings=citations.FORMATS, stem="cite/report")


def chapter_end(context: Context, notebook) -> str:
    """The citation of a chapter in all formats, and the references of its figures and claims."""
    sources = context.site.sources
    keys = {key for kind in ("figure", "claim") for record in notebook.of_kind(kind) for key in record["sources"]}
    ordered = sorted(keys, key=lambda k: (sources.label(k).lower(), k))
    return template("chapter_cite.html", context, formats=citations.formats(citations.of_chapter(context.site, notebook)), endings=citations.FORMATS, stem=f"cite/{notebook.path.stem}", references=pictures.cached_references(sources, ordered))


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
    from shortcase.book import check

    return check.texts(site.book)


GATHERED = {"ledger": ledger, "verdict-counts": verdict_counts, "figure-list": figure_list, "chapter-list": chapter_list, "data-dictionary": data_dictionary, "source-list": source_list, "report-citation": report_citation}
environment().globals |= {"presets": PRESETS, "stated_text": stated_text, "computed_text": computed_text}
