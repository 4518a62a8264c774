"""The last pass over a page, as it is written: nothing inline that the content policy forbids,
nothing from another host, and what the theme leaves out for those who do not see or do not use a
mouse.

lxml reads and writes the page. Charts, which are most of a page and are our own, stand aside
meanwhile, byte for byte: lxml knows no SVG and would write each mark with an end tag. The icons of
the theme pass through it; HTML gives their lower-case names back the case that SVG asks for (HTML
standard, "adjust SVG attributes"), and they are written in that case here already."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html
from sphinx.errors import ExtensionError

CHART = '<svg data-size="'  # how every chart begins; escaped text cannot
END = "</svg>"
CASED = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
LOADING = ("stylesheet", "preload", "icon", "prefetch", "preconnect", "modulepreload")
SOURCES = ("script", "img", "iframe", "source", "video", "audio", "embed", "object")


def finished(page: str, address: str) -> str:
    """A page as it is published. Raises ExtensionError for a page that asks another host for
    something or holds an inline script."""
    rest, charts = _without_charts(page)
    root = html.document_fromstring(rest)
    _drop_inline_styles(root)
    _name_parts(root)
    _put_tools_beside_title(root)
    if faults := list(forbidden(root)):
        raise ExtensionError("\n".join(f"{address}: {fault}" for fault in faults))
    written = etree.tostring(root, method="html", encoding="unicode", doctype="<!doctype html>")
    return _with_charts(written, charts) + "\n"


def _without_charts(page: str) -> tuple[str, list[str]]:
    first, *others = page.split(CHART)
    parts, charts = [first], []
    for number, other in enumerate(others):
        chart, end, after = other.partition(END)
        charts.append(CHART + chart + end)
        parts.append(f'<i data-chart="{number}"></i>{after}')
    return "".join(parts), charts


def _with_charts(page: str, charts: list[str]) -> str:
    for number, chart in enumerate(charts):
        page = page.replace(f'<i data-chart="{number}"></i>', chart, 1)
    return page


def _drop_inline_styles(root: html.HtmlElement) -> None:
    """Without inline styles: the theme's few become attributes, those of data frames go."""
    for element in list(root.iter("style")):
        element.drop_tree()
    for element in root.iter(etree.Element):
        for name in CASED.keys() & set(element.keys()):
            element.set(CASED[name], element.attrib.pop(name))
        style = element.attrib.pop("style", "").replace(" ", "").rstrip(";")
        if style == "display:none" and element.tag == "svg":
            element.set("display", "none")
        elif style == "opacity:50%":
            element.set("opacity", "0.5")


def _name_parts(root: html.HtmlElement) -> None:
    """Levels of the theme's captions, names of its side bars, and code that can be scrolled by
    keyboard."""
    for caption in root.iterfind('.//p[@role="heading"]'):
        caption.set("aria-level", "2")
    for aside in root.iter("aside"):
        name = aside.get("class", "")
        if name.startswith(("sidebar-drawer", "toc-drawer")):
            aside.set("aria-label", "Chapters" if name.startswith("s") else "On this page")
    for summary in root.iterfind('.//summary[@aria-label="Toggle hidden content"]'):
        del summary.attrib["aria-label"]  # its own words name it
    for second in root.iterfind(".//meta[@name='viewport']"):
        if second.get("content") == "width=device-width, initial-scale=1":
            second.drop_tree()
    for output in root.iterfind('.//div[@class="output text_html"]'):
        output.set("tabindex", "0")
    for wrapper in root.iterfind(".//div[@class]"):
        if "table-wrapper" in wrapper.get("class", ""):
            wrapper.attrib.update({"tabindex": "0", "role": "group", "aria-label": "Table"})
    for link in list(root.iterfind('.//a[@class="back-to-top muted-link"]')):
        landmark = html.Element("nav", {"aria-label": "Top of the page"})
        landmark.tail, link.tail = link.tail, None
        link.getparent().replace(link, landmark)
        landmark.append(link)
    for code in root.iterfind('.//div[@class="highlight"]/pre'):
        code.set("tabindex", "0")


def _put_tools_beside_title(root: html.HtmlElement) -> None:
    tools, title = root.find('.//p[@class="chapter-tools"]'), root.find(".//article//h1")
    if tools is None or title is None:
        return
    row = html.Element("div", {"class": "title-row"})
    row.tail, title.tail = title.tail, None
    title.getparent().replace(title, row)
    tools.drop_tree()
    tools.tail = None
    row.extend([title, tools])


def forbidden(root: html.HtmlElement) -> Iterator[str]:
    """What a page holds that the content policy would refuse, or that would ask another host."""
    for element in root.iter(etree.Element):
        described = element.get("type") == "application/ld+json"
        if element.tag == "script" and not element.get("src") and not described:
            yield f"found an inline script {_start(element)}; expected a file"
        for name, value in element.attrib.items():
            if name.startswith("on"):
                yield f"found an event handler {name}={value!r}; expected none"
        if _is_remote(element):
            yield f"found something from another host, {_start(element)}; expected a file of ours"


def _is_remote(element: html.HtmlElement) -> bool:
    loads = [element.get(name, "") for name in ("src", "data") if element.tag in SOURCES]
    if element.tag == "link" and set(element.get("rel", "").split()) & set(LOADING):
        loads.append(element.get("href", ""))
    return any(load.strip().lower().startswith(("http:", "https:", "//")) for load in loads)


def _start(element: html.HtmlElement) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)[:120]
