"""The last pass over the written site: nothing inline that the content policy forbids, nothing from another host, nothing that no page uses."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.errors import ExtensionError

KEPT_STATIC = re.compile(
    r"^(vendor/|fonts/|scripts/furo\.js$|styles/furo(-extensions)?\.css$|(doctools|documentation_options|sphinx_highlight|searchtools|language_data|report|theme-start)\.js$|favicon\.svg$|(palette|report|pygments|basic)\.css$|pygments\.css$)"
)
UNWANTED_EXTENSIONS = (
    "sphinx_thebe",
    "sphinx_togglebutton",
    "sphinx_comments",
    "sphinx_copybutton",
)
REMOTE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)=["'](?:https?:)?//|<link\b(?=[^>]*\brel=["'](?:stylesheet|preload|icon|shortcut icon|prefetch|preconnect|modulepreload)["'])[^>]*\bhref=["'](?:https?:)?//"""
)


def silence_unwanted(app) -> None:
    """Disconnect extensions that Jupyter Book adds to every page and that would load scripts from other hosts or need inline ones."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            item
            for item in listeners
            if not getattr(item.handler, "__module__", "").startswith(UNWANTED_EXTENSIONS)
        ]


def clean(out: Path) -> None:
    """Tidy every page and the static files. Raises ExtensionError for a page that asks another host for something or holds an inline script."""
    faults = []
    for path in sorted(out.rglob("*.html")):
        text = path.read_text("utf-8")
        tidy = accessible(without_inline(text))
        if tidy != text:
            path.write_text(tidy, "utf-8")
        faults += [f"{path.relative_to(out)}: {why}" for why in forbidden(tidy)]
    for path in sorted((out / "_static").rglob("*")):
        if path.is_file() and not KEPT_STATIC.match(path.relative_to(out / "_static").as_posix()):
            path.unlink()
    for name in (".buildinfo", ".buildinfo.bak", "objects.inv"):
        (out / name).unlink(missing_ok=True)
    if faults:
        raise ExtensionError("\n".join(faults))


def without_inline(html: str) -> str:
    """A page without inline styles: the theme's few become attributes, those of data frames go."""
    html = re.sub(r"<style\b.*?</style>\s*", "", html, flags=re.S)
    html = re.sub(r'(<svg\b[^>]*?) style="display: none;?"', r'\1 display="none"', html)
    html = re.sub(
        r'(<(?:circle|line|path)\b[^>]*?) style="opacity: 50%;?"', r'\1 opacity="0.5"', html
    )
    return re.sub(r"""(<[a-zA-Z][^<>]*?)\sstyle=(?:"[^"]*"|'[^']*')""", r"\1", html)


def accessible(html: str) -> str:
    """A page with what the theme leaves out: levels of its captions, names of its side bars, and code that can be scrolled by keyboard."""
    html = html.replace(
        '<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'
    )
    html = html.replace(
        '<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Chapters">'
    )
    html = re.sub(
        r'<aside class="toc-drawer([^"]*)">',
        r'<aside class="toc-drawer\1" aria-label="On this page">',
        html,
    )
    html = html.replace(
        '<summary aria-label="Toggle hidden content">', "<summary>"
    )  # its own words name it
    html = html.replace(
        '<meta name="viewport" content="width=device-width, initial-scale=1" />', "", 1
    )  # a second one
    html = html.replace(
        '<div class="output text_html">', '<div class="output text_html" tabindex="0">'
    )
    return re.sub(r'(<div class="highlight">)<pre>', r'\1<pre tabindex="0">', html)


def forbidden(html: str) -> list[str]:
    """What a page holds that the content policy would refuse, or that would ask another host."""
    found = [
        f"inline script {m[0][:80]!r}"
        for m in re.finditer(
            r"<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>.{0,40}", html, re.S
        )
    ]
    found += [
        f"event handler {m[0][:80]!r}"
        for m in re.finditer(r"<[a-z][^<>]*\son[a-z]+=[\"'][^<>]*>", html)
    ]
    return found + [f"something from another host: {m[0][:120]!r}" for m in REMOTE.finditer(html)]
