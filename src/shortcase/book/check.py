"""Checks that need no site and no execution: tables, records, staleness, numbers in prose, and that nothing is left over."""

from __future__ import annotations

from pathlib import Path

from shortcase.book import published, records
from shortcase.numbers import words as prose
from shortcase.data import tables
from shortcase.faults import Fault, ReportError
from shortcase.paths import relative, root
from shortcase.book.records import Book


def lookup(book: Book):
    """A function from an id to the value that it names: a row of data or a result."""
    def find(id: str) -> prose.Value:
        if id in book.quantities:
            return prose.of_row(book.quantities[id])
        result = book.results[id]
        return prose.Value(result["value"], result["low"], result["high"], result["unit"])

    return find


def shares(book: Book):
    """A function from a result's id to its inputs' shares of the spread."""
    return lambda id: book.results[id]["shares"]


def link_fault(book: Book, sources: set[str], link: prose.Link) -> str:
    """What is wrong with one link of ours; empty if nothing is."""
    try:
        if link.scheme == "num":
            return prose.mismatch(link.words, prose.select(link.target, lookup(book), shares(book)))
        if link.scheme == "said":
            return prose.mismatch(link.words, prose.select(link.target, lambda id: prose.of_claim(book.claim_rows[id])))
    except KeyError as error:
        return f"{error.args[0]!r} is no known id"
    except prose.units.UnitError as error:
        return str(error)
    known = {"fig": book.figures, "claim": book.claim_rows, "cite": sources}[link.scheme]
    return "" if link.target in known else f"{link.target!r} is no known {'figure' if link.scheme == 'fig' else 'claim' if link.scheme == 'claim' else 'source'}"


def texts(book: Book) -> list[tuple[str, str, str]]:
    """All prose that may hold links: file, place, Markdown."""
    found = [(relative(p), "", p.read_text("utf-8")) for p in sorted((root() / "book").glob("*.md"))]
    for notebook in book.notebooks:
        name = relative(notebook.path)
        found += [(name, f"cell {n}", c["source"]) for n, c in enumerate(notebook.cells, start=1) if c["cell_type"] == "markdown"]
        found += [(name, f"claim {r['id']}", r[key]) for r in notebook.of_kind("claim") for key in ("reason", "caveat") if r[key]]
        found += [(name, f"figure {r['id']}", r[key]) for r in notebook.of_kind("figure") for key in ("title", "caption")]
    return found


def prose_faults(book: Book) -> list[Fault]:
    """Numbers in prose that are unknown, do not fit, or are no link."""
    sources = tables.source_keys(root() / "book" / "references.bib")
    faults = []
    for name, place, markdown in texts(book):
        for link in prose.links(markdown):
            if why := link_fault(book, sources, link):
                faults.append(Fault(name, place or f"line {link.line}", f"{link.scheme}:{link.target}", repr(link.words), why))
        faults += [Fault(name, place or f"line {line}", "", f"the amount {text!r} without a link", "a link to its id") for line, text in prose.bare_numbers(markdown)]
    return faults


def linked_ids(book: Book) -> set[str]:
    """Ids to which a number in prose is linked."""
    return {link.target.split("?")[0].split("#")[0] for _, _, markdown in texts(book) for link in prose.links(markdown) if link.scheme == "num"}


def stale_notebooks(quantities: dict, claims: dict) -> dict[Path, str]:
    """Notebooks whose stored outputs are not those of their inputs, with the reason."""
    found = {}
    for path in records.chapter_paths():
        try:
            why = records.stale(records.read(path), quantities, claims)
        except ReportError as error:
            why = str(error)
        if why:
            found[path] = why
    return found


def run(complete: bool = True) -> Book:
    """Every check; the gathered book. Raises ReportError with all faults."""
    quantities, claims = tables.load()
    faults = tables.package_faults() + tables.repeated_sources(root() / "book" / "references.bib")
    faults += [Fault(relative(p), "", "", why, "outputs of its present inputs: run make book") for p, why in stale_notebooks(quantities, claims).items()]
    if faults:
        raise ReportError(faults)
    book = records.gather(quantities, claims)
    faults = prose_faults(book) + (records.completeness(book, linked_ids(book)) + published.faults(book) if complete else [])
    if faults:
        raise ReportError(faults)
    return book


def rewrite_numbers() -> int:
    """Rewrite the numbers in prose that no longer fit, in ``book/*.md`` and in the notebooks' Markdown cells; how many were changed.

    Claim reasons and captions stand in code and are only reported by the check.
    """
    import json

    quantities, claims = tables.load()
    book = records.gather(quantities, claims)
    changed = 0

    def mend(markdown: str) -> str:
        nonlocal changed

        def one(match):
            nonlocal changed
            words, scheme, target = match[1], match[2], match[3]
            if scheme not in ("num", "said"):
                return match[0]
            try:
                value = prose.select(target, lookup(book), shares(book)) if scheme == "num" else prose.select(target, lambda id: prose.of_claim(claims[id]))
            except KeyError:
                return match[0]
            if not prose.mismatch(words, value):
                return match[0]
            changed += 1
            return f"[{prose.rewrite(words, value)}]({scheme}:{target})"

        return prose.LINK.sub(one, markdown)

    for path in sorted((root() / "book").glob("*.md")):
        text = path.read_text("utf-8")
        if (new := mend(text)) != text:
            path.write_text(new, "utf-8")
    for notebook in book.notebooks:
        content = json.loads(notebook.path.read_text("utf-8"))
        before = changed
        for cell in content["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = mend("".join(cell["source"])).splitlines(keepends=True)
        if changed > before:
            notebook.path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return changed
