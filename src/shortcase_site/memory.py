"""What each file of the site was made from, so that a build makes only what has changed.

While a file is made, every record, row or source that is looked at is noted (``Watched``). The next
build compares the digests of just those: where none has changed, and the file is still as it was
left, it stays. Nothing has to say by hand what a page depends on, and a look-up that finds nothing
is noted too."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

V = TypeVar("V")
Read = tuple[str, str]  # the name of a mapping and a key in it
WHOLE = "*"  # in place of a key: all keys, in their order, with all that they hold
Stat = tuple[int, int]


def digest(content: Any) -> str:
    """SHA-256 of plain data, of a dataclass of plain data, of bytes or of text."""
    if is_dataclass(content) and not isinstance(content, type):
        content = asdict(content)
    if not isinstance(content, (bytes, str)):
        content = json.dumps(content, sort_keys=True, default=sorted)
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


@dataclass
class Trace:
    """Notes what is read from the mappings that it watches."""

    watched: dict[str, Watched] = field(default_factory=dict)
    reads: set[Read] | None = None
    digests: dict[Read, str] = field(default_factory=dict)

    def watch(self, name: str, held: Mapping[str, V]) -> Watched[V]:
        """The same mapping, with what is read from it noted under ``name``."""
        self.watched[name] = Watched(self, name, held)
        return self.watched[name]

    def note(self, name: str, key: str) -> None:
        if self.reads is not None:
            self.reads.add((name, key))

    @contextmanager
    def reading(self) -> Iterator[set[Read]]:
        """The set of what is read inside the block; blocks may be nested."""
        outer, self.reads = self.reads, set()
        inner = self.reads
        try:
            yield inner
        finally:
            self.reads = outer
            if outer is not None:
                outer |= inner

    def digest(self, read: Read) -> str:
        """What stands behind a read today, as a digest; empty for nothing."""
        if read not in self.digests:
            name, key = read
            watched = self.watched.get(name)
            self.digests[read] = watched.digest(key) if watched is not None else ""
        return self.digests[read]


class Watched(Mapping[str, V]):
    """A mapping that notes which of its keys are read."""

    def __init__(self, trace: Trace, name: str, held: Mapping[str, V]):
        self._trace, self._name, self._held = trace, name, held

    def __getitem__(self, key: str) -> V:
        self._trace.note(self._name, key)
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        self._trace.note(self._name, str(key))
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        self._trace.note(self._name, WHOLE)
        return iter(self._held)

    def __len__(self) -> int:
        self._trace.note(self._name, WHOLE)
        return len(self._held)

    def digest(self, key: str) -> str:
        """The digest of what a key holds; empty where there is none."""
        if key == WHOLE:
            return digest([[k, self._trace.digest((self._name, k))] for k in self._held])
        return digest(self._held[key]) if key in self._held else ""


@dataclass
class Made:
    """One thing that a build made: its key, what was read for it, its files, and what else the next
    build wants of it."""

    key: str
    reads: dict[Read, str]
    files: dict[str, Stat]
    rest: Any = None


class Memory:
    """What the last build made in the folder ``out``; and what this one makes or keeps."""

    def __init__(self, path: Path, out: Path, trace: Trace, base: str):
        """``base``: a digest of what everything hangs on, such as code and templates; without it
        nothing is kept."""
        self.path, self.out, self.trace, self.base = path, out, trace, base
        self.before: dict[str, Made] = {}
        self.now: dict[str, Made] = {}
        try:
            known, before = pickle.loads(path.read_bytes())
        except (OSError, ValueError, TypeError, EOFError, pickle.UnpicklingError, AttributeError):
            known, before = "", {}
        if base and known == base:
            self.before = before

    def keeps(self, name: str, key: str) -> bool:
        """True, and the thing is kept, where what it was made from and its files are unchanged."""
        made = self.before.get(name)
        if made is None or made.key != key:
            return False
        if any(self.trace.digest(read) != was for read, was in made.reads.items()):
            return False
        if any(_stat(self.out / file) != was for file, was in made.files.items()):
            return False
        self.now[name] = made
        return True

    def record(self, key: str, make: Callable[[], list[str]]) -> Made:
        """Make one thing; ``make`` writes its files and gives their addresses."""
        with self.trace.reading() as reads:
            files = make()
        found = {file: _stat(self.out / file) for file in files}
        return Made(key, {read: self.trace.digest(read) for read in reads}, found)

    def make(self, name: str, key: str, make: Callable[[], list[str]]) -> None:
        """Keep the thing or make it."""
        if not self.keeps(name, key):
            self.now[name] = self.record(key, make)

    def file(self, address: str, make: Callable[[], str | bytes], key: str = "") -> None:
        """Keep a file or write it."""

        def write() -> list[str]:
            put(self.out / address, make())
            return [address]

        self.make(f"file:{address}", key, write)

    def remember(self, name: str, key: str) -> None:
        """Something without files, of which the next build asks whether it ``keeps``."""
        self.now[name] = Made(key, {}, {})

    def sweep(self) -> None:
        """Remove every file that is not of this build."""
        mine = {file for made in self.now.values() for file in made.files}
        for path in sorted(self.out.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(self.out).as_posix() not in mine:
                path.unlink()

    def save(self) -> None:
        """Remember this build."""
        put(self.path, pickle.dumps((self.base, self.now), pickle.HIGHEST_PROTOCOL))


def _stat(path: Path) -> Stat:
    """Size and time of a file, by which a later change of it is seen; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def put(path: Path, content: str | bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
