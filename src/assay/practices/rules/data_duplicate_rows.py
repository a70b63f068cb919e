"""The table holds the same row again and again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ProfileEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.chance import BITS_BEYOND_CHANCE, distinguishing_bits
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.01
"""Share of rows; less than that weighs on nothing, and any large table has some."""


@rule(
    "data-duplicate-rows",
    severity="warning",
    remedy="Find out whether a join or a repeated load made them; remove them, or count them in "
    "a weight.",
    practice="explore data first: missing, outliers, schema mismatch",
)
def check(profile: ProfileEvidence) -> Iterator[Finding | Unknown]:
    """The table holds the same row again and again.

    ## Why
    A row that stands twice counts twice, and may stand on both sides of a split. Many of them
    show a join over a key that is not unique, or a load that ran twice.

    ## Example
    A retry of last night's job appended the day once more.

    ## Silent when
    Columns and values are so few that different people must share them (unknown).

    ## References
    Breck et al. (2019), Data validation for machine learning, MLSys; Kapoor & Narayanan (2023),
    doi:10.1016/j.patter.2023.100804
    """
    share = profile.duplicate_rows / profile.sampled if profile.sampled else 0.0
    if share < LARGEST_SHARE:
        return
    seen = (
        f"{profile.duplicate_rows:,} of {profile.sampled:,} rows ({share:.1%}) equal an earlier one"
    )
    bits, needed = distinguishing_bits(profile), math.log2(max(2, profile.sampled))
    if bits >= BITS_BEYOND_CHANCE * needed:
        yield Finding.at(message=seen, measure=share, threshold=LARGEST_SHARE)
    else:
        yield Unknown(
            reason=f"{seen}, but the columns tell rows apart by {bits:.0f} bits only, where "
            f"{BITS_BEYOND_CHANCE * needed:.0f} would show that they are the same row"
        )
