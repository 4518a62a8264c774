"""Cache: things that take time to make, kept in a folder under the hash of what they are made
from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

VERSION = f"6-{version('vl-convert-python')}"


@dataclass(frozen=True)
class Cache:
    """What is kept in ``folder``; several processes may use it at once."""

    folder: Path

    def bytes(self, kind: str, content: Any, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gives, made once for a content, which is plain JSON."""
        key = json.dumps([VERSION, kind, content], sort_keys=True)
        digest = hashlib.sha256(key.encode()).hexdigest()
        path = self.folder / digest[:2] / digest
        if path.is_file():
            return path.read_bytes()
        data = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)
        return data

    def text(self, kind: str, content: Any, make: Callable[[], str]) -> str:
        """As ``bytes``, for text."""
        return self.bytes(kind, content, lambda: make().encode()).decode()
