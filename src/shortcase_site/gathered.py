"""Lists that are gathered from the whole book: the claims, the figures, the chapters, the data, the
sources, and how to cite it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from markupsafe import Markup

from shortcase.book import thresholds
from shortcase.data import tables, verdicts

from . import calculator, citations, pictures, printing, rests, whatif
from .context import Context
from .indexes import schema
from .templating import template

ALL_VERDICTS = verdicts.ALL_VERDICTS
FIRM = 95  # of 100 draws


def ledger(context: Context) -> Markup:
    """All claims, in the order of the book, with the filter's controls and the grid of chapters by
    verdicts, whose numbers filter them."""
    site = context.site
    claims = [site.book.claims[id] for c in site.chapters.values() for id in c.claims]
    counts = Counter((c["chapter"], c["verdict"]) for c in claims)
    found = {verdict for _, verdict in counts}
    return template(
        "ledger.html",
        context,
        claims=claims,
        chapters=[(c.name, c.title) for c in site.chapters.values() if c.claims],
        verdicts=[v for v in ALL_VERDICTS if v in found],
        kinds=sorted({c["claim_kind"] for c in claims}),
        counts=counts,
        headlines=Counter(c["verdict"] for c in claims if c["importance"] == 1),
        judged=sum(c["judged"] for c in claims),
        unscored=sum(c["verdict"] == verdicts.NOT_SCORED for c in claims),
    )


def headline_bar(context: Context) -> Markup:
    """The headline claims by verdict, as one bar whose parts lead to them in the ledger."""
    site = context.site
    claims = [site.book.claims[id] for c in site.chapters.values() for id in c.claims]
    headlines = [claim for claim in claims if claim["importance"] == 1]
    return template("headline_bar.html", context, claims=headlines)


def threshold_counts(context: Context) -> Markup:
    """How the counts of the rule's verdicts hang on its thresholds."""
    claims = thresholds.by_rule(context.site.book.claims.values())
    rows, moved = thresholds.counts(claims)
    firm = sum(c["stability"] >= FIRM for c in claims)
    return template(
        "thresholds.html", context, rows=rows, moved=moved, total=len(claims), firm=firm
    )


def releases(context: Context) -> Markup:
    """What each release changed, the newest first."""
    return template(
        "releases.html",
        context,
        releases=context.site.facts["releases"],
        headings={"row": "Rows", "result": "Results", "verdict": "Verdicts"},
    )


def figure_list(context: Context) -> Markup:
    """All figures by chapter, each with a small picture."""
    site = context.site
    parts = site.facts["threats"]
    chapters = [
        (c, parts.get(c.name, ""), [site.book.figures[id] for id in c.figures])
        for c in site.chapters.values()
        if c.figures
    ]
    shown = [figure for _, _, figures in chapters for figure in figures]
    return template(
        "figure_list.html",
        context,
        chapters=chapters,
        threats=list(dict.fromkeys(threat for _, threat, _ in chapters if threat)),
        sizes={f["id"]: pictures.size(pictures.small(site.cache, f)) for f in shown},
    )


def chapter_list(context: Context) -> Markup:
    """All chapters with their number of figures and claims."""
    return template("chapter_list.html", context, chapters=list(context.site.chapters.values()))


def data_dictionary(context: Context) -> Markup:
    """The tables of the data package, and the columns that they share."""
    site = context.site
    resources = site.facts["package"]["resources"]
    return template(
        "data_dictionary.html",
        context,
        resources=[r for r in resources if r["path"] not in tables.OTHER],
        fields=site.facts["columns"],
        counts={name: len(rows) for name, rows in site.tables.items()},
    )


def source_list(context: Context) -> Markup:
    """Every source that a row, a claim or a sentence uses, by name, with what rests on it; and the
    tiers of the rows of each chapter."""
    site = context.site
    found = rests.on_sources(site)
    keys = site.sources.by_label(found)
    return template(
        "source_list.html",
        context,
        sources={key: found[key] for key in keys},
        references=citations.references(site, keys),
        total=len(site.book.quantities),
        names={r["name"]: r["title"] for r in site.facts["package"]["resources"]},
        tiers=[tier for tier in rests.TIERS if any(r.tiers[tier] for r in found.values())],
        chapters=rests.tiers_by_chapter(site),
    )


def programs(context: Context) -> Markup:
    """The indexes for programs: their files, schemas and fields."""
    site = context.site
    counts = {
        "numbers": len(site.book.quantities) + len(site.book.results),
        "claims": len(site.book.claims),
        "figures": len(site.book.figures),
    }
    found = [(name, schema(site, name), count) for name, count in counts.items()]
    return template("programs.html", context, indexes=found)


def report_citation(context: Context) -> Markup:
    """The citation of the whole report in all formats."""
    site = context.site
    csl = citations.of_report(site)
    return template(
        "cite.html",
        context,
        formats=citations.formats(site.cache, csl),
        coins=citations.coins(csl),
        endings=citations.FORMATS,
        stem="cite/report",
        pdf=printing.offered(context.page),
    )


GATHERED: dict[str, Callable[[Context], Markup]] = {
    "ledger": ledger,
    "programs": programs,
    "headline-bar": headline_bar,
    "threshold-counts": threshold_counts,
    "releases": releases,
    "figure-list": figure_list,
    "chapter-list": chapter_list,
    "data-dictionary": data_dictionary,
    "source-list": source_list,
    "report-citation": report_citation,
    "what-if": whatif.page,
    "calculator": calculator.page,
}
