"""Sphinx extension that turns the records stored in notebooks into a site.

It knows nothing of the report's subject: it renders figures, results, claims and numbers in prose,
gathers the ledger and the indexes, and stops the build where one of them is missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["setup"]


def setup(app: Any) -> dict[str, Any]:
    """Register the extension with Sphinx. Parts are imported here, so that a build with nothing to
    do need not wait for them."""
    from . import assets, builder, links, publish, site

    # What the whole site hangs on beside the book, as the command that builds has found it; "": a
    # build by other means, which makes everything anew.
    app.add_config_value("shortcase_base", "", "")
    app.add_builder(builder.ReportBuilder, override=True)
    app.connect("config-inited", assets.configure)
    app.connect("builder-inited", site.open_site)
    app.connect("builder-inited", publish.start, priority=501)
    app.connect("env-get-outdated", publish.outdated)
    app.connect("html-page-context", assets.page_context, priority=900)
    app.connect("build-finished", publish.finish, priority=900)
    links.setup(app)
    app.config.templates_path.append(str(Path(__file__).with_name("theme")))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
