"""Make the folds within the development rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.split import SplitKind
from assay.data.assign import Codes, cut_time, deal, deal_groups
from assay.data.rowhash import Hashes, mix

MOST_ROWS = 100_000
"""Above this many development rows the validation part alone says enough."""

MOST_FOLDS = 5
FOLD_SALT = np.uint64(0xF01D)


@dataclass(frozen=True, slots=True)
class Fold:
    """Positions of development rows: fit on some, score others.

    Attributes:
        fit: Rows to fit on, shape (n,).
        score: Rows to score, none of which is in `fit`.
    """

    fit: NDArray[np.int64]
    score: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What folds are made from; train rows first, then validation rows.

    Attributes:
        keys: Hash of each row's content and the seed.
        strata: Class, or quantile bin, of each row.
        times: When each row happened; None without a time column.
        groups: Index of each row's group; None without a group column.
        names: Hash of each group's name.
    """

    train: int
    validation: int
    keys: Hashes
    strata: Codes
    times: NDArray[np.float64] | None = None
    groups: Codes | None = None
    names: Hashes | None = None


def count_folds(train: int, validation: int) -> int:
    """Return how many folds there are, the first included, so that all are of like size.

    Example:
        >>> count_folds(600, 200), count_folds(600_000, 200_000)
        (4, 1)
    """
    if train + validation > MOST_ROWS or validation == 0:
        return 1
    return 1 + int(np.clip(round(train / validation), 2, MOST_FOLDS - 1))


def make_folds(rows: Development, *, kind: SplitKind, seed: int) -> tuple[Fold, ...]:
    """Return fold 0 (fit on train, score validation) and folds that score training rows.

    Random and group: each training row is scored once by a fit on all other development rows.
    Time: each later block of training rows is scored by a fit on the blocks before it; with
    groups too, less the rows of groups that the block holds.
    """
    everything = np.arange(rows.train + rows.validation)
    first = Fold(everything[: rows.train], everything[rows.train :])
    more = count_folds(rows.train, rows.validation) - 1
    if more == 0:
        return (first,)
    if "time" in kind:
        return (first, *_forward(rows, more))
    blocks = _blocks(rows, more, seed)
    if "group" in kind and rows.groups is not None:
        blocks = _group_blocks(rows, more, seed)
    folds = []
    for block in range(more):
        score = np.flatnonzero(blocks == block)
        folds.append(Fold(np.setdiff1d(everything, score, assume_unique=True), score))
    return (first, *(fold for fold in folds if _useful(fold, rows.strata)))


def _blocks(rows: Development, blocks: int, seed: int) -> Codes:
    keys = mix(rows.keys[: rows.train], salt=FOLD_SALT + np.uint64(seed))
    return deal(keys, rows.strata[: rows.train], [1 / blocks] * blocks)


def _group_blocks(rows: Development, blocks: int, seed: int) -> Codes:
    assert rows.groups is not None and rows.names is not None
    held, groups = np.unique(rows.groups[: rows.train], return_inverse=True)
    strata = rows.strata[: rows.train]
    return deal_groups(groups, rows.names[held], strata, [1 / blocks] * blocks, seed=seed + 1)


def _forward(rows: Development, blocks: int) -> list[Fold]:
    assert rows.times is not None
    periods = cut_time(rows.times[: rows.train], [1 / (blocks + 1)] * (blocks + 1))
    folds = []
    for block in range(1, blocks + 1):
        fit, score = np.flatnonzero(periods < block), np.flatnonzero(periods == block)
        if rows.groups is not None:
            fit = fit[~np.isin(rows.groups[fit], rows.groups[score])]
        fold = Fold(fit, score)
        if _useful(fold, rows.strata):
            folds.append(fold)
    return folds


def _useful(fold: Fold, strata: Codes) -> bool:
    """Return whether there is something to fit (each stratum that is scored) and to score."""
    return len(fold.score) > 0 and bool(np.isin(strata[fold.score], strata[fold.fit]).all())
