"""Rows that stand on both sides, as exports, joins and second entries bring them there."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, parted, with_frame
from benchmarks.planted.table import Table, part


def overlapping_exports(table: Table, random: np.random.Generator, *, overlap: float) -> Pair:
    """Cut test from the file at a row that lies before the last row of training.

    Seen by: an inner join of the two files over all columns returns rows, and few rows of the
    table have a twin within one file.
    """
    frame = _mixed(table, random)
    first = int(0.8 * frame.height)
    again = int(overlap * frame.height)
    return _pair(table, frame.head(first), frame.slice(first - again))


def doubled_by_join(table: Table, random: np.random.Generator, *, by: str, value: object) -> Pair:
    """Double the rows of one key, which stood twice in a lookup that was joined, then split.

    Seen by: all rows of that key stand twice, often once on each side.
    """
    twice = table.frame.filter(pl.col(by) == value)
    frame = pl.concat([table.frame, twice])
    return parted(with_frame(table, _mixed(with_frame(table, frame), random)), random)


def test_put_back(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Add a part of test to training, as a cell that was run once more does.

    Seen by: that share of test is in training, row for row.
    """
    pair = parted(table, random)
    more = pair.test.sample(fraction=share, seed=int(random.integers(1 << 30)))
    return replace(pair, train=pl.concat([pair.train, more]))


def loaded_twice(
    table: Table, random: np.random.Generator, *, share: float, key: str, declared: bool = False
) -> Pair:
    """Load a part of the rows once more, each under a new key, then split at random.

    Seen by: without the key, an inner join of the two files returns rows.
    """
    more = table.frame.sample(fraction=share, seed=int(random.integers(1 << 30)))
    frame = _mixed(with_frame(table, pl.concat([table.frame, more])), random)
    frame = frame.insert_column(0, _keys(frame.height, key, random))
    pair = parted(with_frame(table, frame), random)
    return replace(pair, id=key if declared else None)


def augmented(table: Table, random: np.random.Generator, *, share: float, noise: float) -> Pair:
    """Add copies whose measurements are moved a little, and split after that.

    Seen by: many rows of test have a row of training at a hundredth of the usual distance, with
    the same answer.
    """
    copies = table.frame.sample(fraction=share, seed=int(random.integers(1 << 30)))
    moved = [
        (pl.col(one) + pl.Series(random.normal(0, noise * _spread(copies, one), copies.height)))
        .round(6)
        .alias(one)
        for one in _floats(table)
    ]
    frame = pl.concat([table.frame, copies.with_columns(moved)])
    return parted(with_frame(table, _mixed(with_frame(table, frame), random)), random)


def converted_back(table: Table, random: np.random.Generator, *, share: float, unit: float) -> Pair:
    """Enter rows again from a report in another unit with two decimals.

    Seen by: rows of the two files differ by rounding only, in every measurement at once.
    """
    copies = table.frame.sample(fraction=share, seed=int(random.integers(1 << 30)))
    back = [
        ((pl.col(one) / unit).round_sig_figs(3) * unit).round(4).alias(one)
        for one in _floats(table)
    ]
    frame = pl.concat([table.frame, copies.with_columns(back)])
    return parted(with_frame(table, _mixed(with_frame(table, frame), random)), random)


def typed_by_two_clerks(
    table: Table,
    random: np.random.Generator,
    *,
    text: str,
    share: float,
    hand: str,
    drop: tuple[str, ...] = (),
) -> Pair:
    """Enter rows of training a second time, with another spelling of their text, into test.

    Seen by: rows of the two files agree in all but the text, and the texts are the same to a
    reader.

    Args:
        share: Share of training that was entered again.
        drop: Columns that are left out first.
    """
    train, test = part(with_frame(table, table.frame.drop(drop)), random)
    again = train.filter(pl.col(text).str.len_chars() > 5).sample(
        n=int(share * train.height), seed=int(random.integers(1 << 30))
    )
    typed = pl.Series(text, [_typed(one, hand, random) for one in again[text]])
    return _pair(table, train, pl.concat([test, again.with_columns(typed)]))


def _typed(text: str, hand: str, random: np.random.Generator) -> str:
    if hand == "capitals":
        return text.upper() if text != text.upper() else text.lower()
    if hand == "stops":
        return text.replace(" ", "  ").replace(",", ";") + "."
    at = int(random.integers(1, len(text) - 2))
    if hand == "slips":
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return swapped if swapped != text else text[:at] + text[at + 1 :]
    raise ValueError(f"nobody writes '{hand}'")


def _keys(rows: int, key: str, random: np.random.Generator) -> pl.Series:
    if key == "Unnamed: 0":
        return pl.Series(key, np.arange(rows))
    if key == "loaded_at":
        begun = datetime(2024, 3, 4, 6, 0)  # noqa: DTZ001 - a log's clock without a zone
        steps = np.cumsum(random.integers(3, 900, rows))
        return pl.Series(key, [begun + timedelta(milliseconds=int(one)) for one in steps])
    return pl.Series(key, [str(uuid.UUID(bytes=random.bytes(16), version=4)) for _ in range(rows)])


def _floats(table: Table) -> list[str]:
    roles = {table.target, table.group, table.time, table.id}
    return [one for one, kind in table.frame.schema.items() if kind.is_float() and one not in roles]


def _spread(frame: pl.DataFrame, column: str) -> float:
    return float(np.nanstd(frame[column].cast(pl.Float64).to_numpy()))


def _mixed(table: Table, random: np.random.Generator) -> pl.DataFrame:
    return table.frame.sample(fraction=1.0, shuffle=True, seed=int(random.integers(1 << 30)))


def _pair(table: Table, train: pl.DataFrame, test: pl.DataFrame) -> Pair:
    return Pair(train=train, test=test, metric=table.metric)
