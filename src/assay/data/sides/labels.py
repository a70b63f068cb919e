"""Measure what outcomes say without a model: contradictions, and how the sides differ."""

from __future__ import annotations

import numpy as np

from assay.core.evidence.labels import LabelsEvidence, TargetShift
from assay.data.sides import labels_conflicts
from assay.data.sides.table import Sides


def measure(sides: Sides) -> LabelsEvidence:
    """Return what the outcomes of both sides say.

    Example:
        >>> import polars as pl
        >>> from assay.data.sides.table import sides
        >>> frame = pl.LazyFrame({"x": [1.5, 1.5, 2.5, 3.5], "y": ["a", "b", "a", "b"]})
        >>> both = sides(frame, frame, target="y", task="binary")
        >>> measure(both).conflicts.conflicting
        2
    """
    return LabelsEvidence(
        target=sides.target,
        tested=sides.tested,
        conflicts=None if sides.task == "regression" else labels_conflicts.measure(sides),
        shift=_shift(sides),
    )


def _shift(sides: Sides) -> TargetShift | None:
    if sides.task != "regression" or sides.test_labels is None:
        return None
    learnt, tested = (each[np.isfinite(each)] for each in (sides.labels, sides.test_labels))
    if not len(learnt) or not len(tested):
        return None
    from scipy import stats  # half a second to import, and for regression only

    found = stats.ks_2samp(learnt, tested, method="asymp")
    return TargetShift(
        distance=float(found.statistic),
        p_value=float(found.pvalue),
        median_train=float(np.median(learnt)),
        median_test=float(np.median(tested)),
        rows_train=len(learnt),
        rows_test=len(tested),
    )
