"""The profile holds on any frame."""

from __future__ import annotations

import math

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing.parametric import dataframes

from assay.data.profile import profile

_TYPES: list[pl.DataType | type[pl.DataType]] = [
    pl.Boolean,
    pl.Int8,
    pl.Int64,
    pl.UInt64,
    pl.Float32,
    pl.Float64,
    pl.String,
    pl.Date,
    pl.Datetime("us"),
    pl.Datetime("ms"),
    pl.Duration("us"),
    pl.Time,
    pl.Categorical,
    pl.Decimal(18, 4),
    pl.Null,
    pl.Binary,
    pl.List(pl.Int8),
    pl.Struct({"a": pl.Int8}),
    pl.Int128,
    pl.Datetime("us", time_zone="UTC"),
    pl.Enum(["a", "b", " "]),
]


def missing(series: pl.Series) -> int:
    values = series.to_list()
    return sum(
        value is None
        or (isinstance(value, float) and math.isnan(value))
        or (isinstance(value, str) and not value.strip())
        for value in values
    )


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    frame=dataframes(max_cols=6, max_size=40, allowed_dtypes=_TYPES, allow_null=True),
    data=st.data(),
)
def test_any_frame_is_profiled_and_every_missing_value_counted(
    frame: pl.DataFrame, data: st.DataObject
) -> None:
    target = data.draw(st.sampled_from([None, *frame.columns]))
    sample_rows = data.draw(st.sampled_from([5, 1000]))
    seen = profile(frame.lazy(), source="any", target=target, sample_rows=sample_rows)
    assert seen.rows == frame.height
    assert [column.name for column in seen.columns] == frame.columns
    for column in seen.columns:
        assert column.missing == missing(frame[column.name]), column.name
        assert column.rows == frame.height
        assert column.distinct >= 0
        assert all(math.isfinite(value) for value in column.quantiles)
        assert column.association is None or 0 <= column.association <= 1
    for pair in seen.correlations:
        assert 0.1 <= pair.value <= 1 + 1e-9
