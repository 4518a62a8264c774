"""Links in the book's words: every text that may hold them, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shortcase.book.records import Book
from shortcase.data import sources, tables, verdicts
from shortcase.faults import Fault
from shortcase.numbers import units, words
from shortcase.numbers.estimate import Estimate
from shortcase.report import relative


@dataclass(frozen=True)
class Text:
    """One piece of Markdown that readers see: its file, its place in it, the document that shows it,
    and whether it is plain where it is shown."""

    file: str
    place: str
    document: str
    markdown: str


def texts(book: Book) -> Iterator[Text]:
    """All words of the book that may hold links."""
    for path in sorted(book.report.book.glob("*.md")):
        yield Text(relative(path), "", f"book/{path.stem}", path.read_text("utf-8"))
    for notebook in book.notebooks:
        file, document = relative(notebook.path), notebook.docname
        for number, cell in enumerate(notebook.cells, start=1):
            if cell["cell_type"] == "markdown":
                yield Text(file, f"cell {number}", document, cell["source"])
        for kind, keys in (
            ("claim", ("reason", "caveat")),
            ("figure", ("title", "caption", "alt")),
        ):
            for record in notebook.of_kind(kind):
                place = f"{notebook.place(record['cell'])}, {kind} {record['id']}"
                for key in keys:
                    if record[key]:
                        yield Text(file, f"{place}, {key}", document, record[key])


def resolve(book: Book, link: words.Link) -> Estimate:
    """The number that a link names. Raises KeyError for an unknown id, UnitError for a unit of another
    kind."""
    if link.scheme == "num":
        return words.select(link.target, book.estimate, book.shares)
    return words.select(link.target, lambda id: verdicts.in_words(book.claim_rows[id]))


def link_fault(book: Book, source_keys: set[str], link: words.Link) -> str:
    """What is wrong with one link of ours; empty if nothing is."""
    if link.scheme in ("num", "said"):
        known = book.numbers() if link.scheme == "num" else list(book.claim_rows)
        try:
            return words.mismatch(link.words, resolve(book, link))
        except KeyError as error:
            id = str(error.args[0])
            return f"{id!r} is no known id{tables.near(id, known)}"
        except units.UnitError as error:
            return str(error)
    kinds = {
        "fig": ("figure", book.figures),
        "claim": ("claim", book.claim_rows),
        "cite": ("source", source_keys),
    }
    kind, ids = kinds[link.scheme]
    near = tables.near(link.target, ids)
    return "" if link.target in ids else f"{link.target!r} is no known {kind}{near}"


def faults(book: Book) -> list[Fault]:
    """Numbers in words that are unknown, do not fit, or are no link."""
    keys = sources.keys(book.report.references)
    found = []
    for text in texts(book):
        for link in words.links(text.markdown):
            if why := link_fault(book, keys, link):
                place = text.place or f"line {link.line}"
                shown = f"[{link.words}]({link.scheme}:{link.target})"
                found.append(Fault(text.file, place, shown, reason=why))
        for line, amount in words.bare_numbers(text.markdown):
            place = text.place or f"line {line}"
            found.append(
                Fault(text.file, place, f"the amount {amount!r} without a link", "a link to its id")
            )
    return found


def linked_ids(book: Book) -> set[str]:
    """Ids to which a number in words is linked."""
    return {
        bare_id(link.target)
        for text in texts(book)
        for link in words.links(text.markdown)
        if link.scheme == "num"
    }


def bare_id(target: str) -> str:
    """The id in a link's target, without unit and part."""
    return target.split("?")[0].split("#")[0]
