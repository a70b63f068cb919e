"""A clean batch would break the contract by chance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ValidationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LARGEST_CHANCE: Final = 0.5
"""Probability per batch: above it most alarms of a daily job would be false."""


@rule(
    "contract-broken-by-chance",
    severity="info",
    remedy="Loosen the bounds named, or let more rows support them: `assay contract diff` shows "
    "what changes.",
    practice="validate data and schema before training",
)
def check(validation: ValidationEvidence) -> Iterator[Finding]:
    """A clean batch would break the contract by chance.

    ## Why
    A contract that cries wolf is switched off. Each bound may be wrong seldom and all together
    often: forty bounds at one in a hundred alarm on a third of all clean batches.

    ## Example
    A maximum read off 200 rows; the next 200 exceed it with probability one half.

    ## References
    Redyuk et al. (2021), Automating data quality validation for dynamic data ingestion, EDBT
    """
    chances = sorted(
        ((check.chance, check) for check in validation.checks if check.chance),
        key=lambda pair: -pair[0],
    )
    together = 1 - math.prod(1 - min(1.0, chance) for chance, _ in chances)
    if together > LARGEST_CHANCE:
        worst = ", ".join(
            f"`{check.check}` of '{check.column}' ({chance:.0%})" for chance, check in chances[:3]
        )
        yield Finding.at(
            columns=tuple(dict.fromkeys(c.column for _, c in chances[:3] if c.column is not None)),
            message=f"a clean batch of this size breaks it with probability {together:.0%}, "
            f"most by {worst}",
            measure=together,
            threshold=LARGEST_CHANCE,
        )
