"""Links in the book's words: every text that may hold them, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shortcase.book import coverage
from shortcase.book.records import Book, Notebook
from shortcase.data import sources, tables, verdicts
from shortcase.data import texts as words_of
from shortcase.faults import Fault
from shortcase.numbers import units, words
from shortcase.numbers.estimate import Estimate
from shortcase.report import relative


@dataclass(frozen=True)
class Text:
    """One piece of Markdown that readers see: its file, its place in it, and the document that
    shows it."""

    file: str
    place: str
    document: str
    markdown: str


def texts(book: Book) -> Iterator[Text]:
    """All words of the book that may hold links."""
    for path in sorted(book.report.book.glob("*.md")):
        yield Text(relative(path), "", f"book/{path.stem}", path.read_text("utf-8"))
    if book.report.readme.is_file():
        yield Text(relative(book.report.readme), "", "", book.report.readme.read_text("utf-8"))
    for notebook in book.notebooks:
        file, document = relative(notebook.path), notebook.docname
        for number, cell in enumerate(notebook.cells, start=1):
            if cell["cell_type"] == "markdown":
                yield Text(file, f"cell {number}", document, cell["source"])
        yield from _record_texts(book, notebook, file)


def _record_texts(book: Book, notebook: Notebook, file: str) -> Iterator[Text]:
    """The words of a chapter's figures and claims, each at the place where it is written."""
    chapter = notebook.path.stem
    written = words_of.load(book.report, chapter)
    apart = relative(words_of.path_of(book.report, chapter))
    for kind, (needed, allowed) in words_of.PARTS.items():
        for record in notebook.of_kind(kind.removesuffix("s")):
            for part in (*needed, *allowed):
                if not record[part]:
                    continue
                if part in written[kind].get(record["id"], {}):
                    where, place = apart, f"{kind}, {record['id']}, {part}"
                else:
                    cell = notebook.place(record["cell"])
                    where, place = file, f"{cell}, {record['kind']} {record['id']}, {part}"
                yield Text(where, place, notebook.docname, record[part])


def resolve(book: Book, link: words.Link) -> Estimate:
    """The number that a link names. Raises KeyError for an unknown id, UnitError for a unit of
    another kind."""
    if link.scheme == "count":
        return Estimate(float(book.counts()[link.target]), unit="1")
    if link.scheme == "num":
        return words.select(link.target, book.estimate, book.shares)
    return words.select(link.target, lambda id: verdicts.in_words(book.claim_rows[id]))


def link_fault(book: Book, source_keys: set[str], link: words.Link) -> str:
    """What is wrong with one link of ours; empty if nothing is."""
    if link.scheme not in words.SCHEMES:
        return _foreign(link.scheme)
    if link.scheme in words.NUMBERS:
        numbers = {"num": book.numbers(), "said": list(book.claim_rows), "count": [*book.counts()]}
        try:
            return words.mismatch(link.words, resolve(book, link))
        except KeyError as error:
            id = str(error.args[0])
            return f"{id!r} is no known id{tables.near(bare_id(id), numbers[link.scheme])}"
        except units.UnitError as error:
            return str(error)
    if link.scheme == "newest":
        return coverage.fault(coverage.of(book), link)
    if link.scheme == "verdict" and link.target in book.claims:
        found = book.claims[link.target]["verdict"]
        return "" if link.words == found else f"the verdict is {found!r}"
    kinds = {
        "fig": ("figure", book.figures),
        "claim": ("claim", book.claim_rows),
        "verdict": ("settled claim", book.claims),
        "cite": ("source", source_keys),
    }
    kind, ids = kinds[link.scheme]
    near = tables.near(link.target, ids)
    return "" if link.target in ids else f"{link.target!r} is no known {kind}{near}"


def _foreign(scheme: str) -> str:
    if not scheme or scheme in words.OTHER_SCHEMES:
        return ""
    near = tables.near(scheme, words.SCHEMES)
    return f"{scheme!r} is no scheme of a link; one of {', '.join(words.SCHEMES)}{near}"


def faults(book: Book) -> list[Fault]:
    """Numbers in words that are unknown, do not fit, or are no link; links of an unknown scheme."""
    keys = sources.keys(book.report.references)
    found = []
    for text in texts(book):
        for link in words.all_links(text.markdown):
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
