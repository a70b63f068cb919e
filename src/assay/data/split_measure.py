"""Measure what parts hold and share, whoever made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

import numpy as np
import polars as pl

from assay.core.evidence.data import Task
from assay.core.evidence.split import Part, SplitEvidence, SplitKind
from assay.data.drift import target_drift
from assay.data.rowhash import Hashes, passing_hashes
from assay.data.target import classes_of, encode, known, names
from assay.data.times import as_moments, seconds, text

PartName = Literal["train", "validation", "test"]


def measure(
    parts: Mapping[str, pl.DataFrame],
    *,
    kind: SplitKind,
    reason: str,
    target: str,
    task: Task,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,
    seed: int = 0,
    rows_without_target: int = 0,
    rows_dropped: int = 0,
    folds: int = 0,
    sealed_id: str = "",
    openings: int = 0,
    openings_allowed: int = 0,
    hashes: Mapping[str, Hashes] | None = None,
) -> SplitEvidence:
    """Return the evidence of a split; nothing in it is assumed from how the split was made.

    Args:
        parts: Frames with the target by name: `train`, `validation` (may be empty) and `test`,
            which may lack it where its outcomes are sealed.
        kind: How rows were assigned.
        reason: Why so.
        target: Column to predict.
        task: What kind of prediction it is.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row; rows that differ in nothing else count as equal.
        seed: Seed of the assignment.
        rows_without_target: Rows set aside before.
        rows_dropped: Labelled rows left out.
        folds: Folds made within train and validation.
        sealed_id: Name of the sealed test, if there is one.
        openings: How often it was opened.
        openings_allowed: How often it may be.
        hashes: Hash of each row without `id`, by part, if they are known already.

    Example:
        >>> frame = pl.DataFrame({"x": [1, 2, 3], "y": [0, 1, 0]})
        >>> parts = {"train": frame.head(2), "validation": frame.head(0), "test": frame.tail(2)}
        >>> measure(parts, kind="random", reason="", target="y", task="binary").rows_shared
        1
    """
    test = parts["test"]
    development = pl.concat([parts["train"], parts["validation"]])
    groups_shared, groups_test = _groups_shared(development, test, group)
    return SplitEvidence(
        kind=kind,
        reason=reason,
        seed=seed,
        target=target,
        time=time,
        group=group,
        parts=tuple(
            _part(name, rows, target=target, task=task, time=time, group=group)
            for name, rows in parts.items()
        ),
        rows_without_target=rows_without_target,
        rows_dropped=rows_dropped,
        rows_shared=_rows_shared(hashes or _hashes(parts, target, id)),
        groups_shared=groups_shared,
        groups_test=groups_test,
        rows_before_border=_rows_before_border(development, test, time),
        time_drift=_drift(development, target=target, task=task, time=time),
        folds=folds,
        sealed_id=sealed_id,
        openings=openings,
        openings_allowed=openings_allowed,
    )


def _part(
    name: str, rows: pl.DataFrame, *, target: str, task: Task, time: str | None, group: str | None
) -> Part:
    shares: tuple[tuple[str, float], ...] = ()
    if task != "regression" and rows.height and target in rows.columns:
        counts = names(rows[target]).alias("class").value_counts(name="rows").sort("class")
        shares = tuple(
            (label, count / rows.height)
            for label, count in zip(counts["class"], counts["rows"], strict=True)
        )
    earliest = latest = None
    if time is not None and rows[time].count():
        moments = as_moments(rows[time])
        earliest, latest = text(moments.min()), text(moments.max())
    return Part(
        name=cast(PartName, name),
        rows=rows.height,
        shares=shares,
        time_from=earliest,
        time_to=latest,
        groups=None if group is None else rows[group].n_unique(),
    )


def _hashes(
    parts: Mapping[str, pl.DataFrame], target: str, identifier: str | None
) -> dict[str, Hashes]:
    columns = [name for name in parts["test"].columns if name != identifier]
    if set(columns) <= {target}:  # rows that hold nothing to compare are not equal rows
        return {name: np.empty(0, np.uint64) for name in parts}
    return {name: passing_hashes(rows, columns) for name, rows in parts.items()}


def _rows_shared(hashes: Mapping[str, Hashes]) -> int:
    development = pl.Series(np.concatenate([hashes["train"], hashes["validation"]]))
    return int(pl.Series(hashes["test"]).is_in(development.implode()).sum())


def _groups_shared(
    development: pl.DataFrame, test: pl.DataFrame, group: str | None
) -> tuple[int, int]:
    if group is None:
        return 0, 0
    held = test[group].drop_nulls().unique()
    shared = held.is_in(development[group].drop_nulls().unique().implode())
    return int(shared.sum()), held.len()


def _rows_before_border(development: pl.DataFrame, test: pl.DataFrame, time: str | None) -> int:
    if time is None:
        return 0
    learnt, tested = seconds(development[time]), seconds(test[time])
    if not np.isfinite(learnt).any():
        return 0
    return int((tested <= np.nanmax(learnt)).sum())


def _drift(development: pl.DataFrame, *, target: str, task: Task, time: str | None) -> float | None:
    if time is None:
        return None
    times = seconds(development[time])
    kept = known(development[target]).to_numpy() & np.isfinite(times)
    rows = development[target].filter(pl.Series(kept))
    if rows.n_unique() < 2:
        return 0.0
    classes = classes_of(
        rows, task="regression" if task == "regression" else "multiclass", positive=None
    )
    coded = encode(
        rows,
        task="multiclass" if classes else "regression",
        classes=classes,
        positive=None,
    )
    return target_drift(times[kept], coded, classes=len(classes))
