"""Measure two sides: all the evidence that rules about data and splits read."""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import LeakEvidence, ProfileEvidence
from assay.core.evidence.split import SplitEvidence, SplitKind
from assay.data import leakage, profile, split_measure
from assay.data.sides import answers, labels, overlap, schema, shift, together, units
from assay.data.sides.table import Floats, Sides
from assay.data.times import seconds
from assay.lifecycle import label_noise

AT_ONCE = 2
"""Measures that run beside each other: Polars, NumPy and LightGBM let go of the interpreter. Linear
algebra has a thread in each of them: more would wait for each other."""

Progress = Callable[[str, float], None]
Measure = Callable[[Sides], object]

INTENDED_ORDER = 0.9
"""Chance that a test row is later than a training row from which on a split is meant by time."""


def take(both: Sides, tell: Progress, *, only: Collection[type] | None = None) -> Bundle:
    """Measure tables that Assay did not make.

    Args:
        both: The sides.
        tell: Called with stage and fraction done.
        only: Types of evidence that are wanted; all if absent.
    """
    return _measured((*BESIDE, *ALONE), both, tell, only)


def beside(both: Sides, tell: Progress) -> Bundle:
    """Measure one side beside the other, where profile, split and leaks are known already."""
    return _measured(BESIDE, both, tell, None)


def _measured(
    measures: Sequence[tuple[str, Measure]],
    both: Sides,
    tell: Progress,
    only: Collection[type] | None,
) -> Bundle:
    wanted = [each for each in measures if only is None or _gives(each[1]) & set(only)]
    values = []
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(AT_ONCE) as pool:
        begun = [(name, pool.submit(measure, both)) for name, measure in wanted]
        for number, (name, value) in enumerate(begun):
            tell(f"measure: {name}", number / len(wanted))
            values.append(value.result())
    tell("measure", 1.0)
    return Bundle([value for value in values if value is not None])


@functools.cache
def _gives(measure: Measure) -> frozenset[type]:
    """Return the types of evidence that a measure says it returns."""
    given = typing.get_type_hints(measure)["return"]
    return frozenset(typing.get_args(given) or (given,))


def _profile(both: Sides) -> ProfileEvidence:
    """Profile training: all rows of it, by streaming, unless some have no outcome.

    No rule reads how columns are tied to each other, and what they tell of the target is measured
    with the leaks.
    """
    every = both.train.sampled and not both.unlabelled.height
    return profile.profile(
        both.train.whole if every else both.train.rows.lazy(),
        source="training rows",
        target=both.target,
        time=both.time,
        group=both.group,
        id=both.id,
        ties=False,
    )


def _leaks(both: Sides) -> LeakEvidence | None:
    if (both.labels == both.labels[0]).all():
        return None  # of one class nothing is known
    return leakage.measure(
        both.train.rows,
        target=both.target,
        task=both.task,
        columns=[name for name in both.train.rows.columns if name not in _roles(both)],
        time=both.time,
        group=both.group,
        unlabelled=both.unlabelled,
        seed=both.seed,
    )


def _split(both: Sides) -> SplitEvidence:
    """Measure the split on the columns that both sides hold in one type."""
    left, right = both.train.rows, both.test.rows
    names = [name for name in both.shared if left[name].dtype == right[name].dtype]
    time = both.time if both.time in names else None
    group = both.group if both.group in names else None
    kind, reason = _kind(both, time, group)
    outcome = [both.target] if both.tested else []
    return split_measure.measure(
        {
            "train": _only(left, [*names, both.target]),
            "validation": _only(left, [*names, both.target]).clear(),
            "test": _only(right, [*names, *outcome]),
        },
        kind=kind,
        reason=reason,
        target=both.target,
        task=both.task,
        time=time,
        group=group,
        id=both.id,
        seed=both.seed,
        rows_without_target=both.unlabelled.height,
    )


def _only(rows: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """Return some columns; rows keep their number where there are none, unlike by selection."""
    return rows.drop([name for name in rows.columns if name not in names])


def _kind(both: Sides, time: str | None, group: str | None) -> tuple[SplitKind, str]:
    """Infer from the rows how they were parted."""
    grouped = (
        group is not None
        and not both.train.rows[group].is_in(both.test.rows[group].implode()).any()
    )
    if time is not None:
        later = _chance_later(seconds(both.train.rows[time]), seconds(both.test.rows[time]))
        if later >= INTENDED_ORDER:
            reason = f"a test row is later than a training row with chance {later:.2f}"
            return ("group-time" if grouped else "time"), reason
    if grouped:
        return "group", f"no '{group}' is on both sides"
    return "random", "neither time nor group orders it"


def _chance_later(learnt: Floats, tested: Floats) -> float:
    """Return the chance that a test row is later than a training row, ties counting half."""
    learnt, tested = (np.sort(each[np.isfinite(each)]) for each in (learnt, tested))
    if not len(learnt) or not len(tested):
        return 0.5
    below = np.searchsorted(learnt, tested, "left") + np.searchsorted(learnt, tested, "right")
    return float(below.mean() / (2 * len(learnt)))


def _roles(both: Sides) -> set[str | None]:
    return {both.target, both.time, both.group, both.id}


ALONE: tuple[tuple[str, Measure], ...] = (
    ("profile", _profile),
    ("split", _split),
    ("leaks", _leaks),
)
"""What a run has measured already when it comes to its sides, by the name that progress shows."""

BESIDE: tuple[tuple[str, Measure], ...] = (
    ("label noise", label_noise.measure),
    ("overlap", overlap.measure),
    ("answers", answers.measure),
    ("preparation", together.measure),
    ("units", units.measure),
    ("schema", schema.measure),
    ("labels", labels.measure),
    ("shift", shift.measure),
)
"""What is measured of both sides, whoever made them; what takes longest begins first."""
