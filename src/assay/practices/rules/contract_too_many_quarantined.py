"""So many rows are quarantined that the rest is no fair sample."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.data import ValidationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "contract-too-many-quarantined",
    severity="error",
    remedy="Find what changed in the source. If the rows are right, loosen the contract; if so "
    "many are wrong, the rest cannot be trusted either.",
    practice="validate data and schema before training",
)
def check(validation: ValidationEvidence) -> Iterator[Finding]:
    """So many rows are quarantined that the rest is no fair sample.

    ## Why
    Rows are seldom wrong at random: a broken sensor, a branch office or a month drops out
    whole. A model fitted to what is left is right about what is left.

    The limit is the project's own, `contract.most_quarantined` (0.05 if you say nothing) as it
    was when the rows were validated. `assay run` stops by itself above it, so there this rule is
    silent; it holds for evidence that is judged again, at every promotion.

    ## Example
    A change of the date format quarantines every row since June.

    ## References
    Schelter et al. (2018), Automating large-scale data quality verification,
    doi:10.14778/3229863.3229867
    """
    share = validation.quarantined / validation.rows if validation.rows else 0.0
    if validation.stopped or share > validation.most_quarantined:
        stop = ", and the policy stops" if validation.stopped else ""
        yield Finding.at(
            message=f"{validation.quarantined:,} of {validation.rows:,} rows ({share:.1%}) are "
            f"quarantined, where {validation.most_quarantined:.1%} are allowed{stop}",
            measure=share,
            threshold=validation.most_quarantined,
            key="contract.most_quarantined",
        )
