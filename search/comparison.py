"""Two measured runs side by side, question by question: what got better, what got worse, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.comparing import comparable
from knowledge.errors import MisuseError
from knowledge.reading import read_json
from search.gold import GoldAnswer
from search.metrics import METRICS, mean
from search.significance import paired_difference

__all__ = ["TEST", "EarlierRun", "as_run", "compare", "read_run"]

MAX_BYTES = 200_000_000
TEST = "paired randomisation, two-sided, seeded"
_FORM = "Name a file that 'thuishaven evaluate search GOLD --json' wrote."

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Row(BaseModel):
    """What an earlier run says of one question."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    id: str
    question: str | None = None
    unanswerable: bool = False
    rejected: bool = False
    first_rank: Annotated[int, Field(ge=1)] | None = None
    expected: tuple[GoldAnswer, ...] | None = None
    ndcg: Share | None = Field(default=None, alias="ndcg@10")
    mrr: Share | None = Field(default=None, alias="mrr@10")
    recall: Share | None = Field(default=None, alias="recall@10")
    success: Share | None = Field(default=None, alias="success@1")

    @model_validator(mode="after")
    def is_measured(self) -> Self:
        if not self.unanswerable and None in (self.ndcg, self.mrr, self.recall, self.success):
            raise ValueError(f"question {self.id[:40]} lacks one of {', '.join(METRICS)}")
        return self

    @property
    def metrics(self) -> dict[str, float]:
        """The metrics by name."""
        values = (self.ndcg, self.mrr, self.recall, self.success)
        return {name: value for name, value in zip(METRICS, values, strict=True) if value is not None}


