"""What programs read in a page's head: description, canonical address, citation tags, social
preview and JSON-LD."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from docutils import nodes
from markupsafe import Markup

from shortcase.data.verdicts import RATING
from shortcase.numbers.words import plain_text

from . import pictures
from .site import Chapter, Site


def public(page: str) -> str:
    """A page's public address from the top of the site; the landing page is the top itself."""
    return "" if page == "index.html" else page


def head(
    site: Site, pagename: str, page: str, context: dict, doctree: nodes.document | None = None
) -> str:
    """The head's tags for one page; the description is the figure's alternative text, the page's
    own, or its first paragraph."""
    figure = None
    if pagename.startswith("figures/"):
        figure = site.book.figures[pagename.removeprefix("figures/")]
    chapter = site.chapters.get(pagename)
    if figure:
        title, text = plain_text(figure["title"]), plain_text(figure["alt"])
    else:
        title = Markup(context.get("title") or site.citation["title"]).striptags()
        text = context.get("description") or first_paragraph(doctree) or site.citation["abstract"]
    description, url = shortened(text), site.absolute(public(page))
    tags = [
        ("name", "description", description),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:type", "website" if page == "index.html" else "article"),
        ("property", "og:locale", "en"),
        ("property", "og:url", url),
        ("property", "og:site_name", site.citation["title"]),
        ("name", "twitter:card", "summary_large_image"),
    ]
    tags += [("name", "author", name) for name in people(site.citation)]
    tags += preview_tags(site, figure or first_figure(site, chapter) or site.cover)
    if page != "search.html":  # its address is no place to cite
        tags += citation_tags(site, title, url, figure, page)
    tag = Markup('<meta {}="{}" content="{}">')
    lines = [tag.format(kind, name, content) for kind, name, content in tags]
    lines.append(Markup('<link rel="canonical" href="{}">').format(url))
    feed = Markup('<link rel="alternate" type="application/atom+xml" title="{}" href="{}">')
    lines.append(feed.format("Errata and changes", site.relative(page, "errata.atom")))
    described = Page(page, title, description, url, figure, chapter)
    script = Markup('<script type="application/ld+json">{}</script>')
    lines += [script.format(Markup(script_json(item))) for item in json_ld(site, described)]
    return "\n".join(lines)


def first_figure(site: Site, chapter: Chapter | None) -> dict | None:
    """The first figure of a chapter."""
    return site.book.figures[chapter.figures[0]] if chapter and chapter.figures else None


def preview_tags(site: Site, picture: dict | None) -> list[tuple[str, str, str]]:
    """What social networks show of a page: a figure."""
    if picture is None:
        return []
    width, height = pictures.png_size(pictures.png(site.cache, picture))
    tags = [
        ("og:image", site.absolute(f"figures/{picture['id']}.png")),
        ("og:image:type", "image/png"),
        ("og:image:width", str(width)),
        ("og:image:height", str(height)),
        ("og:image:alt", plain_text(picture["title"])),
        ("article:published_time", str(site.citation["date-released"])),
        ("article:modified_time", str(site.citation["date-released"])),
    ]
    return [("property", name, content) for name, content in tags]


def shortened(text: str, length: int = 200) -> str:
    """The first characters of a text without marks, cut at a word."""
    text = re.sub(r"\s+", " ", plain_text(text)).strip()
    return text if len(text) <= length else text[: length - 3].rsplit(" ", 1)[0] + " …"


def first_paragraph(doctree: nodes.document | None) -> str:
    """The first paragraph of a document; empty where there is none."""
    found = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    return "" if found is None else "".join(_words(text) for text in found.findall(nodes.Text))


def _words(text: nodes.Text) -> str:
    """Our links are raw HTML by now."""
    raw = isinstance(text.parent, nodes.raw)
    return Markup(text.astext()).striptags() if raw else text.astext()


def people(citation: dict) -> list[str]:
    """Authors' names."""
    return [a.get("name") or f"{a['given-names']} {a['family-names']}" for a in citation["authors"]]


def citation_tags(
    site: Site, title: str, url: str, figure: dict | None, page: str
) -> list[tuple[str, str, str]]:
    """Highwire tags, which Zotero and Google Scholar read: the landing page is a report, each other
    page a part of it."""
    date = str(site.citation["date-released"]).replace("-", "/")
    is_whole, whole = page == "index.html", site.citation["title"]
    tags = [("name", "citation_title", f"Figure {figure['number']}: {title}" if figure else title)]
    tags += [("name", "citation_author", name) for name in people(site.citation)]
    part = "citation_technical_report_institution" if is_whole else "citation_inbook_title"
    tags += [
        ("name", "citation_publication_date", date),
        ("name", "citation_online_date", date),
        ("name", part, people(site.citation)[0] if is_whole else whole),
        ("name", "citation_language", "en"),
        ("name", "citation_public_url", url),
        ("name", "citation_fulltext_html_url", url),
    ]
    return tags


@dataclass(frozen=True)
class Page:
    """What the descriptions of a page are made from."""

    address: str
    title: str
    description: str
    url: str
    figure: dict | None
    chapter: Chapter | None


