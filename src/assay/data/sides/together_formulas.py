"""The usual ways to draw the outcome's mean by level, held against a column's values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.together import EncodedColumn
from assay.data.sides.table import Places
from assay.data.sides.together_pool import decimals

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXACT = 1e-6
"""Of the outcome's range; what summation leaves."""

LEAST_FIT = 0.3
"""Share of rows that must follow before a formula is worth telling."""

USUAL_STRENGTHS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 300.0)
"""Weights of the overall mean, in rows, that are tried even where levels are two."""

ADDED = (0.5, 1.0)
"""Rows added to either outcome, by Jeffreys and Laplace."""

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
class Levels:
    """Sums by level over both sides, one place for each level; `train` is its part of it."""

    values: Floats
    rows: Floats
    sums: Floats
    squares: Floats
    train_rows: Floats
    train_sums: Floats
    train_squares: Floats
    shared: Flags


def levels_of(
    level: Places, values: tuple[Floats, Floats], labels: tuple[Floats, Floats]
) -> Levels:
    """Return the sums by level of rows whose value and outcome are known."""
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
    return Levels(
        values=first,
        rows=rows,
        sums=total(outcome),
        squares=total(outcome**2),
        train_rows=train_rows,
        train_sums=total(outcome * learnt),
        train_squares=total(outcome**2 * learnt),
        shared=(train_rows > 0) & (train_rows < rows),
    )


def judged(name: str, of: str, source: str | None, levels: Levels) -> Iterator[EncodedColumn]:
    """Yield the column as each formula that it follows over both sides."""
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


def _share(follows: Flags | np.bool_, levels: Levels, chosen: Flags) -> float:
    weights = levels.rows * chosen
    return float((weights * follows).sum() / weights.sum())


def _formulas(
    levels: Levels, merged: Floats
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

    def with_added(rows: Floats, sums: Floats, squares: Floats) -> Floats:
        added = np.array(ADDED)[:, None]
        return np.asarray((sums + added) / (rows + 2 * added))

    yield "mean", 1, plain
    if np.allclose(levels.squares, levels.sums):
        yield "share with a part of a row added to either outcome", 2, with_added
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


def _strengths(levels: Levels) -> set[float]:
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
