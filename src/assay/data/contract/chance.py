"""How often a clean batch breaks a bound by chance, from what the bound rests on."""

from __future__ import annotations

import math

from assay.data.contract.model import Seen, Tail

BATCH = 10_000
"""Rows of the batch that the comments of `contract.toml` speak of."""


def beyond(tail: Tail, bound: float, *, rows: int, batch: int, high: bool) -> float | None:
    """Return the probability that one of `batch` clean rows lies beyond `bound`.

    Where a tail was fitted, `1 - (1 - p)^batch` with `p` the fitted share of rows beyond the bound.
    Otherwise by exchangeability: of `rows + batch` rows, those that hold the extreme value all
    fall into the batch with probability about `(batch / (rows + batch)) ^ ties`.

    Returns:
        The probability, or None for a bound inside what was seen, where nothing was fitted.

    Example:
        >>> beyond(Tail(edge=72, ties=1), 72, rows=10_000, batch=10_000, high=True)
        0.5
    """
    gap = bound - tail.edge if high else tail.edge - bound
    if gap < 0:
        return None
    exchangeable = (batch / (rows + batch)) ** max(tail.ties, 1)
    if tail.scale == 0 or not math.isfinite(tail.scale):
        return exchangeable
    share = tail.share * survival(abs(bound - tail.threshold), tail.scale, tail.shape)
    return min(exchangeable, at_least_once(share, batch))


def survival(excess: float, scale: float, shape: float) -> float:
    """Return the share of a generalised Pareto tail that lies beyond `excess`."""
    if abs(shape) < 1e-9:
        return math.exp(-excess / scale)
    inner = 1 + shape * excess / scale
    return float(inner ** (-1 / shape)) if inner > 0 else 0.0


def at_least_once(share: float, batch: int) -> float:
    """Return `1 - (1 - share)^batch`."""
    return -math.expm1(batch * math.log1p(-share)) if share < 1 else 1.0


def unseen(seen: Seen, *, batch: int) -> float:
    """Return the probability that a clean batch holds a category not seen yet.

    Good and Turing: the unseen categories together have the probability of the categories seen
    once. Where every category was seen more often, the rarest decides as in `beyond`.

    References:
        Good (1953), The population frequencies of species, doi:10.1093/biomet/40.3-4.237
    """
    present = seen.rows - seen.missing
    if present == 0:
        return 1.0
    if seen.once:
        return at_least_once(seen.once / present, batch)
    return float((batch / (present + batch)) ** max(seen.rarest, 1))
