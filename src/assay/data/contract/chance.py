"""How often a clean batch breaks a bound by chance, from what the bound rests on."""

from __future__ import annotations

import math

from assay.data.contract.model import Column, Seen, Tail

BATCH = 10_000
"""Rows of the batch that the comments of `contract.toml` speak of."""


def of_check(check: str, column: Column, seen: Seen, *, batch: int) -> float | None:
    """Return the probability that a clean batch breaks one check of a column.

    Returns:
        The probability, or None where nothing is known of it: for dates, which move on, for
        values that drift along the rows, and for bounds set inside what was seen.
    """
    if batch == 0 or seen.present == 0:
        return None
    if check in ("min", "max") and abs(seen.drift) < DRIFTS:
        tail, bound = (seen.low, column.min) if check == "min" else (seen.high, column.max)
        if tail is not None and isinstance(bound, int | float):
            high = check == "max"
            return beyond(tail, bound, rows=seen.present, batch=batch, high=high)
    if check == "category" and not column.open:
        return unseen(seen, batch=batch)
    if check == "null-share" and column.most_missing is not None:
        return more_missing(seen, column.most_missing, batch=batch)
    return None


DRIFTS = 0.5
"""Rank correlation with the row's place from which chances are not stated."""


def beyond(tail: Tail, bound: float, *, rows: int, batch: int, high: bool) -> float | None:
    """Return the probability that one of `batch` clean rows lies beyond `bound`.

    Where a tail was fitted, `1 - (1 - p)^batch` with `p` the fitted share of rows beyond the
    bound; never more than what exchangeability alone says (`new_edge`).

    Returns:
        The probability, or None for a bound inside what was seen.

    Example:
        >>> beyond(Tail(edge=72, ties=1), 72, rows=10_000, batch=10_000, high=True)
        0.5
    """
    gap = bound - tail.edge if high else tail.edge - bound
    if gap < 0 or (tail.natural and bound == 0):
        return None
    most = new_edge(rows=rows, batch=batch, ties=tail.ties, before=tail.before)
    if tail.scale == 0:
        return most
    excess = max(bound - tail.threshold if high else tail.threshold - bound, 0.0)
    share = tail.share * survival(excess, tail.scale, tail.shape)
    return min(most, at_least_once(share, batch))


def new_edge(*, rows: int, batch: int, ties: int, before: int = 0) -> float:
    """Return the probability that a clean batch goes past the most extreme value of `rows` rows.

    All rows are exchangeable, so a single most extreme row of `rows + batch` lies in the batch
    with probability `batch / (rows + batch)`. An extreme held by many rows looks like a limit: a
    further value, rarer than this one as this one is rarer than the value before it, would have
    several rows, all of which must lie in the batch. Counts are taken a standard deviation low.

    Args:
        rows: Rows seen.
        batch: Rows of the batch.
        ties: Rows seen that hold the extreme value.
        before: Rows seen that hold the value before it; 0 if there is none.

    Example:
        >>> new_edge(rows=7_000, batch=3_000, ties=1)
        0.3
        >>> new_edge(rows=7_000, batch=3_000, ties=20) < 1e-9
        True
        >>> new_edge(rows=7_000, batch=3_000, ties=20, before=400)
        0.3
    """
    safe = ties - math.sqrt(ties)
    further = safe * min(1.0, safe / before) if before else safe
    inside = batch / (rows + batch)
    return float(inside ** (1 + max(further - 1, 0.0) * (rows + batch) / rows))


def survival(excess: float, scale: float, shape: float) -> float:
    """Return the share of a generalised Pareto tail that lies beyond `excess`.

    Example:
        >>> round(survival(2.0, 1.0, 0.0), 4), survival(3.0, 1.0, -0.5)
        (0.1353, 0.0)
    """
    if abs(shape) < 1e-9:
        return math.exp(-excess / scale)
    inner = 1 + shape * excess / scale
    return float(inner ** (-1 / shape)) if inner > 0 else 0.0


def at_least_once(share: float, batch: int) -> float:
    """Return `1 - (1 - share)^batch`.

    Example:
        >>> round(at_least_once(0.001, 1_000), 3)
        0.632
    """
    return -math.expm1(batch * math.log1p(-share)) if share < 1 else 1.0


def unseen(seen: Seen, *, batch: int) -> float:
    """Return the probability that a clean batch holds a category not seen yet.

    Good and Turing: the unseen categories together have the probability of those seen once. Where
    every category was seen more often, the rarest decides as in `new_edge`.

    References:
        Good (1953), The population frequencies of species, doi:10.1093/biomet/40.3-4.237

    Example:
        >>> round(unseen(Seen(rows=1_000, once=2, rarest=1), batch=100), 3)
        0.181
    """
    if seen.once:
        return at_least_once(seen.once / seen.present, batch)
    return new_edge(rows=seen.present, batch=batch, ties=seen.rarest)


def more_missing(seen: Seen, most: float, *, batch: int) -> float:
    """Return the probability that more than `most` of a clean batch's rows have no value.

    Both the seen share and the batch's own are uncertain; on the scale of `2 asin sqrt` they are
    nearly normal with variances `1 / rows` and `1 / batch`.

    Example:
        >>> round(more_missing(Seen(rows=10_000, missing=100), 0.01, batch=10_000), 1)
        0.5
    """
    share = (seen.missing + 0.5) / (seen.rows + 1)
    distance = 2 * (math.asin(math.sqrt(most)) - math.asin(math.sqrt(share)))
    return 0.5 * math.erfc(distance / math.sqrt(2 * (1 / seen.rows + 1 / batch)))


def tolerable(seen: Seen, *, chance: float, batch: int = BATCH) -> float:
    """Return the share of missing values that a clean batch exceeds with this chance only.

    Example:
        >>> seen = Seen(rows=10_000, missing=100)
        >>> share = tolerable(seen, chance=0.01)
        >>> round(share, 3), round(more_missing(seen, share, batch=10_000), 3)
        (0.014, 0.01)
    """
    low, high = (seen.missing + 0.5) / (seen.rows + 1), 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if more_missing(seen, middle, batch=batch) > chance:
            low = middle
        else:
            high = middle
    return high


def surplus(share: float, rows: int) -> int:
    """Return the most rows that a share of `share` leaves missing among `rows`, but for chance.

    A bound of 3 % does not condemn a batch of one row without a value: the count may pass
    `share * rows` by 2.33 standard deviations, what chance exceeds once in a hundred batches.

    Example:
        >>> surplus(0.03, 1), surplus(0.03, 100), surplus(0.03, 10_000), surplus(0.0, 100)
        (1, 7, 340, 0)
    """
    if share == 0:
        return 0
    spread = 2.33 * math.sqrt(rows * share * (1 - share))
    return min(rows, math.ceil(share * rows + spread))
