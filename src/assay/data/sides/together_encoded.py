"""Is a column the outcome's mean by level, drawn from training and test?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.evidence.together import EncodedColumn
from assay.data.sides.table import Places, Sides
from assay.data.sides.together_formulas import EXACT, LEAST_FIT, judged, levels_of
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

FEWEST_SCALED = 4
"""Levels that show an encoding on another scale; two or three may meet one by chance."""

MOST_WEIGHED = 3
"""Classes whose weight of evidence is tried."""

LARGEST_LOGARITHM = 50.0
"""Beyond, a number is no logarithm of an outcome."""


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
        numbers = sides.numbers(name)
        if numbers is None:
            continue
        for scale, pair in _unscaled(numbers, outcomes):
            if not _may_encode(pair[0], pair[1], outcomes):
                continue
            if tested is None:
                if _repeats(pair[0]) and any(
                    _near_own_mean(pair[0], train) for _, train, _ in outcomes
                ):
                    left_open.append(name)
                break
            best = _best(name, pair, outcomes, sources)
            if best is not None and (not scale or best.levels >= FEWEST_SCALED):
                found.append(replace(best, formula=f"{scale}{best.formula}"))
                break
            if not scale:
                break
    return tuple(found), tuple(left_open)


def _unscaled(
    numbers: tuple[Floats, Floats], outcomes: list[tuple[str, Floats, Floats | None]]
) -> Iterator[tuple[str, tuple[Floats, Floats]]]:
    """Yield a column as it is, and as the means that its values may be logarithms or odds of."""
    train, test = numbers
    yield "", numbers
    both = np.concatenate(numbers)
    usable = np.nanmax(np.abs(both), initial=0.0) < LARGEST_LOGARITHM and _repeats(both)
    if not usable or decimals(both[np.isfinite(both)]) in (0, 1):
        return
    known = _known(outcomes[0])
    if known.min() >= 0 and known.max() > 1:
        yield "logarithm of the ", (np.exp(train), np.exp(test))
        yield "logarithm of 1 and the ", (np.expm1(train), np.expm1(test))
    elif known.min() >= 0:
        yield "log-odds of the ", (_share_of(train), _share_of(test))
        for share in {float(_known(one).mean()) for one in outcomes[:MOST_WEIGHED]} - {0.0, 1.0}:
            overall = float(np.log(share / (1 - share)))
            yield (
                "weight of evidence of the ",
                (_share_of(train + overall), _share_of(test + overall)),
            )


def _known(outcome: tuple[str, Floats, Floats | None]) -> Floats:
    _, train, test = outcome
    both = train if test is None else np.concatenate([train, test])
    known: Floats = both[np.isfinite(both)]
    return known


def _share_of(odds: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-odds))
    return share


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
            for found in judged(name, of, source, levels_of(level, pair, (train, test))):
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
    return sides.codes_of_both(name)


def _others_mean(level: Places, outcome: Floats, there: Flags, count: int) -> tuple[Floats, Flags]:
    """Return, of the first `count` rows, the mean of the level's other rows, and where it is."""
    known = np.where(there, outcome, 0.0)
    size = int(level.max()) + 1
    rows = np.bincount(level, there, minlength=size)[level[:count]]
    sums = np.bincount(level, known, minlength=size)[level[:count]]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (sums - known[:count]) / (rows - there[:count])
    return means, there[:count] & (rows > 1)
