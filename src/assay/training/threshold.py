"""The decision threshold of a binary model, from out-of-fold probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.core.project import CostSection

RARE = 0.2
"""Share of positives under which 0.5 would seldom or never say yes."""


def choose(
    labels: NDArray[np.float64],
    scores: NDArray[np.float64],
    *,
    metric: str,
    cost: CostSection | None,
) -> tuple[float, str]:
    """Return the decision threshold, and in words what it is for.

    Args:
        labels: 0 or 1, shape (n,).
        scores: Out-of-fold probabilities of the positive class, shape (n,).
        metric: The project's metric.
        cost: Costs of decisions; they decide whenever they are declared.

    Returns:
        The threshold (a row with at least this probability is decided positive) and the reason.

    Example:
        >>> choose(np.array([0.0, 0.0, 1.0]), np.array([0.1, 0.4, 0.6]), metric="f1", cost=None)
        (0.5, 'best f1 on out-of-fold predictions')
    """
    if cost is not None:
        found = best(labels, scores, metric="cost", cost=cost)
        return found, "least cost on out-of-fold predictions, by the declared costs"
    if metric in ("f1", "balanced_accuracy", "accuracy"):
        found = best(labels, scores, metric=metric, cost=None)
        return found, f"best {metric} on out-of-fold predictions"
    if metric == "roc_auc":
        found = best(labels, scores, metric="balanced_accuracy", cost=None)
        return found, (
            "best balanced accuracy on out-of-fold predictions: roc_auc needs no threshold, and "
            "like it this weighs both classes the same"
        )
    if metric == "average_precision" or labels.mean() < RARE:
        found = best(labels, scores, metric="f1", cost=None)
        return found, (
            f"best f1 on out-of-fold predictions: {metric} needs no threshold, positives are "
            f"{labels.mean():.1%} of rows, and no costs are declared"
        )
    return 0.5, (
        f"the likelier class: {metric} needs no threshold, and no costs are declared, so errors "
        "of both kinds count the same"
    )


def best(
    labels: NDArray[np.float64],
    scores: NDArray[np.float64],
    *,
    metric: str,
    cost: CostSection | None,
) -> float:
    """Return the threshold with the best value of a decision metric on these rows.

    Every threshold that decides differently is tried. It is put halfway between the two
    neighbouring scores; of equally good ones the one nearest to 0.5 is taken.

    Args:
        labels: 0 or 1, shape (n,).
        scores: Probabilities, shape (n,).
        metric: `f1`, `balanced_accuracy`, `accuracy` or `cost`.
        cost: Costs of decisions, for `cost`.
    """
    order = np.argsort(scores, kind="stable")
    sorted_scores, sorted_labels = scores[order], labels[order]
    starts = np.flatnonzero(np.diff(sorted_scores, prepend=-np.inf))
    starts = np.append(starts, len(scores))  # the last one decides no row positive
    below = np.concatenate(([0.0], np.cumsum(sorted_labels)))
    positives = below[-1]
    false_negative = below[starts]
    true_positive = positives - false_negative
    false_positive = (len(scores) - starts) - true_positive
    true_negative = np.asarray(starts - false_negative, dtype=np.float64)
    value = _value(metric, cost, true_positive, false_positive, false_negative, true_negative)
    edges = np.concatenate(([0.0], sorted_scores, [1.0]))
    thresholds = (edges[starts] + edges[starts + 1]) / 2.0
    thresholds[0] = 0.0
    # halfway between two neighbours in floating point may be the lower one
    inner = slice(1, -1)
    thresholds[inner] = np.where(
        thresholds[inner] > edges[starts][inner], thresholds[inner], edges[starts + 1][inner]
    )
    thresholds[-1] = max(thresholds[-1], np.nextafter(sorted_scores[-1], 2.0))
    equal = np.flatnonzero(value >= value.max() - 1e-12 * max(1.0, abs(value.max())))
    return float(thresholds[equal[np.argmin(np.abs(thresholds[equal] - 0.5))]])


def _value(
    metric: str,
    cost: CostSection | None,
    true_positive: NDArray[np.float64],
    false_positive: NDArray[np.float64],
    false_negative: NDArray[np.float64],
    true_negative: NDArray[np.float64],
) -> NDArray[np.float64]:
    match metric:
        case "f1":
            whole = 2 * true_positive + false_positive + false_negative
            return np.divide(2 * true_positive, whole, out=np.zeros_like(whole), where=whole > 0)
        case "balanced_accuracy":
            positives = np.maximum(true_positive + false_negative, 1)
            negatives = np.maximum(true_negative + false_positive, 1)
            return np.asarray((true_positive / positives + true_negative / negatives) / 2)
        case "accuracy":
            return true_positive + true_negative
        case "cost":
            assert cost is not None
            return -(
                cost.true_positive * true_positive
                + cost.false_positive * false_positive
                + cost.false_negative * false_negative
                + cost.true_negative * true_negative
            )
    raise ValueError(f"no threshold is sought for {metric!r}")
