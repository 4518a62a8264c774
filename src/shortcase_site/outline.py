"""The sections of a document with their words, as the search page looks through them."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from markupsafe import Markup

Section = tuple[str, str, str]  # its id, empty for the document itself; its heading; its words
NO_WORDS = (nodes.literal_block, nodes.comment, nodes.title, nodes.section)


def sections(document: nodes.document) -> list[Section]:
    """The sections of a resolved document, each with the words that are its own: without code and
    without what is made from records, which has its own places."""
    found = []
    for section in document.findall(nodes.section):
        title = section.next_node(nodes.title)
        is_first = isinstance(section.parent, nodes.document)
        words = " ".join(" ".join(_words(section)).split())
        if words or is_first:
            id = "" if is_first else section["ids"][0]
            found.append((id, title.astext() if title is not None else "", words))
    return found


def _words(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.raw):
            if isinstance(node, nodes.TextElement):  # one of our links
                yield Markup(child.astext()).striptags()
        elif isinstance(child, NO_WORDS):
            continue
        elif isinstance(child, nodes.TextElement):
            yield "".join(_inline(child))
        elif isinstance(child, nodes.Element):
            yield from _words(child)


def _inline(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.raw):
            yield Markup(child.astext()).striptags()
        elif isinstance(child, nodes.Element):
            yield from _inline(child)
