"""Steps: results that a chapter uses and does not show. Its colophon keeps their records, so that
the way from rows to verdicts has no gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shortcase.chapter.results import Result


def hidden(
    results: Mapping[str, Result], settling: Collection[str], known: Collection[str]
) -> list[dict]:
    """Records of the results that stand beneath a shown one, or settle a claim (``settling``), and
    are neither shown nor defined elsewhere (``known``)."""
    waiting = [id for id, result in results.items() if result.displayed or id in settling]
    found: dict[str, dict] = {}
    seen = set(waiting)
    while waiting:
        result = results[waiting.pop()]
        if not result.displayed and result.id not in known:
            found[result.id] = result.record()
        lower = [id for id in result.input_ids if id in results and id not in seen]
        seen |= set(lower)
        waiting += lower
    return [found[id] for id in sorted(found)]
