"""Ties of the columns of a sample to the target and to each other."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Correlation, Kind, Task
from assay.data.ordinals import ordinals
from assay.data.profile import association
from assay.data.profile.correlation import correlate
from assay.data.profile.seen import Seen
from assay.data.profile.suspicion import filled_by_outcome

_PAIR_ROWS = 20_000
"""Rows of the sample that pairs of columns are compared on."""

_TIED: tuple[Kind, ...] = ("numeric", "boolean", "datetime", "categorical")


def _outcome(seen: list[Seen], target: str | None, task: Task | None) -> NDArray[np.float64] | None:
    """Class index or rank of the target, NaN where it is missing."""
    if target is None or task is None:
        return None
    own = next(column for column in seen if column.name == target)
    numeric = own.number is not None and task == "regression"
    values = pl.Series(own.number).fill_nan(None) if numeric else own.value
    ranks = values.rank("average" if numeric else "dense").cast(pl.Float64)
    return ranks.to_numpy().astype(np.float64) if len(ranks) else None


def measure_of(task: Task | None) -> str:
    """Name the measure of `strengths`."""
    if task == "regression":
        return association.NUMBERS_MEASURE
    return association.CLASSES_MEASURE


def strengths(seen: list[Seen], target: str | None, task: Task | None) -> dict[str, float]:
    """Measure how strongly each column tells the target, by the columns' names."""
    outcome = _outcome(seen, target, task)
    if outcome is None or task is None:
        return {}
    labelled = np.isfinite(outcome)
    found = {}
    for own in seen:
        if own.name == target or own.kind in {"unsupported", "constant", "text"}:
            continue
        number = None if own.number is None else pl.Series(own.number)
        column = association.bins(own.value, number)
        found[own.name] = association.strength(column[labelled], outcome[labelled], task=task)
    return found


def filled_only(seen: list[Seen], target: str | None, task: Task | None) -> dict[str, str]:
    """Say which columns are filled only for some outcomes."""
    outcome = _outcome(seen, target, task)
    if outcome is None:
        return {}
    labelled = np.isfinite(outcome)
    if task == "regression":
        quarter = np.ceil(4 * outcome[labelled] / labelled.sum()).astype(np.int64) - 1
        names = [f"quarter {place} of the target" for place in range(1, 5)]
    else:
        quarter = outcome[labelled].astype(np.int64) - 1
        own = next(column for column in seen if column.name == target)
        names = [str(value) for value in own.value.drop_nulls().unique().sort()]
    found = {}
    for own in seen:
        if own.name != target and own.value.null_count():
            missing = own.value.is_null().to_numpy()[labelled]
            note = filled_by_outcome(missing, quarter, names)
            if note:
                found[own.name] = note
    return found


def correlations(seen: list[Seen]) -> tuple[Correlation, ...]:
    """Measure all pairs of columns that hold amounts or levels."""
    tied = [own for own in seen if own.kind in _TIED]
    if not tied:
        return ()
    step = max(1, -(-len(tied[0].value) // _PAIR_ROWS))
    numbers = {
        own.name: own.number[::step]
        for own in tied
        if own.number is not None and own.kind != "categorical"
    }
    codes = {
        own.name: ordinals(own.value.gather_every(step)) - 1
        for own in tied
        if own.name not in numbers
    }
    return correlate(numbers, codes)
