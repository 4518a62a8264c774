"""What the notebooks of the report share: data, formulas, results, claims and figures."""

import sys

__all__ = ["Chapter", "Dial", "Readout", "Slider", "open_chapter", "presets", "what_if"]


def _import_jsonschema() -> None:
    """Import jsonschema, which altair and frictionless need, without an optional package that it
    looks for: that one compiles a grammar of addresses when it is imported, for seconds, and
    nothing here asks for the format."""
    hidden = "rfc3987_syntax"
    if hidden in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[hidden] = None  # type: ignore[assignment]
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[hidden]


_import_jsonschema()


def __getattr__(name: str):
    """Import the parts when they are first asked for: some commands need none of them."""
    if name in ("Chapter", "open_chapter"):
        from shortcase.chapter import session

        return getattr(session, name)
    if name in ("Dial", "Readout", "Slider", "presets"):
        from shortcase.chapter import dials

        return getattr(dials, name)
    if name == "what_if":
        from shortcase.whatif import variation

        return variation.what_if
    raise AttributeError(name)
