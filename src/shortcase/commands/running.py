"""``run`` and ``preview``."""

from __future__ import annotations

from pathlib import Path

from shortcase.commands.parsers import Places, add
from shortcase.faults import ReportError
from shortcase.report import Report, relative


def add_run(places: Places) -> None:
    """Add ``run`` to the command line."""
    made = add(
        places,
        "run",
        run,
        "execute chapters in a clean kernel and store them tidy",
        "A chapter that fails is left as it was.",
    )
    made.add_argument("chapters", nargs="*", metavar="CHAPTER", help="its name or its notebook")
    made.add_argument("--stale", action="store_true", help="those whose inputs have changed")


def run(options, report: Report) -> int:
    """Execute the named chapters, or the stale ones. Raises ReportError where none is named."""
    from shortcase.book import check, execute, records

    paths = [chapter_path(report, name) for name in options.chapters]
    if not paths and not options.stale:
        names = ", ".join(path.stem for path in records.chapter_paths(report))
        raise ReportError(f"run: found no chapter; expected --stale, or one of {names}")
    if options.stale:
        found = check.stale_notebooks(report)
        for path, why in found.items():
            print(f"  {relative(path)}: {why.splitlines()[0]}")
        paths += [path for path in found if path not in paths]
    if not paths:
        print("No notebook is stale")
        return 0
    print(f"Executing {len(paths)} notebook{'s' if len(paths) > 1 else ''}", flush=True)
    execute.execute_all(paths)
    return 0


def chapter_path(report: Report, name: str) -> Path:
    """The notebook of a chapter: by its bare name, or by its path. Raises ReportError for
    neither."""
    from shortcase.data import tables

    for path in (Path(name).resolve(), report.notebooks / f"{Path(name).stem}.ipynb"):
        if path.is_file() and path.suffix == ".ipynb":
            return path
    known = [path.stem for path in report.notebooks.glob("*.ipynb")]
    raise ReportError(f"run: found {name!r}; expected a chapter{tables.near(name, known)}")


def add_preview(places: Places) -> None:
    """Add ``preview`` to the command line."""
    made = add(
        places,
        "preview",
        preview,
        "draw a chapter's figures as PNG: wide, for a phone, and dark",
        "As readers see them, without a site.",
    )
    made.add_argument("chapter", metavar="CHAPTER", help="its name or its notebook")
    made.add_argument("folder", type=Path, help="where the pictures go")


def preview(options, report: Report) -> int:
    """Draw each figure of a chapter three times."""
    from shortcase.book import records
    from shortcase.charts import drawing
    from shortcase.numbers.words import plain_text

    options.folder.mkdir(parents=True, exist_ok=True)
    for figure in records.read(chapter_path(report, options.chapter)).of_kind("figure"):
        wide = drawing.with_title(figure["spec"], plain_text(figure["title"]))
        small = drawing.narrow_specification(figure["spec"], figure["narrow"])
        kinds = {"wide": wide, "narrow": small, "dark": drawing.in_dark(figure["spec"])}
        for name, spec in kinds.items():
            path = options.folder / f"{figure['id']}-{name}.png"
            path.write_bytes(drawing.png(spec, scale=1.25))
        print(figure["id"])
    return 0
