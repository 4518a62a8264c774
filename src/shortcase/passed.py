"""Passed: contents that have passed a check before, so that an unchanged file is not checked
again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Passed:
    """Marks in ``folder``, one for each content without a fault; a content with one is never
    marked."""

    folder: Path

    def faults(self, content: Sequence[str | bytes], check: Callable[[], list[T]]) -> list[T]:
        """What ``check`` finds; nothing where the same content has passed. ``content`` is all that
        the check hangs on, its rules and their version included."""
        digest = hashlib.sha256()
        for part in content:
            data = part.encode() if isinstance(part, str) else part
            digest.update(hashlib.sha256(data).digest())
        mark = self.folder / digest.hexdigest()
        if mark.is_file():
            return []
        found = check()
        if not found:
            self.folder.mkdir(parents=True, exist_ok=True)
            mark.touch()
        return found
