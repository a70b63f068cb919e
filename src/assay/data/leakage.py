"""Measure what each column knows of the target beyond what an honest feature would."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import ColumnLeak, Kind, LeakEvidence, Task
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
SUSPICIOUS_STRENGTH = 0.9
SUSPICIOUS_EXACTNESS = 0.9
WORTH_COMPARING = 0.8
"""Strength from which a column is compared with all others together."""

RANKING = 0.94
"""Squared rank correlation from which a column is taken to rank as the target does."""

COARSENING = 0.97
"""Share from which a column is taken for the classes, put together to fewer."""

MIRRORING = 0.94
"""Share from which a column counts as the target in another code when others are judged."""


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
    compared = _beside_others(_with_rest(leaks, in_sums), table)
    compared = _beside_others_in_ranks(compared, levels, part)
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


def _with_rest(leaks: list[ColumnLeak], in_sums: set[str]) -> tuple[ColumnLeak, ...]:
    honest = [leak for leak in leaks if not _suspicious(leak) and leak.name not in in_sums]
    return tuple(
        dataclasses.replace(
            leak,
            strength_of_rest=max(
                (other.strength for other in honest if other is not leak), default=0.0
            ),
        )
        for leak in leaks
    )


def _beside_others(leaks: tuple[ColumnLeak, ...], table: Table) -> tuple[ColumnLeak, ...]:
    """Say of suspected columns what all others know together, those that mirror the target not."""
    honest = [leak for leak in leaks if not _mirrors(leak)]
    compared = []
    for leak in leaks:
        others = [other for other in honest if other is not leak]
        together = None
        worth = max(leak.strength, leak.exactness, leak.on_curve) >= WORTH_COMPARING
        if worth or leak.coarsens >= COARSENING:
            together = table.strength([other.name for other in others])
        compared.append(
            dataclasses.replace(
                leak,
                strength_of_others=together,
                exactness_of_rest=max((other.exactness for other in others), default=0.0),
            )
        )
    return tuple(compared)


def _beside_others_in_ranks(
    leaks: tuple[ColumnLeak, ...], levels: dict[str, Levels], target: Target
) -> tuple[ColumnLeak, ...]:
    """Say of columns that rank as the target does what all others know of its ranks."""
    if not any(leak.in_ranks >= RANKING for leak in leaks):
        return leaks
    ranks = np.unique(target.values, return_inverse=True)[1]
    counts = np.bincount(ranks)
    middle = np.cumsum(counts) - (counts - 1) / 2
    table = Table(
        levels, dataclasses.replace(target, values=middle[ranks], indicators=middle[ranks][:, None])
    )
    honest = [leak.name for leak in leaks if not _mirrors(leak) and leak.in_ranks < RANKING]
    others = table.strength(honest)
    return tuple(
        dataclasses.replace(leak, in_ranks_of_others=others) if leak.in_ranks >= RANKING else leak
        for leak in leaks
    )


def _mirrors(leak: ColumnLeak) -> bool:
    one_sided = leak.one_sided is not None and leak.one_sided.within >= MIRRORING
    noised = leak.noise is not None and (leak.same_unit or leak.even_noise > 0.5)
    exact = leak.exactness >= MIRRORING and leak.strength_of_rest < leak.strength - 0.2
    return (
        leak.copies_target
        or one_sided
        or noised
        or exact
        or max(leak.mirrors, leak.follows, leak.on_curve) >= MIRRORING
        or leak.coarsens >= COARSENING
    )


def _suspicious(leak: ColumnLeak) -> bool:
    filled_after = leak.rows_without_outcome > 0 and (
        leak.missing_with_outcome - leak.missing_without > 0.5
    )
    return (
        leak.copies_target
        or filled_after
        or leak.strength >= SUSPICIOUS_STRENGTH
        or leak.exactness >= SUSPICIOUS_EXACTNESS
        or (leak.after_time or 0.0) > 0.5
    )
