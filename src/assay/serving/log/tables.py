"""What workers wrote down as tables: answers, outcomes, and what shadows said."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import polars as pl

from assay.serving.log.record import Answered, Feedback, Record, Shadowed

MOMENT = pl.Datetime("us", "UTC")

ANSWERS: dict[str, pl.DataType] = {
    "day": pl.Date(),
    "at": MOMENT,
    "request": pl.String(),
    "row": pl.Int32(),
    "version": pl.Int32(),
    "route": pl.String(),
    "key": pl.String(),
    "latency_us": pl.Int64(),
    "status": pl.Int32(),
    "inputs": pl.String(),
    "prediction": pl.String(),
    "scores": pl.List(pl.Float64()),
    "reasons": pl.String(),
    "client": pl.String(),
}
"""Columns of filed answers; `inputs` and `reasons` are JSON."""

FEEDBACK: dict[str, pl.DataType] = {
    "day": pl.Date(),
    "at": MOMENT,
    "request": pl.String(),
    "row": pl.Int32(),
    "key": pl.String(),
    "outcome": pl.String(),
    "outcome_at": pl.String(),
    "signal": pl.String(),
}
"""Columns of filed outcomes; `outcome` is JSON."""

SHADOWS: dict[str, pl.DataType] = {
    "day": pl.Date(),
    "at": MOMENT,
    "request": pl.String(),
    "version": pl.Int32(),
    "status": pl.String(),
    "latency_us": pl.Float64(),
    "processor_us": pl.Float64(),
    "champion": pl.Int32(),
    "champion_us": pl.Float64(),
    "champion_processor_us": pl.Float64(),
    "scores": pl.List(pl.List(pl.Float64())),
    "problem": pl.String(),
}
"""Columns of what shadows said, one row a request."""


def answers_of(answers: Iterable[Answered]) -> pl.DataFrame:
    """Return answers as a table, one row a row that was scored or refused."""
    said = list(answers)
    inputs = [_records(one.body) or [None] for one in said]
    counts = [len(records) for records in inputs]
    sized = list(zip(said, counts, strict=True))
    rows = _framed({
        "row": _flat(range(count) for count in counts),
        "version": _flat(_each(one.versions, count) for one, count in sized),
        "inputs": _flat(inputs),
        "prediction": _flat(
            [str(each) for each in one.predictions] or [None] * count for one, count in sized
        ),
        "scores": _lists(_flat(one.scores or [()] * count for one, count in sized)),
        "reasons": _flat(_reasons(one.reasons, count) for one, count in sized),
    }, ANSWERS)  # fmt: skip
    places = pl.Series(range(len(said)), dtype=pl.UInt32())
    requests = _framed(_columns(said, ANSWERS.keys() - set(rows.columns)), ANSWERS)
    owners = requests[places.repeat_by(pl.Series(counts, dtype=pl.UInt32())).explode()]
    return owners.hstack(rows).select(*ANSWERS)


def feedback_of(outcomes: Iterable[Feedback]) -> pl.DataFrame:
    """Return outcomes as a table."""
    said = list(outcomes)
    columns = _columns(said, FEEDBACK.keys() - {"outcome"})
    columns["outcome"] = [_json(one.outcome) for one in said]
    return _framed(columns, FEEDBACK).select(*FEEDBACK)


def shadows_of(said: Iterable[Shadowed]) -> pl.DataFrame:
    """Return what shadows said as a table."""
    return _framed(_columns(list(said), SHADOWS.keys()), SHADOWS).select(*SHADOWS)


def _columns(said: Sequence[Record], names: Iterable[str]) -> dict[str, Any]:
    """Return the fields of these names, and the moment of each record and its day."""
    columns: dict[str, Any] = {
        name: [getattr(one, name) for one in said] for name in names if name not in ("at", "day")
    }
    columns["at"] = pl.Series([one.at_us for one in said], dtype=pl.Int64()).cast(MOMENT)
    columns["day"] = columns["at"].dt.date()
    return columns


def _framed(columns: dict[str, Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(columns, schema_overrides=schema)


def _flat(each: Iterable[Iterable[Any]]) -> list[Any]:
    return list(itertools.chain.from_iterable(each))


def _lists(rows: Sequence[Sequence[float]]) -> pl.Series:
    """Return a column of lists, null where one is empty; from Python lists Polars takes longer."""
    places = pl.Series(range(len(rows)), dtype=pl.UInt32())
    lengths = pl.Series([len(row) for row in rows], dtype=pl.UInt32())
    flat = pl.DataFrame({
        "place": places.repeat_by(lengths).explode(empty_as_null=False),
        "score": pl.Series(_flat(rows), dtype=pl.Float64()),
    })  # fmt: skip
    lists = flat.group_by("place").agg("score")
    return places.to_frame("place").join(lists, on="place", how="left", maintain_order="left")[
        "score"
    ]


def _each(versions: list[int], count: int) -> list[int]:
    """Return the version of each row; where rows were refused, one stands for all."""
    return versions[:count] + versions[-1:] * (count - len(versions))


def _reasons(reasons: list[Any], count: int) -> list[str | None]:
    """Return what each row broke of the contract, as JSON."""
    if not reasons:
        return [None] * count
    own: list[list[Any]] = [[] for _ in range(count)]
    for reason in reasons:
        own[reason.get("row", 0)].append(reason)
    return [_json(each) if each else None for each in own]


def _records(body: bytes) -> list[str | None]:
    """Return the records of a body, each as JSON."""
    if body.startswith(b"{"):
        return [body.decode()]
    try:
        read = msgspec.json.decode(body, type=list[msgspec.Raw] | dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    if isinstance(read, dict):
        return [body.decode()]
    return [bytes(record).decode() for record in read]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
