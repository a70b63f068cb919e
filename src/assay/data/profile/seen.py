"""A column as the sample shows it and all rows count it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.data import Kind
from assay.data.profile.aggregate import FEW_DISTINCT, Aggregate, Wanted, aggregate
from assay.data.profile.distribution import fences
from assay.data.profile.reading import Reading, read
from assay.data.profile.sample import Sample


@dataclass(frozen=True, slots=True)
class Seen:
    """A column of the sample, with the counts of all rows.

    Attributes:
        value: The column as it is used, null where missing.
        number: Its amounts, shape (sampled,), NaN where missing; None if it holds none.
        counted: What all rows were counted into.
    """

    reading: Reading
    value: pl.Series
    number: NDArray[np.float64] | None
    counted: Aggregate

    @property
    def name(self) -> str:
        """The column's name."""
        return self.reading.name

    @property
    def kind(self) -> Kind:
        """What it is used as; a single value is constant, unless its absence says something."""
        counted = self.counted
        if self.reading.kind == "unsupported" or counted.distinct > 1:
            return self.reading.kind
        gaps = counted.missing if counted.distinct else 0
        return self.reading.kind if gaps or counted.unread else "constant"

    @property
    def finite(self) -> NDArray[np.float64]:
        """Its finite numbers."""
        if self.number is None:
            return np.empty(0)
        return self.number[np.isfinite(self.number)]


def see(frame: pl.LazyFrame, sample: Sample, *, id: str | None) -> list[Seen]:
    """Read the columns of a sample, then count them over all rows.

    Args:
        frame: The table.
        sample: Rows of it.
        id: Column that names the row.
    """
    columns = [_in_sample(series, sample, named_id=series.name == id) for series in sample.frame]
    wanted = [
        _wanted(own, series, whole=sample.whole)
        for own, series in zip(columns, sample.frame, strict=True)
    ]
    table = sample.frame.lazy() if sample.whole else frame
    counted = aggregate(table, wanted)
    return [replace(own, counted=counted[own.name]) for own in columns]


def _in_sample(series: pl.Series, sample: Sample, *, named_id: bool) -> Seen:
    reading = read(series, rows=sample.rows)
    if named_id and reading.kind != "unsupported":
        reading = replace(reading, kind="identifier", notes=("declared to name the row",))
    value = series.to_frame().select(reading.value.alias(series.name)).to_series()
    number = None
    if reading.number is not None:
        numbers = series.to_frame().select(reading.number.alias("number")).to_series()
        number = numbers.cast(pl.Float64).to_numpy().astype(np.float64)
    return Seen(reading, value, number, Aggregate(missing=0, distinct=0))


def _wanted(seen: Seen, series: pl.Series, *, whole: bool) -> Wanted:
    known = None
    if seen.reading.kind != "unsupported":
        values = seen.value if seen.number is None else pl.Series(seen.number).fill_nan(None)
        known = values.drop_nulls().unique()
        known = known if whole or len(known) <= FEW_DISTINCT else None
    text = series.dtype == pl.String and seen.number is None
    bare = text and seen.value.null_count() == series.null_count()
    bare = bare and not bool((series != seen.value).any())
    numeric = seen.reading.kind == "numeric"
    return Wanted(seen.reading, known, bare, fences(seen.finite) if numeric else None)
