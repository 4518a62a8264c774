"""What the notebooks of The Short Case, Recomputed share: data, formulas, results, claims and figures."""

import sys

# jsonschema, which altair and frictionless import, compiles a grammar of addresses at import, for seconds, if this package is there; nothing here asks for that format.
sys.modules.setdefault("rfc3987_syntax", None)

__all__ = ["Chapter", "Dial", "Slider", "open_chapter"]


def __getattr__(name: str):
    """Import the parts when they are first asked for: some commands need none of them."""
    if name in ("Chapter", "open_chapter"):
        from shortcase.chapter import session as chapter

        return getattr(chapter, name)
    if name in ("Dial", "Slider"):
        from shortcase.chapter import dials

        return getattr(dials, name)
    raise AttributeError(name)