class _Run(BaseModel):
    """What is read of an earlier run; older ones say less."""

    model_config = ConfigDict(frozen=True)
    mode: str = "hybrid"
    encoder: str | None = None
    searched: dict[str, int] = {}
    per_query: Annotated[tuple[_Row, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        if len({row.id for row in self.per_query}) < len(self.per_query):
            raise ValueError("two questions have the same id")
        return self


@dataclass(frozen=True)
class EarlierRun:
    """A run to compare with, and the name by which it is told."""

    name: str
    run: _Run


def read_run(path: Path, *, mode: str) -> EarlierRun:
    """The run in a file that `evaluate search --json` wrote: of several modes the one that is named.

    Raises MisuseError for a file that cannot be read or holds something else.
    """
    data = read_json(path, form=_FORM, max_bytes=MAX_BYTES)
    several = data.get("modes") if isinstance(data, dict) else None
    try:
        return as_run(several[mode] if isinstance(several, dict) and mode in several else data, name=path.name)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        told = first["msg"].removeprefix("Value error, ")
        said = f"{where}: {told}" if where else told
        raise MisuseError(f"{path}: is not a measured search run ({said[:200]}).", cure=_FORM) from None


def as_run(report: Any, *, name: str) -> EarlierRun:
    """A report as a run to compare with; raises pydantic's ValidationError for something else."""
    return EarlierRun(name, _Run.model_validate(report))


def compare(report: Mapping[str, Any], earlier: EarlierRun) -> dict[str, Any]:
    """What differs between a report of `evaluate_search` and an earlier run, on the questions of both.

    Each metric has its means, the mean difference (now less before) with a 95 % bootstrap interval, and the p of a
    paired randomisation test, over `n` answerable questions, of all and by group. A question that is put or answered
    otherwise is left out and told, and so are the questions of one run only. Raises MisuseError when nothing is left.
    """
    rows = {row["id"]: row for row in report["per_query"]}
    before = {row.id: row for row in earlier.run.per_query}
    common = [one for one in rows if one in before]
    changed = [one for one in common if _is_other(rows[one], before[one])]
    pairs = [(rows[one], before[one]) for one in common if one not in set(changed)]
    if not pairs:
        raise MisuseError(
            f"{earlier.name}: asks none of the questions of this run, so there is nothing to compare.", cure=_FORM
        )
    groups: dict[str, list[tuple[dict[str, Any], _Row]]] = {}
    for row, old in pairs:
        if row["group"]:
            groups.setdefault(row["group"], []).append((row, old))
    moves = sorted(filter(None, (_move(row, old) for row, old in pairs)), key=lambda m: -abs(m["now"] - m["before"]))
    return {
        "with": earlier.name,
        **{
            name: {"before": getattr(earlier.run, name), "now": report[name]}
            for name in ("mode", "encoder", "searched")
        },
        "test": TEST,
        **_differences(pairs),
        "groups": {name: _differences(found) for name, found in groups.items()},
        "better": [move for move in moves if move["now"] > move["before"]],
        "worse": [move for move in moves if move["now"] < move["before"]],
        "only_now": [one for one in rows if one not in before],
        "only_before": [one for one in before if one not in rows],
        "changed": changed,
        "notes": _notes(report, earlier, changed, len(rows) - len(common), len(before) - len(common)),
    }


def _is_other(row: Mapping[str, Any], old: _Row) -> bool:
    """Whether a question with the same id is not the same question; an older run may not say."""
    if bool(row.get("unanswerable")) != old.unanswerable:
        return True
    if old.question is not None and comparable(old.question) != comparable(row["question"]):
        return True
    expected = {(answer["file"], comparable(answer["quote"])) for answer in row.get("expected", ())}
    return old.expected is not None and {(a.file, comparable(a.quote)) for a in old.expected} != expected


def _differences(pairs: Iterable[tuple[dict[str, Any], _Row]]) -> dict[str, Any]:
    """The metrics of the answerable questions, then and now, and how many of the others were told apart."""
    pairs = list(pairs)
    answerable = [(row, old.metrics) for row, old in pairs if not old.unanswerable]
    metrics = {}
    for name in METRICS if answerable else ():
        now, before = [row[name] for row, _ in answerable], [old[name] for _, old in answerable]
        found = paired_difference(now, before)
        metrics[name] = {
            "before": mean(before),
            "now": mean(now),
            "difference": round(found.mean, 4),
            "interval": None if found.interval is None else [round(bound, 4) for bound in found.interval],
            "p": round(found.p, 4),
        }
    others = [(row, old) for row, old in pairs if old.unanswerable]
    return {
        "n": len(answerable),
        "metrics": metrics,
        "unanswerable": {
            "before": sum(old.rejected for _, old in others),
            "now": sum(row["rejected"] for row, _ in others),
            "of": len(others),
        },
    }


def _move(row: Mapping[str, Any], old: _Row) -> dict[str, Any] | None:
    """A question that got better or worse, by nDCG@10 or by being told apart; None where nothing moved."""
    if old.unanswerable:
        before, now, by = float(old.rejected), float(row["rejected"]), "rejected"
    else:
        before, now, by = old.metrics["ndcg@10"], row["ndcg@10"], "ndcg@10"
    if before == now:
        return None
    return {
        **{name: row[name] for name in ("id", "group", "question")},
        "by": by,
        "before": before,
        "now": now,
        "first_rank": {"before": old.first_rank, "now": row.get("first_rank")},
    }


def _notes(
    report: Mapping[str, Any], earlier: EarlierRun, changed: list[str], only_now: int, only_before: int
) -> list[str]:
    """What makes the two runs less alike."""
    notes = []
    if only_now or only_before:
        notes.append(f"Of one run only: {only_now} question(s) of this run, {only_before} of {earlier.name}.")
    if changed:
        notes.append(f"Put or answered otherwise in {earlier.name}, and left out: {', '.join(changed[:20])}.")
    old, new = earlier.run.searched, report["searched"]
    if old and old != new:
        notes.append(f"Other documents were searched: {_counted(old)} then, {_counted(new)} now.")
    if earlier.run.encoder is not None and earlier.run.encoder != report["encoder"]:
        notes.append(f"Another encoder was used: {earlier.run.encoder} then, {report['encoder']} now.")
    return notes


def _counted(searched: Mapping[str, int]) -> str:
    return f"{searched.get('documents', 0)} document(s) with {searched.get('passages', 0)} passages"
