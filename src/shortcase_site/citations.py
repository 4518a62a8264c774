"""Citations of the report, a chapter and a figure: one CSL-JSON item, written in each format by a
library, and a snippet that embeds a figure without script.

Titles, authors, date and version come from ``CITATION.cff``; the content hash stands behind the
version as its build metadata (Semantic Versioning 2.0.0, item 10), so that a citation pins exactly
what was read; its address names the version, so that who follows it is told what has changed."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import quote, urlencode

from shortcase.numbers.words import plain_text

from . import sources, versions
from .cache import Cache
from .site import Chapter, Site

# Each format with the ending of the file that holds it; APA is only text.
FORMATS = {"APA": "", "BibTeX": "bib", "RIS": "ris", "CSL-JSON": "csl.json"}
EMBEDDED = ("svg", "narrow.svg")  # wide and narrow
RIS_TYPES = {"figure": "FIGURE", "chapter": "CHAP", "dataset": "DATA"}


def of_figure(site: Site, figure: dict) -> dict:
    """A figure as CSL-JSON."""
    return _item(
        site,
        figure["id"],
        "figure",
        f"Figure {figure['number']}: {plain_text(figure['title'])}",
        site.figure_hash(figure["id"]),
        site.url("figure", figure["id"]),
    )


def of_chapter(site: Site, chapter: Chapter) -> dict:
    """A chapter as CSL-JSON; its hash is that of the inputs that its outputs were made from."""
    return _item(
        site,
        chapter.name,
        "chapter",
        chapter.title,
        chapter.colophon["hash"],
        site.url("doc", chapter.docname),
    )


def of_report(site: Site) -> dict:
    """The whole report as CSL-JSON; its hash is that of all its chapters."""
    return _item(site, "report", "dataset", site.citation["title"], site.facts["content_hash"], "")


def _item(site: Site, id: str, kind: str, title: str, digest: str, url: str) -> dict:
    authors = [
        {"literal": a["name"]}
        if "name" in a
        else {"family": a["family-names"], "given": a["given-names"]}
        for a in site.citation["authors"]
    ]
    item = {
        "id": id,
        "type": kind,
        "title": title,
        "author": authors,
        "issued": {
            "date-parts": [[int(p) for p in str(site.citation["date-released"]).split("-")]]
        },
        "version": f"{site.version}+{digest[:12]}",
        "URL": versions.cited(site.absolute(url), site.version),
        "language": "en",
    }
    return item if kind == "dataset" else item | {"container-title": site.citation["title"]}


def formats(cache: Cache, csl: dict) -> dict[str, str]:
    """The item in each format: APA by a CSL processor, BibTeX by pybtex, RIS by rispy, and as
    CSL-JSON."""
    return {
        "APA": apa(cache, csl),
        "BibTeX": bibtex(csl),
        "RIS": ris(csl),
        "CSL-JSON": json.dumps([csl], indent=1, ensure_ascii=False, sort_keys=True),
    }


def apa(cache: Cache, csl: dict) -> str:
    """The item in APA style, as text."""
    return cache.text("apa", csl, lambda: sources.apa(csl))


def references(site: Site, keys: list[str]) -> dict[str, str]:
    """Sources in APA style, by key."""
    return {key: apa(site.cache, site.sources.items[key]) for key in keys}


def bibtex(csl: dict) -> str:
    """The item as a BibTeX entry, its title kept as it is written."""
    from pybtex.database import BibliographyData, Entry, Person

    # by name: looking it up among all installed packages takes longer than the rest of a page
    from pybtex.database.output.bibtex import Writer

    year, month, _ = csl["issued"]["date-parts"][0]
    fields = {
        "title": f"{{{_no_braces(csl['title'])}}}",
        "booktitle": _no_braces(csl.get("container-title", "")),
        "year": str(year),
        "month": str(month),
        "version": csl["version"],
        "note": f"Version {csl['version']}",
        "url": csl["URL"],
    }
    people = [
        Person(f"{{{_no_braces(a['literal'])}}}")
        if "literal" in a
        else Person(first=a["given"], last=a["family"])
        for a in csl["author"]
    ]
    kind = "incollection" if "container-title" in csl else "misc"
    entry = Entry(kind, fields=[(k, v) for k, v in fields.items() if v], persons={"author": people})
    data = BibliographyData({f"shortcase_{csl['id']}": entry})
    text = Writer().to_string(data).strip()
    # an address is read as it stands: no escapes
    return re.sub(r'(\burl = ")[^"]*', lambda m: m[1] + csl["URL"], text)


def _no_braces(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")  # BibTeX refuses a value with unbalanced ones


def ris(csl: dict) -> str:
    """The item as a RIS record."""
    import rispy

    class Plain(rispy.RisWriter):
        """Without the running number that the library puts before each record."""

        def set_header(self, count: int) -> str:
            return ""

    year, month, day = csl["issued"]["date-parts"][0]
    record = {
        "type_of_reference": RIS_TYPES[csl["type"]],
        "title": csl["title"],
        "authors": [a.get("literal") or f"{a['family']}, {a['given']}" for a in csl["author"]],
        "secondary_title": csl.get("container-title"),
        "year": str(year),
        "date": f"{year}/{month:02d}/{day:02d}",
        "edition": csl["version"],
        "language": csl["language"],
        "urls": [csl["URL"]],
    }
    return rispy.dumps([{k: v for k, v in record.items() if v}], implementation=Plain).strip()


def coins(csl: dict) -> str:
    """The item as a context object (COinS, OpenURL 1.0, matrix "book") for reference managers that
    read it from the page: unlike their citation tags it can say that an author is a group, which
    they would else cut into a first and a last name."""
    is_whole = csl["type"] == "dataset"
    year, month, day = csl["issued"]["date-parts"][0]
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report" if is_whole else "bookitem"),
        ("rft.btitle", csl["title"] if is_whole else csl["container-title"]),
        *([] if is_whole else [("rft.atitle", csl["title"])]),
    ]
    for author in csl["author"]:
        if "literal" in author:
            pairs.append(("rft.aucorp", author["literal"]))
        else:
            pairs += [("rft.aulast", author["family"]), ("rft.aufirst", author["given"])]
    pairs += [
        ("rft.date", f"{year}-{month:02d}-{day:02d}"),
        # Zotero reads a plus, even a quoted one, as a space
        ("rft.edition", csl["version"].replace("+", ", content ")),
        ("rft.language", csl["language"]),
        ("rft_id", csl["URL"]),
    ]
    return urlencode(pairs, quote_via=quote)


def embed(site: Site, figure: dict) -> str:
    """HTML that shows the figure in another page: a picture with its alternative text, its title
    and a link; no script and no style, which that page's policy may forbid. Narrow screens get the
    picture that is made for them."""
    page = escape(site.absolute(site.url("figure", figure["id"])))
    wide, narrow = (escape(site.absolute(f"figures/{figure['id']}.{e}")) for e in EMBEDDED)
    alt, title = escape(plain_text(figure["alt"])), escape(site.citation["title"])
    words = f'<a href="{page}">{title}, Figure {figure["number"]}</a>'
    return (  # no figure element: browsers would set wide margins beside it
        f'<div><a href="{page}"><picture>'
        f'<source media="(max-width: 40em)" srcset="{narrow}">'
        f'<img src="{wide}" alt="{alt}" width="100%" loading="lazy"></picture></a>'
        f"<p>{words}</p></div>"
    )
