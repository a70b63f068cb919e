"""Is a column the outcome's mean by level, drawn from training and test?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.together import EncodedColumn
from assay.data.sides.table import Sides
from assay.data.sides.together_pool import decimals

Floats = NDArray[np.float64]

MOST_LEVELS_SHARE = 0.5
"""Of the rows; beyond, levels are single rows and their mean is the row's own outcome."""

MOST_CLASSES = 20
"""Classes looked at one by one."""

EXACT = 1e-6
"""Of the outcome's range; what summation leaves."""

LEAST_FIT = 0.3
"""Share of rows that must follow before a formula is worth telling."""

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
    shared: NDArray[np.bool_]


def encodings(sides: Sides) -> tuple[tuple[EncodedColumn, ...], tuple[str, ...]]:
    """Return columns that are means by level, and those left open since outcomes are sealed."""
    tested = sides.test_labels
    found, left_open = [], []
    outcomes = list(_outcomes(sides))
    for name in sides.features:
        pair = sides.numbers(name)
        if pair is None or not _may_encode(pair[0], pair[1], outcomes):
            continue
        if tested is None:
            if any(_near_own_mean(pair[0], train) for _, train, _ in outcomes):
                left_open.append(name)
            continue
        best = _best(sides, name, pair, outcomes)
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
    some = both[:2_000]
    if len(np.unique(some)) > MOST_LEVELS_SHARE * len(some) or decimals(both) in (0, 1):
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
    sides: Sides,
    name: str,
    pair: tuple[Floats, Floats],
    outcomes: list[tuple[str, Floats, Floats | None]],
) -> EncodedColumn | None:
    best: EncodedColumn | None = None
    for of, train, test in outcomes:
        assert test is not None
        levels = _levels(pair, (train, test))
        for formula, pooled, alone in _formulas(levels):
            found = _judged(name, of, formula, levels, pooled, alone)
            if found is not None and (best is None or found.fits > best.fits):
                best = found
        if best is None:
            best = _without_own(sides, name, of, pair, (train, test))
    return best


def _levels(values: tuple[Floats, Floats], labels: tuple[Floats, Floats]) -> _Levels:
    both, outcome = np.concatenate(values), np.concatenate(labels)
    train = np.arange(len(both)) < len(values[0])
    there = np.isfinite(both) & np.isfinite(outcome)
    both, outcome, train = both[there], outcome[there], train[there]
    level, inverse = np.unique(both.round(12), return_inverse=True)
    size = len(level)

    def total(weights: Floats) -> Floats:
        return np.bincount(inverse, weights, minlength=size).astype(np.float64)

    rows, train_rows = total(np.ones(len(both))), total(train.astype(np.float64))
    return _Levels(
        values=level,
        rows=rows,
        sums=total(outcome),
        squares=total(outcome**2),
        train_rows=train_rows,
        train_sums=total(outcome * train),
        shared=(train_rows > 0) & (train_rows < rows),
    )


def _formulas(levels: _Levels) -> Iterator[tuple[str, Floats, Floats]]:
    with np.errstate(divide="ignore", invalid="ignore"):
        means = levels.sums / levels.rows
        alone = levels.train_sums / levels.train_rows
        prior = levels.sums.sum() / levels.rows.sum()
        prior_alone = levels.train_sums.sum() / levels.train_rows.sum()
        yield "mean", means, alone
        for mean, weight in ((prior, levels.rows), (prior_alone, levels.train_rows)):
            strength = _strength(levels, mean)
            if strength is not None and weight is levels.rows:
                yield (
                    f"mean drawn to the overall mean with the weight of {strength:.4g} rows",
                    (levels.sums + strength * mean) / (levels.rows + strength),
                    (levels.train_sums + strength * prior_alone) / (levels.train_rows + strength),
                )
        spread = levels.squares.sum() / levels.rows.sum() - prior**2
        within = np.maximum(levels.squares / levels.rows - means**2, 0.0)
        share = levels.rows * spread / (levels.rows * spread + within)
        yield "mean drawn to the overall mean by its variance", _mixed(share, means, prior), alone
        middle, width = SIGMOID
        share = 1 / (1 + np.exp(-(levels.rows - middle) / width))
        yield "mean drawn to the overall mean by a sigmoid", _mixed(share, means, prior), alone


