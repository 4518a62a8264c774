"""The tables in ``data/``: read, checked, and handed out as quantities."""
