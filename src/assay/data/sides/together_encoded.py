"""Is a column the outcome's mean by level, drawn from training and test?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.together import EncodedColumn
from assay.data.sides.table import Places, Sides
from assay.data.sides.together_pool import decimals

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_LEVELS_SHARE = 0.5
"""Of the rows; beyond, levels are single rows and their mean is the row's own outcome."""

MOST_CLASSES = 20
"""Classes looked at one by one."""

LOOK = 1_000
"""Rows that are compared first, before all of them."""

FEWEST_ROWS = 20
"""Rows with another of their level."""

EXACT = 1e-6
"""Of the outcome's range; what summation leaves."""

LEAST_FIT = 0.3
"""Share of rows that must follow before a formula is worth telling."""

USUAL_STRENGTHS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 300.0)
"""Weights of the overall mean, in rows, that are tried even where levels are two."""

FEWEST_TO_FIT = 4
"""Levels from which another weight is read."""

FEWEST_OF_ROUNDED = 3
"""Levels that must follow where the values are rounded, so that some meet by chance."""

CLEARLY_OFF = 4.0
"""Times the tolerance by which training's own formula must differ in a level that counts."""

MOST_MERGED = 6
"""Levels that may share one value, where their names are gone."""

SIGMOID = (20.0, 10.0)
"""Middle and width, in rows, of the usual sigmoid of the level's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levels:
    """Sums by level over both sides, one place for each level; `train` is its part of it."""

    values: Floats
    rows: Floats
    sums: Floats
    squares: Floats
    train_rows: Floats
    train_sums: Floats
    train_squares: Floats
    shared: Flags


def encodings(sides: Sides) -> tuple[tuple[EncodedColumn, ...], tuple[str, ...]]:
    """Return columns that are means by level, and those left open since outcomes are sealed."""
    tested = sides.test_labels
    found, left_open = [], []
    outcomes = list(_outcomes(sides))
    sources = (
        {
            source: level
            for source in sides.features
            if (level := _levels_of(sides, source)) is not None
        }
        if tested is not None
        else {}
    )
    for name in sides.features:
        pair = sides.numbers(name)
        if pair is None or not _may_encode(pair[0], pair[1], outcomes):
            continue
        if tested is None:
            if _repeats(pair[0]) and any(
                _near_own_mean(pair[0], train) for _, train, _ in outcomes
            ):
                left_open.append(name)
            continue
        best = _best(name, pair, outcomes, sources)
        if best is not None:
            found.append(best)
    return tuple(found), tuple(left_open)


def _outcomes(sides: Sides) -> Iterator[tuple[str, Floats, Floats | None]]:
    test = sides.test_labels
    if sides.task == "regression":
        yield sides.target, sides.labels, test
        return
    for place, name in list(enumerate(sides.classes))[:MOST_CLASSES]:
        known = None if test is None else np.where(np.isnan(test), np.nan, test == place)
        yield name, (sides.labels == place).astype(np.float64), known


def _may_encode(
    train: Floats, test: Floats, outcomes: list[tuple[str, Floats, Floats | None]]
) -> bool:
    both = np.concatenate([train, test])
    both = both[np.isfinite(both)]
    if len(both) < 0.5 * (len(train) + len(test)) or len(both) < 20:
        return False
    if decimals(both) in (0, 1):
        return False
    low = min(float(one.min()) for _, one, _ in outcomes)
    high = max(float(one.max()) for _, one, _ in outcomes)
    edge = EXACT * (high - low)
    return bool(both.min() >= low - edge and both.max() <= high + edge)


def _near_own_mean(values: Floats, labels: Floats) -> bool:
    """Whether levels lie as near to their means in training as an encoding of more rows does."""
    _, inverse, rows = np.unique(values, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, labels) / rows
    off = np.abs(means - np.bincount(inverse, values) / rows)
    error = np.sqrt(np.bincount(inverse, (labels - means[inverse]) ** 2)) / rows
    large = rows >= 5
    if large.sum() < 3 or np.nanstd(values[large[inverse]]) == 0:
        return False
    close = off[large] <= 1.5 * error[large] + EXACT
    return bool(np.average(close, weights=rows[large]) >= 0.95)


def _best(
    name: str,
    pair: tuple[Floats, Floats],
    outcomes: list[tuple[str, Floats, Floats | None]],
    sources: dict[str, Places],
) -> EncodedColumn | None:
    best: EncodedColumn | None = None
    keys = list(_keys(name, pair, sources)) if _repeats(np.concatenate(pair)) else []
    for of, train, test in outcomes:
        if test is None:
            continue
        for source, level in keys:
            for found in _judged(name, of, source, _levels(level, pair, (train, test))):
                if best is None or _lead(found) > _lead(best):
                    best = found
        if best is None or _lead(best) < LEAST_FIT:
            best = _without_own(name, of, pair, (train, test), sources) or best
    return best


def _lead(column: EncodedColumn) -> float:
    return column.fits - column.fits_train


def _repeats(values: Floats) -> bool:
    some = values[np.isfinite(values)][:2_000]
    return len(np.unique(some)) <= MOST_LEVELS_SHARE * len(some)


def _keys(
    name: str, pair: tuple[Floats, Floats], sources: dict[str, Places]
) -> Iterator[tuple[str | None, Places]]:
    """Yield the column's own values as levels, then columns within whose levels it is constant."""
    values = np.concatenate(pair).round(12)
    yield None, np.unique(values, return_inverse=True)[1]
    for source, level in sources.items():
        if source != name and _constant(level[:LOOK], values[:LOOK]) and _constant(level, values):
            yield source, level


