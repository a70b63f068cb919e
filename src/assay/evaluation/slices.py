"""Find the parts of a test on which a model does differently, and mean it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from assay.core.evidence.evaluation import Slice
from assay.evaluation import conditions

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from assay.evaluation.conditions import Coded
    from assay.evaluation.metric import Floats

SMALLEST = 30
SMALLEST_SHARE = 0.005
WORSE, BETTER = 15, 5
"""How many slices are kept, worse and better than the rest."""

PAIRED_COLUMNS = 30
"""Pairs are looked at among this many columns, those that tell most alone."""

SAME = 0.8
"""Two slices are the same to a reader when they share this much of their rows (Jaccard)."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A slice that was looked at: one condition, or two of different columns."""

    parts: tuple[tuple[Coded, int], ...]
    rows: int
    loss: float
    loss_rest: float
    p_value: float

    def mask(self) -> NDArray[np.bool_]:
        held = np.array([coded.codes == place for coded, place in self.parts])
        return np.asarray(held.all(axis=0), bool)


def find(
    test: pl.DataFrame,
    losses: Floats,
    *,
    level: float,
    labels: Floats | None = None,
    scores: Floats | None = None,
    metric: Callable[[NDArray[np.bool_]], float | None] | None = None,
) -> tuple[tuple[Slice, ...], int]:
    """Return the slices that differ, worse ones first, and how many were looked at.

    Every condition on one column and every pair of conditions on two is looked at. The mean loss
    within is held against that outside by Welch's test, and against that of a random draw (the
    larger p-value counts); Benjamini-Hochberg over all that were
    looked at keeps the share of false discoveries below `1 - level`. A pair is shown only where
    it differs from what is left of both its conditions, and of slices that share most of their
    rows the most telling stays. Slices are ordered by the loss that they add: rows times the
    difference of the losses.

    Args:
        test: Rows, without the target.
        losses: Loss of each row, shape (n,).
        level: One less the share of false discoveries, in (0, 1).
        labels: Outcomes, shape (n,), to show what happened within.
        scores: Predictions, shape (n,), to show what was predicted within.
        metric: Gives the project's metric on a part of the rows, None where it cannot.

    References:
        Chung et al. (2020), Slice Finder, doi:10.1109/TKDE.2019.2916074; Benjamini & Hochberg
        (1995), doi:10.1111/j.2517-6161.1995.tb02031.x

    Example:
        >>> import polars as pl
        >>> test = pl.DataFrame({"shop": ["a", "b"] * 100})
        >>> losses = np.tile([1.0, 3.0], 100) + np.linspace(0, 1, 200)
        >>> found, examined = find(test, losses, level=0.95)
        >>> [(each.condition, each.worse) for each in found], examined
        ([("shop = 'b'", True)], 2)
    """
    rows = len(losses)
    smallest = max(SMALLEST, int(np.ceil(SMALLEST_SHARE * rows)))
    if rows < 2 * smallest or np.ptp(losses) == 0:
        return (), 0
    coded = conditions.code(test, smallest=smallest)
    centre = float(losses.mean())
    look = _Look(losses - centre, smallest)
    single = [look.one(each) for each in coded]
    order = np.argsort([min((cell.p_value for cell in cells), default=1.0) for cells in single])
    telling = [coded[place] for place in sorted(order[:PAIRED_COLUMNS])]
    paired = [look.two(left, right) for left, right in itertools.combinations(telling, 2)]
    cells = list(itertools.chain(*single, *paired))
    if not cells:
        return (), 0
    adjusted = _benjamini_hochberg(np.array([cell.p_value for cell in cells]))
    found = _most_telling(cells, adjusted, look, 1 - level)
    deviation = float(losses.std())
    return tuple(
        _slice(
            cell,
            float(p),
            centre=centre,
            deviation=deviation,
            labels=labels,
            scores=scores,
            metric=metric,
        )
        for cell, p in found
    ), len(cells)


