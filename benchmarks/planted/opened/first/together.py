"""Steps that saw the test: scaling, filling, choosing and making rows before the split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def standard_scores(
    table: Table, random: np.random.Generator, *, digits: int | None = None, most: int = 99
) -> Pair:
    """`(x - x.mean()) / x.std()` of whole columns, as pandas does it, sometimes rounded."""
    made = []
    for name in decimals(table)[:most]:
        value = pl.col(name).cast(pl.Float64)
        scaled = (value - value.mean()) / value.std()
        made.append(scaled if digits is None else scaled.round(digits))
    return parted(with_frame(table, table.frame.with_columns(made)), random)


def between(
    table: Table, random: np.random.Generator, *, low: float, high: float, share: float = 0.25
) -> Pair:
    """Whole columns stretched onto one interval; the test then holds some of the ends."""
    names = decimals(table)
    made = []
    for name in names:
        value = pl.col(name).cast(pl.Float64)
        stretched = low + (high - low) * (value - value.min()) / (value.max() - value.min())
        made.append(stretched.alias(name))
    pair = parted(with_frame(table, table.frame.with_columns(made)), random, share=share)
    ends = [
        name for name in names if pair.train[name].min() != low or pair.train[name].max() != high
    ]
    if not ends:
        raise ValueError(f"training of {table.name} holds all ends: no fault is planted")
    return replace(pair, columns=tuple(ends))


def scaled_on_training(table: Table, random: np.random.Generator) -> Pair:
    """The honest twin: both sides in deviations of training alone."""
    pair = parted(table, random)
    made = []
    for name in decimals(table):
        mean, spread = pair.train[name].mean(), pair.train[name].std()
        made.append((pl.col(name).cast(pl.Float64) - mean) / spread)
    return replace(pair, train=pair.train.with_columns(made), test=pair.test.with_columns(made))


def filled_by_all(
    table: Table,
    random: np.random.Generator,
    *,
    by: str,
    within: str | None = None,
    lose: float = 0.0,
) -> Pair:
    """Gaps filled with the mean or median of all rows, or of all rows of one level of `within`.

    Args:
        lose: Share of the values that go missing first.
    """
    frame = table.frame
    names = [one for one in decimals(table) if lose or frame[one].null_count() > 15]
    if lose:
        names = names[:4]
        lost = [pl.Series(random.random(frame.height) < lose) for _ in names]
        frame = frame.with_columns(
            pl.when(~gone).then(pl.col(name)).alias(name)
            for name, gone in zip(names, lost, strict=True)
        )
    made = []
    for name in names:
        value = pl.col(name).cast(pl.Float64)
        centre = value.mean() if by == "mean" else value.median()
        made.append(value.fill_null(centre.over(within) if within else centre))
    if not made:
        raise ValueError(f"{table.name} has no gaps")
    pair = parted(with_frame(table, frame.with_columns(made)), random)
    return replace(pair, columns=tuple(names))


def filled_by_training(table: Table, random: np.random.Generator) -> Pair:
    """The honest twin: gaps of both sides filled with the median of training."""
    pair = parted(table, random)
    made = [
        pl.col(name).cast(pl.Float64).fill_null(pair.train[name].cast(pl.Float64).median())
        for name in decimals(table)
    ]
    return replace(pair, train=pair.train.with_columns(made), test=pair.test.with_columns(made))


def chosen_by_all(
    table: Table, random: np.random.Generator, *, tried: int, kept: int, name: str
) -> Pair:
    """Markers without any meaning, of which those that go with all outcomes best were kept."""
    outcome = score(table)
    markers = random.integers(0, 3, (table.frame.height, tried)).astype(float)
    markers += random.normal(0, 0.3, markers.shape)
    centred = (markers - markers.mean(0)) / markers.std(0)
    strength = np.abs(centred.T @ (outcome - outcome.mean()))
    best = np.argsort(strength)[::-1][:kept]
    columns = [pl.Series(f"{name}_{one}", markers[:, one].round(3)) for one in sorted(best)]
    return parted(with_frame(table, table.frame.with_columns(columns)), random)


def rare_repeated(table: Table, random: np.random.Generator, *, times: int) -> Pair:
    """`pd.concat([rows] + [rare] * n)`: each rare row stands there some times."""
    rare = table.frame.filter(pl.col(table.target) == pl.lit(rarest(table)))
    frame = pl.concat([table.frame, *([rare] * (times - 1))])
    return _split(table, frame, random)


def balanced_by_drawing(table: Table, random: np.random.Generator) -> Pair:
    """Each class drawn with replacement up to the size of the largest."""
    sides = table.frame.partition_by(table.target)
    most = max(side.height for side in sides)
    drawn = [side.sample(n=most - side.height, with_replacement=True, seed=3) for side in sides]
    return _split(table, pl.concat([*sides, *drawn]), random)


def mixed_rows(
    table: Table, random: np.random.Generator, *, until: float, near: int | None, whole: bool
) -> Pair:
    """Rare rows made of two rare rows, and then the split.

    Args:
        until: Share of the rare class in the end.
        near: From so many nearest rows; None mixes any two.
        whole: Whole numbers stay whole.
    """
    is_rare = pl.col(table.target) == pl.lit(rarest(table))
    rare = table.frame.filter(is_rare).drop_nulls()
    wanted = int(until / (1 - until) * table.frame.filter(~is_rare).height) - rare.height
    names = decimals(table)
    values = rare.select(pl.col(names).cast(pl.Float64)).to_numpy()
    spread = values / (values.std(0) + 1e-9)
    far = ((spread[:, None, :] - spread[None, :, :]) ** 2).sum(2)
    order = np.argsort(far, axis=1)[:, 1 : (near or rare.height - 1) + 1]
    first = random.integers(rare.height, size=wanted)
    second = order[first, random.integers(order.shape[1], size=wanted)]
    share = random.random((wanted, 1))
    mixed = share * values[first] + (1 - share) * values[second]
    made = rare[first].with_columns(
        pl.Series(name, mixed[:, place].round() if whole and exact else mixed[:, place])
        for place, name in enumerate(names)
        for exact in (table.frame[name].dtype.is_integer(),)
    )
    return _split(table, pl.concat([table.frame, made], how="vertical_relaxed"), random)


def _split(table: Table, frame: pl.DataFrame, random: np.random.Generator) -> Pair:
    """Part rows of which some were made: their identifiers, which name nothing, are dropped."""
    seed = int(random.integers(2**31))
    mixed = with_frame(table, frame.sample(fraction=1.0, shuffle=True, seed=seed))
    pair = parted(mixed, random)
    gone = [table.id] if table.id else []
    return replace(pair, id=None, train=pair.train.drop(gone), test=pair.test.drop(gone))
