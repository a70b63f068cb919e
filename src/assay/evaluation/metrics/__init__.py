"""Metrics, one file each; a file more is a metric more."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING

from assay.core.errors import InputError, did_you_mean
from assay.evaluation.metric import Metric

if TYPE_CHECKING:
    from assay.core.evidence.data import Task


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all metrics, sorted.

    Example:
        >>> "roc_auc" in names()
        True
    """
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def get(name: str) -> Metric:
    """Return a metric by its name.

    Raises:
        InputError: If there is none of this name.

    Example:
        >>> get("rmse").tasks
        ('regression',)
    """
    if name not in names():
        raise InputError(
            f"there is no metric '{name}'{did_you_mean(name, names())}",
            remedy=f"use one of: {', '.join(names())}",
        )
    metric: Metric = importlib.import_module(f"{__name__}.{name}").METRIC
    return metric


def fitting(task: Task) -> tuple[Metric, ...]:
    """Return the metrics that fit a task, by name.

    Example:
        >>> [metric.name for metric in fitting("regression")]
        ['mae', 'quantile_loss', 'r2', 'rmse']
    """
    return tuple(metric for metric in map(get, names()) if task in metric.tasks)
