"""Deal rows to parts by stable hashes, by groups, or by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.data.rowhash import Hashes, mix

Codes = NDArray[np.int64]

TRAIN, VALIDATION, TEST, DROPPED = 0, 1, 2, -1
DRAWS = 32
"""Ways of dealing groups that are tried; the one closest to the wanted shares is kept."""


def deal(keys: Hashes, strata: Codes, shares: Sequence[float]) -> Codes:
    """Deal rows in the order of their keys, so that each stratum keeps the shares.

    Rows of one stratum with the same key are never parted. A key that is larger than the
    smallest part it could fill goes to the last part.

    Args:
        keys: Hash of each row's content and the seed, shape (n,).
        strata: Class, or quantile bin, of each row, shape (n,).
        shares: Wanted share of each part; they sum to 1. The last part takes what remains.

    Returns:
        Index of the part of each row, shape (n,).

    Example:
        >>> keys = np.arange(10, dtype=np.uint64)
        >>> deal(keys, np.zeros(10, dtype=np.int64), (0.2, 0.3, 0.5))
        array([0, 0, 1, 1, 1, 2, 2, 2, 2, 2])
    """
    order = order_by(strata, keys)
    sorted_keys, sorted_strata = keys[order], strata[order]
    opens = np.ones(len(keys), dtype=bool)
    opens[1:] = (np.diff(sorted_strata) != 0) | (sorted_keys[1:] != sorted_keys[:-1])
    unit_of_row = np.cumsum(opens) - 1
    sizes = np.bincount(unit_of_row)
    parts = _deal_units(sizes, sorted_strata[opens], shares)
    dealt = np.empty(len(keys), dtype=np.int64)
    dealt[order] = parts[unit_of_row]
    return dealt


def order_by(*keys: NDArray[Any]) -> Codes:
    """Return the positions that sort by the first key, then the next ones.

    Example:
        >>> order_by(np.array([1, 0, 0]), np.array([5, 7, 6]))
        array([2, 1, 0])
    """
    order = np.argsort(keys[-1])  # not stable, but thrice as quick as `lexsort`
    for key in reversed(keys[:-1]):
        order = order[np.argsort(key[order], kind="stable")]
    return order


def deal_groups(
    groups: Codes, names: Hashes, strata: Codes, shares: Sequence[float], *, seed: int
) -> Codes:
    """Deal whole groups, keeping the shares of rows and of strata as well as they allow.

    Args:
        groups: Index of each row's group, from 0 without gaps, shape (n,).
        names: Hash of each group's name, shape (groups,).
        strata: Class, or quantile bin, of each row, shape (n,).
        shares: As for `deal`.
        seed: Seed of the draws.

    Returns:
        Index of the part of each row, shape (n,).
    """
    classes = int(strata.max()) + 1
    content = np.bincount(groups * classes + strata, minlength=len(names) * classes)
    content = content.reshape(len(names), classes)
    sizes = content.sum(axis=1)
    best, best_distance = np.zeros(len(names), dtype=np.int64), np.inf
    for draw in range(DRAWS):
        order = np.argsort(mix(names, salt=np.uint64(seed * DRAWS + draw + 1)), kind="stable")
        parts = np.empty(len(names), dtype=np.int64)
        parts[order] = _deal_units(sizes[order], np.zeros(len(names), dtype=np.int64), shares)
        distance = _distance(content, parts, shares)
        if distance < best_distance:
            best, best_distance = parts, distance
    return best[groups]


def cut_time(times: NDArray[np.float64], shares: Sequence[float]) -> Codes:
    """Part rows by borders in time, each at the place nearest to its share.

    Equal times are never parted, and every part gets at least one time.

    Args:
        times: When each row happened, any unit, shape (n,).
        shares: Wanted share of each part, earliest first; they sum to 1.

    Returns:
        Index of the part of each row, shape (n,); all 0 if there are fewer times than parts.

    Example:
        >>> cut_time(np.array([1.0, 2.0, 2.0, 3.0, 4.0]), (0.5, 0.3, 0.2))
        array([0, 0, 0, 1, 2])
    """
    moments, place, counts = np.unique(times, return_inverse=True, return_counts=True)
    parts, last = len(shares), len(moments)
    if last < parts:
        return np.zeros(len(times), dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(counts)])
    borders: list[int] = []
    wanted = np.cumsum(shares) * len(times)
    for index in range(parts - 1):
        lowest = (borders[-1] if borders else 0) + 1
        highest = last - (parts - 1 - index)
        within = np.arange(lowest, highest + 1)
        borders.append(int(within[np.argmin(np.abs(before[within] - wanted[index]))]))
    code_of_moment = np.searchsorted(np.array(borders), np.arange(last), side="right")
    return code_of_moment[place].astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """Parts by time in which no group is on two sides.

    Attributes:
        codes: `TRAIN`, `VALIDATION`, `TEST` or `DROPPED` of each row, shape (n,).
        dropped: Rows taken out.
        rule: Which rows of a group that spans a border were kept, in words.
    """

    codes: Codes
    dropped: int
    rule: str


def purge_groups(periods: Codes, groups: Codes, names: Hashes, *, seed: int) -> Purged:
    """Keep each group in one period only, by the rule that loses the fewest rows.

    A rule counts only if every part keeps at least half of its share among the rows kept.

    Args:
        periods: Part of each row by time, 0 to 2, shape (n,).
        groups: Index of each row's group, from 0 without gaps, shape (n,).
        names: Hash of each group's name, shape (groups,).
        seed: Seed of the draw that is the last resort.
    """
    counts = np.bincount(groups * 3 + periods, minlength=len(names) * 3).reshape(-1, 3)
    present = counts > 0
    drawn = mix(names, salt=np.uint64(seed + 1)) % present.sum(axis=1).astype(np.uint64)
    kept_period = {
        "in the part that holds most of them": 2 - np.argmax(counts[:, ::-1], axis=1),
        "in the latest part": 2 - np.argmax(present[:, ::-1], axis=1),
        "in the earliest part": np.argmax(present, axis=1),
        "in one part drawn by the seed": np.argmax(
            np.cumsum(present, axis=1) > drawn.astype(np.int64)[:, None], axis=1
        ),
    }
    wanted = np.bincount(periods, minlength=3) / len(periods)
    options = []
    for rule, period in kept_period.items():
        kept = counts[np.arange(len(names)), period]
        rows = np.bincount(period, weights=kept, minlength=3)
        fair = bool(np.all(rows / max(rows.sum(), 1) >= wanted / 2))
        options.append((not fair, len(periods) - int(kept.sum()), rule, period))
    _, dropped, rule, period = min(options, key=lambda option: option[:2])
    codes = np.where(periods == period[groups], periods, DROPPED)
    return Purged(codes=codes, dropped=dropped, rule=rule)


def _deal_units(sizes: Codes, strata: Codes, shares: Sequence[float]) -> Codes:
    """Deal units (sorted by stratum, then key) by the rows that stand before their middle."""
    totals = np.bincount(strata, weights=sizes).astype(np.int64)
    quotas = _quotas(totals, shares)
    smallest = np.maximum(quotas[:, :-1].min(axis=1), 1)
    oversized = sizes > smallest[strata]
    order = np.lexsort((np.arange(len(sizes)), oversized, strata))
    ordered = sizes[order]
    starts = np.cumsum(totals) - totals
    middle = np.cumsum(ordered) - ordered / 2 - starts[strata[order]]
    borders = np.cumsum(quotas, axis=1)[:, :-1]
    parts = np.empty(len(sizes), dtype=np.int64)
    parts[order] = (middle[:, None] >= borders[strata[order]]).sum(axis=1)
    return parts


def _quotas(totals: Codes, shares: Sequence[float]) -> Codes:
    """Return whole rows for each stratum and part: exact over all strata, none empty if it can."""
    quotas = np.zeros((len(totals), len(shares)), dtype=np.int64)
    for part, share in enumerate(shares[:-1]):
        wanted = np.round(np.cumsum(totals) * share).astype(np.int64)
        quotas[:, part] = np.diff(wanted, prepend=0)
        left = totals - quotas[:, :part].sum(axis=1) - (len(shares) - 1 - part)
        quotas[:, part] = np.where(left >= 1, np.clip(quotas[:, part], 1, np.maximum(left, 1)), 0)
    quotas[:, -1] = totals - quotas[:, :-1].sum(axis=1)
    return quotas


def _distance(content: Codes, parts: Codes, shares: Sequence[float]) -> float:
    """Return how far rows of each class in each part lie from the wanted shares."""
    held = np.zeros((len(shares), content.shape[1]))
    np.add.at(held, parts, content)
    wanted = np.asarray(shares)[:, None] * content.sum(axis=0)[None, :]
    by_class = np.abs(held - wanted) / np.maximum(content.sum(axis=0), 1)[None, :]
    by_rows = np.abs(held.sum(axis=1) - wanted.sum(axis=1)) / content.sum()
    return float(by_class.mean() + by_rows.mean())
