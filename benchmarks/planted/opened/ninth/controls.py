"""Honest splits of honest work."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, some
from benchmarks.planted.pair import Pair, decimals, parted, score, with_frame
from benchmarks.planted.table import Table


def by_chance(table: Table, random: Draw, *, share: float = 0.25) -> Pair:
    """Part at random."""
    return parted(table, random, kind="random", share=share)


def stratified(table: Table, random: Draw, *, share: float = 0.25) -> Pair:
    """Part at random with the same share of each class on both sides."""
    return parted(table, random, kind="stratified", share=share)


def grouped(table: Table, random: Draw, *, share: float = 0.25) -> Pair:
    """Part so that a group is on one side alone."""
    return parted(table, random, kind="group", share=share)


def over_time(table: Table, random: Draw, *, share: float = 0.25) -> Pair:
    """Train on what came first, test on what came later."""
    return parted(table, random, kind="time", share=share)


def small(table: Table, random: Draw, *, rows: int) -> Pair:
    """Part a small sample, in which the sides differ by chance."""
    return _honest(
        table, random, table.frame[random.permutation(table.frame.height)[:rows].tolist()]
    )


def rare(table: Table, random: Draw, *, event: str, share: float) -> Pair:
    """Thin the event out to a small share, and judge by average precision."""
    frame = table.frame
    there = frame[table.target] == event
    keep = share * int((~there).sum()) / (1 - share) / int(there.sum())
    thin = frame.filter(~there | pl.Series(random.random(frame.height) < keep))
    pair = parted(with_frame(table, thin), random, kind="stratified", share=0.35)
    return Pair(train=pair.train, test=pair.test, metric="average_precision")


def scaled_by_training(table: Table, random: Draw, *, form: str) -> Pair:
    """Scale with means, ranges or quartiles of the training: the test's are a little off."""
    pair = _honest(table, random, table.frame)
    sides = [pair.train, pair.test]
    for name in decimals(table):
        values = pair.train[name].cast(pl.Float64).drop_nulls().to_numpy()
        if form == "standard":
            middle, size = values.mean(), values.std()
        elif form == "range":
            middle, size = values.min(), values.max() - values.min()
        else:
            middle = np.median(values)
            size = np.quantile(values, 0.75) - np.quantile(values, 0.25)
        scaled = ((pl.col(name).cast(pl.Float64) - middle) / size).round(6)
        sides = [side.with_columns(scaled.alias(name)) for side in sides]
    return _sides(pair, *sides)


def imputed_by_training(
    table: Table, random: Draw, *, columns: tuple[str, ...], holes: float, form: str
) -> Pair:
    """Fill holes on both sides with the mean or median of the training."""
    frame = _holed(table.frame, random, columns, holes)
    pair = _honest(table, random, frame)
    sides = [pair.train, pair.test]
    for name in columns:
        values = pair.train[name].drop_nulls().cast(pl.Float64).to_numpy()
        middle = round(float(values.mean() if form == "mean" else np.median(values)), 6)
        filled = pl.col(name).cast(pl.Float64).fill_null(middle)
        sides = [side.with_columns(filled) for side in sides]
    return _sides(pair, *sides)


def encoded_by_training(table: Table, random: Draw, *, by: str, weight: float) -> Pair:
    """Encode a category by outcomes of the training: its rows by the other four fifths of it."""
    pair = _honest(table, random, table.frame)
    fold = pl.Series(random.integers(0, 5, pair.train.height))
    outcome = pl.Series(score(with_frame(table, pair.train)))
    train = pair.train.with_columns(_y=outcome, _fold=fold)
    name = f"{by}_mean"
    parts = [
        _encoded(train.filter(pl.col("_fold") == each), train.filter(pl.col("_fold") != each), by,
                 name, weight)
        for each in range(5)
    ]  # fmt: skip
    made = some(pl.concat(parts).drop("_y", "_fold"), random, 1.0)
    return _sides(pair, made, _encoded(pair.test, train, by, name, weight))


def _encoded(
    rows: pl.DataFrame, seen: pl.DataFrame, by: str, name: str, weight: float
) -> pl.DataFrame:
    overall = seen["_y"].mean()
    means = seen.group_by(by).agg(
        ((pl.col("_y").sum() + weight * pl.lit(overall)) / (pl.len() + weight)).alias(name)
    )
    joined = rows.join(means, on=by, how="left", maintain_order="left")
    return joined.with_columns(pl.col(name).fill_null(overall).round(5))


