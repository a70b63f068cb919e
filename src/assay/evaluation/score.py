"""Every metric that fits the task, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.core.evidence.evaluation import Score
from assay.evaluation import confusion, delong, interval, metrics
from assay.evaluation.metric import Metric, Terms
from assay.evaluation.resample import bounds, replicates_for

if TYPE_CHECKING:
    from assay.core.evidence.data import Task
    from assay.evaluation.interval import Bounds, Groups
    from assay.evaluation.metric import Floats


def score(
    task: Task,
    labels: Floats,
    scores: Floats,
    *,
    terms: Terms,
    level: float,
    seed: int,
    groups: Groups | None = None,
    only: str | None = None,
) -> tuple[tuple[Score, ...], tuple[tuple[str, str], ...]]:
    """Return all metrics with intervals, and those left out with the reason.

    ROC-AUC has DeLong's interval, accuracy Wilson's, a mean of row losses Student's where there
    are rows enough for the losses' skewness, and all others the bootstrap.

    Args:
        task: What is predicted.
        labels: 0 or 1, class index, or value, shape (n,).
        scores: What a `Scorer` returns, shape (n,) or (n, classes).
        terms: Threshold, costs, quantile.
        level: Coverage of each interval, in (0, 1).
        seed: Seed of the bootstrap.
        groups: Group of each row, from 0 without gaps, where rows of a group are not independent.
        only: The one metric that is wanted; all if None.

    References:
        Obuchowski (1997), doi:10.2307/2533958, for ROC-AUC by group

    Example:
        >>> labels, scores = np.array([0.0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])
        >>> found, left_out = score(
        ...     "binary", labels, scores, terms=Terms(), level=0.95, seed=0
        ... )
        >>> [each.metric for each in found if each.method == "wilson"], left_out
        (['accuracy'], (('cost', 'no costs are declared'),))
    """
    left_out = {}
    fitting = []
    for metric in metrics.fitting(task):
        if only not in (None, metric.name):
            continue
        reason = metric.reason_against(labels, scores)
        if metric.name == "cost" and terms.cost is None:
            reason = "no costs are declared"
        if reason is None:
            fitting.append(metric)
        else:
            left_out[metric.name] = reason
    weighted = [metric.prepare(labels, scores, terms) for metric in fitting]
    values = [float(each(np.ones((1, len(labels))))[0]) for each in weighted]
    closed = [_closed(metric, labels, scores, terms, level, groups) for metric in fitting]
    open_ = [place for place, known in enumerate(closed) if known is None]
    found = bounds(
        [weighted[place] for place in open_],
        [values[place] for place in open_],
        len(labels),
        level=level,
        seed=seed,
        replicates=replicates_for(scores.size),
        groups=groups,
    )
    bootstrapped = dict(zip(open_, found, strict=True))
    done = []
    for place, metric in enumerate(fitting):
        reach, method = closed[place] or (bootstrapped[place], "bootstrap")
        low, high = _possible(metric, values[place], reach, labels, level)
        done.append(
            Score(
                metric=metric.name,
                value=values[place],
                low=low,
                high=high,
                level=level,
                method=method if groups is None else f"{method} by group",
                higher_is_better=metric.higher_is_better,
            )
        )
    return tuple(done), tuple(left_out.items())


def _closed(
    metric: Metric,
    labels: Floats,
    scores: Floats,
    terms: Terms,
    level: float,
    groups: Groups | None,
) -> tuple[Bounds, str] | None:
    """Return bounds that need no bootstrap, and their name."""
    if metric.name == "roc_auc":
        area, influence = delong.influences(labels, scores)
        if not np.isfinite(influence).all():
            return (metric.low, metric.high), "unknown: a class has a single row"
        return interval.around(area, influence, level, groups), "delong"
    if metric.name == "accuracy":
        hits = confusion.decide(scores, terms.threshold) == labels
        return interval.share(hits, level, groups), "wilson"
    if metric.row_loss is not None:
        losses = metric.row_loss(labels, scores, terms)
        if interval.mean_is_sound(losses, groups):
            return interval.mean(losses, level, groups), "normal"
    return None


def _possible(metric: Metric, value: float, reach: Bounds, labels: Floats, level: float) -> Bounds:
    """Hold bounds to the metric's range; a perfect score on few rows is not certain."""
    low, high = max(reach[0], metric.low), min(reach[1], metric.high)
    if metric.tasks != ("regression",) and value == metric.high == low:
        low = interval.degenerate(labels, level)
    return low, high
