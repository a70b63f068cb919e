"""Fit the tail of a column and place a bound where clean batches seldom reach."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assay.data.contract import chance
from assay.data.contract.model import Tail

CHANCE = 0.01
"""How often a clean batch of `chance.BATCH` rows may break an inferred bound."""
LEAST = 5
MOST = 250
"""Rows of the sample that a tail is fitted on: a tenth, within these limits."""
HUGE = 1e290
"""Numbers beyond which there is no room to widen a bound."""
CROSSES = 0.5
"""Chance of going past zero up to which a column of one sign is taken to keep it."""
CAUTION = 2.5
"""Standard errors by which the shape is raised; makes stated chances true on average."""


def fit(sample: NDArray[np.float64], *, edge: float, step: int, whole: bool, high: bool) -> Tail:
    """Fit a generalised Pareto tail by probability-weighted moments.

    The shape is raised by a few standard errors, so that a tail fitted on few rows is taken to be
    heavier than it looks.

    Args:
        sample: Values, finite, in any order, shape (n,).
        edge: Most extreme value of all rows.
        step: Rows that one value of the sample stands for.
        whole: Whether values are whole numbers; equal ones are then spread over a unit.
        high: Towards the maximum, or the minimum.

    References:
        Hosking & Wallis (1987), doi:10.2307/1269343

    Example:
        >>> sample = np.random.default_rng(0).exponential(size=5_000)
        >>> tail = fit(sample, edge=9.0, step=1, whole=False, high=True)
        >>> 0.7 < tail.scale < 1.3
        True
    """
    values = np.sort(sample if high else -sample)[::-1]
    counts = _edge_counts(values, edge=edge if high else -edge, step=step)
    limit = chance.new_edge(rows=len(values) * step, batch=chance.BATCH, **counts)
    if len(values) < 2 * LEAST or limit <= CHANCE:
        return Tail(edge=edge, **counts)
    size = min(max(len(values) // 10, LEAST), MOST)
    values = _spread(values) if whole else values
    threshold = float(values[size])
    with np.errstate(over="ignore", invalid="ignore"):
        excess = values[:size] - threshold
        mean = float(excess.mean())
        weighted = float((np.arange(size) / (size - 1) * excess).mean())
    if not 0 < mean < HUGE or mean <= 2 * weighted:
        return Tail(edge=edge, **counts)
    shape = 2 - mean / (mean - 2 * weighted) + CAUTION / math.sqrt(size)
    shape = float(np.clip(shape, -0.5, 0.9))
    return Tail(
        edge=edge,
        threshold=_short(threshold if high else -threshold),
        share=_short(size / len(values)),
        scale=_short(mean * (1 - shape)),
        shape=_short(shape),
        natural=_crowds_at_zero(edge, float(np.median(sample)), high=high),
        **counts,
    )


def _edge_counts(values: NDArray[np.float64], *, edge: float, step: int) -> dict[str, int]:
    """Return how many rows hold the edge and the value before it, from values in falling order."""
    ties = int((values == edge).sum())
    inner = values[values < edge]
    before = int((inner == inner[0]).sum()) if len(inner) else 0
    only_two = len(inner) > 0 and before == len(inner)
    return {"ties": max(1, ties * step), "before": 0 if only_two else before * step}


def _spread(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spread equal whole numbers, in falling order, evenly over the unit above them."""
    _, first, counts = np.unique(-values, return_index=True, return_counts=True)
    place = np.arange(len(values)) - np.repeat(first, counts)
    return values + 1 - (place + 0.5) / np.repeat(counts, counts)


def _crowds_at_zero(edge: float, middle: float, *, high: bool) -> bool:
    """Whether the edge comes so close to zero, without crossing it, that luck is no reason."""
    away = -edge if high else edge
    return 0 <= away <= 0.05 * abs(middle)


def bound(tail: Tail, *, rows: int, middle: float, whole: bool, high: bool) -> float:
    """Return a round bound at or beyond the edge.

    A limit that many rows reach stays where it is, and zero is not crossed where values crowd
    there. Otherwise the tail is followed to where clean batches seldom come, at most five times as
    far from the middle as the edge is.

    Args:
        tail: The tail.
        rows: Rows that have a value.
        middle: Median, which says how far is far.
        whole: Whether values are whole numbers.
        high: Towards the maximum, or the minimum.
    """
    if not (abs(tail.edge) < HUGE and abs(middle) < HUGE):
        return tail.edge
    sign = 1 if high else -1
    limit = chance.new_edge(rows=rows, batch=chance.BATCH, ties=tail.ties, before=tail.before)
    if limit <= CHANCE:
        return tail.edge
    if tail.natural:
        return 0.0
    reach = abs(tail.edge - middle) or abs(tail.edge) or 1.0
    if tail.scale == 0:
        far = tail.edge + sign * reach
    else:
        far = tail.threshold + sign * _excess(tail, CHANCE / chance.BATCH)
        far = sign * min(max(sign * far, sign * tail.edge), sign * tail.edge + 4 * reach)
    if tail.edge * far < 0:
        at_zero = chance.beyond(tail, 0.0, rows=rows, batch=chance.BATCH, high=high)
        if at_zero is None or at_zero <= CROSSES:
            return 0.0
    return _rounded(far, edge=tail.edge, reach=reach, whole=whole, high=high)


def _excess(tail: Tail, share: float) -> float:
    """Return how far beyond the threshold the tail leaves this share of all rows."""
    ratio = tail.share / share
    if abs(tail.shape) < 1e-9:
        return tail.scale * math.log(ratio)
    return float(tail.scale / tail.shape * (ratio**tail.shape - 1))


def _rounded(far: float, *, edge: float, reach: float, whole: bool, high: bool) -> float:
    """Round outwards to two digits of the distance that was added, or of the reach."""
    grain = 10.0 ** math.floor(math.log10(max(abs(far - edge), reach / 100, 1e-300)))
    grain = max(grain, 1.0) if whole else grain
    steps = math.ceil(far / grain) if high else math.floor(far / grain)
    value = round(steps * grain, max(0, -math.floor(math.log10(grain)) + 1))
    return max(value, edge) if high else min(value, edge)


def _short(value: float) -> float:
    return float(f"{value:.6g}")
