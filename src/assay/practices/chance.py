"""Small statistics that several rules need: what chance alone would show."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

from assay.core.evidence.data import ColumnProfile, ProfileEvidence

BITS_BEYOND_CHANCE: Final = 2.0
"""Times the bits that tell any two rows apart: columns depend, so half may be shared."""

MOST_COLUMNS: Final = 5
"""Columns whose bits count, the most telling ones: more seldom vary freely of each other."""


def wilson(hits: float, rows: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of a share.

    Args:
        hits: Rows that show it.
        rows: Rows looked at.
        level: Coverage, in (0, 1).

    Returns:
        Lower and upper bound, in [0, 1]; (0, 1) without rows.

    References:
        Wilson (1927), doi:10.1080/01621459.1927.10502953

    Example:
        >>> [round(bound, 3) for bound in wilson(9, 10)]
        [0.596, 0.982]
    """
    if rows <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / rows
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z / (1 + z * z / rows) * math.sqrt(share * (1 - share) / rows + (z / rows) ** 2 / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def distinguishing_bits(profile: ProfileEvidence) -> float:
    """Return how many bits the columns hold, together, to tell two rows apart.

    Sum over the most telling columns of the collision entropy `-log2(sum of squared shares)`.
    Columns depend on each other (forty facts about a town are one fact), so only a few count, and
    a rule that says "the same row" asks for twice what chance needs.

    References:
        Rényi (1961), On measures of entropy and information
    """
    bits = sorted((-math.log2(_collision(column)) for column in profile.columns), reverse=True)
    return math.fsum(bits[:MOST_COLUMNS])


def _collision(column: ColumnProfile) -> float:
    present = column.rows - column.missing
    if present <= 0 or column.distinct <= 1:
        return 1.0
    present_share = present / column.rows
    if column.top:
        shares = [count / present for _, count in column.top]
        left = max(0.0, 1.0 - sum(shares))
        others = max(1, column.distinct - len(column.top))
        found = math.fsum(share**2 for share in shares) + left**2 / others
    elif column.histogram is not None and any(column.histogram.counts):
        counts = column.histogram.counts
        total = math.fsum(counts)
        per_bin = max(1.0, column.distinct / len(counts))
        found = math.fsum((count / total) ** 2 for count in counts) / per_bin
    else:
        found = 1.0 / column.distinct
    found = present_share**2 * min(1.0, found) + (1 - present_share) ** 2
    return max(found, 1.0 / column.rows)
