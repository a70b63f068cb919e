"""Nothing that was tried beats the prior."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "fit-nothing-learned",
    severity="error",
    remedy="Bring columns that know something of the target, more rows, or more time "
    "(`fit.budget_seconds`); the learning curve and the columns' associations say which.",
    practice="a simple baseline first",
    blocks="register",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """Nothing that was tried beats the prior.

    ## Why
    A model that always gives the same answer needs no registry, no server and no monitor. To
    register it would say that there is a model.

    ## Example
    Twelve columns drawn at random, and a target that does not depend on them.

    ## Silent when
    The linear baseline or anything else beats the prior beyond noise.

    ## References
    Zinkevich, Rules of machine learning, rule 1: do not be afraid to launch a product without
    machine learning
    """
    if fit.shipped == "prior":
        yield Finding.at(
            message=f"neither the linear baseline ({fit.metric} {fit.linear_score:.4g}) nor any "
            f"candidate beats the prior ({fit.prior_score:.4g}) beyond noise",
            measure=fit.linear_score,
            threshold=fit.prior_score,
        )
