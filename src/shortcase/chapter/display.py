"""How a record shows itself in a notebook: our own JSON, a picture or a small table, and a line of
text. None needs a network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

from shortcase.charts import drawing
from shortcase.charts.mime import MIME, VEGALITE_5
from shortcase.data import verdicts
from shortcase.numbers.estimate import Estimate
from shortcase.numbers.words import plain_text

RESULT_HEAD = ("Result", "Value [90% interval]", "From", "Id")
CLAIM_HEAD = ("Claim, in our words", "Article", "Computed", "Verdict", "Why")


class Recorded(Protocol):
    """Anything that is stored as a record."""

    def record(self) -> dict:
        """The record as plain JSON."""


class Record:
    """Something that a notebook shows and stores; ``displayed`` once it has been."""

    displayed = False

    def record(self) -> dict:
        """The record as plain JSON."""
        raise NotImplementedError

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        object.__setattr__(self, "displayed", True)
        return bundle([self.record()])

    def __repr__(self) -> str:
        return line(self.record())


class Shown(Record):
    """Several records as the output of one cell."""

    def __init__(self, *items: Recorded):
        self.items = items

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        for item in self.items:
            object.__setattr__(item, "displayed", True)
        return bundle([item.record() for item in self.items])

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.items))


def bundle(records: Sequence[dict]) -> dict:
    """The MIME bundle of the records of one cell."""
    made: dict = {MIME: {"records": list(records)}, "text/plain": "\n".join(map(line, records))}
    if len(records) == 1 and records[0]["kind"] == "figure":
        figure = records[0]
        title = plain_text(figure["title"])
        titled = drawing.with_title(figure["spec"], title)
        alt = plain_text(figure["alt"])
        made["image/svg+xml"] = drawing.svg(titled, title, alt, figure["id"])
        if figure["dial"]:
            made[VEGALITE_5] = titled | {"$schema": drawing.SCHEMA_5}
    else:
        made["text/html"] = table(records)
    return made


def line(record: dict) -> str:
    """A record in one line of text."""
    kind = record["kind"]
    if kind == "result":
        return f"{record['title']}: {Estimate.of(record).words()}  ({record['id']})"
    if kind == "claim":
        judged = " (judgement)" if record["judged"] else ""
        return f"{record['id']}: {record['verdict']}{judged} - {plain_text(record['reason'])}"
    if kind == "figure":
        return f"{plain_text(record['title'])}  ({record['id']})"
    return record["summary"]


def table(records: Sequence[dict]) -> str:
    """Records as an HTML table without styles, links or script."""
    if {r["kind"] for r in records} == {"colophon"}:
        return f"<p>{escape(records[0]['summary'])}</p>"
    results = [r for r in records if r["kind"] == "result"]
    claims = [r for r in records if r["kind"] == "claim"]
    parts = [_html(RESULT_HEAD, [_result_row(r) for r in results])] if results else []
    parts += [_html(CLAIM_HEAD, [_claim_row(r) for r in claims])] if claims else []
    return "".join(parts)


def _html(head: Sequence[str], rows: list[list[str]]) -> str:
    headings = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>"


def _result_row(record: dict) -> list[str]:
    texts = (record["title"], Estimate.of(record).words(), how(record))
    return [*map(escape, texts), f"<code>{record['id']}</code>"]


def _claim_row(record: dict) -> list[str]:
    stated = verdicts.stated(record["stated"]).words() if record["stated"] else ""
    computed = Estimate.of(record["computed"]).words() if record["computed"] else ""
    judged = " (judgement)" if record["judged"] else ""
    reason = plain_text(record["reason"])
    texts = (record["statement"], stated, computed, record["verdict"] + judged, reason)
    return [escape(text) for text in texts]


def how(record: dict) -> str:
    """Where a result comes from: its formula with its arguments, or its method."""
    if record["method"]:
        return record["method"]
    shown = (
        f"{i['argument']} = {Estimate(i.get('value'), unit=i.get('unit', '')).words()}"
        for i in record["inputs"]
    )
    return f"{record['formula']}({', '.join(shown)})"
