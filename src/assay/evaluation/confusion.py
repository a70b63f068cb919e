"""Decisions, and how often each was right: the confusion matrix under many weightings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats


def decide(scores: Floats, threshold: float | None) -> NDArray[np.int64]:
    """Return the class that is decided for, as its index.

    Args:
        scores: Positive probability, shape (n,), or probabilities, shape (n, classes).
        threshold: A positive probability of at least this decides for the positive class;
            0.5 if None; not read for multiclass.

    Example:
        >>> decide(np.array([0.2, 0.5]), None)
        array([0, 1])
        >>> decide(np.array([[0.2, 0.5, 0.3]]), None)
        array([1])
    """
    if scores.ndim == 2:
        return np.asarray(np.argmax(scores, axis=1), dtype=np.int64)
    positive: NDArray[np.bool_] = scores >= (0.5 if threshold is None else threshold)
    return np.asarray(positive, dtype=np.int64)


def count(labels: Floats, decisions: NDArray[np.int64], classes: int, weights: Floats) -> Floats:
    """Return confusion matrices, actual by decided.

    Args:
        labels: Actual class of each row, shape (n,).
        decisions: Decided class of each row, shape (n,).
        classes: How many classes there are.
        weights: Weight of each row under each weighting, shape (replicates, n).

    Returns:
        Sums of weights, shape (replicates, classes, classes).

    Example:
        >>> count(np.array([0.0, 1.0, 1.0]), np.array([0, 1, 0]), 2, np.ones((1, 3)))
        array([[[1., 0.],
                [1., 1.]]])
    """
    cell = labels.astype(np.int64) * classes + decisions
    counts: Floats = np.empty((len(weights), classes * classes))
    for replicate, each in enumerate(weights):
        counts[replicate] = np.bincount(cell, each, minlength=classes * classes)
    return counts.reshape(-1, classes, classes)


def classes_in(scores: Floats) -> int:
    """Return the number of classes that predictions of this shape tell apart."""
    return scores.shape[1] if scores.ndim == 2 else 2
