"""See a table once: types, gaps, spread and ties of its columns."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from assay.core.errors import InputError
from assay.core.evidence.data import ColumnProfile, Kind, ProfileEvidence
from assay.data.profile.task import infer_task


def profile(
    frame: pl.LazyFrame,
    *,
    source: str,
    target: str | None = None,
    time: str | None = None,
    group: str | None = None,
    id: str | None = None,  # noqa: A002
    sample_rows: int = 100_000,
    progress: Callable[[str, float], None] | None = None,
) -> ProfileEvidence:
    """Profile a table."""
    table = frame.collect()
    columns = tuple(_column(series, id_=id) for series in table)
    try:
        task = infer_task(table, target) if target else None
    except InputError:
        task = None
    return ProfileEvidence(
        source=source,
        rows=table.height,
        sampled=table.height,
        columns=columns,
        duplicate_rows=table.height - table.n_unique() if table.height else 0,
        target=target,
        task=task,
    )


def _column(series: pl.Series, *, id_: str | None) -> ColumnProfile:
    missing = series.null_count()
    present = series.drop_nulls()
    suspicions: list[str] = []
    kind: Kind = "unsupported"
    numbers = present
    if series.dtype == pl.String:
        blank = present.str.strip_chars() == ""
        missing += int(blank.sum())
        present = present.filter(~blank).str.strip_chars()
        numbers = present.cast(pl.Float64, strict=False)
        dates = present.str.contains(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
        words = present.str.count_matches(" ").mean() or 0
        if len(present) and not numbers.null_count():
            kind, suspicions = "numeric", ["numbers stored as text"]
        elif len(present) and dates.all():
            kind, suspicions = "datetime", ["dates stored as text"]
        elif present.n_unique() > 0.95 * max(len(present), 20):
            kind = "text" if words > 3 else "identifier"  # type: ignore[operator]
        else:
            kind = "categorical"
    elif series.dtype == pl.Boolean:
        kind = "boolean"
    elif series.dtype.is_numeric():
        kind = "numeric"
        if series.dtype.is_integer() and len(present) > 20 and present.n_unique() == len(present):
            low, high = present.min(), present.max()
            if high - low + 1 == len(present):  # type: ignore[operator]
                kind = "identifier"
    elif series.dtype.is_temporal():
        kind = "datetime"
    elif isinstance(series.dtype, pl.Categorical | pl.Enum):
        kind = "categorical"
    distinct = present.n_unique() if kind != "unsupported" else 0
    if distinct <= 1 and kind != "unsupported":
        kind = "constant"
    if series.name == id_:
        kind = "identifier"
    quantiles: tuple[float, ...] = ()
    mean = None
    if kind == "numeric":
        values = numbers.cast(pl.Float64).fill_nan(None).drop_nulls()
        mean = float(values.mean())  # type: ignore[arg-type]
        quantiles = tuple(
            float(values.quantile(q) or 0) for q in (0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1)
        )
    top: tuple[tuple[str, int], ...] = ()
    if kind == "categorical":
        counts = present.cast(pl.String).value_counts(sort=True).head(20)
        top = tuple((str(v), int(n)) for v, n in counts.iter_rows())
    return ColumnProfile(
        name=series.name,
        dtype=str(series.dtype),
        kind=kind,
        rows=len(series),
        missing=missing,
        distinct=distinct,
        mean=mean,
        quantiles=quantiles,
        top=top,
        suspicions=tuple(suspicions),
    )
