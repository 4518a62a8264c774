"""Citations of a figure in four formats, and a snippet that embeds it without script."""

from __future__ import annotations

import json
from html import escape

from shortcase.figures import plain_text

from . import pictures, sources
from .state import Site


def item(site: Site, figure: dict) -> dict:
    """A figure as CSL-JSON."""
    authors = [{"literal": a["name"]} if "name" in a else {"family": a["family-names"], "given": a["given-names"]} for a in site.citation["authors"]]
    year, month, day = (int(p) for p in str(site.citation["date-released"]).split("-"))
    return {"id": figure["id"], "type": "webpage", "title": f"Figure {figure['number']}: {plain_text(figure['title'])}", "container-title": site.citation["title"], "author": authors,
            "issued": {"date-parts": [[year, month, day]]}, "version": f"{site.version} ({site.figure_hash(figure['id'])[:12]})", "URL": site.absolute(site.url("figure", figure["id"]))}


def of_figure(site: Site, figure: dict) -> dict[str, str]:
    """The figure's citation as APA text (by the CSL processor), BibTeX (by pybtex), RIS and CSL-JSON."""
    csl = item(site, figure)
    text = pictures.cached("apa-figure", csl, lambda: sources.apa([csl])[csl["id"]].encode()).decode()
    return {"APA": f"{text} Version {csl['version']}.", "BibTeX": bibtex(csl), "RIS": ris(csl), "CSL-JSON": json.dumps([csl], indent=1, ensure_ascii=False, sort_keys=True)}


def bibtex(csl: dict) -> str:
    """CSL-JSON as a BibTeX entry."""
    from pybtex.database import BibliographyData, Entry, Person

    names = [a.get("literal") or f"{a['family']}, {a['given']}" for a in csl["author"]]
    year, month, _ = csl["issued"]["date-parts"][0]
    entry = Entry("misc", fields=[("title", f"{{{csl['title']}}}"), ("howpublished", csl["container-title"]), ("year", str(year)), ("month", str(month)), ("note", f"Version {csl['version']}"), ("url", csl["URL"])])
    for name in names:
        entry.add_person(Person(f"{{{name}}}" if "," not in name or name.count(",") > 1 or "contributors" in name else name), "author")
    return BibliographyData({f"shortcase_{csl['id']}": entry}).to_string("bibtex").strip()


def ris(csl: dict) -> str:
    """CSL-JSON as a RIS record (an electronic chart has type FIGURE)."""
    year, month, day = csl["issued"]["date-parts"][0]
    lines = ["TY  - FIGURE", f"TI  - {csl['title']}"]
    lines += [f"AU  - {a.get('literal') or a['family'] + ', ' + a['given']}" for a in csl["author"]]
    return "\n".join([*lines, f"T2  - {csl['container-title']}", f"PY  - {year}", f"DA  - {year}/{month:02d}/{day:02d}", f"ET  - {csl['version']}", f"UR  - {csl['URL']}", "ER  - "])


def embed(site: Site, figure: dict) -> str:
    """HTML that shows the figure in another page: a picture with its alternative text, its citation and a link, no script."""
    page, picture = site.absolute(site.url("figure", figure["id"])), site.absolute(f"figures/{figure['id']}.svg")
    title = plain_text(figure["title"])
    return (f'<figure><a href="{escape(page)}"><img src="{escape(picture)}" alt="{escape(figure["alt"])}" width="{figure["spec"].get("width", 680)}" style="max-width:100%;height:auto"></a>'
            f'<figcaption>{escape(title)} <a href="{escape(page)}">{escape(site.citation["title"])}, Figure {figure["number"]}</a></figcaption></figure>')
