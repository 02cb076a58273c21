"""A measured run as tables of text: the figures with their intervals, by group, by mode, and against an earlier run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from search.metrics import METRICS

__all__ = ["Table", "tables"]

Table = tuple[str, list[tuple[str, ...]]]
"""A title and its rows, of which the first is the head."""

NOT_MEASURED = "-"
NAMED = 10
"""So many questions of a list are named; the JSON and the page name all."""


def tables(report: Mapping[str, Any]) -> Iterator[Table]:
    """The tables of a report of `evaluate_search`, in the order in which one reads them."""
    asked = f"{report['answerable']['of']} questions with a known answer, {report['mode']}"
    rows = [(name, _number(report["metrics"][name]), _interval(report["intervals"][name])) for name in METRICS]
    yield asked, [("metric", "mean", "95 % interval"), *rows]
    if modes := report.get("modes"):
        yield (
            "by mode",
            [("mode", *METRICS, "rejected", "median ms"), *(_mode(name, run) for name, run in modes.items())],
        )
        for name, against in report["hybrid_against"].items():
            yield from _comparison(f"hybrid against {name}", against, listed=False)
    if len(report["groups"]) > 1:
        head = ("group", "n", *METRICS, "ndcg@10 interval", "rejected")
        yield "by group", [head, *(_group(name, run) for name, run in report["groups"].items())]
    if against := report.get("comparison"):
        yield from _comparison(f"against {against['with']} ({against['mode']['before']})", against, listed=True)


def _mode(name: str, run: Mapping[str, Any]) -> tuple[str, ...]:
    return (name, *_means(run), _rejected(run), _number(run["took_ms"]["median"], 1))


def _group(name: str, run: Mapping[str, Any]) -> tuple[str, ...]:
    n = str(run["answerable"]["of"])
    return (name, n, *_means(run), _interval(run["intervals"]["ndcg@10"]), _rejected(run))


def _means(run: Mapping[str, Any]) -> list[str]:
    return [_number(run["metrics"][name]) for name in METRICS]


def _rejected(run: Mapping[str, Any]) -> str:
    told = run["unanswerable"]
    return f"{told['rejected']} of {told['of']}" if told["of"] else NOT_MEASURED


def _comparison(title: str, against: Mapping[str, Any], *, listed: bool) -> Iterator[Table]:
    """How much better or worse, over all questions and by group; where wanted the questions that moved."""
    head = ("group", "metric", "n", "before", "now", "difference", "95 % interval", "p")
    rows = [
        (group, metric, str(found["n"]), *_difference(found["metrics"][metric]))
        for group, found in (("all", against), *(against["groups"].items() if listed else ()))
        for metric in (METRICS if group == "all" else METRICS[:1])
        if found["metrics"]
    ]
    yield title, [head, *rows]
    for name in ("better", "worse") if listed else ():
        if moves := against[name]:
            told = [(move["id"], move["by"], _number(move["before"]), _number(move["now"])) for move in moves[:NAMED]]
            more = f", the {NAMED} that moved most" if len(moves) > NAMED else ""
            yield f"{name}: {len(moves)}{more}", [("question", "by", "before", "now"), *told]


def _difference(found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _number(found["before"]),
        _number(found["now"]),
        f"{found['difference']:+.3f}",
        _interval(found["interval"], sign=True),
        f"{found['p']:.4f}",
    )


def _interval(bounds: list[float] | None, *, sign: bool = False) -> str:
    if bounds is None:
        return NOT_MEASURED
    form = "+.3f" if sign else ".3f"
    return f"{bounds[0]:{form}} to {bounds[1]:{form}}"


def _number(value: float | None, decimals: int = 3) -> str:
    return NOT_MEASURED if value is None else f"{value:.{decimals}f}"