def _constant(level: Places, values: Floats) -> bool:
    first = np.full(int(level.max()) + 1, np.nan)
    first[level] = values
    return bool((first[level] == values).all())


def _levels(level: Places, values: tuple[Floats, Floats], labels: tuple[Floats, Floats]) -> _Levels:
    both, outcome = np.concatenate(values), np.concatenate(labels)
    train = np.arange(len(both)) < len(values[0])
    there = np.isfinite(both) & np.isfinite(outcome)
    both, outcome = both[there], outcome[there]
    learnt = train[there].astype(np.float64)
    _, inverse = np.unique(level[there], return_inverse=True)

    def total(weights: Floats) -> Floats:
        return np.bincount(inverse, weights).astype(np.float64)

    rows, train_rows = total(np.ones(len(both))), total(learnt)
    first = np.zeros(len(rows))
    first[inverse] = both
    return _Levels(
        values=first,
        rows=rows,
        sums=total(outcome),
        squares=total(outcome**2),
        train_rows=train_rows,
        train_sums=total(outcome * learnt),
        train_squares=total(outcome**2 * learnt),
        shared=(train_rows > 0) & (train_rows < rows),
    )


def _judged(name: str, of: str, source: str | None, levels: _Levels) -> Iterator[EncodedColumn]:
    slack = EXACT * max(float(np.ptp(levels.values)), 1e-9)
    if (digits := decimals(levels.values)) is not None:
        slack = max(slack, 0.51 * 10.0**-digits)
    merged = np.arange(1.0, 2.0 if source else MOST_MERGED + 1.0)[:, None]
    both = (levels.rows, levels.sums, levels.squares)
    alone = (levels.train_rows, levels.train_sums, levels.train_squares)
    for formula, fewest, means in _formulas(levels, merged):
        with np.errstate(divide="ignore", invalid="ignore"):
            pooled, train = means(*both), means(*alone)
        far = CLEARLY_OFF * slack
        apart = levels.shared & (np.abs(pooled - train).min(axis=0) > far)
        if apart.sum() < max(fewest, FEWEST_OF_ROUNDED if digits is not None else 0):
            continue
        follows = (np.abs(levels.values - pooled) <= slack).any(axis=0)
        learnt = (np.abs(levels.values - train) <= slack).any(axis=0)
        fits = min(_share(follows, levels, levels.shared), _share(follows, levels, apart))
        if fits >= LEAST_FIT:
            yield EncodedColumn(
                name=name,
                of=of,
                formula=formula,
                source=source,
                levels=int(apart.sum()),
                rows=int(levels.rows[apart].sum()),
                fits=fits,
                fits_train=_share(learnt, levels, apart),
            )


def _share(follows: Flags | np.bool_, levels: _Levels, chosen: Flags) -> float:
    weights = levels.rows * chosen
    return float((weights * follows).sum() / weights.sum())


