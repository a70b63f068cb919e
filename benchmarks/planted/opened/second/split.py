"""Splits that let the test see the training: copies, siblings and the wrong side of time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.second.rows import some
from benchmarks.planted.pair import Pair, decimals, parted, with_frame
from benchmarks.planted.table import Table, part


def joined_to_log(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Merge with a log that holds two entries for a share of the units, then part the rows.

    Trace: whole rows, which the mended table has once, stand on both sides.
    """
    again = some(table.frame, random, int(share * table.frame.height))
    return parted(with_frame(table, pl.concat([table.frame, again])), random, kind="random")


def overlapping_exports(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Let the export of the test begin some rows before that of the training ended.

    Trace: this share of the test's rows are the last rows of training, cell by cell.
    """
    pair = parted(table, random, kind="random")
    late = pair.train.tail(int(share * pair.test.height))
    test = pl.concat([late, pair.test.head(pair.test.height - late.height)])
    return replace(pair, test=test)


def reimported(table: Table, random: np.random.Generator, *, share: float, key: str) -> Pair:
    """Import part of a file twice; the database gives every row a new key.

    Trace: rows are equal but for one column that differs everywhere.
    """
    pair = joined_to_log(table, random, share=share)
    train, test = (_keyed(frame, random, key) for frame in (pair.train, pair.test))
    return replace(pair, train=train, test=test, id="entry")


def _keyed(frame: pl.DataFrame, random: np.random.Generator, key: str) -> pl.DataFrame:
    if key == "number":
        keys = pl.Series("entry", random.permutation(10**6)[: frame.height] + 10**6)
    else:
        drawn = random.bytes(8 * frame.height).hex()
        keys = pl.Series("entry", [drawn[16 * i : 16 * i + 16] for i in range(frame.height)])
    return frame.with_columns(keys)


def second_reading(
    table: Table, random: np.random.Generator, *, share: float, error: float
) -> Pair:
    """Measure some units again with another device and let the reading fall into the test.

    Trace: rows of the test lie within `error` of a standard deviation of a training row in every
    measure, and are equal in all else; the target of a number is read again as well.
    """
    pair = parted(table, random, kind="random")
    again = some(pair.train, random, int(share * pair.test.height))
    names = [name for name in decimals(table) if again[name].dtype.is_float()]
    spread = {name: float(np.nanstd(table.frame[name].to_numpy())) for name in names}
    again = again.with_columns(
        pl.Series(name, random.normal(0, error * spread[name], again.height)) + again[name]
        for name in names
    )
    test = pl.concat([again, pair.test.head(pair.test.height - again.height)])
    return replace(pair, test=test)


def shorter_numbers(
    table: Table, random: np.random.Generator, *, share: float, digits: int
) -> Pair:
    """Let rows come back from a spreadsheet that keeps fewer digits.

    Trace: rows of the test are training rows to so many significant digits.
    """
    pair = parted(table, random, kind="random")
    again = some(pair.train, random, int(share * pair.test.height))
    names = [name for name in decimals(table) if again[name].dtype.is_float()]
    again = again.with_columns(pl.col(names).round_sig_figs(digits))
    test = pl.concat([again, pair.test.head(pair.test.height - again.height)])
    return replace(pair, test=test)


def reposted(
    table: Table, random: np.random.Generator, *, column: str, share: float, how: str
) -> Pair:
    """Let texts come again with a word before or after, or with other marks, in the test.

    Trace: nearly the same long text on both sides, and the same values beside it.
    """
    pair = parted(table, random, kind="random")
    again = some(pair.train.drop_nulls(column), random, int(share * pair.test.height))
    text = pl.col(column)
    edited = {
        "quoted": pl.format('"{}" via @fan', text),
        "unmarked": text.str.replace_all(r"[!.,#?']", "").str.to_lowercase() + " ...",
        "reissued": text + " (special edition)",
    }[how]
    test = pl.concat(
        [again.with_columns(edited.alias(column)), pair.test.head(pair.test.height - again.height)]
    )
    return replace(pair, test=test)


def by_row(table: Table, random: np.random.Generator, *, known: str) -> Pair:
    """Part rows of groups at random; the group is `declared`, a `column`, or `dropped`.

    Trace: nearly all groups stand on both sides, by their key or by what never changes in them.
    """
    pair = parted(table, random, kind="random")
    if known == "declared":
        return pair
    if known == "column":
        return replace(pair, group=None)
    key = str(table.group)
    return replace(pair, group=None, train=pair.train.drop(key), test=pair.test.drop(key))


def first_tested(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """Test on the earliest rows and train on all later ones.

    Trace: every training time is after every test time.
    """
    early, late = part(table, random, kind="time", share=1 - share)
    return Pair(train=late, test=early, time=table.time, group=table.group, metric=table.metric)


def blocks_tested(table: Table, random: np.random.Generator, *, blocks: int) -> Pair:
    """Part time into blocks and test on some of them, as k-fold without shuffling does.

    Trace: training rows lie after test rows for all but the last block.
    """
    rank = table.frame.select(pl.col(str(table.time)).rank("dense") - 1).to_series()
    block = rank * blocks // int(rank.n_unique())
    chosen = random.choice(blocks - 1, max(1, blocks // 4), replace=False).tolist()
    tested = block.cast(pl.Int64).is_in(chosen)
    return Pair(train=table.frame.filter(~tested), test=table.frame.filter(tested), time=table.time)


def shuffled_days(table: Table, random: np.random.Generator, *, known: bool) -> Pair:
    """Part a series at random, the time declared or left as a column.

    Trace: each test time has training times just before and after, and the target goes with them.
    """
    train, test = part(table, random, kind="random", share=0.25)
    return Pair(train=train, test=test, time=table.time if known else None)
