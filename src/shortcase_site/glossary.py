"""The glossary: its terms, and links to them where they first stand in the prose of a chapter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes

from .context import Context
from .site import Site
from .terms import id_of

PAGE = "glossary.html"
SCRIPT = "glossary.js"  # the definitions, loaded when a reader asks for the first
NO_PROSE = (
    *(nodes.title, nodes.reference, addnodes.pending_xref),
    *(nodes.raw, nodes.literal, nodes.literal_block),
)


def pattern(terms: Mapping[str, dict]) -> tuple[re.Pattern, dict[str, str]]:
    """What finds the forms of terms in a text, the longest first, and the term of each form in
    lower case."""
    forms = {form.lower(): id for id, term in terms.items() for form in term["forms"]}
    written = sorted((f for t in terms.values() for f in t["forms"]), key=len, reverse=True)
    either = "|".join(f"({_form(form)})(?:s|es)?" for form in written)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])"), forms


def _form(form: str) -> str:
    """A form as it may be written: a plain word with a small or a capital letter."""
    first, rest = form[0], form[1:]
    if not first.isalpha() or rest != rest.lower() or any(c.isdigit() for c in form):
        return re.escape(form)
    return f"[{first.lower()}{first.upper()}]{re.escape(rest)}"


def link(document: nodes.document, context: Context) -> None:
    """Link each term where it first stands in the words of a document; not in headings, in links or
    in code."""
    terms = context.site.glossary
    if not len(terms):
        return
    finds, forms = pattern(terms)
    known: set[str] = set()
    for text in [t for t in document.findall(nodes.Text) if _is_prose(t)]:
        pieces, at, words = [], 0, text.astext()
        for match in finds.finditer(words):
            id = forms[next(group for group in match.groups() if group).lower()]
            if id in known:
                continue
            known.add(id)
            pieces += [nodes.Text(words[at : match.start()]), _linked(context, id, match[0])]
            at = match.end()
        if pieces:
            place = text.parent.index(text)
            text.parent[place : place + 1] = [*pieces, nodes.Text(words[at:])]


def _is_prose(text: nodes.Text) -> bool:
    above: nodes.Node | None = text.parent
    while above is not None and not isinstance(above, nodes.document):
        if isinstance(above, NO_PROSE):
            return False
        above = above.parent
    return True


def _linked(context: Context, id: str, words: str) -> nodes.raw:
    html = Markup('<a class="term" href="{}" data-term="{}">{}</a>')
    address = f"{context.to(PAGE)}#{id}"
    return nodes.raw("", html.format(address, id, words), format="html")


def name_terms(document: nodes.document, site: Site) -> None:
    """Give the terms on the glossary's page their ids."""
    for term in document.findall(nodes.term):
        id = id_of(term.astext())
        if id in site.glossary and id not in term["ids"]:
            term["ids"].append(id)


def script(site: Site) -> str:
    """The script that holds title and definition of each term."""
    found = {id: [term["title"], term["definition"]] for id, term in site.glossary.items()}
    return f"shortcaseTerms({json.dumps(found, ensure_ascii=False, sort_keys=True)});\n"
