"""The builder of the site: its own addresses, and only those pages written that have changed, side
by side on all processors."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.parallel import ParallelTasks

from .finish import finished
from .memory import Made, Memory, digest
from .outline import Section, sections

PROSE = "book/"
FEWEST = 8  # things to make: fewer are made in this process
Make = Callable[[], list[str]]  # writes files, and gives their addresses
Job = tuple[str, Make]  # with the key of what it makes


def address(docname: str) -> str:
    """A document's address on the site, without the suffix: ``book/method`` is at ``method.html``
    and ``book/index`` at ``index.html``."""
    return docname.removeprefix(PROSE)


class Templates(BuiltinTemplateLoader):
    """Sphinx's templates, whose pages are finished as they are written."""

    def render(self, template: str, context: dict) -> str:  # type: ignore[override]
        return finished(super().render(template, context), str(context["pagename"]))


@dataclass
class Document:
    """What the next build wants of a document that it keeps."""

    sections: list[Section] = field(default_factory=list)
    images: dict[str, str] = field(default_factory=dict)


class ReportBuilder(StandaloneHTMLBuilder):
    """Standard HTML pages, those of the prose folder at the top of the site.

    ``publish`` gives the memory, what writes the static files, and what is to be made beside the
    documents.
    """

    allow_parallel = False  # Sphinx's own way: only the writing of bodies, and a whole index
    search = False  # Sphinx's own, which knows no numbers and only documents
    memory: Memory
    write_static: Make
    more_jobs: Callable[[], dict[str, Job]]
    document: Document
    navigation: str  # a digest of what every page shows of all others: titles, in their order
    targets: str  # a digest of all places that a document can link to

    def create_template_bridge(self) -> None:
        self.templates = Templates()

    def get_outfilename(self, pagename: str) -> str:
        return str(Path(self.outdir, address(pagename) + self.out_suffix))

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return super().get_target_uri(address(docname), typ)

    def get_outdated_docs(self) -> Iterator[str]:
        """Every document: whether it has changed is asked of the memory."""
        yield from sorted(self.env.found_docs)

    def prepare_writing(self, docnames: set[str]) -> None:
        super().prepare_writing(docnames)
        env, standard = self.env, self.env.domains["std"].data
        titles = {name: title.pformat() for name, title in sorted(env.titles.items())}
        self.navigation = digest([titles, env.toctree_includes, self.relations])
        slugs = [(name, found.get("myst_slugs")) for name, found in sorted(env.metadata.items())]
        self.targets = digest(str([sorted(standard["anonlabels"].items()), slugs]))

    def copy_assets(self) -> None:
        """Static files and downloads, before the pages, which name the version of each."""
        self.memory.make("static", "", self.write_static)
        self.copy_download_files()
        names = [found[1] for found in self.env.dlfiles.values()]
        if names:
            self.note(*(f"_downloads/{name}" for name in names))

    def _write_serial(self, docnames: Sequence[str]) -> None:
        """Write what has changed."""
        todo = {
            name: job for name, job in self._all_jobs(docnames).items() if self._is_due(name, job)
        }
        for name, made in self._made(todo).items():
            self.memory.now[name] = made
        for docname in docnames:
            self.images |= self.memory.now[f"page:{docname}"].rest.images

    def sections(self) -> dict[str, list[Section]]:
        """The sections of all documents, by address, in the order of the book."""
        found = {}
        for docname in self.relations:
            document = self.memory.now[f"page:{docname}"].rest
            found[address(docname) + self.out_suffix] = document.sections
        return found

    def _all_jobs(self, docnames: Sequence[str]) -> dict[str, Job]:
        own = {}
        for docname in docnames:
            own[f"page:{docname}"] = self.key_of(docname), self._writer_of(docname)
        return own | self.more_jobs()

    def _is_due(self, name: str, job: Job) -> bool:
        return not self.memory.keeps(name, job[0])

    def _made(self, todo: dict[str, Job]) -> dict[str, Made]:
        """What the jobs made, by name; several at once where there are many."""
        workers = os.cpu_count() or 1
        names = list(todo)
        if workers == 1 or len(names) < FEWEST:
            return {name: self._made_one(*todo[name]) for name in names}
        found: dict[str, Made] = {}

        def work(chunk: list[str]) -> bytes:
            return pickle.dumps({name: self._made_one(*todo[name]) for name in chunk})

        tasks = ParallelTasks(workers)
        for start in range(workers):  # one process each: what it loads first, it loads once
            tasks.add_task(
                work, names[start::workers], lambda _, made: found.update(pickle.loads(made))
            )
        tasks.join()
        return found

    def _made_one(self, key: str, make: Callable[[], list[str]]) -> Made:
        self.document = Document()
        made = self.memory.record(key, make)
        made.rest = self.document
        return made

    def _writer_of(self, docname: str) -> Make:
        def write() -> list[str]:
            before = dict(self.images)
            doctree = self.env.get_and_resolve_doctree(docname, self)
            self.write_doc_serialized(docname, doctree)
            self.write_doc(docname, doctree)
            self.document.images = {k: v for k, v in self.images.items() if k not in before}
            return [address(docname) + self.out_suffix]

        return write

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Keep the words of the document's sections: what searches them is made of all at once."""
        self.document.sections = sections(doctree)

    def key_of(self, docname: str) -> str:
        """A digest of what Sphinx makes a document's page from, beside the records that it
        shows."""
        env = self.env
        doctree = Path(self.doctreedir, f"{docname}.doctree").read_bytes()
        return digest(
            [
                digest(doctree),
                env.tocs[docname].pformat(),
                str(sorted(env.metadata[docname].items())),
                self.navigation,
                self.targets,
            ]
        )

    def dump_search_index(self) -> None:
        """None: ``publish`` writes what is searched."""

    def note(self, *files: str) -> None:
        """Files of this build that Sphinx has written by itself."""
        name = f"sphinx:{files[0]}"
        self.memory.now[name] = self.memory.record("", lambda: list(files))

    def dump_inventory(self) -> None:
        """None: no other project links into the site by Sphinx's means."""

    def write_buildinfo(self) -> None:
        """None: the memory knows what has changed."""

    def gen_additional_pages(self) -> None:
        super().gen_additional_pages()
        self.handle_page("search", {}, "search.html")
        self.note("search.html")

    def copy_image_files(self) -> None:
        super().copy_image_files()
        if self.images:
            self.note(*(f"{self.imagedir}/{name}" for name in self.images.values()))
