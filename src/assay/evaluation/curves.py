"""Lines to draw of a model on its test, thinned so that a page can hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from assay.core.evidence.evaluation import CurveLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.core.project import CostSection
    from assay.evaluation.metric import Floats

POINTS = 200
CLASSES = 10
"""Multiclass: lines are drawn for this many classes, the most frequent."""


def curves(
    labels: Floats, scores: Floats, *, classes: tuple[str, ...], cost: CostSection | None
) -> tuple[CurveLine, ...]:
    """Return ROC and precision-recall lines, the cost at each threshold, or residuals.

    Args:
        labels: 0 or 1, class index, or value, shape (n,).
        scores: What a `Scorer` returns, shape (n,) or (n, classes).
        classes: Names of the classes; empty for regression.
        cost: Costs of decisions, where declared.

    Returns:
        At most 200 points a line. Lines that need both classes are left out where one is missing.

    Example:
        >>> labels, scores = np.array([0.0, 1.0, 0.0]), np.array([0.1, 0.8, 0.3])
        >>> [line.name for line in curves(labels, scores, classes=("no", "yes"), cost=None)]
        ['roc', 'precision-recall']
    """
    if not classes:
        return (_residuals(labels, scores),)
    if scores.ndim == 1:
        lines = _ranked(labels == 1, scores, label="")
        return (*lines, _costs(labels == 1, scores, cost)) if cost is not None else lines
    present, rows = np.unique(labels.astype(np.intp), return_counts=True)
    frequent = sorted(present[np.argsort(-rows, kind="stable")][:CLASSES])
    return tuple(
        line for k in frequent for line in _ranked(labels == k, scores[:, k], label=classes[k])
    )


def _ranked(positive: NDArray[np.bool_], scores: Floats, *, label: str) -> tuple[CurveLine, ...]:
    _, hits, flagged = _at_thresholds(positive, scores)
    positives, negatives = hits[-1], flagged[-1] - hits[-1]
    if not positives or not negatives:
        return ()
    recall = hits / positives
    false = (flagged - hits) / negatives
    return (
        _line("roc", np.r_[0.0, false], np.r_[0.0, recall], label),
        _line("precision-recall", recall, hits / flagged, label),
    )


def _costs(positive: NDArray[np.bool_], scores: Floats, cost: CostSection) -> CurveLine:
    thresholds, hits, flagged = _at_thresholds(positive, scores)
    false = flagged - hits
    missed = hits[-1] - hits
    spared = len(scores) - flagged - missed
    total = (
        hits * cost.true_positive
        + false * cost.false_positive
        + missed * cost.false_negative
        + spared * cost.true_negative
    )
    return _line("cost", thresholds[::-1], total[::-1] / len(scores), "")


def _residuals(labels: Floats, values: Floats) -> CurveLine:
    """Return residuals of rows spread evenly over the predictions' ranks."""
    order = np.lexsort((labels, values))
    chosen = order[np.linspace(0, len(order) - 1, min(POINTS, len(order))).astype(np.intp)]
    return CurveLine(
        name="residual",
        x=tuple(values[chosen].tolist()),
        y=tuple((labels - values)[chosen].tolist()),
    )


def _at_thresholds(
    positive: NDArray[np.bool_], scores: Floats
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Return falling thresholds, and the hits and flagged rows at each."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    ends = np.flatnonzero(np.r_[ordered[1:] != ordered[:-1], True])
    hits = np.cumsum(positive[order], dtype=np.int64)[ends]
    return ordered[ends], hits, ends.astype(np.int64) + 1


def _line(
    name: Literal["roc", "precision-recall", "cost"], x: Floats, y: Floats, label: str
) -> CurveLine:
    """Return a line thinned to points that lie evenly along its drawn length."""
    if len(x) > POINTS:
        steps = np.abs(np.diff(x)) / max(np.ptp(x), 1e-300)
        steps += np.abs(np.diff(y)) / max(np.ptp(y), 1e-300)
        length = np.r_[0.0, np.cumsum(steps)]
        wanted = np.linspace(0, length[-1], POINTS)
        chosen = np.unique(np.searchsorted(length, wanted).clip(0, len(x) - 1))
        chosen = np.unique(np.r_[0, chosen[1:-1], len(x) - 1])
        x, y = x[chosen], y[chosen]
    return CurveLine(name=name, x=tuple(x.tolist()), y=tuple(y.tolist()), label=label)
