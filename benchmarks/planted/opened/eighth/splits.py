"""Rows that stand on both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.opened.eighth.ways import drawn, honest, sample, stirred
from benchmarks.planted.pair import Pair, decimals, with_frame
from benchmarks.planted.table import Table, part


def loaded_twice(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The last file of the training months was loaded into the test as well.

    Seen by: so many rows of the training, one after another, equal to rows of the test.
    """
    pair = honest(table, random)
    return replace(
        pair, test=pl.concat([pair.test, pair.train.tail(round(share * pair.train.height))])
    )


def windows_overlap(
    table: Table, random: np.random.Generator, *, first: float, last: float
) -> Pair:
    """Training took the first rows of the export, the test its last ones: the windows overlap.

    Seen by: the middle of the export stands on both sides, value for value.
    """
    rows = stirred(table.frame, random)
    train = rows.head(round(first * rows.height))
    return Pair(train=train, test=rows.tail(round(last * rows.height)))


def test_of_all(table: Table, random: np.random.Generator, *, share: float) -> Pair:
    """The test was drawn from all rows, after the training had been drawn from them.

    Seen by: three of four rows of the test are rows of the training.
    """
    pair = honest(table, random)
    return replace(pair, test=sample(table.frame, random, share))


def numbered_anew(table: Table, random: np.random.Generator, *, share: float, form: str) -> Pair:
    """Training rows exported once more into the test, where each has got a number of its own.

    Seen by: no row is equal to another, and without the number a tenth of the test or more is.
    """
    pair = honest(table, random)
    again = sample(pair.train, random, share)
    test = stirred(pl.concat([pair.test, again]), random)
    both = pair.train.height + test.height
    names, values = _numbers(random, both, form)
    start = pl.Series(names, values[: pair.train.height])
    return replace(
        pair,
        train=pair.train.with_columns(start),
        test=test.with_columns(pl.Series(names, values[pair.train.height :])),
        id=names if form == "line" else None,
    )


def measured_again(
    table: Table, random: np.random.Generator, *, share: float, noise: float, columns: int
) -> Pair:
    """The same samples went through the machine twice, and one run was put into the test.

    Seen by: test rows that differ from one training row by so little of a deviation in a few
    columns, and in nothing else.
    """
    pair = honest(table, random)
    again = sample(pair.train, random, share)
    touched = [name for name in decimals(table) if table.frame[name].dtype.is_float()][:columns]
    for name in touched:
        width = noise * float(table.frame[name].drop_nulls().to_numpy().std())
        again = again.with_columns(pl.col(name) + random.normal(0, width, again.height))
    return replace(pair, test=stirred(pl.concat([pair.test, again]), random))


def second_system(table: Table, random: np.random.Generator, *, share: float, digits: int) -> Pair:
    """Some rows came a second time from a system that keeps fewer digits, target and all.

    Seen by: test rows equal to a training row that is rounded to so many digits.
    """
    pair = honest(table, random)
    again = sample(pair.train, random, share).with_columns(
        pl.col(name).round_sig_figs(digits)
        for name, dtype in table.frame.schema.items()
        if dtype.is_float()
    )
    return replace(pair, test=stirred(pl.concat([pair.test, again]), random))


def augmented(table: Table, random: np.random.Generator, *, copies: int, noise: float) -> Pair:
    """Each row was copied with a little noise to have more of them, and then parted at random.

    Seen by: almost every test row has a sister in the training within a hundredth of a deviation.
    """
    names = [*decimals(table), table.target]
    frames = [table.frame.with_columns(pl.col(names).cast(pl.Float64))]
    for _ in range(copies):
        frames.append(
            frames[0].with_columns(
                (pl.col(name) * (1 + random.normal(0, noise, table.frame.height))).round(3)
                for name in names
            )
        )
    train, test = part(with_frame(table, stirred(pl.concat(frames), random)), random)
    return Pair(train=train, test=test)


def groups_ignored(table: Table, random: np.random.Generator, *, share: float = 0.25) -> Pair:
    """The rows were parted at random, although they belong together.

    Seen by: nearly every group of the test is in the training too.
    """
    train, test = part(table, random, kind="random", share=share)
    return Pair(train=train, test=test, group=table.group, columns=(str(table.group),))


def groups_topped_up(
    table: Table, random: np.random.Generator, *, groups: int, share: float
) -> Pair:
    """Parted by group; then rows of some training groups were moved, as the test was too small.

    Seen by: so many groups on both sides, a part of their rows on each.
    """
    pair = honest(table, random)
    name = str(table.group)
    known = pair.train[name].unique().sort()
    chosen = known[random.permutation(known.len())[:groups].tolist()]
    moved = pair.train[name].is_in(chosen.implode()) & drawn(random, pair.train.height, share)
    return replace(
        pair,
        train=pair.train.filter(~moved),
        test=pl.concat([pair.test, pair.train.filter(moved)]),
        columns=(name,),
    )


def groups_unsaid(
    table: Table,
    random: np.random.Generator,
    *,
    key: tuple[str, ...] = (),
    drop: bool = False,
    share: float = 0.25,
) -> Pair:
    """Nobody said that rows belong together; the key is there, or facts that stand for it.

    Seen by: nine of ten test rows have a member of their group in the training, and the target
    varies far less within groups than between them.
    """
    train, test = part(table, random, kind="random", share=share)
    gone = [str(table.group)] if drop else []
    return Pair(train=train.drop(gone), test=test.drop(gone), columns=key)


def _numbers(random: np.random.Generator, rows: int, form: str) -> tuple[str, list[object]]:
    if form == "line":
        return "line_no", list(range(1, rows + 1))
    if form == "request":
        return "request_id", [random.bytes(8).hex() for _ in range(rows)]
    seconds = np.sort(random.choice(900_000, rows, replace=False))
    start = np.datetime64("2025-11-03T06:00:00")
    return "ingested_at", [str(start + np.timedelta64(int(s), "s")) for s in seconds]
