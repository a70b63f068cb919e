"""Whether a column is one shape twice, a factor apart that is no known conversion."""

from __future__ import annotations

import numpy as np

from assay.data.sides.table import Floats
from assay.data.sides.units_conversions import Conversion
from assay.data.sides.units_distance import chance_distance, distance
from assay.data.sides.units_modes import Company, Part, best_cut, fine, valley

LEAST_FACTOR = 8.0
"""Below it two kinds of things are apart by nature too often to be told from two units."""

DEEPEST_VALLEY = 0.2
"""Values in the middle between the parts, as a part of those at the top of the smaller one."""

FEWEST_OF_PART, FEWEST_BESIDE = 30, 2
"""Values of the smaller part, and columns that could have told two kinds of things apart."""

MOST_STRETCHED = 1.5
"""Times that one part may be as wide as the other."""

LARGEST_DISTANCE = 0.25
"""Of the two parts once their medians agree, however few they are."""


def unknown_factor(name: str, values: Floats, company: Company) -> Part | None:
    """Return the factor between two parts of one shape that nothing else tells apart.

    Another currency, a gauge with its own scale: no list of conversions holds them all. Kinds of
    things that are so far apart differ in more than one column, and in how much they vary.

    Args:
        name: The column.
        values: Its logarithms, NaN where missing.
        company: It and all columns beside it.
    """
    known = np.isfinite(values)
    ascending = np.sort(values[known])
    cut = best_cut(ascending) if company.columns_beside(name) >= FEWEST_BESIDE else None
    if cut is None or not (after := _one_shape(ascending, cut)):
        return None
    if company.tells_apart((values[known] >= ascending[cut]).astype(np.float64), known, name):
        return None
    lower, upper = ascending[:cut], ascending[cut:]
    moved = float(np.median(upper) - np.median(lower))
    factor = float(np.exp(moved if len(upper) <= len(lower) else -moved))
    return Part(
        by=Conversion(factor, 0.0, "no conversion that is known"),
        share=min(len(lower), len(upper)) / len(ascending),
        before=1.0,
        after=after,
        chance=chance_distance(len(lower), len(upper)),
    )


def _one_shape(ascending: Floats, cut: int) -> float:
    """Return how far the parts are from one shape once their medians agree; 0 if they are two."""
    lower, upper = ascending[:cut], ascending[cut:]
    fewer = min(len(lower), len(upper))
    low, high = float(np.median(lower)), float(np.median(upper))
    far = fewer >= FEWEST_OF_PART and high - low >= np.log(LEAST_FACTOR)
    if not far or not valley(ascending, low, high, fewer, deepest=DEEPEST_VALLEY):
        return 0.0
    widths = sorted(float(np.subtract(*np.quantile(one, [0.9, 0.1]))) for one in (lower, upper))
    after = distance(upper - high, lower - low)
    most = min(chance_distance(len(lower), len(upper)), LARGEST_DISTANCE)
    alike = fine(lower) and fine(upper) and widths[1] <= MOST_STRETCHED * widths[0]
    return max(after, 1e-9) if alike and after <= most else 0.0
