"""Measure how values are spread: between the two sides, and along the rows of one."""

from __future__ import annotations

from assay.core.evidence.shift import ShiftEvidence
from assay.data.sides.shift_columns import columns_of
from assay.data.sides.shift_distance import distances
from assay.data.sides.shift_missing import missing_bursts
from assay.data.sides.shift_outliers import outlier_bursts
from assay.data.sides.shift_rare import rare_rests
from assay.data.sides.shift_sentinels import sentinels
from assay.data.sides.shift_ties import broken_ties
from assay.data.sides.shift_unseen import unseen_levels
from assay.data.sides.table import Sides


def measure(sides: Sides) -> ShiftEvidence:
    """Return how the features' values are spread on the two sides.

    Example:
        >>> import polars as pl
        >>> from assay.data.sides.table import sides
        >>> train = pl.LazyFrame({"x": [*range(200)] * 2, "y": [0, 1] * 200})
        >>> test = pl.LazyFrame({"x": [*range(100, 200)] * 2, "y": [0, 1] * 100})
        >>> evidence = measure(sides(train, test, target="y", task="binary"))
        >>> [(one.column, round(one.measure, 1)) for one in evidence.distances]
        [('x', 0.5)]
    """
    columns = columns_of(sides)
    apart = distances(columns)
    return ShiftEvidence(
        train_rows=sides.train.rows.height,
        test_rows=sides.test.rows.height,
        columns=len(columns),
        distances=apart,
        unseen=unseen_levels(columns),
        missing=missing_bursts(columns, sides),
        outliers=outlier_bursts(columns, sides),
        sentinels=sentinels(columns),
        rare=rare_rests(columns, sides),
        ties=broken_ties(columns, apart),
    )
