"""What programs read in a page's head: description, canonical address, citation tags, social preview and JSON-LD."""

from __future__ import annotations

import json
import re

from docutils import nodes
from markupsafe import Markup

from shortcase.data.verdicts import RATING
from shortcase.numbers.words import plain_text

from . import pictures
from .state import Site


def public(page: str) -> str:
    """A page's public address from the top of the site; the landing page is the top itself."""
    return "" if page == "index.html" else page


def head(site: Site, pagename: str, page: str, context: dict, doctree=None) -> str:
    """The head's tags for one page; the description is the figure's alternative text, the page's own, or its first paragraph."""
    figure = (
        site.book.figures.get(pagename.removeprefix("figures/"))
        if pagename.startswith("figures/")
        else None
    )
    chapter = next((n for n in site.book.notebooks if n.docname == pagename), None)
    title = (
        plain(figure["title"])
        if figure
        else re.sub(r"<[^>]+>", "", str(context.get("title") or site.citation["title"])).strip()
    )
    description = shortened(
        plain(figure["alt"])
        if figure
        else context.get("description") or first_paragraph(doctree) or site.citation["abstract"]
    )
    url = site.absolute(public(page))
    tags = [
        ("name", "description", description),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:type", "article"),
        ("property", "og:url", url),
        ("property", "og:site_name", site.citation["title"]),
        ("name", "twitter:card", "summary_large_image"),
    ]
    picture = (
        figure or (next(iter(chapter.of_kind("figure")), None) if chapter else None) or site.cover
    )
    if picture:
        width, height = pictures.png_size(picture)
        tags += [
            ("property", "og:image", site.absolute(f"figures/{picture['id']}.png")),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", str(width)),
            ("property", "og:image:height", str(height)),
            ("property", "og:image:alt", plain(picture["title"])),
            ("property", "article:published_time", str(site.citation["date-released"])),
        ]
    if figure or chapter:
        tags += citation_tags(site, title, url, figure)
    lines = [
        Markup('<meta {}="{}" content="{}">').format(kind, name, content)
        for kind, name, content in tags
    ]
    lines.append(Markup('<link rel="canonical" href="{}">').format(url))
    lines.append(
        Markup(
            '<link rel="alternate" type="application/atom+xml" title="Errata and changes" href="{}">'
        ).format(site.relative(page, "errata.atom"))
    )
    for item in json_ld(site, page, title, description, url, figure, chapter):
        lines.append(
            Markup('<script type="application/ld+json">')
            + Markup(script_json(item))
            + Markup("</script>")
        )
    return "\n".join(lines)


def plain(text: str) -> str:
    return plain_text(text)


def shortened(text: str, length: int = 200) -> str:
    """The first characters of a text without marks, cut at a word."""
    text = re.sub(r"\s+", " ", plain(text)).strip()
    return text if len(text) <= length else text[: length - 3].rsplit(" ", 1)[0] + " …"


def first_paragraph(doctree) -> str:
    """The first paragraph of a document; empty where there is none."""
    found = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    if found is None:
        return ""
    return "".join(
        Markup(text.astext()).striptags() if isinstance(text.parent, nodes.raw) else text.astext()
        for text in found.findall(nodes.Text)
    )  # our links are raw HTML by now


def people(site: Site) -> list[str]:
    """Authors' names."""
    return [
        a.get("name") or f"{a['given-names']} {a['family-names']}" for a in site.citation["authors"]
    ]


def citation_tags(
    site: Site, title: str, url: str, figure: dict | None
) -> list[tuple[str, str, str]]:
    """Highwire tags, which Zotero and Google Scholar read."""
    date = str(site.citation["date-released"]).replace("-", "/")
    tags = [("name", "citation_title", f"Figure {figure['number']}: {title}" if figure else title)]
    tags += [("name", "citation_author", name) for name in people(site)]
    return [
        *tags,
        ("name", "citation_publication_date", date),
        ("name", "citation_online_date", date),
        ("name", "citation_inbook_title", site.citation["title"]),
        ("name", "citation_language", "en"),
        ("name", "citation_public_url", url),
        ("name", "citation_fulltext_html_url", url),
    ]


def json_ld(
    site: Site, page: str, title: str, description: str, url: str, figure: dict | None, chapter
) -> list[dict]:
    """schema.org descriptions of a page."""
    author = [
        {"@type": "Organization" if "name" in a else "Person", "name": name}
        for a, name in zip(site.citation["authors"], people(site), strict=True)
    ]
    date = str(site.citation["date-released"])
    base = {
        "@context": "https://schema.org",
        "name": title,
        "description": description,
        "url": url,
        "author": author,
        "datePublished": date,
        "version": site.version,
        "license": LICENCE,
        "inLanguage": "en",
    }
    whole = {"@type": "Report", "name": site.citation["title"], "url": site.base_url}
    if figure:
        return [
            base
            | {
                "@type": "Dataset",
                "creator": author,
                "isPartOf": whole,
                "identifier": f"sha256:{site.figure_hash(figure['id'])}",
                "isAccessibleForFree": True,
                "variableMeasured": figure["data"]["columns"],
                "distribution": [
                    _download(site, figure["id"], *kind)
                    for kind in (("text/csv", "csv"), ("application/json", "vl.json"))
                ],
                "citation": [site.sources.items[k]["title"] for k in figure["sources"]],
                "image": {
                    "@type": "ImageObject",
                    "contentUrl": site.absolute(f"figures/{figure['id']}.png"),
                    "caption": title,
                    "creditText": site.citation["title"],
                    "license": LICENCE,
                    "creator": author,
                    "acquireLicensePage": site.absolute("cite.html"),
                },
            }
        ]
    if chapter:
        figures = chapter.of_kind("figure")
        return [
            base
            | {
                "@type": "ScholarlyArticle",
                "headline": shortened(title, 110),
                "isPartOf": whole,
                "image": [site.absolute(f"figures/{f['id']}.png") for f in figures[:1]],
            }
        ]
    if page == "claims.html":
        return [
            base | {"@type": "WebPage"},
            {
                "@context": "https://schema.org",
                "@graph": [
                    claim_review(site, c) for c in site.book.claims.values() if c["importance"] == 1
                ],
            },
        ]
    if page == "data.html":
        files = [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": site.absolute(name),
            }
            for name in ("numbers.json", "data/datapackage.json")
        ]
        return [
            base
            | {
                "@type": "Dataset",
                "creator": author,
                "isPartOf": whole,
                "isAccessibleForFree": True,
                "distribution": files,
            }
        ]
    return [base | {"@type": "ScholarlyArticle" if page == "index.html" else "WebPage"}]


def _download(site: Site, id: str, kind: str, ending: str) -> dict:
    return {
        "@type": "DataDownload",
        "encodingFormat": kind,
        "contentUrl": site.absolute(f"figures/{id}.{ending}"),
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
            "author": {"@type": "Person", "name": site.article_author},
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
