"""How a record shows itself in a notebook: our own JSON, a picture or a small table, and a line of text. None needs a network."""

from __future__ import annotations

from html import escape

from shortcase.chapter import figures
from shortcase.chapter.claims import Claim
from shortcase.chapter.figures import Figure, plain_text
from shortcase.charts.mime import MIME, VEGALITE_5
from shortcase.chapter.results import Result
from shortcase.numbers.uncertainty import significant


def number(value: float | None, digits: int = 4) -> str:
    """A number as a table shows it: so many significant digits (all those of a whole number below a million), thousands separated, millions and more in words, powers of ten beyond."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    size = abs(value)
    for scale, name in ((1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if scale <= size < 1e18:
            return f"{float(f'{value / scale:.{digits}g}'):g} {name}"
    if size >= 1e18 or size < 1e-4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{float(mantissa):g} × 10^{int(exponent)}"
    if size >= 10_000:
        return f"{value if digits == 4 else significant(value, digits):,.0f}"
    return f"{float(f'{value:.{digits}g}'):,g}"


def span(value, low, high, unit: str) -> str:
    """Value, interval and unit in words; fractions as percentages. What has an interval is shown to three digits, for it supports no more."""
    digits = 3 if low is not None and high is not None and low != high else 4

    def write(x):
        return number(round(x * 100, 10) if unit == "fraction" and x is not None else x, digits) + ("%" if unit == "fraction" and x is not None else "")

    if value is None and (low is not None or high is not None):
        text = f"{write(low)} to {write(high)}" if None not in (low, high) else f"at least {write(low)}" if high is None else f"at most {write(high)}"
    else:
        text = write(value) + (f" [{write(low)}, {write(high)}]" if low is not None and high is not None else "")
    return text if unit in ("", "1", "fraction") else _in_year(value, low, high) if unit == "calendar_year" else f"{text} {unit.replace('*', ' ')}".strip()


def _in_year(value, low, high) -> str:
    """A calendar year with one decimal, so that it is not read as an amount."""
    ends = f" [{low:.1f}, {high:.1f}]" if low is not None and high is not None else ""
    return (f"{value:.1f}" if value is not None and value % 1 else f"{value:.0f}" if value is not None else "") + ends


class Shown:
    """One or more records as the output of a cell."""

    def __init__(self, *items):
        self.items = items

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        records = [item.record() for item in self.items]
        bundle = {MIME: {"records": records}, "text/plain": "\n".join(line(r) for r in records)}
        if len(self.items) == 1 and isinstance(self.items[0], Figure):
            figure = self.items[0]
            bundle["image/svg+xml"] = figures.svg(figures.with_title(figure.spec, plain_text(figure.title)), plain_text(figure.title), figure.alt, figure.id)
            if figure.dial:
                bundle[VEGALITE_5] = figures.with_title(figure.spec, plain_text(figure.title)) | {"$schema": "https://vega.github.io/schema/vega-lite/v5.json"}
        else:
            bundle["text/html"] = table(records)
        return bundle

    def __repr__(self) -> str:
        return "\n".join(line(item.record()) for item in self.items)


def line(record: dict) -> str:
    """A record in one line of text."""
    kind = record["kind"]
    if kind == "result":
        return f"{record['title']}: {span(record['value'], record['low'], record['high'], record['unit'])}  ({record['id']})"
    if kind == "claim":
        return f"{record['id']}: {record['verdict']}{' (judgement)' if record['judged'] else ''} - {plain_text(record['reason'])}"
    if kind == "figure":
        return f"{plain_text(record['title'])}  ({record['id']})"
    return record["summary"]


def table(records: list[dict]) -> str:
    """Records as an HTML table without styles, links or script."""
    kinds = {r["kind"] for r in records}
    if kinds == {"colophon"}:
        return f"<p>{escape(records[0]['summary'])}</p>"
    parts = []
    if results := [r for r in records if r["kind"] == "result"]:
        body = "".join(f"<tr><td>{escape(r['title'])}</td><td>{escape(span(r['value'], r['low'], r['high'], r['unit']))}</td><td>{escape(how(r))}</td><td><code>{r['id']}</code></td></tr>" for r in results)
        parts.append(f"<table><thead><tr><th>Result</th><th>Value [90% interval]</th><th>From</th><th>Id</th></tr></thead><tbody>{body}</tbody></table>")
    if claims := [r for r in records if r["kind"] == "claim"]:
        def stated(r):
            return span(**{k: r["stated"][k] for k in ("value", "low", "high")}, unit=r["stated"]["unit"]) if r["stated"] else ""

        def computed(r):
            c = r["computed"]
            return "" if c is None else c["text"] if c.get("text") else span(c["value"], c["low"], c["high"], c["unit"])

        body = "".join(f"<tr><td>{escape(r['statement'])}</td><td>{escape(stated(r))}</td><td>{escape(computed(r))}</td><td>{escape(r['verdict'])}{' (judgement)' if r['judged'] else ''}</td><td>{escape(plain_text(r['reason']))}</td></tr>" for r in claims)
        parts.append(f"<table><thead><tr><th>Claim, in our words</th><th>Article</th><th>Computed</th><th>Verdict</th><th>Why</th></tr></thead><tbody>{body}</tbody></table>")
    return "".join(parts)


def how(record: dict) -> str:
    """Where a result comes from: its formula with its arguments, or its method."""
    if record["method"]:
        return record["method"]
    arguments = ", ".join(f"{i['argument']} = {span(i.get('value'), None, None, i.get('unit', ''))}" for i in record["inputs"])
    return f"{record['formula']}({arguments})"


def displayable(item) -> bool:
    return isinstance(item, (Result, Claim, Figure))
