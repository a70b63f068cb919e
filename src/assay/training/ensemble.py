"""Choose members and weights greedily, from out-of-fold margins, and judge the choice fairly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assay.training.judge import Judge

STEPS = 25
"""Members drawn, with repeats: weights are multiples of 1 over the number drawn."""

LEAST_GAIN = 1e-4
"""Share of what was gained over the worst candidate that another member must add."""


def greedy(
    labels: NDArray[np.float64], margins: Sequence[NDArray[np.float64]], judge: Judge
) -> NDArray[np.float64]:
    """Return the weight of each candidate in the ensemble.

    Starts with the best candidate, then adds, with repeats, whichever improves the mean of the
    margins most, until nothing does.

    Args:
        labels: Shape (n,).
        margins: Out-of-fold margins of each complete candidate, shape (n, outputs).
        judge: Ranks margins.

    Returns:
        Weights that sum to 1, shape (candidates,).

    References:
        Caruana et al. (2004), Ensemble selection from libraries of models,
        doi:10.1145/1015330.1015432
    """
    ranks = [judge.rank(labels, each) for each in margins]
    counts = np.zeros(len(margins), dtype=np.int64)
    counts[int(np.argmin(ranks))] = 1
    current, total = min(ranks), margins[int(np.argmin(ranks))].copy()
    least = LEAST_GAIN * (max(ranks) - min(ranks))
    for drawn in range(1, STEPS):
        tried = [judge.rank(labels, (total + each) / (drawn + 1)) for each in margins]
        chosen = int(np.argmin(tried))
        if tried[chosen] >= current - least:
            break
        counts[chosen] += 1
        total += margins[chosen]
        current = tried[chosen]
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def cross_selected(
    labels: NDArray[np.float64],
    margins: Sequence[NDArray[np.float64]],
    half: NDArray[np.bool_],
    judge: Judge,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the blends that either half of the rows is judged by: each is the other half's choice.

    A blend looks better than it is on the rows that picked it.

    Args:
        labels: Shape (n,).
        margins: Out-of-fold margins of each complete candidate, shape (n, outputs).
        half: Which half each row belongs to, shape (n,).
        judge: Ranks margins.

    Returns:
        Margins of all rows, shape (n, outputs), under the blend to judge the rows of `half` by
        (the others picked it), and under the blend to judge the others by.
    """
    for_half, for_others = (
        blend(margins, greedy(labels[picking], [each[picking] for each in margins], judge))
        for picking in (~half, half)
    )
    return for_half, for_others


def blend(
    margins: Sequence[NDArray[np.float64]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weighted mean of candidates' margins, shape (n, outputs)."""
    weighted = zip(weights, margins, strict=True)
    return np.asarray(sum(weight * each for weight, each in weighted if weight > 0))
