"""A member of the ensemble was cut short."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "fit-truncated-member",
    severity="error",
    remedy="Give training more time (`fit.budget_seconds`), or leave the member out.",
    practice="systematic Bayesian tuning on validation",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """A member of the ensemble was cut short.

    ## Why
    A boosted model that stopped at a tenth of its rounds is badly scaled, and an average with
    it is worse than without. It also depends on the clock, so that nobody can repeat it.

    ## Example
    The budget ends at round 40 of 600; the ensemble takes the stump in.

    ## References
    Caruana et al. (2004), Ensemble selection from libraries of models,
    doi:10.1145/1015330.1015432
    """
    for candidate in fit.candidates:
        if candidate.weight > 0 and not candidate.complete:
            yield Finding.at(
                message=f"'{candidate.name}' was cut short and has weight {candidate.weight:.2f}",
                measure=candidate.weight,
                threshold=0.0,
                key="fit.budget_seconds",
            )