def json_ld(site: Site, page: Page) -> list[dict]:
    """schema.org descriptions of a page."""
    author = _authors(site)
    base = {
        "@context": "https://schema.org",
        "name": page.title,
        "description": page.description,
        "url": page.url,
        "author": author,
        "datePublished": str(site.citation["date-released"]),
        "version": site.version,
        "license": LICENCE,
        "inLanguage": "en",
    }
    whole = {"@type": "Report", "name": site.citation["title"], "url": site.base_url}
    dataset = {
        "@type": "Dataset",
        "creator": author,
        "isPartOf": whole,
        "isAccessibleForFree": True,
    }
    if page.figure:
        return [base | dataset | _of_figure(site, page.figure, page.title)]
    if page.chapter:
        first = page.chapter.figures[:1]
        images = [site.absolute(f"figures/{id}.png") for id in first]
        article = {"@type": "ScholarlyArticle", "headline": shortened(page.title, 110)}
        return [base | article | {"isPartOf": whole, "image": images}]
    if page.address == "claims.html":
        headline = [c for c in site.book.claims.values() if c["importance"] == 1]
        reviews = [claim_review(site, claim) for claim in headline]
        graph = {"@context": "https://schema.org", "@graph": reviews}
        return [base | {"@type": "WebPage", "isPartOf": whole}, graph]
    if page.address.startswith("data/"):
        return [base | dataset | _of_table(site, page.address)]
    if page.address == "data.html":
        names = ("numbers.json", "data/datapackage.json")
        return [base | dataset | {"distribution": [_file(site, "json", name) for name in names]}]
    if page.address == "index.html":
        image = [site.absolute(f"figures/{site.cover['id']}.png")] if site.cover else []
        about = {"@type": "ScholarlyArticle", "headline": shortened(page.title, 110)}
        return [base | about | {"image": image}]
    kind = KINDS.get(page.address, "WebPage")
    return [base | {"@type": kind, "isPartOf": whole}]


def _authors(site: Site) -> list[dict]:
    named = zip(site.citation["authors"], people(site.citation), strict=True)
    return [
        {"@type": "Organization" if "name" in given else "Person", "name": name}
        for given, name in named
    ]


def _of_figure(site: Site, figure: dict, title: str) -> dict:
    id = figure["id"]
    files = [_file(site, "csv", f"figures/{id}.csv"), _file(site, "json", f"figures/{id}.vl.json")]
    picture = {
        "@type": "ImageObject",
        "contentUrl": site.absolute(f"figures/{id}.png"),
        "caption": title,
        "creditText": site.citation["title"],
        "license": LICENCE,
        "creator": _authors(site),
        "acquireLicensePage": site.absolute("cite.html"),
    }
    return {
        "identifier": f"sha256:{site.figure_hash(id)}",
        "variableMeasured": figure["data"]["columns"],
        "distribution": files,
        "citation": [site.sources.items[key]["title"] for key in figure["sources"]],
        "image": picture,
    }


def _of_table(site: Site, address: str) -> dict:
    name = address.removeprefix("data/").removesuffix(".html")
    rows = site.tables[name]
    years = sorted(row["as_of"][:4] for row in rows if row["as_of"])
    resource = next(r for r in site.facts["package"]["resources"] if r["name"] == name)
    return {
        "identifier": name,
        "variableMeasured": sorted({row["quantity"] for row in rows})[:MOST_VARIABLES],
        "temporalCoverage": f"{years[0]}/{years[-1]}" if years else "",
        "distribution": [_file(site, "csv", f"data/{resource['path']}")],
    }


def _file(site: Site, kind: str, address: str) -> dict:
    kinds = {"csv": "text/csv", "json": "application/json"}
    url = site.absolute(address)
    return {"@type": "DataDownload", "encodingFormat": kinds[kind], "contentUrl": url}


MOST_VARIABLES = 40  # that the description of a table names
# Pages that schema.org has a word for; all others are web pages.
KINDS = {
    "figures.html": "CollectionPage",
    "sources.html": "CollectionPage",
    "search.html": "SearchResultsPage",
    "glossary.html": "DefinedTermSet",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # that of text, figures and data


def claim_review(site: Site, claim: dict) -> dict:
    """A ClaimReview of a headline claim; claims that cannot be settled yet have no rating value."""
    rating = {"@type": "Rating", "alternateName": claim["verdict"]}
    if claim["verdict"] in RATING:
        rating |= {"ratingValue": RATING[claim["verdict"]], "bestRating": 5, "worstRating": 1}
    return {
        "@type": "ClaimReview",
        "url": site.absolute(site.url("claim", claim["id"])),
        "claimReviewed": claim["statement"],
        "reviewRating": rating,
        "datePublished": str(site.citation["date-released"]),
        "author": {"@type": "Organization", "name": site.citation["title"]},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": site.facts["article_author"]},
            "datePublished": site.book.claim_rows[claim["id"]]["as_of"],
        },
    }


def script_json(item: dict) -> str:
    """JSON that can stand in a script element: no character that could close it."""
    return (
        json.dumps(item, ensure_ascii=False, sort_keys=True)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
    )