class _Look:
    """Sums of losses by condition, whence Welch's test of every slice at once."""

    def __init__(self, losses: Floats, smallest: int) -> None:
        self.losses, self.squares, self.smallest = losses, np.square(losses), smallest
        self.rows = len(losses)
        self.skewness = float(np.mean((losses / losses.std()) ** 3))
        self.total = np.array([len(losses), losses.sum(), self.squares.sum()])

    def one(self, coded: Coded) -> list[_Cell]:
        """Look at each condition of a column."""
        return self._test(coded.codes, len(coded.words), lambda place: ((coded, place),))

    def two(self, left: Coded, right: Coded) -> list[_Cell]:
        """Look at each pair of conditions of two columns."""
        width = len(right.words)
        codes = np.where(
            (left.codes >= 0) & (right.codes >= 0), left.codes * width + right.codes, -1
        )
        return self._test(
            codes,
            len(left.words) * width,
            lambda place: ((left, place // width), (right, place % width)),
        )

    def adds(self, cell: _Cell, allowed: float) -> bool:
        """Return whether a pair says more than either of its conditions alone."""
        return all(self._against(cell, part) < allowed for part in cell.parts)

    def _against(self, cell: _Cell, part: tuple[Coded, int]) -> float:
        """Return the p-value of a pair against what is left of one of its conditions.

        It is 1 where too little is left, or the pair differs the other way.
        """
        within = cell.mask()
        left = (part[0].codes == part[1]) & ~within
        if left.sum() < self.smallest:
            return 1.0
        codes = within.astype(np.intp) + 2 * left
        sums = self._sums(codes, 3)
        means = sums[1] / sums[0]
        if (means[1] > means[2]) != (cell.loss > cell.loss_rest):
            return 1.0
        return float(_welch(sums[:, 1], sums[:, 2]))

    def _test(
        self,
        codes: NDArray[np.int64],
        count: int,
        parts: Callable[[int], tuple[tuple[Coded, int], ...]],
    ) -> list[_Cell]:
        """Return the slices that are large enough, inside and out."""
        within = self._sums(codes + 1, count + 1)[:, 1:]
        large = (within[0] >= self.smallest) & (self.rows - within[0] >= self.smallest)
        kept = np.flatnonzero(large)
        within = within[:, kept]
        outside = self.total[:, np.newaxis] - within
        p_values = np.maximum(_welch(within, outside), _drawn(within, self.total, self.skewness))
        return [
            _Cell(parts(int(kept[i])), int(rows), float(loss), float(rest), float(p_values[i]))
            for i, (rows, loss, rest) in enumerate(
                zip(within[0], within[1] / within[0], outside[1] / outside[0], strict=True)
            )
        ]

    def _sums(self, codes: NDArray[np.int64], count: int) -> Floats:
        """Return rows, sum and sum of squares of the losses under each code, shape (3, count)."""
        weights = (None, self.losses, self.squares)
        return np.array([np.bincount(codes, each, minlength=count) for each in weights], float)


def _welch(a: Floats, b: Floats) -> Floats:
    """Return two-sided p-values of Welch's test from rows, sum and sum of squares of two parts."""
    means, variances = zip(*(_mean_and_variance(sums) for sums in (a, b)), strict=True)
    variance = np.maximum(variances[0] + variances[1], 1e-300)
    t = (means[0] - means[1]) / np.sqrt(variance)
    parts = variances[0] ** 2 / (a[0] - 1) + variances[1] ** 2 / (b[0] - 1)
    free = np.maximum(variance**2 / np.maximum(parts, 1e-300), 1.0)
    return np.asarray(2 * special.stdtr(free, -np.abs(t)), np.float64)


def _drawn(within: Floats, all_rows: Floats, skewness: float) -> Floats:
    """Return two-sided p-values of a part as a draw from all rows, without replacement.

    Losses are skewed, and a small part that happens to miss the large ones has a small deviation
    too: Welch's test alone finds parts that are better by chance. The mean of a draw is taken as
    Pearson type III, with the variance and skewness that all rows give it.
    """
    rows, share = within[0], within[0] / all_rows[0]
    deviation = np.sqrt(all_rows[2] / all_rows[0] * (1 - share) / rows)
    z = within[1] / rows / deviation
    lean = skewness * (1 - 2 * share) / np.sqrt(rows * (1 - share))
    lean = np.where(np.abs(lean) < 1e-3, 1e-3, lean)
    shape = 4 / lean**2
    place = np.maximum(np.sign(lean) * z * np.sqrt(shape) + shape, 0)
    tails = special.gammainc(shape, place), special.gammaincc(shape, place)
    return np.asarray(np.minimum(2 * np.minimum(*tails), 1), np.float64)


def _mean_and_variance(sums: Floats) -> tuple[Floats, Floats]:
    """Return the mean, and the variance of that mean."""
    rows, total, squares = sums
    mean = total / rows
    return mean, np.maximum(squares - total * mean, 0) / (rows - 1) / rows


def _benjamini_hochberg(p_values: Floats) -> Floats:
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum.accumulate(p_values[order] * len(p_values) / ranks)
    return np.minimum(adjusted, 1.0)


def _most_telling(
    cells: Sequence[_Cell], adjusted: Floats, look: _Look, allowed: float
) -> list[tuple[_Cell, float]]:
    """Keep the slices that add or save most loss, without those that say the same again."""
    added = np.array([cell.rows * (cell.loss - cell.loss_rest) for cell in cells])
    kept: list[tuple[_Cell, float]] = []
    opposite: list[NDArray[np.bool_]] = []
    pairs = sum(len(cell.parts) == 2 for cell in cells)
    for most, direction in ((WORSE, 1.0), (BETTER, -1.0)):
        masks: list[NDArray[np.bool_]] = []
        for place in np.argsort(-direction * added, kind="stable"):
            if direction * added[place] <= 0 or len(masks) == most:
                break
            cell = cells[place]
            if adjusted[place] >= allowed:
                continue
            if len(cell.parts) == 2 and not look.adds(cell, allowed / pairs):
                continue
            mask = cell.mask()
            if any(_same(mask, other) for other in (*masks, *opposite)):
                continue
            masks.append(mask)
            kept.append((cell, float(adjusted[place])))
        opposite = [~mask for mask in masks]
    return kept


def _same(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> bool:
    return bool((left & right).sum() >= SAME * (left | right).sum())


def _slice(
    cell: _Cell,
    p_value: float,
    *,
    centre: float,
    deviation: float,
    labels: Floats | None,
    scores: Floats | None,
    metric: Callable[[NDArray[np.bool_]], float | None] | None,
) -> Slice:
    mask = cell.mask()
    return Slice(
        condition=" and ".join(coded.words[place] for coded, place in cell.parts),
        columns=tuple(coded.column for coded, _ in cell.parts),
        rows=cell.rows,
        loss=cell.loss + centre,
        loss_rest=cell.loss_rest + centre,
        score=metric(mask) if metric is not None else None,
        p_value=p_value,
        worse=cell.loss > cell.loss_rest,
        effect=(cell.loss - cell.loss_rest) / deviation,
        predicted=float(scores[mask].mean()) if scores is not None else None,
        observed=float(labels[mask].mean()) if labels is not None else None,
    )