def _formulas(
    levels: _Levels, merged: Floats
) -> Iterator[tuple[str, int, Callable[[Floats, Floats, Floats], Floats]]]:
    """Yield ways to average, and the fewest levels that show each.

    A value may stand for several levels of one size, `merged` many.
    """

    def plain(rows: Floats, sums: Floats, squares: Floats) -> Floats:
        return (sums / rows)[None, :]

    def by_variance(rows: Floats, sums: Floats, squares: Floats) -> Floats:
        means, overall = sums / rows, sums.sum() / rows.sum()
        spread = squares.sum() / rows.sum() - overall**2
        within = np.maximum(squares / rows - means**2, 0.0)
        share = rows / merged * spread / (rows / merged * spread + within)
        return np.asarray(share * means + (1 - share) * overall)

    def by_sigmoid(rows: Floats, sums: Floats, squares: Floats) -> Floats:
        means, overall = sums / rows, sums.sum() / rows.sum()
        share = 1 / (1 + np.exp(-(rows / merged - SIGMOID[0]) / SIGMOID[1]))
        return np.asarray(share * means + (1 - share) * overall)

    yield "mean", 1, plain
    yield "mean drawn to the overall mean by its variance", 2, by_variance
    yield "mean drawn to the overall mean by a sigmoid of the level's size", 2, by_sigmoid
    for strength in _strengths(levels):

        def by_rows(
            rows: Floats, sums: Floats, squares: Floats, strength: float = strength
        ) -> Floats:
            overall, weight = sums.sum() / rows.sum(), strength * merged
            return np.asarray((sums + weight * overall) / (rows + weight))

        fewest = 2 if strength in USUAL_STRENGTHS else FEWEST_TO_FIT
        yield (
            f"mean drawn to the overall mean with the weight of {strength:.4g} rows",
            fewest,
            by_rows,
        )


def _strengths(levels: _Levels) -> set[float]:
    """Return usual weights of the overall mean, in rows, and those that most levels show."""
    gap = levels.sums.sum() / levels.rows.sum() - levels.values
    usable = levels.shared & (np.abs(gap) > 1e-6)
    found = set(USUAL_STRENGTHS)
    if usable.sum() < FEWEST_TO_FIT:
        return found
    shown = np.sort((levels.rows * levels.values - levels.sums)[usable] / gap[usable])
    shown = shown[shown > 1e-3]
    if len(shown) >= FEWEST_TO_FIT:
        found |= {float(shown[len(shown) // 4]), float(shown[len(shown) // 2])}
    return found


def _without_own(
    name: str,
    of: str,
    pair: tuple[Floats, Floats],
    labels: tuple[Floats, Floats],
    sources: dict[str, Places],
) -> EncodedColumn | None:
    """Return the column if it is the mean of the level's other rows, of both sides."""
    values, outcome = np.concatenate(pair), np.concatenate(labels)
    train = np.arange(len(values)) < len(pair[0])
    there = np.isfinite(values) & np.isfinite(outcome)
    slack = EXACT * max(float(np.ptp(values[there])), 1e-9)
    for source, level in sources.items():
        if source == name:
            continue
        pooled, shared = _others_mean(level, outcome, there, LOOK)
        if not (np.abs(values[:LOOK] - pooled) <= slack)[shared].any():
            continue
        pooled, shared = _others_mean(level, outcome, there, len(values))
        fits = float((np.abs(values - pooled) <= slack)[shared].mean())
        if shared.sum() < FEWEST_ROWS or fits < LEAST_FIT:
            continue
        alone, _ = _others_mean(level, outcome, there & train, len(values))
        return EncodedColumn(
            name=name,
            of=of,
            formula="mean of the level's other rows",
            source=source,
            levels=len(np.unique(level[shared])),
            rows=int(shared.sum()),
            fits=fits,
            fits_train=float((np.abs(values - alone) <= slack)[shared & train].mean()),
        )
    return None


def _levels_of(sides: Sides, name: str) -> Places | None:
    left, right = sides.train.rows[name], sides.test.rows[name]
    if left.dtype != right.dtype or left.dtype.is_float() or left.dtype.is_nested():
        return None
    both = pl.concat([left, right])
    if both.n_unique() > MOST_LEVELS_SHARE * len(both):
        return None
    if both.dtype == pl.String:
        both = both.cast(pl.Categorical).to_physical()
    return both.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()


def _others_mean(level: Places, outcome: Floats, there: Flags, count: int) -> tuple[Floats, Flags]:
    """Return, of the first `count` rows, the mean of the level's other rows, and where it is."""
    known = np.where(there, outcome, 0.0)
    size = int(level.max()) + 1
    rows = np.bincount(level, there, minlength=size)[level[:count]]
    sums = np.bincount(level, known, minlength=size)[level[:count]]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (sums - known[:count]) / (rows - there[:count])
    return means, there[:count] & (rows > 1)
