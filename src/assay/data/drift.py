"""Measure how much the target drifts along time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BINS = 20
ROWS_IN_A_BIN = 50


def target_drift(times: NDArray[np.float64], target: NDArray[np.float64], *, classes: int) -> float:
    """Return the strength of the tie between the period of a row and its target, in [0, 1].

    Time is cut into periods of equal rows. For classes: Cramér's V with Bergsma's correction, so
    that no drift gives about 0; for numbers: the root of the adjusted share of variance that
    lies between periods.

    Args:
        times: When each row happened, shape (n,).
        target: Class index or value, shape (n,), without missing values.
        classes: Number of classes, 0 for regression.

    References:
        Bergsma (2013), A bias-correction for Cramér's V, doi:10.1016/j.jkss.2012.10.002

    Example:
        >>> target_drift(np.arange(1000.0), (np.arange(1000) >= 500).astype(float), classes=2) > 0.9
        True
    """
    rows = len(times)
    bins = min(BINS, rows // ROWS_IN_A_BIN)
    if bins < 2:
        return 0.0
    edges = np.quantile(times, np.linspace(0, 1, bins + 1)[1:-1])
    _, period = np.unique(np.searchsorted(edges, times, side="right"), return_inverse=True)
    if period.max() == 0:
        return 0.0
    if classes:
        return _cramers_v(period, target.astype(np.int64), classes)
    return _between_share(period, target)


def _cramers_v(period: NDArray[np.int64], target: NDArray[np.int64], classes: int) -> float:
    rows, periods = len(period), int(period.max()) + 1
    table = np.bincount(period * classes + target, minlength=periods * classes)
    table = table.reshape(periods, classes)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / rows
    held = expected > 0
    phi2 = float((((table - expected) ** 2)[held] / expected[held]).sum()) / rows
    seen = int((table.sum(axis=0) > 0).sum())
    if seen < 2:
        return 0.0
    corrected = max(0.0, phi2 - (periods - 1) * (seen - 1) / (rows - 1))
    width = periods - (periods - 1) ** 2 / (rows - 1)
    height = seen - (seen - 1) ** 2 / (rows - 1)
    return float(min(1.0, np.sqrt(corrected / (min(width, height) - 1))))


def _between_share(period: NDArray[np.int64], target: NDArray[np.float64]) -> float:
    rows, periods = len(period), int(period.max()) + 1
    counts = np.bincount(period, minlength=periods)
    means = np.bincount(period, weights=target, minlength=periods) / counts
    total = float(((target - target.mean()) ** 2).sum())
    if total == 0:
        return 0.0
    between = float((counts * (means - target.mean()) ** 2).sum()) / total
    adjusted = 1 - (1 - between) * (rows - 1) / (rows - periods)
    return float(np.sqrt(max(0.0, adjusted)))
