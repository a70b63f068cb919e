"""Notice undeclared times and groups that a split should respect."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from assay.core.evidence.data import ColumnProfile, ProfileEvidence, Task
from assay.data.drift import target_drift
from assay.data.leak_levels import Levels
from assay.data.leak_strength import Target, strength
from assay.data.target import classes_of, encode, known, names
from assay.data.times import seconds, text

STRONG_DRIFT = 0.1
STRONG_GROUP = 0.5
FEWEST_TIMES = 10
FEWEST_GROUPS, FEWEST_ROWS_IN_A_GROUP, MOST_ROWS_IN_A_GROUP = 20, 1.5, 200.0
NAMES_OF_KEYS = re.compile(r"(^|[_ .-])(id|no|nr|num|number|key|code)$|[a-z](Id|ID|No|Key)$", re.I)


def candidates(profile: ProfileEvidence) -> list[str]:
    """Return the columns that hints look at: datetimes, and what may name groups."""
    return [
        column.name
        for column in profile.columns
        if column.name != profile.target and (column.kind == "datetime" or _may_group(column))
    ]


def time_hint(rows: pl.DataFrame, profile: ProfileEvidence) -> str:
    """Name the datetime column along which the target drifts most, or return nothing."""
    drifts = [
        (drift_along(rows, profile, column.name) or 0.0, column.name)
        for column in profile.columns
        if column.kind == "datetime"
        and rows[column.name].dtype.is_temporal()
        and rows[column.name].n_unique() >= FEWEST_TIMES
    ]
    strongest, name = max(drifts, default=(0.0, ""))
    if strongest < STRONG_DRIFT:
        return ""
    first = text(rows[name].min())
    return (
        f"; but '{profile.target}' drifts along '{name}' (strength {strongest:.2f}, from {first}): "
        f"declare it as data.time if the model will be used on later rows"
    )


def group_hint(rows: pl.DataFrame, profile: ProfileEvidence) -> str:
    """Name the key whose rows share their outcome most, or return nothing."""
    target = _target(rows, profile)
    if target is None:
        return ""
    kept, outcomes = target
    ties = [
        (_tie(rows[column.name].filter(kept), outcomes), column.name)
        for column in profile.columns
        if column.name != profile.target and _may_group(column)
    ]
    strongest, name = max(ties, default=(0.0, ""))
    if strongest < STRONG_GROUP:
        return ""
    return (
        f"; but rows of the same '{name}' share their '{profile.target}' (strength "
        f"{strongest:.2f}): declare it as data.group if the model will meet new ones"
    )


def drift_along(rows: pl.DataFrame, profile: ProfileEvidence, time: str) -> float | None:
    """Return how much the target drifts along a column; None if there is no target to ask."""
    if profile.target == time:
        return None
    times = seconds(rows[time])
    timed = rows.filter(pl.Series(np.isfinite(times)))
    target = _target(timed, profile)
    if target is None:
        return None
    kept, outcomes = target
    return target_drift(
        times[np.isfinite(times)][kept.to_numpy()], outcomes.values, classes=outcomes.classes
    )


def _may_group(column: ColumnProfile) -> bool:
    present = column.rows - column.missing
    size = present / max(column.distinct, 1)
    if column.distinct < FEWEST_GROUPS or not size >= FEWEST_ROWS_IN_A_GROUP:
        return False
    if size > MOST_ROWS_IN_A_GROUP or column.kind in ("datetime", "text", "constant"):
        return False
    return column.dtype in ("String", "Categorical") or (
        "Int" in column.dtype and NAMES_OF_KEYS.search(column.name) is not None
    )


def _tie(keys: pl.Series, outcomes: Target) -> float:
    """Return how well rows of the same key foretell each other's outcome."""
    return strength(Levels.of(keys.cast(pl.String)), outcomes, prior=1.0)


def _target(rows: pl.DataFrame, profile: ProfileEvidence) -> tuple[pl.Series, Target] | None:
    """Return which rows have an outcome, and their outcomes; None if they tell nothing."""
    if profile.target is None or profile.task is None:
        return None
    kept = known(rows[profile.target])
    values = rows[profile.target].filter(kept)
    if names(values).n_unique() < 2:
        return None
    task: Task = "regression" if profile.task == "regression" else "multiclass"
    classes = classes_of(values, task=task, positive=None)
    coded = encode(values, task=task, classes=classes, positive=None)
    return kept, Target.of(coded, classes=len(classes), seed=0)
