"""Two models on the same rows: how much better is one, and how sure is that?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.core.errors import InputError
from assay.core.evidence.evaluation import Comparison
from assay.evaluation import delong, interval, metrics
from assay.evaluation.metric import Terms
from assay.evaluation.resample import bounds, replicates_for

if TYPE_CHECKING:
    from assay.core.project import CostSection
    from assay.evaluation.interval import Bounds, Groups
    from assay.evaluation.metric import Floats, Metric


def compare(
    a_scores: Floats,
    b_scores: Floats,
    labels: Floats,
    metric: str,
    *,
    level: float,
    against: str,
    seed: int,
    a_threshold: float | None = None,
    b_threshold: float | None = None,
    cost: CostSection | None = None,
    quantile: float | None = None,
    groups: Groups | None = None,
) -> Comparison:
    """Return how much better model a is than model b, with a paired interval.

    ROC-AUC is compared by paired DeLong, a mean of row losses by the rows' differences where
    there are enough of them, all others by a bootstrap in which both see the same rows.

    Args:
        a_scores: Predictions of the model in question, shape (n,) or (n, classes).
        b_scores: Predictions of the model it is held against, on the same rows.
        labels: 0 or 1, class index, or value, shape (n,).
        metric: Name of the metric.
        level: Coverage of the interval, in (0, 1).
        against: What b is: `prior`, `linear`, `champion`.
        seed: Seed of the bootstrap.
        a_threshold: Decision threshold of a; 0.5 if None.
        b_threshold: Decision threshold of b; 0.5 if None.
        cost: Costs of decisions, for `cost`.
        quantile: Which quantile is predicted, for `quantile_loss`; 0.5 if None.
        groups: Group of each row, from 0 without gaps, where rows of a group are not independent.

    Returns:
        The gain, positive where a is better, whatever the metric's direction.

    Raises:
        InputError: If the metric cannot be computed from these rows.

    References:
        DeLong et al. (1988), doi:10.2307/2531595

    Example:
        >>> labels = np.array([0.0, 0, 1, 1, 0, 1])
        >>> good, flat = np.array([0.1, 0.6, 0.3, 0.8, 0.3, 0.9]), np.full(6, 0.5)
        >>> found = compare(good, flat, labels, "roc_auc", level=0.9, against="prior", seed=0)
        >>> round(found.gain, 3), found.low > 0
        (0.333, True)
    """
    chosen = metrics.get(metric)
    for scores in (a_scores, b_scores):
        if reason := chosen.reason_against(labels, scores):
            raise InputError(
                f"the models cannot be compared by {metric}: {reason}",
                where=f"{len(labels)} rows",
                remedy="compare on rows that hold what it needs, or by another metric",
            )
    quantile = 0.5 if quantile is None else quantile
    a_terms, b_terms = (
        Terms(threshold=0.5 if each is None else each, cost=cost, quantile=quantile)
        for each in (a_threshold, b_threshold)
    )
    sign = 1.0 if chosen.higher_is_better else -1.0
    a, b = chosen.prepare(labels, a_scores, a_terms), chosen.prepare(labels, b_scores, b_terms)

    def gains(weights: Floats) -> Floats:
        return sign * (a(weights) - b(weights))

    gain = float(gains(np.ones((1, len(labels))))[0])
    closed = _closed(chosen, labels, (a_scores, a_terms), (b_scores, b_terms), level, groups)
    low, high = (
        closed
        or bounds(
            [gains],
            [gain],
            len(labels),
            level=level,
            seed=seed,
            replicates=replicates_for(a_scores.size),
            groups=groups,
        )[0]
    )
    if low == high and np.isfinite(chosen.high - chosen.low) and (a_scores != b_scores).any():
        # Different models that agree on these rows may differ on others.
        reach = 1 - interval.degenerate(labels, level)
        low, high = low - reach, high + reach
    return Comparison(against=against, metric=metric, gain=gain, low=low, high=high, level=level)


def _closed(
    metric: Metric,
    labels: Floats,
    a: tuple[Floats, Terms],
    b: tuple[Floats, Terms],
    level: float,
    groups: Groups | None,
) -> Bounds | None:
    """Return bounds that need no bootstrap."""
    if metric.name == "roc_auc":
        (a_area, a_rows), (b_area, b_rows) = (delong.influences(labels, s) for s, _ in (a, b))
        if not np.isfinite(a_rows).all():
            return metric.low - metric.high, metric.high - metric.low
        return interval.around(a_area - b_area, a_rows - b_rows, level, groups)
    if metric.row_loss is not None:
        gains = metric.row_loss(labels, *b) - metric.row_loss(labels, *a)
        if interval.mean_is_sound(gains, groups):
            return interval.mean(gains, level, groups)
    return None
