"""Records of a chapter as HTML: figures, results, claims, colophon, and what ends a chapter."""

from __future__ import annotations

from markupsafe import Markup

from . import captions, citations, pictures
from .context import Context
from .site import Chapter
from .templating import template


def records(context: Context, ids: list[str]) -> Markup:
    """The records of one cell, each named by kind and id; those of a kind stand together."""
    by_kind: dict[str, list[str]] = {}
    for entry in ids:
        kind, _, id = entry.partition(":")
        by_kind.setdefault(kind, []).append(id)
    return Markup("").join(_of_kind(context, kind, found) for kind, found in by_kind.items())


def _of_kind(context: Context, kind: str, ids: list[str]) -> Markup:
    book = context.site.book
    if kind == "figure":
        return Markup("").join(figure(context, book.figures[id]) for id in ids)
    if kind == "result":
        return template("results.html", context, results=[book.results[id] for id in ids])
    if kind == "claim":
        claims = [book.claims[id] for id in ids]
        return template("claims.html", context, claims=claims, heading=False)
    chapter = context.site.chapters[context.page.removesuffix(".html")]
    newest = context.site.newest.get(f"chapter/{chapter.name}", "")
    return template("colophon.html", context, record=chapter.colophon, newest=newest)


def figure(context: Context, record: dict, page: bool = False) -> Markup:
    """A figure as it stands in its chapter, or, with ``page``, on its own page."""
    site = context.site
    wide, narrow = pictures.inline_svgs(site.cache, record)
    csl = citations.of_figure(site, record)
    return template(
        "figure.html",
        context,
        figure=record,
        pictures=[("wide", Markup(wide)), ("narrow", Markup(narrow))],
        sizes={"wide": pictures.size(wide), "narrow": pictures.size(narrow)},
        sentences=captions.sentences(record["caption"]),
        own_page=page,
        says_more=pictures.answers(record["spec"]),  # when it is live
        csl=csl | {"URL": site.absolute(site.url("figure", record["id"]))},
        citation=citations.apa(site.cache, csl),
        sources=record["sources"],
    )


def chapter_end(context: Context, chapter: Chapter) -> Markup:
    """The citation of a chapter in all formats, and the references of its figures and claims."""
    site = context.site
    shown = [site.book.figures[id] for id in chapter.figures]
    shown += [site.book.claims[id] for id in chapter.claims]
    keys = {key for record in shown for key in record["sources"]}
    csl = citations.of_chapter(site, chapter)
    return template(
        "chapter_cite.html",
        context,
        formats=citations.formats(site.cache, csl),
        coins=citations.coins(csl),
        endings=citations.FORMATS,
        stem=f"cite/{chapter.name}",
        references=citations.references(site, site.sources.by_label(keys)),
    )
