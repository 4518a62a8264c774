"""Scripts, styles and head of each page: only the site's own files, only what the page uses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html._assets import _CascadingStyleSheet, _JavaScript

from shortcase.charts import theme
from shortcase.data.sources import citation as citation_file
from shortcase.report import Report

from . import citations, meta, printing, search, shown
from .builder import address
from .context import Context
from .site import site_of
from .templating import template

STATIC = Path(__file__).with_name("static")
# 'self' for everything. What is more: file: is the same rule for a copy that is opened from a
# folder, where 'self' matches nothing; data: is for the icons that the theme's style sheet holds as
# images. What is less: no plug-ins, no base address, no form that posts elsewhere. The method page
# says this to readers.
POLICY = (
    "default-src 'self' file:; img-src 'self' file: data:; base-uri 'self'; "
    "form-action 'self' file:; object-src 'none'"
)
SCRIPTS = ("scripts/furo.js", "report.js")
SHEET = "site.css"  # one for all pages, since each further one delays the first paint by a request
SHEETS = ("styles/furo.css",)  # of the theme; ours overrule them
# Of report.js, joined in this order.
PARTS = ("reading", "passports", "live", "state", "ask", "cited")
# The further script of a page, by what the page holds.
BY_CONTENT = {
    'class="sortable': "lists.js",
    "list-filter": "lists.js",
    'id="ledger-filter"': "ledger.js",
    'class="search-form': "search.js",
}
STYLES = tuple(
    f"{name}.css" for name in ("report", "reading", "landing", "lists", "calculator", "whatif-page")
)
# What is as wide as the window allows: its page has no list of contents at its side.
WIDE_CONTENT = ("data-rows", "verdict-grid", "gallery", "tier-table")
# The theme shows the list of contents beside the text from here on; the text leaves room for it
# sooner than the theme thinks.
THEME_WIDE, WIDE = "@media(max-width:82em)", "@media(max-width:77.99em)"
KEPT = re.compile(
    r"(vendor|fonts)/.*|scripts/furo\.js|favicon\.svg|(site|basic)\.css"
    r"|(report|theme-start|lists|ledger|search|calculator)\.js"
    r"|whatif-(engine|words|mark|page)\.js|(whatif|versions)\.css|versions\.js"
)


def configure(app: Sphinx, config: Any) -> None:
    """Title, authors and version from the citation file; our static files; no index of terms."""
    citation = citation_file(Report.here(Path(app.srcdir)))
    config.html_static_path += [str(STATIC)]
    config.project = config.html_title = citation["title"]
    config.author = ", ".join(meta.people(citation))
    config.copyright = f"{str(citation['date-released'])[:4]} {config.author}"
    config.version = config.release = str(citation["version"])
    config.html_favicon = str(STATIC / "favicon.svg")
    app.add_js_file("report.js", priority=900, loading_method="defer")
    config.html_domain_indices = False
    config.html_use_index = False


def write_static(builder: Any) -> list[str]:
    """Write the static files that pages use, the style sheets as one; their addresses."""
    builder.copy_static_files()
    folder = Path(builder.outdir, "_static")
    sheets = [(folder / name).read_text("utf-8") for name in SHEETS]
    if THEME_WIDE not in sheets[0]:
        raise ValueError(f"the theme's style sheet has no {THEME_WIDE!r}; see THEME_WIDE")
    sheets[0] = sheets[0].replace(THEME_WIDE, WIDE)
    sheets += [palette_css(), *((STATIC / name).read_text("utf-8") for name in STYLES)]
    text = re.sub(r"/\*.*?\*/\n?", "", "\n".join(sheets), flags=re.S)
    (folder / SHEET).write_text(text, "utf-8")
    script = [(STATIC / f"{name}.js").read_text("utf-8") for name in ("report", *PARTS)]
    (folder / "report.js").write_text("\n".join(script), "utf-8")
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    names = [p.relative_to(folder).as_posix() for p in files]
    return [f"_static/{name}" for name in names if KEPT.fullmatch(name)]


def page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Keep only our scripts and one style sheet, and add the head, the tools beside the title and
    the address for print."""
    site, page = site_of(app), f"{address(pagename)}.html"
    scripts = [s for s in context["script_files"] if str(s.filename).endswith(SCRIPTS)]
    for script in scripts:
        script.attributes.setdefault("defer", "defer")
    context["script_files"] = scripts
    if pagename == "search":
        context["body"] = template("search.html", Context(site, page), kinds=search.KINDS)
        context["title"] = "Search"
    body = str(context.get("body", ""))
    context["css_files"] = [_CascadingStyleSheet(f"_static/{SHEET}")]
    context["content_security_policy"] = POLICY
    context["page_address"] = site.absolute(meta.public(page))
    if any(f'class="{name}' in body or f'{name}" id' in body for name in WIDE_CONTENT):
        context["furo_hide_toc"] = True
    context["report_head"] = Markup(meta.head(site, pagename, page, context, doctree))
    context["pageurl"] = None
    for name in dict.fromkeys(name for mark, name in BY_CONTENT.items() if mark in body):
        scripts.append(_JavaScript(f"_static/{name}", priority=950, defer="defer"))
    context["chapter_tools"] = context["chapter_end"] = ""
    if pagename in site.chapters:
        here, chapter = Context(site, page), site.chapters[pagename]
        context["chapter_tools"] = template(
            "chapter_tools.html", here, chapter=chapter, pdf=printing.offered(page)
        )
        context["chapter_end"] = shown.chapter_end(here, chapter)
    if page == "index.html":
        described = citations.coins(citations.of_report(site))
        context["chapter_end"] = Markup('<span class="Z3988" title="{}"></span>').format(described)
    for node in doctree.findall(nodes.math) if doctree is not None else ():
        raise ValueError(
            f"{pagename}: mathematics {node.astext()!r} would load a script from another host; "
            "write it as code"
        )


def palette_css() -> str:
    """The chart colours as variables, for light, dark and print."""
    light = "".join(f"{theme.css_variable(c)}:{c};" for c in theme.DARK)
    dark = "".join(f"{theme.css_variable(c)}:{d};" for c, d in theme.DARK.items())
    names = "".join(
        f"--{name.replace('_', '-')}:var({theme.css_variable(c)});"
        for name, (c, _) in theme.PALETTE.items()
    )
    colours = " ".join(c.removeprefix("#") for c in theme.DARK)
    by_choice = f"body[data-theme=dark]{{{dark}}}"
    by_system = f"body:not([data-theme=light]){{{dark}}}"
    return (
        f"body{{{light}{names}--chart-colours:{colours};}}\n@media not print{{{by_choice}\n"
        f"@media (prefers-color-scheme:dark){{{by_system}}}}}\n"
    )
