"""Find the parts of a test on which a model does differently, and mean it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assay.core.evidence.evaluation import Slice
from assay.evaluation import conditions
from assay.evaluation.slice_cells import Cell, Look, Said, smallest_of, told
from assay.evaluation.welch import benjamini_hochberg

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from assay.evaluation.interval import Groups
    from assay.evaluation.metric import Floats

WORSE, BETTER = 15, 5
"""How many slices are kept, worse and better than the rest."""

PAIRED_COLUMNS = 30
"""Pairs are looked at among this many columns, those that tell most alone."""

CONSIDERED = 300
"""Of slices that differ, this many are looked at for whether they say something new."""


def find(
    test: pl.DataFrame,
    losses: Floats,
    *,
    level: float,
    labels: Floats | None = None,
    scores: Floats | None = None,
    metric: Callable[[NDArray[np.bool_]], float | None] | None = None,
    groups: Groups | None = None,
    said: Said = "values",
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
        said: What predictions are: `chances` of the second of two classes, or `decisions`, whose
            loss is 1 where they are wrong.

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
    smallest = smallest_of(rows)
    if rows < 2 * smallest or np.ptp(losses) == 0:
        return (), 0
    coded = conditions.code(test, smallest=smallest)
    centre = float(losses.mean())
    look = Look(losses - centre, smallest, groups)
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
        told(
            cell,
            float(p),
            centre=centre,
            deviation=deviation,
            labels=labels,
            scores=scores,
            metric=metric,
            said=said,
        )
        for cell, p in found
    ), len(cells)


def _most_telling(
    cells: Sequence[Cell], adjusted: Floats, look: Look, allowed: float
) -> list[tuple[Cell, float]]:
    """Keep the clearest slices, each only for what those before it do not explain.

    So a whole column's condition is not shown for the sake of the one pair within it that is bad,
    nor a pair for the sake of the condition that it is part of.
    """
    sure = [place for place in range(len(cells)) if adjusted[place] < allowed]
    sure.sort(key=lambda place: -abs(cells[place].t))
    kept: list[tuple[Cell, float]] = []
    for most, worse in ((WORSE, True), (BETTER, False)):
        chosen: list[tuple[Cell, float]] = []
        for place in [place for place in sure if (cells[place].t > 0) == worse][:CONSIDERED]:
            cell = cells[place]
            others = [other for other, _ in (*kept, *chosen) if not other.holds(cell)]
            if look.adds(cell, others, allowed / len(sure)):
                chosen.append((cell, float(adjusted[place])))
            if len(chosen) == most:
                break
        kept += sorted(chosen, key=lambda each: -each[0].rows * abs(each[0].gap))
    return kept
