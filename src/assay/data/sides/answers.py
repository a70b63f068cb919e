"""Measure what the order of rows, identifiers and aggregates know of the target."""

from __future__ import annotations

from assay.core.evidence.answers import AnswersEvidence
from assay.data.sides.answers_groups import found_in_groups
from assay.data.sides.answers_orders import orders
from assay.data.sides.answers_places import places
from assay.data.sides.answers_windows import windows
from assay.data.sides.table import Sides


def measure(sides: Sides) -> AnswersEvidence:
    """Return what the order of rows, identifiers and aggregates know of the target.

    Example:
        >>> import polars as pl
        >>> from assay.data.sides.table import sides
        >>> train = pl.LazyFrame({"x": [5, 3, 8, 1] * 50, "y": [0] * 100 + [1] * 100})
        >>> both = sides(train, train.drop("y"), target="y", task="binary")
        >>> [(one.column, round(one.strength, 1)) for one in measure(both).orders]
        [(None, 1.0)]
    """
    found, left_open = found_in_groups(sides)
    return AnswersEvidence(
        target=sides.target,
        task=sides.task,
        rows=sides.train.rows.height,
        orders=orders(sides),
        aggregates=(*found, *windows(sides), *places(sides)),
        test_known=sides.tested,
        sampled=left_open,
    )
