"""Recognise the mean, the sum and other summaries of the target over groups of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.core.evidence.answers import AggregateLeak
from assay.data.ordinals import by_code
from assay.data.sides.table import Floats, Places

FEWEST_GROUPS = 8
FEWEST_VALUES = 4
FEWEST_FOR_SMOOTHED = 15
EXACT = 1 - 1e-7
MOST_ERROR = 1e-6
"""Of the target's deviation."""

LEAST_PART = 1e-4
"""Of the variance that the outcome has to explain beyond what the sizes of groups do."""

MOST_DECIMALS = 6
FEWEST_DECIMALS = 2
SHARE = 0.95
WORTH_FITTING = 0.2
FEWEST_IN_GROUP = 3
FEWEST_JUDGED = 30
FEWEST_REPEATED = 0.5
FEWEST_MIXED = 0.2
"""Share of rows in groups whose outcomes differ; else the number is the outcome itself."""

Over = Literal["both", "own", "train", "unknown"]


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows by key: `codes` (n,), rows of each code `sizes` (k,), and an order by code (n,)."""

    codes: Places
    sizes: Places
    order: Places

    @classmethod
    def of(cls, codes: Places) -> Groups:
        """Return the groups of rows with equal codes."""
        return cls(codes, np.bincount(codes), by_code(codes))

    def constant(self, values: Floats) -> bool:
        """Return whether a number is the same throughout each group, and groups are not single."""
        codes, ordered = self.codes[self.order], values[self.order]
        same = codes[1:] == codes[:-1]
        left, right = ordered[1:][same], ordered[:-1][same]
        if same.sum() < 0.2 * len(codes) or not (np.isfinite(left) & np.isfinite(right)).all():
            return False
        spread = float(values[np.isfinite(values)].std())
        return bool((np.abs(left - right) <= 1e-9 * max(spread, 1e-12)).all())

    def sums(self, values: Floats) -> Floats:
        """Return the sum of a number in each group, shape (k,)."""
        return np.asarray(np.bincount(self.codes, values, len(self.sizes)), np.float64)


def calibrated(
    name: str, train: Floats, test: Floats, outcome: Floats, tested: Floats | None
) -> AggregateLeak | None:
    """Return whether the mean outcome at each value of a column is that very value.

    Args:
        name: The column.
        train: Its values in training, shape (n,).
        test: Its values in the test, shape (m,).
        outcome: The target in training, shape (n,).
        tested: The target in the test, shape (m,); None where it may not be seen.
    """
    spread = float(outcome.std())
    kept = np.isfinite(train)
    if spread == 0 or kept.mean() < 0.9 or not _plausible(train[kept], outcome[kept]):
        return None
    error = max(MOST_ERROR * spread, _rounding(train[kept]))
    values, codes = np.unique(np.concatenate([train, test]), return_inverse=True)
    size = len(train)
    own = Groups.of(codes[:size])
    if len(own.sizes) < FEWEST_VALUES or _repeated(own) < FEWEST_REPEATED:
        return None
    if _mixed(own, outcome) < FEWEST_MIXED:
        return None
    by_train = _share_met(own, values, outcome, error)
    over: Over | None = None
    share = by_train
    if tested is None:
        over = "unknown" if by_train >= SHARE else None
    else:
        both = Groups.of(codes)
        by_both = _share_met(both, values, np.concatenate([outcome, tested]), error)
        if by_both >= SHARE and by_both > by_train:
            over, share = "both", by_both
        elif by_train >= SHARE:
            by_test = _share_met(Groups.of(codes[size:]), values, tested, error)
            over = "own" if by_test >= SHARE else "train"
    if over is None:
        return None
    return _leak(name, (name,), "mean", over, own, share)


def summary_of(
    name: str,
    key: tuple[str, ...],
    values: tuple[Floats, Floats],
    codes: Places,
    outcome: Floats,
    both: Floats,
    known: bool,
) -> AggregateLeak | None:
    """Return which summary of the target a column is that is constant within the key."""
    size = len(outcome)
    x = np.concatenate(values)
    own, everyone = Groups.of(codes[:size]), Groups.of(codes)
    if known and everyone.constant(x):
        summary, share = _fit(everyone, x, both)
        if summary is not None:
            return _leak(name, key, summary, "both", own, share)
    summary, share = _fit(own, x[:size], outcome)
    if summary is None:
        return None
    over: Over = "unknown"
    if known:
        there = Groups.of(codes[size:])
        alike = _fit(there, x[size:], both[size:])[0] if there.constant(x[size:]) else None
        over = "own" if alike is not None and not everyone.constant(x) else "train"
    return _leak(name, key, summary, over, own, share)


def of_others(
    name: str, key: tuple[str, ...], x: Floats, groups: Groups, outcome: Floats
) -> AggregateLeak | None:
    """Return whether a column is the mean outcome of the *other* rows with the same key.

    Within each group it is a straight line of the row's own outcome, of slope one over the other
    rows at most; so the groups may reach into the test. (It falls; or rises, if the outcome was
    coded the other way round.)
    """
    if not np.isfinite(x).all():
        return None
    counts = np.maximum(groups.sizes, 1)
    from_mean = [values - (groups.sums(values) / counts)[groups.codes] for values in (x, outcome)]
    squares = groups.sums(from_mean[1] ** 2)
    slope = groups.sums(from_mean[0] * from_mean[1]) / np.where(squares > 0, squares, 1.0)
    left = groups.sums((from_mean[0] - slope[groups.codes] * from_mean[1]) ** 2)
    judged = (counts >= FEWEST_IN_GROUP) & (squares > 1e-9 * float(outcome.var()))
    rows = float(counts[judged].sum())
    if rows < FEWEST_JUDGED:
        return None
    steep = np.abs(slope)
    falls = (steep > 1e-9) & (steep <= 1 / np.maximum(counts - 1, 1) + 1e-6)
    exact = left <= 1e-9 * np.maximum(squares * slope**2, 1e-300)
    share = float(counts[judged & falls & exact].sum()) / rows
    if share < SHARE:
        return None
    return _leak(name, key, "mean of the others", "own", groups, share)


def worth_fitting(groups: Groups, x: Floats, outcome: Floats) -> bool:
    """Return whether a column that is constant in groups goes with their outcomes at all."""
    used = groups.sizes > 0
    counts = groups.sizes[used].astype(np.float64)
    level, sums = groups.sums(x)[used] / counts, groups.sums(outcome)[used]
    kept = np.isfinite(level)
    if kept.sum() < 3 or np.ptp(level[kept]) == 0:
        return False
    one = np.ones(int(kept.sum()))
    parts = [sums[kept] / counts[kept], sums[kept], counts[kept], one]
    return _r2(parts, level[kept]) >= WORTH_FITTING


def _fit(groups: Groups, x: Floats, outcome: Floats) -> tuple[str | None, float]:
    """Return the summary that the column is a straight line of, group by group."""
    used = np.flatnonzero(groups.sizes > 0)
    first = groups.order[np.concatenate([[0], np.cumsum(groups.sizes[used])[:-1]])]
    level, counts = x[first], groups.sizes[used].astype(np.float64)
    finite = np.isfinite(level)
    few = finite.sum() < FEWEST_GROUPS or np.ptp(level[finite]) == 0
    if few or _repeated(groups) < FEWEST_REPEATED or _mixed(groups, outcome) < FEWEST_MIXED:
        return None, 0.0
    level, counts, sums = level[finite], counts[finite], groups.sums(outcome)[used][finite]
    means = sums / counts
    one = np.ones_like(means)
    if np.ptp(means) > 0 and (share := _r2([means, one], level)) >= EXACT:
        return "mean", share
    if (extreme := _extreme(groups, level, outcome, used[finite])) is not None:
        return extreme, 1.0
    return _weighted(level, sums, counts)


def _weighted(level: Floats, sums: Floats, counts: Floats) -> tuple[str | None, float]:
    """Return the summary where it is a sum, or a mean drawn towards that of all."""
    one = np.ones_like(counts)
    share, blind = _r2([sums, counts, one], level), _r2([counts, one], level)
    if share >= EXACT and blind < 1 - LEAST_PART:
        return "sum", share
    smoothed = _smoothed(sums, counts, level)
    return (None, 0.0) if smoothed is None else ("smoothed mean", smoothed)


def _smoothed(sums: Floats, counts: Floats, level: Floats) -> float | None:
    """Return how exactly the column is a mean drawn to a common one; None if it is not."""
    one = np.ones_like(counts)
    share, blind = (
        _r2(parts, level * counts) for parts in ([sums, one, counts, level], [one, counts, level])
    )
    enough = len(level) >= FEWEST_FOR_SMOOTHED and blind < 1 - LEAST_PART
    if enough and share >= 1 - (1 - EXACT) * max(1e-3, 1 - blind):
        return share
    return None


def _extreme(groups: Groups, level: Floats, outcome: Floats, used: Places) -> str | None:
    """Return whether the column is the largest or smallest outcome of every group.

    Of two classes, either may have been counted as the larger.
    """
    starts = np.concatenate([[0], np.cumsum(groups.sizes)[:-1]])[groups.sizes > 0]
    place = np.cumsum(groups.sizes > 0)[used] - 1
    ordered = outcome[groups.order]
    near = 1e-9 * max(float(outcome.std()), 1e-12)
    two = bool(np.isin(outcome, (0, 1)).all())
    for name, summary in (("largest", np.maximum), ("smallest", np.minimum)):
        values = summary.reduceat(ordered, starts)[place]
        if (np.abs(values - level) <= near).all():
            return name
        if two and (np.abs(1 - values - level) <= near).all():
            return name
    return None


def _r2(parts: list[Floats], level: Floats) -> float:
    total = float(((level - level.mean()) ** 2).sum())
    if total == 0:
        return 0.0
    scaled = np.column_stack([part / max(float(np.abs(part).max()), 1e-300) for part in parts])
    residual = level - scaled @ np.linalg.lstsq(scaled, level, rcond=None)[0]
    return 1 - float((residual**2).sum()) / total


def _share_met(groups: Groups, values: Floats, outcome: Floats, error: float) -> float:
    """Return the share of rows in groups of several whose value is the group's mean outcome."""
    several = groups.sizes > 1
    rows = float(groups.sizes[several].sum())
    if rows == 0:
        return 0.0
    means = groups.sums(outcome)[several] / groups.sizes[several]
    near = np.abs(means - values[: len(groups.sizes)][several]) <= error
    return float(groups.sizes[several][near].sum()) / rows


