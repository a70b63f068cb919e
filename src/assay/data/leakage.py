"""Measure what each column knows of the target beyond what an honest feature would."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import ColumnLeak, Kind, LeakEvidence, Task
from assay.data.leak_beside import (
    WORTH_COMPARING,
    beside_others,
    beside_others_in_ranks,
    with_rest,
)
from assay.data.leak_combinations import combinations, numeric
from assay.data.leak_exactness import copies, exactness, rounded, says_it
from assay.data.leak_filled import one_sided
from assay.data.leak_lagged import lagged
from assay.data.leak_levels import Levels, missing, order_of_names
from assay.data.leak_likeness import likeness
from assay.data.leak_pairs import pairs
from assay.data.leak_strength import Target, indicator_strength, order_strength, strength
from assay.data.leak_table import Table
from assay.data.leak_text import text_leaks
from assay.data.target import classes_of, encode
from assay.data.times import seconds

SAMPLE_ROWS = 25_000
PLANNED = (
    "sched",
    "scheduled",
    "planned",
    "plan",
    "expected",
    "estimated",
    "est",
    "promised",
    "due",
)
"""Marks in names of columns that are known beforehand, where the bare name is known afterwards."""

LONG_TEXT = 50


def measure(
    frame: pl.DataFrame,
    *,
    target: str,
    task: Task,
    columns: Sequence[str],
    time: str | None = None,
    group: str | None = None,
    unlabelled: pl.DataFrame | None = None,
    seed: int = 0,
) -> LeakEvidence:
    """Return what columns of the development rows know of the target.

    Costly parts look at a sample of 25,000 rows drawn by the seed; missing values are counted in
    all rows.

    Args:
        frame: Development rows, with known outcomes.
        target: Column to predict.
        task: What kind of prediction it is.
        columns: Columns to look at.
        time: Column that says when a row happened.
        group: Column that says whom a row belongs to.
        unlabelled: Rows whose outcome is missing: a column that is missing exactly there is
            known only after the outcome.
        seed: Seed of the sample and the folds.

    Example:
        >>> frame = pl.DataFrame({"y": [0, 1] * 50, "copy": ["n", "y"] * 50})
        >>> leaks = measure(frame, target="y", task="binary", columns=["copy"])
        >>> leaks.columns[0].copies_target
        True
    """
    columns = [name for name in columns if name != target]
    classes = classes_of(frame[target], task=task, positive=None)
    values = encode(frame[target], task=task, classes=classes, positive=None)
    chosen = _sample(frame.height, seed)
    sample = frame if chosen is None else frame[chosen]
    whole = Target.of(values, classes=len(classes), seed=seed)
    part = whole if chosen is None else Target.of(values[chosen], classes=len(classes), seed=seed)
    levels = {name: Levels.of(sample[name]) for name in columns}
    leaks = [
        _column(
            frame[name],
            sample[name],
            levels[name],
            classes=classes,
            whole=whole,
            part=part,
            unlabelled=None if unlabelled is None else unlabelled[name],
            times=None if time is None or name == time else frame[time],
            twin=_twin(name, frame.columns),
        )
        for name in columns
    ]
    if time is not None and task == "regression":
        leaks = [
            dataclasses.replace(leak, lagged=_lagged(leak, frame, target, time, group))
            for leak in leaks
        ]
    sums = combinations(numeric(sample, columns), part.values) if len(classes) <= 2 else ()
    in_sums = {name for found in sums for name in found.columns}
    table = Table(levels, part)
    compared = beside_others(with_rest(leaks, in_sums), table)
    compared = beside_others_in_ranks(compared, levels, part)
    return LeakEvidence(
        target=target,
        task=task,
        rows=frame.height,
        columns=compared,
        combinations=sums,
        texts=text_leaks(sample, columns, part, classes),
        pairs=pairs(sample, compared, levels, part, table),
    )


def _sample(rows: int, seed: int) -> NDArray[np.int64] | None:
    if rows <= SAMPLE_ROWS:
        return None
    return np.sort(np.random.default_rng(seed).choice(rows, SAMPLE_ROWS, replace=False))


def _column(
    column: pl.Series,
    sample: pl.Series,
    levels: Levels,
    *,
    classes: tuple[str, ...],
    whole: Target,
    part: Target,
    unlabelled: pl.Series | None,
    times: pl.Series | None,
    twin: str | None,
) -> ColumnLeak:
    absent = missing(column)
    present = int((~absent).sum())
    distinct = column.filter(pl.Series(~absent)).n_unique() if present else 0
    kind = _kind(column, distinct, present)
    exact = exactness(levels, part)
    without = missing(unlabelled) if unlabelled is not None else np.empty(0, dtype=bool)
    in_order = 0.0
    if kind == "identifier":
        order = order_of_names(sample) if levels.numbers is None else levels.numbers
        in_order = order_strength(order, part)
    alike = likeness(levels, part)
    return ColumnLeak(
        name=column.name,
        kind=kind,
        strength=strength(levels, part),
        strength_of_rest=0.0,
        exactness=exact,
        distinct_share=distinct / max(present, 1),
        copies_target=copies(levels, part, exact=exact),
        says_target=_says(sample, levels, part, classes),
        missing_with_outcome=float(without.mean()) if len(without) else 0.0,
        missing_without=float(absent.mean()),
        rows_without_outcome=len(without),
        missing_strength=indicator_strength(absent, whole),
        after_time=_after(column, times),
        twin=twin,
        order_strength=in_order,
        one_sided=one_sided(column, absent, whole.values, classes),
        mirrors=alike.mirrors,
        follows=alike.follows,
        coarsens=alike.coarsens,
        on_curve=alike.on_curve,
        noise=alike.noise,
        even_noise=alike.even_noise,
        same_unit=alike.same_unit,
        in_ranks=alike.in_ranks,
        equal=alike.equal,
    )


def _lagged(
    leak: ColumnLeak, frame: pl.DataFrame, target: str, time: str, group: str | None
) -> bool:
    """Return whether a strong number is the outcome of the time before, known by then."""
    if leak.strength < WORTH_COMPARING or leak.name in (time, group):
        return False
    series = frame[group] if group is not None else None
    return lagged(frame[leak.name], frame[target], time=frame[time], group=series)


def _says(column: pl.Series, levels: Levels, target: Target, classes: tuple[str, ...]) -> float:
    if target.classes:
        return says_it(column, target, classes)
    return rounded(levels.numbers, target.values) if levels.numbers is not None else 0.0


def _kind(column: pl.Series, distinct: int, present: int) -> Kind:
    dtype = column.dtype
    unique = present >= 100 and distinct >= 0.98 * present
    kind: Kind = "unsupported"
    if distinct <= 1:
        kind = "constant"
    elif dtype == pl.Boolean:
        kind = "boolean"
    elif dtype.is_temporal():
        kind = "datetime"
    elif dtype.is_numeric():
        kind = "identifier" if dtype.is_integer() and unique and _dense(column) else "numeric"
    elif dtype in (pl.String, pl.Categorical, pl.Enum):
        length = column.cast(pl.String).str.len_chars().mean()
        long = isinstance(length, float) and length > LONG_TEXT
        kind = "text" if long else "identifier" if unique else "categorical"
    return kind


def _dense(column: pl.Series) -> bool:
    lowest, highest = column.min(), column.max()
    assert isinstance(lowest, int) and isinstance(highest, int)
    return highest - lowest <= 2 * column.len()


def _after(column: pl.Series, times: pl.Series | None) -> float | None:
    if times is None or column.dtype not in (pl.Date, pl.Datetime):
        return None
    if times.dtype not in (pl.Date, pl.Datetime, pl.String):
        return None
    values, moments = seconds(column), seconds(times)
    if column.dtype == pl.Date:
        moments = np.floor(moments / 86_400) * 86_400
    both = np.isfinite(values) & np.isfinite(moments)
    return float((values > moments)[both].mean()) if both.any() else 0.0


def _twin(name: str, present: Sequence[str]) -> str | None:
    for mark in PLANNED:
        for candidate in (f"{mark}_{name}", f"{name}_{mark}", f"{mark}{name}", f"{mark} {name}"):
            for other in present:
                if other.lower() == candidate.lower():
                    return other
    return None
