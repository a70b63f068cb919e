"""Hold the schema of the two sides against each other: names, types, units, spellings, formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from assay.core.evidence.schema import MixedUnits, SchemaEvidence
from assay.data.sides.schema_columns import absent_columns
from assay.data.sides.schema_commas import decimal_commas
from assay.data.sides.schema_company import shifted_beside
from assay.data.sides.schema_dates import date_formats
from assay.data.sides.schema_mixed_rows import mixed_rows
from assay.data.sides.schema_mixed_types import mixed_types
from assay.data.sides.schema_mixed_units import mixed_units
from assay.data.sides.schema_respelled import respellings
from assay.data.sides.schema_types import type_changes
from assay.data.sides.schema_units import unit_changes
from assay.data.sides.schema_written import Pair, pairs
from assay.data.sides.schema_zones import time_zones, undecided_zones
from assay.data.sides.table import Sides

Found = TypeVar("Found")


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
    columns = _in_company(pairs(sides))
    return SchemaEvidence(
        train_rows=sides.train.rows.height,
        test_rows=sides.test.rows.height,
        columns=len(columns),
        absent=absent_columns(sides),
        types=_each(type_changes, columns),
        units=_each(unit_changes, columns),
        mixed_units=_mixed(sides, columns),
        respelled=_each(respellings, columns),
        mixed_types=_each(mixed_types, columns),
        dates=_each(date_formats, columns),
        commas=_each(decimal_commas, columns),
        zones=_each(time_zones, columns),
        undecided=_each(undecided_zones, columns),
    )


def _mixed(sides: Sides, columns: list[Pair]) -> tuple[MixedUnits, ...]:
    found = _each(mixed_units, columns)
    named = {one.column for one in found}
    return found + tuple(one for one in mixed_rows(sides, columns) if one.column not in named)


def _in_company(columns: list[Pair]) -> list[Pair]:
    beside = shifted_beside(columns)
    return [replace(pair, beside=beside[pair.name]) for pair in columns]


def _each(
    measured: Callable[[Pair], Iterable[Found]], columns: Iterable[Pair]
) -> tuple[Found, ...]:
    return tuple(found for pair in columns for found in measured(pair))