def _mixed(share: Floats, means: Floats, prior: float) -> Floats:
    return share * means + (1 - share) * prior


def _strength(levels: _Levels, prior: float) -> float | None:
    """Return the weight of the overall mean, in rows, that half of the rows agree on or exceed."""
    gap = prior - levels.values
    usable = levels.shared & (np.abs(gap) > 1e-6)
    if usable.sum() < 3:
        return None
    strengths = (levels.rows * levels.values - levels.sums)[usable] / gap[usable]
    order = np.argsort(strengths)
    weight = np.cumsum(levels.rows[usable][order])
    middle = float(strengths[order][np.searchsorted(weight, weight[-1] / 2)])
    return middle if middle > 1e-6 else None


def _judged(
    name: str, of: str, formula: str, levels: _Levels, pooled: Floats, alone: Floats
) -> EncodedColumn | None:
    shared = levels.shared
    if shared.sum() < 2:
        return None
    digits = decimals(levels.values)
    slack = EXACT * max(float(np.ptp(levels.values)), 1e-9)
    if digits is not None:
        slack = max(slack, 0.51 * 10.0**-digits)
    weights = levels.rows[shared]
    fits = _share(levels.values[shared], pooled[shared], weights, slack)
    if fits < LEAST_FIT:
        return None
    return EncodedColumn(
        name=name,
        of=of,
        formula=formula,
        source=None,
        levels=int(shared.sum()),
        rows=int(weights.sum()),
        fits=fits,
        fits_train=_share(levels.values[shared], alone[shared], weights, slack),
    )


def _share(values: Floats, expected: Floats, weights: Floats, slack: float) -> float:
    return float(weights[np.abs(values - expected) <= slack].sum() / weights.sum())


def _without_own(
    sides: Sides,
    name: str,
    of: str,
    pair: tuple[Floats, Floats],
    labels: tuple[Floats, Floats],
) -> EncodedColumn | None:
    """Return the column if it is the mean of the level's other rows, of both sides."""
    values, outcome = np.concatenate(pair), np.concatenate(labels)
    train = np.arange(len(values)) < len(pair[0])
    there = np.isfinite(values) & np.isfinite(outcome)
    for source in sides.features:
        level = _levels_of(sides, source)
        if source == name or level is None:
            continue
        pooled, shared = _others_mean(level, outcome, there)
        if shared.sum() < 20:
            continue
        slack = EXACT * max(float(np.ptp(values[there])), 1e-9)
        fits = float((np.abs(values - pooled)[shared] <= slack).mean())
        if fits < LEAST_FIT:
            continue
        alone, _ = _others_mean(level, outcome, there & train)
        own = shared & train
        return EncodedColumn(
            name=name,
            of=of,
            formula="mean of the level's other rows",
            source=source,
            levels=int(level[shared].max()) + 1,
            rows=int(shared.sum()),
            fits=fits,
            fits_train=float((np.abs(values - alone)[own] <= slack).mean()),
        )
    return None


def _levels_of(sides: Sides, name: str) -> NDArray[np.int64] | None:
    left, right = sides.train.rows[name], sides.test.rows[name]
    if left.dtype != right.dtype or left.dtype.is_float() or left.dtype.is_nested():
        return None
    both = pl.concat([left, right])
    if both.n_unique() > MOST_LEVELS_SHARE * len(both):
        return None
    return both.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()


def _others_mean(
    level: NDArray[np.int64], outcome: Floats, there: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    counted = there.astype(np.float64)
    size = int(level.max()) + 1
    rows = np.bincount(level, counted, minlength=size)[level]
    sums = np.bincount(level, np.where(there, outcome, 0.0), minlength=size)[level]
    with np.errstate(divide="ignore", invalid="ignore"):
        return (sums - np.where(there, outcome, 0.0)) / (rows - counted), there & (rows > 1)
