"""Whether a column is one shape twice, a factor apart that is no known conversion."""

from __future__ import annotations

import numpy as np

from assay.data.sides.schema_conversions import Conversion
from assay.data.sides.schema_distance import chance_distance, distance
from assay.data.sides.schema_modes import Company, Part, best_cut, fine, valley
from assay.data.sides.table import Floats

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
    if company.columns_beside(name) < FEWEST_BESIDE or len(ascending) < 2 * FEWEST_OF_PART:
        return None
    cut = best_cut(ascending)
    if cut is None or min(cut, len(ascending) - cut) < FEWEST_OF_PART:
        return None
    lower, upper = ascending[:cut], ascending[cut:]
    low, high = float(np.median(lower)), float(np.median(upper))
    if high - low < np.log(LEAST_FACTOR) or not (fine(lower) and fine(upper)):
        return None
    if not valley(ascending, low, high, min(len(lower), len(upper)), deepest=DEEPEST_VALLEY):
        return None
    widths = sorted(float(np.subtract(*np.quantile(one, [0.9, 0.1]))) for one in (lower, upper))
    after = distance(upper - high, lower - low)
    chance = chance_distance(len(lower), len(upper))
    if widths[1] > MOST_STRETCHED * widths[0] or after > min(chance, LARGEST_DISTANCE):
        return None
    member = (values[known] >= ascending[cut]).astype(np.float64)
    if company.tells_apart(member, known, name):
        return None
    factor = float(np.exp(high - low if len(upper) <= len(lower) else low - high))
    share = min(len(lower), len(upper)) / len(ascending)
    by = Conversion(factor, 0.0, "no conversion that is known")
    return Part(by=by, share=share, before=1.0, after=after, chance=chance)
