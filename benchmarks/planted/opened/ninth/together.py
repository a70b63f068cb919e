"""Steps that were fitted on training and test together, or before the split."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl

from benchmarks.planted.opened.ninth.draw import Draw, both, cut, halves, some
from benchmarks.planted.pair import Pair, decimals, parted, rarest, score, with_frame
from benchmarks.planted.table import Table


def scaled(
    table: Table, random: Draw, *, form: str, columns: tuple[str, ...] = (), digits: int = 6
) -> Pair:
    """Scale the whole table and part it then.

    Seen by: over both sides the scaled columns have mean 0 and deviation 1 (`standard`), the
    range of 0 to 1 (`range`), the largest size of 1 (`largest`), or median 0 and quartiles one
    apart (`robust`), to the last digit; the training alone has not.
    """
    pair = parted(table, random, share=0.3)
    rows = both(pair)
    names = columns or tuple(name for name in decimals(table))
    made = [_scale(rows[name].cast(pl.Float64), form).round(digits).alias(name) for name in names]
    return halves(pair, rows.with_columns(made), *names)


def _scale(values: pl.Series, form: str) -> pl.Series:
    numbers = values.to_numpy()
    if form == "standard":
        return pl.Series((numbers - np.nanmean(numbers)) / np.nanstd(numbers))
    if form == "range":
        low, high = np.nanmin(numbers), np.nanmax(numbers)
        return pl.Series((numbers - low) / (high - low))
    if form == "largest":
        return pl.Series(numbers / np.nanmax(np.abs(numbers)))
    low, middle, high = np.nanquantile(numbers, [0.25, 0.5, 0.75])
    return pl.Series((numbers - middle) / (high - low))


def imputed(
    table: Table, random: Draw, *, columns: tuple[str, ...], holes: float, form: str,
    by: str = "", test_holes: float | None = None,
) -> Pair:  # fmt: skip
    """Fill holes with a mean or median over both sides.

    Seen by: one value stands in `holes` of the rows of a column (of a category, if `by`), on both
    sides, and it is the mean or median of all other rows of both, not that of the training.
    """
    pair = parted(table, random, kind="random", share=0.35)
    rows = both(pair)
    training = pl.Series(np.arange(rows.height) < pair.train.height)
    made = []
    for name in columns:
        drawn = pl.Series(random.random(rows.height))
        limit = pl.Series(np.where(training, holes, holes if test_holes is None else test_holes))
        made.append(
            pl.when(drawn >= limit).then(pl.col(name).cast(pl.Float64)).alias(name)
        )  # fmt: skip
    rows = rows.with_columns(made)
    fills = []
    for name in columns:
        middle = pl.col(name).mean() if form == "mean" else pl.col(name).median()
        middle = middle.over(by) if by else middle
        fills.append(pl.col(name).fill_null(middle).round(6))
    return halves(pair, rows.with_columns(fills), *columns)


def selected(table: Table, random: Draw, *, keep: int, prefix: str) -> Pair:
    """Keep the columns that go best with the outcome over the rows of both sides.

    Seen by: the weakest kept column is above a sharp border of pooled correlation, under which
    the training alone falls for many of them; the numbers in the names tell of those left out.
    """
    pair = parted(table, random, kind=None if table.time else "random", share=0.35)
    rows = both(pair)
    outcome = _scored(table, rows)
    names = [name for name in rows.columns if name.startswith(prefix)]
    found = {name: _size(rows[name].cast(pl.Float64).to_numpy(), outcome) for name in names}
    best = sorted(names, key=lambda name: -found[name])[:keep]
    others = [name for name in rows.columns if name not in names]
    kept = [name for name in rows.columns if name in set(best) | set(others)]
    return halves(pair, rows.select(kept), *best)


def _size(values: np.ndarray, outcome: np.ndarray) -> float:
    if values.std() == 0:
        return 0.0
    return float(abs(np.corrcoef(values, outcome)[0, 1]))


def _scored(table: Table, rows: pl.DataFrame) -> np.ndarray:
    return score(with_frame(table, rows))


def signals(table: Table, random: Draw, *, count: int, keep: int) -> Pair:
    """Try so many rules of past changes on the whole history and keep those that went best.

    Seen by: as in `selected`; rules of past changes say next to nothing of the next day, and yet
    all that are kept do so on the test days with the sign of the training days.
    """
    change = table.frame["change_1"].to_numpy()
    made = {}
    for number in range(count):
        lags = random.choice(np.arange(1, 41), 4, replace=False)
        weights = random.normal(0, 1, 4)
        parts = [weight * np.roll(change, lag) for weight, lag in zip(weights, lags, strict=True)]
        made[f"rule_{number:04}"] = np.round(np.sum(parts, axis=0) * 100, 4)
    frame = table.frame.with_columns(pl.Series(name, values) for name, values in made.items())
    pair = selected(with_frame(table, frame[41:]), random, keep=keep, prefix="rule_")
    return Pair(train=pair.train, test=pair.test, columns=pair.columns, time=table.time)


def pairs_of_bands(table: Table, random: Draw, *, keep: int) -> Pair:
    """Make the ratio of all pairs of bands and keep the best of them over the rows of both sides.

    Seen by: as in `selected`.
    """
    names = [name for name in table.frame.columns if name != table.target]
    made = []
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            ratio = (pl.col(first) - pl.col(second)) / (pl.col(first) + pl.col(second) + 0.02)
            made.append(ratio.round(4).alias(f"ratio_{first[-2:]}_{second[-2:]}"))
    frame = table.frame.select(*made, table.target)
    return selected(with_frame(table, frame), random, keep=keep, prefix="ratio_")


def searches(table: Table, random: Draw, *, count: int, keep: int) -> Pair:
    """Fetch how often so many words were searched for, and keep those that go best with the series.

    Seen by: as in `selected`; drawn series say nothing of the outcome, and yet the kept ones go
    with it in the test as in the training, with the same sign.
    """
    height = table.frame.height
    made = []
    for number in range(count):
        shocks = random.normal(0, 1, height)
        level = np.zeros(height)
        for row in range(height):
            level[row] = 0.5 * (level[row - 1] if row else 0) + shocks[row]
        index = np.round(100 * (level - level.min()) / (level.max() - level.min()))
        made.append(pl.Series(f"search_{number:04}", index.astype(int)))
    frame = table.frame.with_columns(made)
    return selected(with_frame(table, frame), random, keep=keep, prefix="search_")


def repeated_rare(table: Table, random: Draw, *, times: int, event: str) -> Pair:
    """Stand the rare class in the table so many times more, then part at random.

    Seen by: most rows of `event` in the test are equal to a training row, none of the others are.
    """
    rare = table.frame.filter(pl.col(table.target) == event)
    return cut(table, some(pl.concat([table.frame, *[rare] * times]), random, 1.0), random)


def evened_out(table: Table, random: Draw) -> Pair:
    """Draw from each class until all are as large as the largest, then part at random.

    Seen by: all classes have the same count over both sides; rows of the smaller are repeated
    across the sides.
    """
    groups = table.frame.partition_by(table.target)
    most = max(group.height for group in groups)
    drawn = [
        pl.concat([group, group[random.integers(0, group.height, most - group.height).tolist()]])
        for group in groups
    ]
    return cut(table, some(pl.concat(drawn), random, 1.0), random)


def weighted_out(table: Table, random: Draw, *, column: str) -> Pair:
    """Repeat each row as often as its weight says, then part at random.

    Seen by: rows are repeated more often the higher `column` is, across both sides.
    """
    values = table.frame[column].cast(pl.Float64).to_numpy()
    high = values > np.quantile(values, 0.8)
    times = 1 + np.where(high, random.integers(1, 4, values.size), 0)
    rows = np.repeat(np.arange(values.size), times)
    return cut(table, some(table.frame[rows.tolist()], random, 1.0), random)


def between_neighbours(
    table: Table, random: Draw, *, times: float, neighbours: int = 5, digits: int = 4
) -> Pair:
    """Add rows of the rarest class on the way between near neighbours, then part at random.

    Seen by: the new rows lie on the line between two others of their class, across the sides.
    """
    names = decimals(table)
    rare = table.frame.filter(pl.col(table.target) == rarest(table))
    values = rare.select(names).cast(pl.Float64).to_numpy()
    size = values.std(axis=0) + 1e-9
    new = []
    sources = []
    for _ in range(int(times * rare.height)):
        one = int(random.integers(rare.height))
        far = (((values - values[one]) / size) ** 2).sum(axis=1)
        near = int(random.choice(far.argsort()[1 : neighbours + 1]))
        new.append(values[one] + random.random() * (values[near] - values[one]))
        sources.append(one)
    made = np.round(np.array(new), digits)
    frame = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    rows = rare[sources].with_columns(
        pl.Series(name, made[:, place]) for place, name in enumerate(names)
    )
    return cut(table, some(pl.concat([frame, rows]), random, 1.0), random)


def mixtures(table: Table, random: Draw, *, times: float) -> Pair:
    """Add mixtures of two drawn rows, outcome included, then part at random.

    Seen by: each new row is the same weighted mean of two others in every column and the target.
    """
    names = [*decimals(table), table.target]
    count = int(times * table.frame.height)
    first, second = (random.integers(0, table.frame.height, count) for _ in range(2))
    share = random.beta(0.4, 0.4, count)
    one, two = table.frame[first.tolist()], table.frame[second.tolist()]
    made = [
        pl.Series(name, share * one[name].to_numpy() + (1 - share) * two[name].to_numpy()).round(4)
        for name in names
    ]
    frame = table.frame.with_columns(pl.col(names).cast(pl.Float64))
    rows = one.with_columns(made)
    return cut(table, some(pl.concat([frame, rows]), random, 1.0), random)


def finer_steps(table: Table, random: Draw, *, steps: int) -> Pair:
    """Bring a monthly series to finer steps by straight lines, forget the day, part at random.

    Seen by: most test rows lie on the line between two training rows next to them, the target too.
    """
    rows = table.frame.sort(str(table.time))
    day = rows[str(table.time)].cast(pl.Date).to_physical().to_numpy().astype(float)
    fine = np.concatenate(
        [np.linspace(a, b, steps, endpoint=False) for a, b in itertools.pairwise(day)]
    )
    names = [name for name in rows.columns if name != table.time]
    columns = [
        pl.Series(name, np.round(np.interp(fine, day, rows[name].cast(pl.Float64).to_numpy()), 4))
        for name in names
    ]
    return cut(table, some(pl.DataFrame(columns), random, 1.0), random)
