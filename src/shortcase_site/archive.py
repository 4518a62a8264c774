"""``python -m shortcase_site.archive``: a release as one archive that can be kept for ever.

It holds the built site, every committed file of the sources (the data package among them), what
archives and indexes of software read (``.zenodo.json``, ``codemeta.json``), both from
``CITATION.cff``, and ``SHA256SUMS`` over all of it. The same site and sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shortcase.data import sources
from shortcase.faults import ReportError
from shortcase.report import Report

SUMS = "SHA256SUMS"
WHEN = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP file can hold: no clock enters
ZENODO_TYPES = {"dataset": "dataset", "software": "software"}
SCHEMA_TYPES = {"dataset": "Dataset", "software": "SoftwareSourceCode"}


def main(report: Report | None = None) -> int:
    """Write ``_build/short-case-VERSION.zip``; 0, or 1 after a readable fault."""
    report = report or Report.here()
    try:
        files = contents(report)
        path = write(report, files)
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path.relative_to(report.root)}: {len(files)} files")
    print(f"Verify it: unzip it, and there run `sha256sum --check --quiet {SUMS}`.")
    return 0


def contents(report: Report) -> dict[str, bytes]:
    """All files of the archive but the sums, by their place in it. Raises ReportError where the
    site has not been built or the sources are in no repository."""
    if not (report.site / "index.html").is_file():
        raise ReportError("archive: found no built site; expected one: run `make book` first")
    built = (p for p in sorted(report.site.rglob("*")) if p.is_file())
    files = {f"site/{p.relative_to(report.site).as_posix()}": p.read_bytes() for p in built}
    files |= {f"source/{name}": (report.root / name).read_bytes() for name in tracked(report)}
    citation = sources.citation(report)
    files[".zenodo.json"] = _json(zenodo(citation))
    files["codemeta.json"] = _json(codemeta(citation))
    return dict(sorted(files.items()))


def tracked(report: Report) -> list[str]:
    """The committed files, by name. Raises ReportError where git cannot say them, and where what
    stands in the folder is not what was committed."""
    listed = _git(report, "ls-files", "-z").split("\0")
    if changed := _git(report, "status", "--porcelain", "--untracked-files=no").strip():
        first = changed.splitlines()[0]
        raise ReportError(f"archive: found {first!r}; expected every file as it was committed")
    return sorted(name for name in listed if name)


def _git(report: Report, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(report.root), *words], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ReportError(f"archive: git said {error}; expected a checkout") from None
    return done.stdout


def zenodo(citation: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a deposit at Zenodo."""
    return {
        "title": citation["title"],
        "description": " ".join(str(citation["abstract"]).split()),
        "upload_type": ZENODO_TYPES[citation["type"]],
        "creators": [{"name": name(author)} for author in citation["authors"]],
        "version": str(citation["version"]),
        "publication_date": str(citation["date-released"]),
        "license": str(citation["license"]).lower(),
        "keywords": list(citation["keywords"]),
        "access_right": "open",
        "language": "eng",
    }


def codemeta(citation: Mapping[str, Any]) -> dict[str, Any]:
    """The same in CodeMeta 3.0, which indexes of software read."""
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": SCHEMA_TYPES[citation["type"]],
        "name": citation["title"],
        "description": " ".join(str(citation["abstract"]).split()),
        "author": [_agent(author) for author in citation["authors"]],
        "version": str(citation["version"]),
        "datePublished": str(citation["date-released"]),
        "license": f"https://spdx.org/licenses/{citation['license']}",
        "keywords": list(citation["keywords"]),
        "programmingLanguage": "Python",
    }


def _agent(author: Mapping[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"@type": "Organization", "name": author["name"]}
    names = {"givenName": author["given-names"], "familyName": author["family-names"]}
    return {"@type": "Person", **names}


def name(author: Mapping[str, str]) -> str:
    """An author as a catalogue writes one: family name first."""
    return author.get("name") or f"{author['family-names']}, {author['given-names']}"


def sums(files: Mapping[str, bytes]) -> bytes:
    """The digests of files, as ``sha256sum`` writes and reads them."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return "".join(lines).encode()


def write(report: Report, files: Mapping[str, bytes]) -> Path:
    """The archive, with the sums as its last file."""
    path = report.build / f"short-case-{sources.citation(report)['version']}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place, content in {**files, SUMS: sums(files)}.items():
            entry = zipfile.ZipInfo(place, WHEN)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    sys.exit(main())
