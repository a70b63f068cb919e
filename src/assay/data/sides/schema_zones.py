"""Columns of times in more than one time zone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from assay.core.evidence.schema import TimeZones, Undecided
from assay.data.sides.schema_written import Pair, Written
from assay.data.sides.table import Floats

RULE = "schema-mixed-time-zones"

CLOCK = r"\d[T ,]\s*\d{1,2}:\d{2}"
OFFSET = r"\d\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})$"

MOSTLY_TIMES = 0.8
"""Share of values with date and clock, from which a column is one of times."""

SMALLEST_SHARE = 0.005
FEWEST = 5
"""Rows in a second offset."""

FEWEST_ROWS = 200
"""Rows of each side that the hours of the day are read from."""

RHYTHM = 0.1
"""Distance of the hours of the day from even, below which a shift cannot be seen."""

MOVED = 0.12
"""Distance of the hours of the day between the sides."""

LEAST_SHARE = 0.15
"""Share of shifted rows."""

Offsets = dict[str, float]


def time_zones(pair: Pair) -> Iterator[TimeZones]:
    """Yield the column if offsets are mixed, or hours of the day are shifted by whole hours."""
    train, test = _offsets(pair.train), _offsets(pair.test)
    if train is None or test is None:
        return
    names = {*train, *test}
    if len(names) > 1:
        if not _seasonal(pair, names):
            yield TimeZones(
                column=pair.name,
                kind="offsets",
                train=tuple(train.items()),
                test=tuple(test.items()),
            )
        return
    hours = [_hours(side) for side in pair.both]
    if _readable(hours) is None and (found := _shift(pair.name, hours[0], hours[1])) is not None:
        yield found


def undecided_zones(pair: Pair) -> Iterator[Undecided]:
    """Yield the column if it has a clock, but too few rows or no rhythm to see a shift by."""
    if any(_offsets(side) is None for side in pair.both):
        return
    if (reason := _readable([_hours(side) for side in pair.both])) is not None:
        yield Undecided(rule=RULE, column=pair.name, reason=reason)


def _offsets(side: Written) -> Offsets | None:
    """Return the offsets from UTC that are written, with shares; None if it holds no clock."""
    if side.column.dtype == pl.Datetime:
        clock = side.column.drop_nulls()
        if not len(clock) or (clock.dt.hour() == 0).all():
            return None
        return {getattr(side.column.dtype, "time_zone", None) or "none": 1.0}
    if side.kind != "text":
        return None
    known = side.known
    if not known["bare"].head(20).str.contains(CLOCK).any():
        return None
    if side.share(pl.col("bare").str.contains(CLOCK)) < MOSTLY_TIMES:
        return None
    ends = pl.col("bare").str.extract(OFFSET).fill_null("none")
    ends = ends.replace({"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "+0000": "+00:00"})
    counted = known.group_by(ends.alias("offset")).agg(pl.col("rows").sum())
    counted = counted.sort(["rows", "offset"], descending=[True, False])
    rows = int(known["rows"].sum())
    return {
        str(name): int(own) / rows
        for position, (name, own) in enumerate(counted.iter_rows())
        if own >= max(FEWEST, SMALLEST_SHARE * rows) or position == 0
    }


def _seasonal(pair: Pair, names: set[str]) -> bool:
    """Whether two offsets, one hour apart, part by months, as summer time does."""
    if len(names) != 2 or "none" in names or not all(name[0] in "+-" for name in names):
        return False
    hours = [float(name[:3]) for name in names]
    if abs(hours[0] - hours[1]) != 1:
        return False
    frames = [side.known for side in pair.both if side.kind == "text"]
    if not frames:
        return False
    marked = pl.concat(frames).with_columns(
        month=pl.col("bare").str.extract(r"^\d{4}\D(\d{2})"),
        offset=pl.col("bare").str.extract(OFFSET),
    )
    counted = marked.group_by("month", "offset").agg(pl.col("rows").sum())
    most = counted.group_by("month").agg(pl.col("rows").max())
    return int(most["rows"].sum()) >= 0.9 * int(counted["rows"].sum())


def _hours(side: Written) -> Floats:
    """Return the rows of each hour of the day, shape (24,)."""
    if side.column.dtype == pl.Datetime:
        hours = side.column.drop_nulls().dt.hour().cast(pl.Int64).to_numpy()
        return np.bincount(hours, minlength=24).astype(np.float64)
    known = side.known.with_columns(
        hour=pl.col("bare").str.extract(r"\d[T ,]\s*(\d{1,2}):\d{2}").cast(pl.Int64, strict=False)
    ).filter(pl.col("hour").is_between(0, 23))
    hours, rows = known["hour"].to_numpy(), known["rows"].to_numpy()
    return np.bincount(hours, weights=rows, minlength=24).astype(np.float64)


def _readable(hours: list[Floats]) -> str | None:
    """Say why hours of the day cannot be held against each other; None if they can."""
    rows = [int(one.sum()) for one in hours]
    if min(rows) < FEWEST_ROWS:
        return f"{rows[0]:,} and {rows[1]:,} times are too few to compare hours of the day"
    even = float(np.abs(hours[0] / rows[0] - 1 / 24).sum()) / 2
    if even < RHYTHM + 1.5 * np.sqrt(24 / rows[0]) / 2:
        return f"hours of the day are within {even:.0%} of even, so that no shift would show"
    return None


def _shift(name: str, train: Floats, test: Floats) -> TimeZones | None:
    rows = float(train.sum()), float(test.sum())
    usual, seen = train / rows[0], test / rows[1]
    noise = 0.4 * float(np.sqrt(usual * (1 - usual) * (1 / rows[0] + 1 / rows[1])).sum())
    before = float(np.abs(seen - usual).sum()) / 2
    if before < max(MOVED, 3 * noise):
        return None
    fits = []
    for hours in range(-12, 13):
        gap = np.roll(usual, hours) - usual
        if not (power := float(gap @ gap)):
            continue
        share = min(1.0, float(gap @ (seen - usual)) / power)
        if share >= LEAST_SHARE:
            left = float(np.abs(seen - usual - share * gap).sum()) / 2
            fits.append((left, abs(hours), hours, share))
    if not fits:
        return None
    after, _, hours, share = min(fits)
    if after > max(1.6 * noise, 0.02) or after > 0.4 * before:
        return None
    return TimeZones(
        column=name,
        kind="shifted",
        hours=hours,
        share=share,
        before=before,
        after=after,
    )
