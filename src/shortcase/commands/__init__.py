"""The commands, each a function that adds its parser and one that runs it.

They print and exit; what they do stands in ``shortcase.book``. Heavy imports wait until a command
runs, so that ``--help`` is quick.
"""

from __future__ import annotations

from shortcase.commands import checking, correcting, finding, running, starting, supposing

COMMANDS = (
    checking.add_check,
    correcting.add_correct,
    correcting.add_numbers,
    running.add_run,
    running.add_preview,
    finding.add_show,
    finding.add_where,
    supposing.add_what_if,
    supposing.add_matters,
    supposing.add_diff,
    starting.add_new,
    checking.add_release,
)
