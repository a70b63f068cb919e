"""Find the parts of a test on which a model does differently, and mean it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assay.core.evidence.evaluation import Slice
from assay.evaluation import conditions
from assay.evaluation.welch import benjamini_hochberg, by_group, drawn, sums, welch

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from assay.evaluation.conditions import Coded
    from assay.evaluation.interval import Groups
    from assay.evaluation.metric import Floats

SMALLEST = 30
SMALLEST_SHARE = 0.005
WORSE, BETTER = 15, 5
"""How many slices are kept, worse and better than the rest."""

PAIRED_COLUMNS = 30
"""Pairs are looked at among this many columns, those that tell most alone."""

CONSIDERED = 300
"""Of slices that differ, this many are looked at for whether they say something new."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A slice that was looked at: one condition, or two of different columns."""

    parts: tuple[tuple[Coded, int], ...]
    rows: int
    loss: float
    loss_rest: float
    t: float
    p_value: float

    @property
    def gap(self) -> float:
        """How much more loss there is within than outside."""
        return self.loss - self.loss_rest

    def holds(self, other: _Cell) -> bool:
        """Return whether this is one of the two conditions of the other."""
        return len(self.parts) < len(other.parts) and self.parts[0] in other.parts

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
    groups: Groups | None = None,
) -> tuple[tuple[Slice, ...], int]:
    """Return the slices that differ, worse ones first, and how many were looked at.

    Every condition on one column and every pair of conditions on two is looked at. The mean loss
    within is held against that outside by Welch's test, and against that of a random draw (the
    larger p-value counts); Benjamini-Hochberg over all that were
    looked at keeps the share of false discoveries below `1 - level`. The clearest is kept first;
    a further one only where it still differs without the rows of those kept, and a pair only
    where it differs from what is left of each of its conditions. They are told in the order of the
    loss that they add: rows times the difference of the losses.

    Args:
        test: Rows, without the target.
        losses: Loss of each row, shape (n,).
        level: One less the share of false discoveries, in (0, 1).
        labels: Outcomes, shape (n,), to show what happened within.
        scores: Predictions, shape (n,), to show what was predicted within.
        metric: Gives the project's metric on a part of the rows, None where it cannot.
        groups: Group of each row, from 0 without gaps, where rows of a group are not independent:
            what differs by rows must then differ by groups too.

    References:
        Chung et al. (2020), Automated data slicing for model validation, arXiv:1807.06068;
        Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x

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
    look = _Look(losses - centre, smallest, groups)
    single = [look.one(each) for each in coded]
    order = np.argsort([min((cell.p_value for cell in cells), default=1.0) for cells in single])
    telling = [coded[place] for place in sorted(order[:PAIRED_COLUMNS])]
    paired = [look.two(left, right) for left, right in itertools.combinations(telling, 2)]
    cells = list(itertools.chain(*single, *paired))
    if not cells:
        return (), 0
    adjusted = benjamini_hochberg(np.array([cell.p_value for cell in cells]))
    if groups is not None:
        cells = [
            look.again(cell, groups) if p < 1 - level else replace(cell, p_value=1.0)
            for cell, p in zip(cells, adjusted, strict=True)
        ]
        adjusted = benjamini_hochberg(np.array([cell.p_value for cell in cells]))
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

    def __init__(self, losses: Floats, smallest: int, groups: Groups | None) -> None:
        self.groups = groups
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

    def again(self, cell: _Cell, groups: Groups) -> _Cell:
        """Look at a slice once more, by groups."""
        mask = cell.mask()
        t, p_value = by_group(self.losses, mask, ~mask, groups)
        return replace(cell, t=t, p_value=max(p_value, cell.p_value))

    def adds(self, cell: _Cell, others: Sequence[_Cell], allowed: float) -> bool:
        """Return whether a slice differs beyond what other slices, and its own parts, explain."""
        mask = cell.mask()
        covered = np.zeros(self.rows, dtype=bool)
        for other in others:
            covered |= other.mask()
        parts = cell.parts if len(cell.parts) == 2 else ()
        return self._differs(mask & ~covered, ~mask & ~covered, cell.gap, allowed) and all(
            self._differs(mask, (coded.codes == place) & ~mask, cell.gap, allowed)
            for coded, place in parts
        )

    def _differs(
        self, left: NDArray[np.bool_], right: NDArray[np.bool_], gap: float, allowed: float
    ) -> bool:
        """Return whether two parts differ, in the direction of the gap."""
        found = sums(left.astype(np.intp) + 2 * right, 3, self.losses, self.squares)[:, 1:]
        if found[0].min() < self.smallest:
            return False
        if self.groups is None:
            t, p_value = (float(each) for each in welch(found[:, 0], found[:, 1]))
        else:
            t, p_value = by_group(self.losses, left, right, self.groups)
        return t * gap > 0 and p_value < allowed

    def _test(
        self,
        codes: NDArray[np.int64],
        count: int,
        parts: Callable[[int], tuple[tuple[Coded, int], ...]],
    ) -> list[_Cell]:
        """Return the slices that are large enough, inside and out."""
        within = sums(codes + 1, count + 1, self.losses, self.squares)[:, 1:]
        large = (within[0] >= self.smallest) & (self.rows - within[0] >= self.smallest)
        kept = np.flatnonzero(large)
        within = within[:, kept]
        outside = self.total[:, np.newaxis] - within
        t, p_values = welch(within, outside)
        p_values = np.maximum(p_values, drawn(within, self.total, self.skewness))
        return [
            _Cell(parts(place), int(rows), *map(float, rest))
            for place, rows, *rest in zip(
                kept.tolist(),
                within[0],
                within[1] / within[0],
                outside[1] / outside[0],
                t,
                p_values,
                strict=True,
            )
        ]


def _most_telling(
    cells: Sequence[_Cell], adjusted: Floats, look: _Look, allowed: float
) -> list[tuple[_Cell, float]]:
    """Keep the clearest slices, each only for what those before it do not explain.

    So a whole column's condition is not shown for the sake of the one pair within it that is bad,
    nor a pair for the sake of the condition that it is part of.
    """
    sure = [place for place in range(len(cells)) if adjusted[place] < allowed]
    sure.sort(key=lambda place: -abs(cells[place].t))
    kept: list[tuple[_Cell, float]] = []
    for most, worse in ((WORSE, True), (BETTER, False)):
        chosen: list[tuple[_Cell, float]] = []
        for place in [place for place in sure if (cells[place].t > 0) == worse][:CONSIDERED]:
            cell = cells[place]
            others = [other for other, _ in (*kept, *chosen) if not other.holds(cell)]
            if look.adds(cell, others, allowed / len(sure)):
                chosen.append((cell, float(adjusted[place])))
            if len(chosen) == most:
                break
        kept += sorted(chosen, key=lambda each: -each[0].rows * abs(each[0].gap))
    return kept


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
        effect=cell.gap / deviation,
        predicted=float(scores[mask].mean()) if scores is not None else None,
        observed=float(labels[mask].mean()) if labels is not None else None,
        spread=float(labels[mask].var()) if labels is not None else None,
    )
