"""What a process of the report sees of its machine: the same zone, locale and order everywhere."""

from __future__ import annotations

import os
import time

ENVIRONMENT = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}


def pin() -> None:
    """Set zone and locale for this process, and hand all of ``ENVIRONMENT`` to those it starts."""
    os.environ |= ENVIRONMENT
    if hasattr(time, "tzset"):  # not on Windows, where only what is started now sees it
        time.tzset()
