"""One style sheet for all pages, since each further one delays the first paint by a request."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

SHEETS = (
    "styles/furo.css",
    "styles/furo-extensions.css",
    "pygments.css",
    "palette.css",
    "report.css",
)  # later ones overrule earlier ones
NAME = "site.css"
LINK = re.compile(r'\s*<link rel="stylesheet"[^>]*>')


def bundle(out: Path) -> None:
    """Replace the style sheets in ``_static``, and the links to them in every page, by one."""
    static = out / "_static"
    text = re.sub(
        r"/\*# sourceMappingURL=.*?\*/",
        "",
        "\n".join((static / name).read_text("utf-8") for name in SHEETS),
    )
    (static / NAME).write_text(text, "utf-8")
    for name in SHEETS:
        (static / name).unlink()
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    for path in sorted(out.rglob("*.html")):
        path.write_text(
            linked(
                path.read_text("utf-8"), "../" * (len(path.relative_to(out).parts) - 1), version
            ),
            "utf-8",
        )


def linked(html: str, top: str, version: str) -> str:
    """A page whose head links to the one style sheet in the place of its first."""
    head, mark, rest = html.partition("</head>")
    place = LINK.search(head)
    if place is None:
        return html
    return (
        head[: place.start()]
        + f'\n    <link rel="stylesheet" href="{top}_static/{NAME}?v={version}">'
        + LINK.sub("", head[place.start() :])
        + mark
        + rest
    )
