"""A slice of a test, held against the other rows: what every search for slices looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from assay.core.evidence.evaluation import Slice
from assay.evaluation.loss import promised
from assay.evaluation.welch import by_group, drawn, sums, welch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.conditions import Coded
    from assay.evaluation.interval import Groups
    from assay.evaluation.metric import Floats

Said = Literal["values", "chances", "decisions"]

SMALLEST = 30
SMALLEST_SHARE = 0.005


def smallest_of(rows: int) -> int:
    """Return how many rows a slice has at least, and those outside of it, in a test of so many.

    Example:
        >>> smallest_of(1_000), smallest_of(100_000)
        (30, 500)
    """
    return max(SMALLEST, int(np.ceil(SMALLEST_SHARE * rows)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A slice that was looked at: one condition, or two of different columns.

    Attributes:
        parts: Its conditions: a coded column, and the place of the condition there.
        rows: Rows within.
        loss: Their mean loss, less the mean of all.
        loss_rest: That of all other rows.
        t: Welch's statistic of the two.
        p_value: Its p-value, two-sided.
    """

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

    def holds(self, other: Cell) -> bool:
        """Return whether this is one of the two conditions of the other."""
        return len(self.parts) < len(other.parts) and self.parts[0] in other.parts

    def mask(self) -> NDArray[np.bool_]:
        """Return which rows are in it, shape (n,)."""
        held = np.array([coded.codes == place for coded, place in self.parts])
        return np.asarray(held.all(axis=0), bool)


class Look:
    """Sums of losses by condition, whence Welch's test of every slice at once.

    Args:
        losses: Loss of each row, less the mean of all, shape (n,).
        smallest: Rows of a slice, at least, and of those outside.
        groups: Group of each row, where rows of a group are not independent.
    """

    def __init__(self, losses: Floats, smallest: int, groups: Groups | None) -> None:
        self.groups = groups
        self.losses, self.squares, self.smallest = losses, np.square(losses), smallest
        self.rows = len(losses)
        self.skewness = float(np.mean((losses / losses.std()) ** 3))
        self.total = np.array([len(losses), losses.sum(), self.squares.sum()])

    def one(self, coded: Coded) -> list[Cell]:
        """Look at each condition of a column."""
        return self._test(coded.codes, len(coded.words), lambda place: ((coded, place),))

    def two(self, left: Coded, right: Coded) -> list[Cell]:
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

    def again(self, cell: Cell, groups: Groups) -> Cell:
        """Look at a slice once more, by groups."""
        mask = cell.mask()
        t, p_value = by_group(self.losses, mask, ~mask, groups)
        return replace(cell, t=t, p_value=max(p_value, cell.p_value))

    def adds(self, cell: Cell, others: Sequence[Cell], allowed: float) -> bool:
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
    ) -> list[Cell]:
        """Return the slices that are large enough, inside and out."""
        within = sums(codes + 1, count + 1, self.losses, self.squares)[:, 1:]
        large = (within[0] >= self.smallest) & (self.rows - within[0] >= self.smallest)
        kept = np.flatnonzero(large)
        within = within[:, kept]
        outside = self.total[:, np.newaxis] - within
        t, p_values = welch(within, outside)
        p_values = np.maximum(p_values, drawn(within, self.total, self.skewness))
        return [
            Cell(parts(place), int(rows), *map(float, rest))
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


def told(
    cell: Cell,
    p_value: float,
    *,
    centre: float,
    deviation: float,
    labels: Floats | None,
    scores: Floats | None,
    metric: Callable[[NDArray[np.bool_]], float | None] | None,
    said: Said = "values",
) -> Slice:
    """Return a slice as evidence.

    Args:
        cell: The slice.
        p_value: Its p-value, adjusted for all that were looked at.
        centre: Mean loss of all rows, which the cell's losses lack.
        deviation: Standard deviation of the losses.
        labels: Outcomes, shape (n,), to show what happened within.
        scores: Predictions, shape (n,), to show what was predicted within.
        metric: Gives the project's metric on a part of the rows, None where it cannot.
        said: What predictions are: `chances` of the second of two classes, or `decisions`, whose
            loss is 1 where they are wrong.
    """
    mask = cell.mask()
    mean, variance = promised(scores) if said == "chances" and scores is not None else (None, None)
    bare = None
    if said == "decisions" and labels is not None:
        bare = 1 - float(np.unique(labels[mask], return_counts=True)[1].max()) / cell.rows
        labels = None  # the index of a class has no mean
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
        spread_rest=float(labels[~mask].var()) if labels is not None else None,
        bare=bare,
        promised=None if mean is None else float(mean[mask].mean()),
        promised_rest=None if mean is None else float(mean[~mask].mean()),
        promised_error=None
        if variance is None
        else float(np.sqrt(variance[mask].sum())) / cell.rows,
    )
