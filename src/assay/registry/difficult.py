"""Rows on which a compiled scorer is most likely to differ from what was fitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.columns import named
from assay.features.inputs import InputSpec

HELD_OUT, MISSING, CATEGORIES = "held-out", "missing", "unknown categories"
THRESHOLDS, EXTREMES = "split thresholds", "extremes"

ROWS_A_CASE = 20_000
"""About so many rows a case at most."""

STRANGERS = (
    "never seen",
    " ",
    "?",
    "NaN",
    "null",
    "0",
    "-1",
    "Zürich 東京 🙂",
    "e\u0301",
    "tab\tand\nline",
    "x" * 2_000,
)
"""Categories that no training table holds, or that are read wrongly somewhere."""

EXTREME_NUMBERS = (
    *(0.0, -0.0, 1e-45, -1e-45, 1.1754942e-38, 1e-35, -1e-35, 0.1, 16_777_217.0, -16_777_217.0),
    *(2.0**53 + 2, 1e18, -1e18, 3.4028235e38, -3.4028235e38, 1e39, -1e300, np.inf, -np.inf, np.nan),
)
"""Zeros, denormals, the limits of float32 and beyond; `InputSpec` makes all of them finite."""

EXTREME_TIMES = (
    "0001-01-01T00:00:00",
    "1582-10-15T00:00:00",
    "1900-03-01T00:00:00",
    "1970-01-01T00:00:00",
    "1999-12-31T23:59:59",
    "2024-02-29T12:30:00",
    "2100-02-28T00:00:00",
    "9999-12-30T23:59:59",
)
"""Ends of the calendar, its leap days and its reforms."""


@dataclass(frozen=True, kw_only=True)
class Borders:
    """Where the fitted model changes its mind.

    Attributes:
        numbers: Thresholds of each raw number column.
        categories: Categories known of each raw string column.
    """

    numbers: Mapping[str, NDArray[np.float64]]
    categories: Mapping[str, Sequence[str]]


def difficult_rows(
    rows: pl.DataFrame,
    spec: InputSpec,
    borders: Borders,
    *,
    columns: Sequence[str],
    seed: int,
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the rows of each case; what is not varied comes from real rows.

    Args:
        rows: Held-out rows, at least one.
        spec: The columns that are read, and as what.
        borders: Where the model changes its mind.
        columns: What a row must hold; more than is read, for a model that reads nothing.
        seed: Seed of the choice of rows.
    """
    draw = np.random.default_rng(seed)
    texts = [name for name in spec.strings if name not in spec.numeric]
    rows = (rows[list(columns)] if columns else rows).with_columns(
        *(named(name).cast(pl.Float64) for name in spec.numeric),
        *(named(name).cast(pl.String) for name in texts),
    )
    yield HELD_OUT, _some(rows, ROWS_A_CASE, draw)
    if not spec.columns:
        return
    yield MISSING, _missing(rows, spec.columns, draw)
    if texts:
        values = {
            name: pl.Series([*STRANGERS, *_cased(borders.categories.get(name, ()))])
            for name in texts
        }
        yield CATEGORIES, _varied(rows, values, draw)
    if borders.numbers:
        yield THRESHOLDS, _varied(rows, _around(borders.numbers), draw)
    extremes = {name: pl.Series(EXTREME_NUMBERS) for name in spec.numeric}
    extremes |= {
        date.name: pl.Series(EXTREME_TIMES)
        .str.to_datetime(time_unit="us")
        .cast(rows.schema[date.name], strict=False)  # nanoseconds do not reach the far ends
        for date in spec.dates
    }
    if extremes:
        yield EXTREMES, _varied(rows, extremes, draw)


def _missing(rows: pl.DataFrame, columns: Sequence[str], draw: np.random.Generator) -> pl.DataFrame:
    """Blank each column in turn, all at once, and at random."""
    each = max(1, min(200, ROWS_A_CASE // (2 * len(columns))))
    parts = [
        _some(rows, each, draw).with_columns(_null(rows, name).alias(name)) for name in columns
    ]
    parts.append(rows.head(1).with_columns(_null(rows, name).alias(name) for name in columns))
    some = _some(rows, 2_000, draw)
    for share in (0.1, 0.5):
        holes = {name: draw.random(some.height) < share for name in columns}
        parts.append(
            some.with_columns(
                pl.when(pl.Series(hole)).then(None).otherwise(named(name)).alias(name)
                for name, hole in holes.items()
            )
        )
    return pl.concat(parts)


def _varied(
    rows: pl.DataFrame, values: Mapping[str, pl.Series], draw: np.random.Generator
) -> pl.DataFrame:
    """Put each value of each column into a real row, and then values of all columns together."""
    most = max(1, ROWS_A_CASE // len(values))
    parts = []
    chosen = {}
    for name, series in values.items():
        if len(series) > most:
            places = np.sort(draw.choice(len(series), size=most, replace=False))
            series = series.gather(places)  # noqa: PLW2901  (all of them, or a fair part)
        chosen[name] = series.alias(name)
        base = _some(rows, len(series), draw, repeat=True)
        parts.append(base.with_columns(chosen[name]))
    together = _some(rows, 500, draw, repeat=True)
    parts.append(
        together.with_columns(
            series.gather(draw.integers(len(series), size=together.height))
            for series in chosen.values()
        )
    )
    return pl.concat(parts)


def _around(thresholds: Mapping[str, NDArray[np.float64]]) -> dict[str, pl.Series]:
    """Return the float32 numbers next to each threshold: below, at or just below, above."""
    around = {}
    for name, values in thresholds.items():
        near = values.astype(np.float32)
        low, high = np.nextafter(near, -np.inf), np.nextafter(near, np.inf)
        numbers = np.concatenate([low, near, high, values]).astype(np.float64)
        around[name] = pl.Series(np.unique(numbers[np.isfinite(numbers)]))
    return around


def _cased(categories: Sequence[str]) -> list[str]:
    """Return the known categories, and a few of them written otherwise."""
    others = [other for known in categories[:20] for other in (f" {known}", known.swapcase())]
    return [*categories, *others]


def _some(
    rows: pl.DataFrame, count: int, draw: np.random.Generator, *, repeat: bool = False
) -> pl.DataFrame:
    if not repeat and rows.height <= count:
        return rows
    return rows[draw.choice(rows.height, size=count, replace=repeat or rows.height < count)]


def _null(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.lit(None, dtype=rows.schema[name])
