"""Count over every row in one streaming pass."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from assay.data.columns import named
from assay.data.profile.reading import Reading

FEW_DISTINCT = 1000
"""Up to so many values in the sample, distinct values are counted exactly; above, the whole table's
are estimated (HyperLogLog, about 2 %)."""

_TEXT = pl.String | pl.Categorical | pl.Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """What every row of a column was counted into.

    Attributes:
        missing: Rows that are null, NaN or blank.
        unread: Rows present but not readable as the column's kind says.
        padded: Rows of text with blanks around.
        infinite: Rows that are infinite.
        low: Smallest and largest finite number; None without any.
        outliers: Rows beyond the fences.
    """

    missing: int
    distinct: int
    unread: int = 0
    padded: int = 0
    infinite: int = 0
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    deviation: float | None = None
    outliers: int = 0
    shortest: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to count of a column.

    Attributes:
        known: Distinct values of the sample, or of its numbers if it holds amounts; None if they
            are more than `FEW_DISTINCT`.
        bare: Whether no text of the sample has blanks around it; then the column is counted as it
            stands, which is quicker.
        fences: Numbers beyond these are outliers; None to count none.
    """

    reading: Reading
    known: pl.Series | None
    bare: bool
    fences: tuple[float, float] | None


def aggregate(frame: pl.LazyFrame, wanted: Sequence[Wanted]) -> dict[str, Aggregate]:
    """Count over all rows, reading the table once; a second time for values the sample missed.

    Args:
        frame: The table.
        wanted: One a column.
    """
    rows = [
        expression.alias(f"{position}:{name}")
        for position, column in enumerate(wanted)
        for name, expression in _per_row(column).items()
    ]
    counts = [
        expression.alias(f"{position}:{name}")
        for position, column in enumerate(wanted)
        for name, expression in _counts(column, f"{position}:").items()
    ]
    row = frame.select(rows).select(counts).collect(engine="streaming").row(0, named=True)
    found: dict[str, Aggregate] = {}
    surprising = []
    for position, column in enumerate(wanted):
        prefix = f"{position}:"
        own = {
            name.removeprefix(prefix): value
            for name, value in row.items()
            if name.startswith(prefix)
        }
        found[column.reading.name] = _aggregate(own, column)
        if own.get("surprises"):
            surprising.append(column.reading)
    for name, distinct in _distinct(frame, surprising).items():
        found[name] = replace(found[name], distinct=distinct)
    return found


def _distinct(frame: pl.LazyFrame, readings: Sequence[Reading]) -> dict[str, int]:
    """Count distinct values one column at a time: together, Polars would hold all of them."""
    queries = []
    for reading in readings:
        value = reading.value if reading.number is None else reading.number
        queries.append(frame.select(value.alias("value")).select(pl.all().drop_nulls().n_unique()))
    counts = pl.collect_all(queries, engine="streaming") if queries else []
    return {
        reading.name: int(count.item()) for reading, count in zip(readings, counts, strict=True)
    }


def _per_row(wanted: Wanted) -> dict[str, pl.Expr]:
    """Compute what several counts read, once a row: parsing text is the dearest part."""
    reading = wanted.reading
    column = named(reading.name)
    if reading.kind == "unsupported":
        return {"gap": column.is_null()}
    rows = {"value": column if wanted.bare else reading.value, "gap": column.is_null()}
    if isinstance(reading.dtype, _TEXT):
        text = column.cast(pl.String) if reading.dtype != pl.String else column
        rows["bytes"] = text.str.len_bytes()
        rows["bare_bytes"] = text.str.strip_chars().str.len_bytes()
        rows["characters"] = text.str.len_chars()
    elif reading.dtype.is_float():
        rows["blank"] = column.is_nan()
    if reading.number is not None:
        rows["value"] = rows["number"] = reading.number
    return rows


def _counts(wanted: Wanted, at: str) -> dict[str, pl.Expr]:
    reading = wanted.reading
    counted = {"null": pl.col(f"{at}gap").sum()}
    if reading.kind == "unsupported":
        return counted
    value = pl.col(f"{at}value")
    if isinstance(reading.dtype, _TEXT):
        all_bytes, bare_bytes = pl.col(f"{at}bytes"), pl.col(f"{at}bare_bytes")
        counted["blank"] = (bare_bytes == 0).sum()
        counted["padded"] = ((bare_bytes > 0) & (bare_bytes < all_bytes)).sum()
        counted["shortest"] = pl.col(f"{at}characters").min()
        counted["longest"] = pl.col(f"{at}characters").max()
        if reading.number is not None:
            counted["unreadable"] = value.null_count()
    elif reading.dtype.is_float():
        counted["blank"] = pl.col(f"{at}blank").sum()
    if wanted.known is None:
        counted["distinct"] = value.approx_n_unique()
    else:
        counted["surprises"] = (value.is_not_null() & ~value.is_in(wanted.known.implode())).sum()
    if reading.number is not None:
        counted |= _of_numbers(pl.col(f"{at}number"), wanted.fences)
    return counted


def _of_numbers(number: pl.Expr, fences: tuple[float, float] | None) -> dict[str, pl.Expr]:
    finite = pl.when(number.is_finite()).then(number)
    counted = {
        "infinite": number.is_infinite().sum(),
        "low": finite.min(),
        "high": finite.max(),
        "mean": finite.mean(),
        "deviation": finite.std(),
    }
    if fences is not None:
        low, high = fences
        counted["outliers"] = ((number < low) | (number > high)).sum()
    return counted


def _aggregate(row: Mapping[str, float | int | None], wanted: Wanted) -> Aggregate:
    missing = int(row["null"] or 0) + int(row.get("blank") or 0)
    unread = max(0, int(row.get("unreadable") or 0) - missing)
    distinct = len(wanted.known) if wanted.known is not None else int(row.get("distinct") or 0)
    if wanted.known is None and (missing or unread):
        distinct -= 1
    return Aggregate(
        missing=missing,
        distinct=max(0, distinct),
        unread=unread,
        padded=int(row.get("padded") or 0),
        infinite=int(row.get("infinite") or 0),
        low=_finite(row.get("low")),
        high=_finite(row.get("high")),
        mean=_finite(row.get("mean")),
        deviation=_finite(row.get("deviation")),
        outliers=int(row.get("outliers") or 0),
        shortest=_whole(row.get("shortest")),
        longest=_whole(row.get("longest")),
    )


def _finite(value: float | int | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _whole(value: float | int | None) -> int | None:
    return None if value is None else int(value)
