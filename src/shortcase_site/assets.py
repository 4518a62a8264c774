"""Scripts, styles and head of each page: only the site's own files, only what the page uses."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from markupsafe import Markup

from shortcase.charts import theme
from shortcase.data.sources import citation as citation_file
from shortcase.report import Report

from . import meta, render
from .builder import address

STATIC = Path(__file__).with_name("static")
# 'self' for everything. What is more: file: is the same rule for a copy that is opened from a folder, where 'self' matches nothing; data: is for the icons that
# the theme's style sheet holds as images. What is less: no plug-ins, no base address, no form that posts elsewhere. The method page says this to readers.
POLICY = "default-src 'self' file:; img-src 'self' file: data:; base-uri 'self'; form-action 'self'; object-src 'none'"
SCRIPTS = ("scripts/furo.js", "report.js")
SEARCH_SCRIPTS = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")
STYLES = (
    "pygments.css",
    "styles/furo.css",
    "styles/furo-extensions.css",
    "palette.css",
    "report.css",
)


def configure(app, config) -> None:
    """Our static files; no inventory, no source copies."""
    report = Report.here(Path(app.srcdir))
    made = report.build / ".cache" / "static"
    made.mkdir(parents=True, exist_ok=True)
    (made / "palette.css").write_text(palette_css(), "utf-8")
    config.html_static_path += [str(STATIC), str(made)]
    citation = citation_file(report)  # the one source of title and authors
    config.project = config.html_title = citation["title"]
    config.author = ", ".join(
        a.get("name") or f"{a['given-names']} {a['family-names']}" for a in citation["authors"]
    )
    config.copyright = f"{str(citation['date-released'])[:4]} {config.author}"
    config.version = config.release = str(citation["version"])
    config.html_favicon = str(STATIC / "favicon.svg")
    app.add_css_file("palette.css", priority=900)
    app.add_css_file("report.css", priority=901)
    app.add_js_file("report.js", priority=900, loading_method="defer")
    config.html_show_search_summary = (
        False  # it would fetch each page found, which a browser refuses in a folder
    )
    config.html_domain_indices = False
    config.html_use_index = False


def page_context(app, pagename, templatename, context, doctree) -> None:
    """Keep only our scripts and styles, and add the head, the tools beside the title and the address for print."""
    site = app.shortcase
    wanted = SCRIPTS + (SEARCH_SCRIPTS if pagename == "search" else ())
    context["script_files"] = [
        s
        for s in context["script_files"]
        if any(name in str(getattr(s, "filename", s)) for name in wanted)
    ]
    context["css_files"] = [
        s
        for s in context["css_files"]
        if any(name in str(getattr(s, "filename", s)) for name in STYLES)
    ]
    for script in context["script_files"]:
        if any(name in str(getattr(script, "filename", "")) for name in SCRIPTS):
            script.attributes.setdefault(
                "defer", "defer"
            )  # those of the search page are needed by the ones that follow them
    page = address(pagename) + ".html"
    context["content_security_policy"] = POLICY
    context["page_address"] = site.absolute(meta.public(page))
    context["report_head"] = Markup(meta.head(site, pagename, page, context, doctree))
    context["pageurl"] = None
    notebook = next((n for n in site.book.notebooks if n.docname == pagename), None)
    context["chapter_end"] = ""
    if notebook is not None:
        here = render.Context(site, page)
        tools = render.template("chapter_tools.html", here, notebook=notebook)
        context["body"] = re.sub(
            r"<h1>.*?</h1>",
            lambda title: f'<div class="title-row">{title[0]}{tools}</div>',
            context["body"],
            count=1,
            flags=re.S,
        )
        context["chapter_end"] = render.chapter_end(here, notebook)
    if doctree is not None:
        for node in doctree.findall(nodes.math):
            raise ValueError(
                f"{pagename}: mathematics {node.astext()!r} would load a script from another host; write it as code"
            )


def palette_css() -> str:
    """The chart colours as variables, for light, dark and print."""
    light = "".join(f"{theme.css_variable(c)}:{c};" for c in theme.DARK)
    dark = "".join(f"{theme.css_variable(c)}:{d};" for c, d in theme.DARK.items())
    names = "".join(
        f"--{name.replace('_', '-')}:var({theme.css_variable(c)});"
        for name, (c, _) in theme.PALETTE.items()
    )
    return f"body{{{light}{names}}}\n@media not print{{body[data-theme=dark]{{{dark}}}\n@media (prefers-color-scheme:dark){{body:not([data-theme=light]){{{dark}}}}}}}\n"
