"""The two passes over the rows: count every violation at once, then fetch the rows that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data.columns import named
from assay.data.contract.checks import RowCheck, missing_rows
from assay.data.contract.collect import collect_all
from assay.data.contract.model import Column
from assay.data.contract.parse import Parsed, dtype_of, parse

ROW = "assay_row"
REASON = "assay_reason"
SAMPLES = 5
"""Rows shown for a check that is broken."""
_POSITION = "\0row"
_RAW = "\0raw "
_FAILED = "\0failed "

Key = tuple[str, ...]
Sample = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the columns of one table are read.

    Attributes:
        columns: The columns of the environment.
        parsed: How each is read; a column that is absent is null.
        present: The columns that the table has.
        came: The columns as they came, for the quarantine.
    """

    columns: Mapping[str, Column]
    parsed: dict[str, Parsed]
    present: frozenset[str]
    came: tuple[str, ...]

    @classmethod
    def of(cls, columns: Mapping[str, Column], schema: pl.Schema) -> Reading:
        """Return how `columns` are read from a table of this schema."""
        parsed = {
            name: parse(name, column, schema[name])
            if name in schema
            else Parsed(pl.lit(None, dtype=dtype_of(column)), None)
            for name, column in columns.items()
        }
        came = tuple(name for name in schema if name not in (ROW, REASON))
        return cls(columns, parsed, frozenset(columns) & frozenset(schema), came)

    @property
    def failed(self) -> dict[str, pl.Expr]:
        """Flags, beside the parsed columns, of values that are there and do not parse."""
        parsed = self.parsed.items()
        return {name: pl.col(_FAILED + name) for name, how in parsed if how.failed is not None}

    def values(self) -> list[pl.Expr]:
        """Return the parsed columns under their names, and the flags of what did not parse."""
        flags = ((name, how.failed) for name, how in self.parsed.items())
        return [
            *(how.value.alias(name) for name, how in self.parsed.items()),
            *(failed.alias(_FAILED + name) for name, failed in flags if failed is not None),
        ]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the first pass counts.

    Attributes:
        rows: Rows of the table.
        broken: Rows that break each check, in the order of checks.
        later: Positions of rows that repeat an earlier one, for each key.
        missing: Rows without a value, by column.
        newest: Largest value of the time column.
    """

    rows: int
    broken: tuple[int, ...]
    later: tuple[NDArray[np.int64], ...]
    missing: dict[str, int]
    newest: object


def count(
    frame: pl.LazyFrame,
    reading: Reading,
    checks: Sequence[RowCheck],
    keys: Sequence[Key],
    *,
    time: str | None,
) -> Counted:
    """Count in one streaming pass.

    Keys are compared by 64-bit hashes: among 10 million different rows two are taken for equal
    with probability 3e-6.
    """
    wanted = [pl.len().alias("\0rows")]
    wanted += [
        (check.broken.sum() if check.counted is None else check.counted).alias(f"\0check {at}")
        for at, check in enumerate(checks)
        if check.broken is not None
    ]
    wanted += [missing_rows(name, reading.failed.get(name)).alias(name) for name in reading.present]
    if time in reading.present and time is not None:
        wanted.append(named(time).max().alias("\0newest"))
    read = frame.select(reading.values())
    totals, *hashes = collect_all([read.select(wanted), *(read.select(_hash(key)) for key in keys)])
    answer = totals.row(0, named=True)
    return Counted(
        rows=answer["\0rows"],
        broken=tuple(answer.get(f"\0check {at}", 0) for at in range(len(checks))),
        later=tuple(_later(found.to_series()) for found in hashes),
        missing={name: answer[name] for name in reading.present},
        newest=answer.get("\0newest"),
    )


def _hash(key: Key) -> pl.Expr:
    whole = pl.all_horizontal(named(name).is_not_null() for name in key)
    return pl.when(whole).then(pl.struct(named(name) for name in key).hash()).alias("hash")


def _later(hashes: pl.Series) -> NDArray[np.int64]:
    """Return the positions of hashes that came before, in order; null repeats nothing."""
    if hashes.null_count() == 0:
        ordered = np.sort(hashes.to_numpy())
        if not (ordered[1:] == ordered[:-1]).any():
            return np.empty(0, dtype=np.int64)
    repeats = ~hashes.is_first_distinct() & hashes.is_not_null()
    return repeats.arg_true().to_numpy().astype(np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """What the second pass fetches.

    Attributes:
        good: The rows that are not set aside, parsed, lazy.
        rows: Rows set aside, as they came, with reason and position.
        bad: How many there are.
        samples: First positions and values, by the check's reason or by key.
    """

    good: pl.LazyFrame
    rows: pl.DataFrame
    bad: int = 0
    samples: dict[str | Key, Sample] = field(default_factory=dict)


def find(
    frame: pl.LazyFrame,
    reading: Reading,
    broken: Sequence[RowCheck],
    doubled: Sequence[Key],
    later: Sequence[NDArray[np.int64]],
    *,
    most: int,
) -> Found:
    """Fetch the rows that break something, in one streaming pass; none if nothing is broken.

    Args:
        frame: The table as it came.
        reading: How it is read.
        broken: The checks that some row breaks.
        doubled: The keys that come twice.
        later: For each of them, positions of the rows that repeat an earlier one.
        most: Rows to keep.
    """
    nothing = frame.select(named(name) for name in reading.came).collect_schema().to_frame()
    nothing = nothing.with_columns(
        pl.lit(None, dtype=pl.String).alias(REASON), pl.lit(None, dtype=pl.UInt32).alias(ROW)
    )
    values = [named(name) for name in reading.parsed]
    if not broken and not doubled:
        return Found(frame.select(reading.values()).select(values), nothing)
    indexed = frame.with_row_index(_POSITION).select(
        _POSITION, *(named(name).alias(_RAW + name) for name in reading.came), *reading.values()
    )
    flags: dict[str | Key, pl.Expr] = {
        check.reason: check.broken.fill_null(False) for check in broken if check.broken is not None
    }
    columns: dict[str | Key, Sequence[str]] = {
        check.reason: (check.column,) if check.column is not None else _roots(check)
        for check in broken
    }
    reasons: dict[str | Key, str] = {
        check.reason: check.reason for check in broken if check.sets_aside
    }
    for key, rows in zip(doubled, later, strict=True):
        flags[key] = pl.col(_POSITION).is_in(pl.Series(rows, dtype=pl.UInt32).implode())
        columns[key] = key
        reasons[key] = f"{' + '.join(key)}: never twice"
    bad = pl.any_horizontal(flags[place] for place in reasons) if reasons else pl.lit(False)
    why = [pl.when(flags[place]).then(pl.lit(reason)) for place, reason in reasons.items()]
    total, kept, *samples = collect_all(
        [
            indexed.select(bad.sum()),
            indexed.filter(bad)
            .select(
                *(pl.col(_RAW + name).alias(name) for name in reading.came),
                pl.concat_str(
                    [*why, pl.lit(None, pl.String)], separator="; ", ignore_nulls=True
                ).alias(REASON),
                pl.col(_POSITION).cast(pl.UInt32).alias(ROW),
            )
            .head(most),
            *(
                indexed.filter(flag)
                .select(_POSITION, *(pl.col(_RAW + name) for name in columns[place]))
                .head(SAMPLES)
                for place, flag in flags.items()
            ),
        ],
    )
    good = frame.with_row_index(_POSITION).select(_POSITION, *reading.values())
    return Found(
        good=(good.filter(~bad) if reasons else good).select(values),
        rows=kept,
        bad=total.item(),
        samples={
            place: tuple(
                (row[0], " + ".join("null" if value is None else str(value) for value in row[1:]))
                for row in sample.rows()
            )
            for place, sample in zip(flags, samples, strict=True)
        },
    )


def _roots(check: RowCheck) -> tuple[str, ...]:
    return () if check.broken is None else tuple(dict.fromkeys(check.broken.meta.root_names()))
