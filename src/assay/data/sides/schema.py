"""Hold the schema of the two sides against each other: names, types, spellings, formats."""

from __future__ import annotations

from assay.core.evidence.schema import SchemaEvidence
from assay.data.sides.schema_columns import absent_columns
from assay.data.sides.schema_commas import decimal_commas
from assay.data.sides.schema_dates import date_formats
from assay.data.sides.schema_mixed_types import mixed_types
from assay.data.sides.schema_respelled import respellings
from assay.data.sides.schema_types import type_changes
from assay.data.sides.schema_written import each, pairs
from assay.data.sides.schema_zones import time_zones, undecided_zones
from assay.data.sides.table import Sides


def measure(sides: Sides) -> SchemaEvidence:
    """Measure what the two sides write differently, or one side in two ways.

    The target takes part where the outcomes of the test may be seen.

    Example:
        >>> import polars as pl
        >>> from assay.data.sides.table import sides
        >>> train = pl.LazyFrame({"x": ["a", "b"] * 50, "k": [1, 2] * 50, "y": [0, 1] * 50})
        >>> test = pl.LazyFrame({"x": [1, 2] * 50, "y": [0, 1] * 50})
        >>> evidence = measure(sides(train, test, target="y", task="binary"))
        >>> [one.column for one in evidence.absent], [one.column for one in evidence.types]
        (['k'], ['x'])
    """
    columns = pairs(sides)
    return SchemaEvidence(
        train_rows=sides.train.rows.height,
        test_rows=sides.test.rows.height,
        columns=len(columns),
        absent=absent_columns(sides),
        types=each(type_changes, columns),
        respelled=each(respellings, columns),
        mixed_types=each(mixed_types, columns),
        dates=each(date_formats, columns),
        commas=each(decimal_commas, columns),
        zones=each(time_zones, columns),
        undecided=each(undecided_zones, columns),
    )
