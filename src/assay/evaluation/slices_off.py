"""Find the parts of a test in which predictions are too high or too low throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.core.evidence.evaluation import Slice
from assay.evaluation import conditions
from assay.evaluation.slice_cells import Cell, Look, smallest_of, told
from assay.evaluation.welch import benjamini_hochberg

if TYPE_CHECKING:
    import polars as pl

    from assay.evaluation.metric import Floats

MOST = 5
"""Parts that are told of, the clearest ones; several may be one, as far as these rows can tell."""


def find_off(
    test: pl.DataFrame, labels: Floats, scores: Floats, losses: Floats, *, level: float
) -> tuple[Slice, ...]:
    """Return the parts whose mean error, with its sign, differs from that of the others.

    A loss hides it where outcomes are large or uncertain elsewhere: there the loss is higher for
    every model. Conditions on one column are looked at.

    Args:
        test: Rows, without the target.
        labels: Outcomes, shape (n,).
        scores: Predictions, shape (n,).
        losses: Loss of each row, shape (n,), which the slices tell of.
        level: One less the share of false discoveries, in (0, 1).

    References:
        Hébert-Johnson et al. (2018), Multicalibration, arXiv:1711.08513

    Example:
        >>> import polars as pl
        >>> test = pl.DataFrame({"shop": ["a", "b"] * 100})
        >>> labels = np.linspace(0, 1, 200)
        >>> scores = labels + np.tile([0.0, 0.5], 100) + 0.1 * np.sin(np.arange(200))
        >>> found = find_off(test, labels, scores, (labels - scores) ** 2, level=0.95)
        >>> [each.condition for each in found]
        ["shop = 'b'"]
    """
    rows = len(losses)
    smallest = smallest_of(rows)
    off = scores - labels
    if rows < 2 * smallest or np.ptp(off) == 0 or np.ptp(losses) == 0:
        return ()
    coded = conditions.code(test, smallest=smallest)
    look = Look(off - float(off.mean()), smallest, None)
    centre = float(losses.mean())
    usual = Look(losses - centre, smallest, None)
    cells = [cell for each in coded for cell in look.one(each)]
    if not cells:
        return ()
    adjusted = benjamini_hochberg(np.array([cell.p_value for cell in cells]))
    sure = [(cell, float(p)) for cell, p in zip(cells, adjusted, strict=True) if p < 1 - level]
    clearest = sorted(sure, key=lambda one: -abs(one[0].t))[:MOST]
    by_loss = {_named(cell): cell for each in coded for cell in usual.one(each)}
    return tuple(
        told(
            by_loss[_named(cell)],
            p,
            centre=centre,
            deviation=float(losses.std()),
            labels=labels,
            scores=scores,
            metric=None,
        )
        for cell, p in clearest
        if abs(float(off[cell.mask()].mean())) > abs(float(off[~cell.mask()].mean()))
    )


def _named(cell: Cell) -> tuple[str, int]:
    (coded, place), *_ = cell.parts
    return coded.column, place
