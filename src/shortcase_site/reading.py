"""The reading view of a chapter: its answer in a box, its verdicts in numbers, and in each section
one fold that holds the code and the tables of results; figures, claims and words stay in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes
from markupsafe import Markup

from .context import Context
from .site import Chapter
from .templating import template

FOLDED = "For specialists"  # the section that is folded whole
WORKING = ("result",)  # the records that stand with the code; all others stay in place


class record_block(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes so)
    """Stands in a document for records of one cell, or for a gathered list: ``kind`` and
    ``ids``."""


@dataclass
class Working:
    """What one fold of a chapter holds, and what is said of it."""

    cells: list[nodes.container] = field(default_factory=list)
    records: list[str] = field(default_factory=list)  # of all its cells, as kind and id

    def of_kind(self, kind: str) -> list[str]:
        return [r.partition(":")[2] for r in self.records if r.startswith(f"{kind}:")]


def arrange(document: nodes.document, context: Context, chapter: Chapter) -> None:
    """Arrange a chapter's document; its record blocks are filled in later."""
    top = next(iter(document.findall(nodes.section)), None)
    if top is None:
        return
    sections = [child for child in top.children if isinstance(child, nodes.section)]
    last = top.index(sections[0]) if sections else len(top)
    _fold(context, chapter, top, [c for c in top.children[:last] if _is_cell(c)])
    for section in sections:
        _fold(context, chapter, section, list(filter(_is_cell, section.findall(nodes.container))))
        if section.next_node(nodes.title).astext() == FOLDED:
            _fold_whole(section)
    head = template("chapter_head.html", context, **_head(context, chapter, sections))
    _box_answer(top).append(nodes.raw("", head, format="html"))


def _is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _fold(
    context: Context, chapter: Chapter, section: nodes.section, cells: list[nodes.container]
) -> None:
    """Put the code and results of a section's cells into one fold at its end; the claims of all its
    cells into one table, where the first of them stands."""
    if not cells:
        return
    working, table = Working(), record_block(kind="records", ids=[])
    ids = {count: id for id, count in chapter.counts.items()}
    for cell in cells:
        stays = list(_taken_apart(cell, ids.get(cell.get("exec_count"), ""), working))
        for block in stays:
            if all(entry.startswith("claim:") for entry in block["ids"]):
                if table["ids"]:
                    stays.remove(block)
                else:
                    stays[stays.index(block)] = table
                table["ids"] += block["ids"]
        place = cell.parent.index(cell)
        cell.parent[place : place + 1] = stays
    words = summary(context, working)
    fold: list[nodes.Node] = [_raw('<details class="working"><summary>{}</summary>', words)]
    fold += [*working.cells, _raw("</details>")]
    own = [i for i, child in enumerate(section.children) if isinstance(child, nodes.section)]
    is_top = isinstance(section.parent, nodes.document)
    section[own[0] if is_top and own else len(section) :] = [
        *fold,
        *section.children[own[0] if is_top and own else len(section) :],
    ]


def _taken_apart(cell: nodes.container, id: str, working: Working) -> Iterator[record_block]:
    """The blocks of records that stay where the cell was; code and all else go into the fold."""
    held = nodes.container(classes=["cell"], ids=[f"cell-{id}"] if id else [])
    count = cell.get("exec_count")
    held += _raw('<p class="prompt">[{}]</p>', count or " ")
    held.extend(block.deepcopy() for block in cell.findall(nodes.literal_block))
    working.cells.append(held)
    for output in cell.children[1:]:
        blocks = list(output.findall(record_block))
        if not blocks:
            held += output.deepcopy()
        for block in blocks:
            working.records += block["ids"]
            for kind in dict.fromkeys(entry.partition(":")[0] for entry in block["ids"]):
                ids = [entry for entry in block["ids"] if entry.startswith(f"{kind}:")]
                made = record_block(kind="records", ids=ids)
                if kind in WORKING:
                    held += made
                else:
                    yield made


def summary(context: Context, working: Working) -> str:
    """What a fold holds, in a few words."""
    results, figures = working.of_kind("result"), working.of_kind("figure")
    if results:
        given = {
            id for result in results for id in context.site.book.results[result]["input_ids"]
        } - set(results)
        parts = [counted(len(results), "result"), counted(len(given), "input")]
        return f"How this was computed: {', '.join(parts)}"
    if figures:
        return f"How {'this figure was' if len(figures) == 1 else 'these figures were'} made"
    return (
        "How these verdicts were reached"
        if working.of_kind("claim")
        else "The code of this section"
    )


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _fold_whole(section: nodes.section) -> None:
    """Fold all of a section but its heading, which stays one for the list of contents."""
    figures = [e for b in section.findall(record_block) for e in b["ids"] if e[:7] == "figure:"]
    words = f"{counted(len(figures), 'more figure')}, with what they rest on"
    section.insert(1, _raw('<details class="specialists"><summary>{}</summary>', words))
    section += _raw("</details>")


def _raw(html: str, *values: object) -> nodes.raw:
    return nodes.raw("", Markup(html).format(*values), format="html")


def _box_answer(top: nodes.section) -> nodes.container:
    """The head of a chapter: its first paragraphs, in a box where each begins with bold words that
    say what it answers. What follows in it stands below the box."""
    paragraphs = []
    for child in top.children[1:]:
        if not isinstance(child, nodes.paragraph):
            break
        paragraphs.append(child)
    answer = [p for p in paragraphs if _begins_bold(p)]
    head = nodes.container(classes=["chapter-head"])
    if len(answer) > 1:
        box = nodes.container(classes=["chapter-answer"])
        top.insert(1, head)
        for paragraph in paragraphs:
            top.remove(paragraph)
            (box if paragraph in answer else head).append(paragraph)
        head.insert(0, box)
    else:
        top.insert(1 + len(paragraphs), head)
    return head


def _begins_bold(paragraph: nodes.paragraph) -> bool:
    """Whether a paragraph begins with bold words, and goes on without them."""
    first = next((child for child in paragraph.children if child.astext().strip()), None)
    is_bold = isinstance(first, nodes.strong)
    return is_bold and first.astext().strip() != paragraph.astext().strip()  # type: ignore[union-attr]


def _head(context: Context, chapter: Chapter, sections: list[nodes.section]) -> dict:
    """The verdicts of a chapter by number, and its findings as links."""
    claims = [context.site.book.claims[id] for id in chapter.claims]
    contents = [(s["ids"][0], s.next_node(nodes.title).astext()) for s in sections]
    return {"claims": claims, "contents": contents, "chapter": chapter}
