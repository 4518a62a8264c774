"""Dates of a chart in UTC, so that it is the same for every reader and on every machine.

Vega reads and draws dates in the zone of whoever draws them, unless it is told otherwise at each
place: scale, time unit, literal and text. ``in_utc`` tells it so, and ``faults`` looks at the
compiled chart for what would still hang on the reader's zone. Vega-Lite makes local expressions
of its own for a time unit in an encoding, even a UTC one: such a chart is refused.
"""

from __future__ import annotations

import re

CLOCKLESS = re.compile(r"\d{4}(-\d\d){0,2}")  # ECMA-262: a date without a time is read as UTC
ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
ZONELESS = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
CALENDAR = {
    "year",
    "quarter",
    "month",
    "date",
    "week",
    "day",
    "dayofyear",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
}
UNSCALED = {
    "x2",
    "y2",
    "theta2",
    "radius2",
    "text",
    "tooltip",
    "href",
    "url",
    "key",
    "detail",
    "order",
    "row",
    "column",
    "facet",
    "description",
}
ROWS = {"data", "datasets"}
LOCAL = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(sorted(CALENDAR))
    + r"|now|datetime|timeFormat|timeParse|timeOffset|timeSequence)\s*\("
)
DATE = rf"(?:{CLOCKLESS.pattern}|{ZONED.pattern})"
STEADY = re.compile(rf"""\bdatetime\(\s*(["']){DATE}\1\s*\)""")
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'")


def in_utc(spec: dict) -> dict:
    """A Vega-Lite specification with its dates in UTC: scales, time units, literals and data.

    Times of day without a zone are taken as UTC. What stands in expressions stays as it is.
    """
    made = {key: value if key in ROWS else _drawn(value, key) for key, value in spec.items()}
    return made | {key: _zoned(made[key]) for key in ROWS & set(made)}


def _drawn(value, place: str):
    if isinstance(value, list):
        return [_drawn(item, place) for item in value]
    if not isinstance(value, dict):
        return _zoned(value)
    made = {
        k: _zoned(v) if k in ROWS else _drawn(v, place if k == "condition" else k)
        for k, v in value.items()
    }
    if made and set(made) <= CALENDAR:
        made["utc"] = True
    if isinstance(unit := made.get("timeUnit"), str):
        made["timeUnit"] = _unit(unit)
    elif isinstance(unit, dict) and isinstance(unit.get("unit"), str):
        kept = {key: item for key, item in unit.items() if key != "utc"}
        made["timeUnit"] = kept | {"unit": _unit(unit["unit"])}
    scale = made.get("scale", {})  # null where a channel has none
    dated = made.get("type") == "temporal" and place not in UNSCALED
    if dated and scale is not None and scale.get("type", "time") == "time":
        made["scale"] = scale | {"type": "utc"}
    return made


def _unit(unit: str) -> str:
    return re.sub(r"^(binned)?(?:utc)?", r"\1utc", unit)


def _zoned(value):
    if isinstance(value, dict):
        return {key: _zoned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_zoned(item) for item in value]
    if isinstance(value, str) and ZONELESS.fullmatch(value):
        return value.replace(" ", "T") + "Z"
    return value


def faults(spec: dict, compiled: dict) -> list[str]:
    """What of a chart still hangs on the zone of whoever draws it; empty if nothing does.

    ``spec`` is the Vega-Lite specification, ``compiled`` the Vega one that comes of it.
    """
    found: dict[str, None] = {}
    dated = {
        part["field"]
        for part in _parts(spec)
        if isinstance(part.get("field"), str)
        and (part.get("type") == "temporal" or "timeUnit" in part)
    }
    for rows in spec.get("datasets", {}).values():
        for field, value in ((f, v) for row in rows for f, v in row.items() if f in dated):
            if isinstance(value, str) and not re.fullmatch(DATE, value):
                found[f"the date {value!r} in {field!r}; expected the form 2025-01-25"] = None
    for part in _parts(compiled):
        if part.get("type") == "time":
            found[f"the scale {part.get('name')!r} in local time; expected scale type utc"] = None
        if part.get("type") == "timeunit" and part.get("timezone") != "utc":
            found[f"the local time unit of {part.get('field')!r}; expected utc..."] = None
        parse = part.get("parse")
        for field, how in parse.items() if isinstance(parse, dict) else ():
            if isinstance(how, str) and how.startswith("date:"):
                found[f"{field!r} read as {how!r} in local time; expected utc:..."] = None
        if part.get("formatType") == "time":
            found["labels with formatType time; expected utc"] = None
        for text in _texts(part):
            if calls := sorted({m[0].rstrip("( ") for m in LOCAL.finditer(_bare(text))}):
                found[
                    f"{', '.join(calls)} in {text[:160]!r}; expected a UTC form (utcyear,"
                    " utcFormat), and a time unit by transform_timeunit, not in an encoding"
                ] = None
    return list(found)


def _parts(value):
    """Each object of a specification but the rows of its data."""
    if isinstance(value, dict):
        yield value
        for key, item in value.items():
            if key not in ("values", "datasets") or not _is_rows(key, item):
                yield from _parts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item)


def _is_rows(key: str, item) -> bool:
    """Whether this is data; the values of an axis may be literals and expressions."""
    return key == "datasets" or (
        isinstance(item, list)
        and any(isinstance(row, dict) and "signal" not in row for row in item)
    )


def _texts(part: dict):
    """The expressions of one object of a compiled chart."""
    for key in ("signal", "expr", "update", "test", "init"):
        if isinstance(part.get(key), str):
            yield part[key]


def _bare(expression: str) -> str:
    """An expression without its texts and without instants that are the same in every zone."""
    return TEXT.sub("''", STEADY.sub("", expression))
