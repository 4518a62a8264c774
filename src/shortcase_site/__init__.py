"""Sphinx extension that turns the records stored in notebooks into a site.

It knows nothing of the report's subject: it renders figures, results, claims and numbers in prose, gathers the ledger and the indexes, and stops the build
where one of them is missing.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["setup"]


def setup(app) -> dict:
    """Register the extension with Sphinx. Parts are imported here, so that a build with nothing to do need not wait for them."""
    from . import assets, builder, hygiene, links, pages, publish, state

    app.add_config_value("shortcase_base_url", "", "html")
    app.add_builder(builder.ReportBuilder, override=True)
    app.connect("config-inited", assets.configure)
    app.connect("builder-inited", state.open_site)
    app.connect("builder-inited", hygiene.silence_unwanted, priority=999)
    app.connect("html-page-context", assets.page_context, priority=900)
    app.connect("html-collect-pages", pages.collect)
    app.connect(
        "build-finished", publish.write, priority=900
    )  # after the theme has written its dark colours of code
    links.setup(app)
    app.config.templates_path.append(str(Path(__file__).with_name("theme")))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
