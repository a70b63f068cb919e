"""Training took much longer than its budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

GRACE_FACTOR: Final = 1.25
"""Times the budget: the last fit may end after it."""

GRACE_SECONDS: Final = 5.0
"""Besides, for budgets shorter than the least fit."""


@rule(
    "fit-budget-overrun",
    severity="info",
    remedy="Raise `fit.budget_seconds` if the time is there, or report the case.",
    practice="cost: spot, elastic",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """Training took much longer than its budget.

    ## Why
    A budget that does not hold cannot be planned with, on a laptop or on rented machines.

    ## Example
    60 seconds declared, 200 taken.

    ## References
    Gijsbers et al. (2024), AMLB: an AutoML benchmark, JMLR 25(101)
    """
    if fit.seconds > GRACE_FACTOR * fit.budget_seconds + GRACE_SECONDS:
        yield Finding.at(
            message=f"training took {fit.seconds:.0f} s of {fit.budget_seconds:.0f} s",
            measure=fit.seconds,
            threshold=fit.budget_seconds,
            key="fit.budget_seconds",
        )
