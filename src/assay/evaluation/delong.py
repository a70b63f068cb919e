"""DeLong's variance of the ROC-AUC, as one influence a row, so that pairs and classes combine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats


def influences(labels: Floats, scores: Floats) -> tuple[float, Floats]:
    """Return the ROC-AUC and what each row contributes to its deviation.

    The variance is the sum of squared influences; that of a difference of two models, the sum of
    squared differences. For multiclass both are means over the classes present, each against the
    rest.

    Args:
        labels: 0 or 1, or class index, shape (n,).
        scores: Positive probability, shape (n,), or probabilities, shape (n, classes).

    Returns:
        The area, and influences, shape (n,); not finite where a class has a single row.

    References:
        DeLong et al. (1988), doi:10.2307/2531595; Sun & Xu (2014), doi:10.1109/LSP.2014.2337313

    Example:
        >>> labels, scores = np.array([0.0, 0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.3, 0.8])
        >>> area, influence = influences(labels, scores)
        >>> round(area, 3), round(float(np.sqrt(np.sum(influence**2))), 3)
        (0.667, 0.373)
    """
    if scores.ndim == 1:
        return _binary(labels == 1, scores)
    classes = np.unique(labels).astype(np.intp)
    pairs = [_binary(labels == k, scores[:, k]) for k in classes]
    influence: Floats = np.mean([pair[1] for pair in pairs], axis=0)
    return float(np.mean([pair[0] for pair in pairs])), influence


def _binary(positive: NDArray[np.bool_], scores: Floats) -> tuple[float, Floats]:
    m, n = int(positive.sum()), int((~positive).sum())
    ranks = _midranks(scores)
    above = (ranks[positive] - _midranks(scores[positive])) / n
    below = 1 - (ranks[~positive] - _midranks(scores[~positive])) / m
    area = float(above.mean())
    influence: Floats = np.empty(len(scores))
    influence[positive] = (above - area) / m * _unbiased(m)
    influence[~positive] = (below - area) / n * _unbiased(n)
    return area, influence


def _unbiased(count: int) -> float:
    return float(np.sqrt(count / (count - 1))) if count > 1 else float("nan")


def _midranks(values: Floats) -> Floats:
    """Return ranks from 1, the mean rank where values are tied."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[starts[1:], len(values)]
    ranks: Floats = np.empty(len(values))
    ranks[order] = np.repeat((starts + ends + 1) / 2, ends - starts)
    return ranks