def selected_by_training(table: Table, random: Draw, *, keep: int, prefix: str) -> Pair:
    """Keep the columns that go best with the outcome in the training alone."""
    pair = _honest(table, random, table.frame)
    outcome = score(with_frame(table, pair.train))
    names = [name for name in pair.train.columns if name.startswith(prefix)]
    values = pair.train.select(names).cast(pl.Float64).to_numpy()
    values = (values - values.mean(axis=0)) / (values.std(axis=0) + 1e-12)
    size = np.abs(values.T @ (outcome - outcome.mean()))
    best = {names[int(each)] for each in size.argsort()[::-1][:keep]}
    kept = [name for name in pair.train.columns if name in best or name not in names]
    return _sides(pair, pair.train.select(kept), pair.test.select(kept))


def with_column(table: Table, random: Draw, *, name: str, kind: str) -> Pair:
    """Carry a column that says nothing: a number, a day, a remark, an amount, a rare word."""
    values = _VOID[kind](random, table.frame.height)
    return _honest(table, random, table.frame.with_columns(pl.Series(name, values)))


def _days(random: Draw, count: int) -> list[object]:
    days = np.datetime64("2020-01-06") + random.integers(0, 1000, count)
    return list(days.astype(object))


def _remarks(random: Draw, count: int) -> list[object]:
    first = (
        "called back",
        "letter sent",
        "no remark",
        "seen by dr k",
        "form complete",
        "copy kept",
    )
    last = ("", ", see file", " (ok)", " on monday", ", signed", " - again in spring")
    return [
        first[int(random.integers(6))] + last[int(random.integers(6))]
        if random.random() < 0.8
        else None
        for _ in range(count)
    ]


def _amounts(random: Draw, count: int) -> list[object]:
    spent = np.round(random.lognormal(3, 1.6, count), 2) * (random.random(count) < 0.7)
    return list(map(float, spent))


def _rare_words(random: Draw, count: int) -> list[object]:
    words = ("main", "main", "main", "branch", "branch", "online", "partner")
    seldom = [f"agent {number:02}" for number in range(30)]
    return [
        seldom[int(random.integers(30))]
        if random.random() < 0.05
        else words[int(random.integers(7))]
        for _ in range(count)
    ]


_VOID: dict[str, Callable[[Draw, int], list[object]]] = {
    "running": lambda random, count: [int(each) + 7001 for each in random.permutation(count)],
    "hex": lambda random, count: [random.bytes(6).hex() for _ in range(count)],
    "days": _days,
    "moments": lambda random, count: [f"{each}T08:{int(random.integers(60)):02}:00+00:00"
                                      for each in _days(random, count)],
    "remarks": _remarks,
    "amounts": _amounts,
    "words": _rare_words,
}  # fmt: skip


def with_holes(table: Table, random: Draw, *, columns: tuple[str, ...], share: float) -> Pair:
    """Lose values by chance on both sides."""
    return _honest(table, random, _holed(table.frame, random, columns, share))


def with_year_before(table: Table, random: Draw, *, by: str, name: str) -> Pair:
    """Carry the outcome of the year before, which is known when the new one is asked for."""
    before = pl.col(table.target).shift(1).over(table.group, order_by=by)
    gap = pl.col(by) - pl.col(by).shift(1).over(table.group, order_by=by)
    frame = table.frame.with_columns(pl.when(gap == 1).then(before).alias(name))
    return _honest(table, random, frame)


def with_month_before(table: Table, random: Draw, *, name: str) -> Pair:
    """Carry the outcome of the row before in a series, tested on what comes later."""
    frame = table.frame.sort(str(table.time)).with_columns(
        pl.col(table.target).shift(1).alias(name)
    )
    return _honest(table, random, frame[1:])


def with_measurement(table: Table, random: Draw, *, name: str, noise: float) -> Pair:
    """Carry a measurement that goes with the outcome as measurements do."""
    values = table.frame[table.target].cast(pl.Float64).to_numpy()
    size = float(values.std())
    made = np.round(values + random.normal(0, noise * size, values.size), 3)
    return _honest(table, random, table.frame.with_columns(pl.Series(name, made)))


def rounded(table: Table, random: Draw, *, digits: int) -> Pair:
    """Write all measures with few digits, as a report does."""
    names = [name for name in decimals(table) if table.frame[name].dtype.is_float()]
    return _honest(table, random, table.frame.with_columns(pl.col(names).round_sig_figs(digits)))


def _honest(table: Table, random: Draw, frame: pl.DataFrame) -> Pair:
    kind = None
    if not table.time and not table.group:
        kind = "random" if table.numeric_target else "stratified"
    return parted(with_frame(table, frame), random, kind=kind, share=0.3)


def _holed(
    frame: pl.DataFrame, random: Draw, columns: tuple[str, ...], share: float
) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(pl.Series(random.random(frame.height) >= share)).then(pl.col(name)).alias(name)
        for name in columns
    )


def _sides(pair: Pair, train: pl.DataFrame, test: pl.DataFrame) -> Pair:
    return Pair(
        train=train, test=test, time=pair.time, group=pair.group, id=pair.id, metric=pair.metric
    )