def _plausible(x: Floats, y: Floats) -> bool:
    """Return whether the means agree roughly; what is far off need not be grouped."""
    if x.min() < y.min() - 1e-9 or x.max() > y.max() + 1e-9:
        return False
    close = abs(float(x.mean() - y.mean())) <= 0.1 * float(y.std())
    return close and float(((x - x.mean()) * (y - y.mean())).mean()) > 0.5 * float(x.var()) > 0


def _rounding(x: Floats) -> float:
    """Return half a unit of the last decimal, 0 if there are more than six or fewer than two."""
    few = x[:: max(1, len(x) // 1_000)]
    for decimals in range(MOST_DECIMALS + 1):
        if np.abs(np.round(few, decimals) - few).max() < 1e-12 * max(1.0, np.abs(few).max()):
            return 0.51 * 10.0**-decimals if decimals >= FEWEST_DECIMALS else 0.0
    return 0.0


def _repeated(groups: Groups) -> float:
    return float(groups.sizes[groups.sizes > 1].sum()) / max(len(groups.codes), 1)


def _mixed(groups: Groups, outcome: Floats) -> float:
    """Return the share of rows in groups within which the outcome differs.

    Rows with the most frequent outcome do not count, so that a rare class is not drowned.
    """
    ordered, codes = outcome[groups.order], groups.codes[groups.order]
    differs = (np.diff(ordered) != 0) & (np.diff(codes) == 0)
    mixed = np.zeros(len(groups.sizes), dtype=bool)
    mixed[codes[1:][differs]] = True
    values, counts = np.unique(outcome, return_counts=True)
    rare = outcome != values[np.argmax(counts)]
    return float(mixed[groups.codes[rare]].mean()) if rare.any() else 0.0


def _leak(
    name: str, key: tuple[str, ...], summary: str, over: Over, groups: Groups, share: float
) -> AggregateLeak:
    sizes = groups.sizes[groups.sizes > 0]
    return AggregateLeak(
        column=name,
        key=key,
        summary=summary,
        over=over,
        groups=len(sizes),
        rows_per_group=float(np.median(sizes)),
        exactness=share,
    )
