"""So many rows are quarantined that the rest is no fair sample."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.data import ValidationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.05
"""Share of rows; the default of `contract.most_quarantined`, whatever the project set."""


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

    ## Example
    A change of the date format quarantines every row since June.

    ## References
    Schelter et al. (2018), Automating large-scale data quality verification,
    doi:10.14778/3229863.3229867
    """
    share = validation.quarantined / validation.rows if validation.rows else 0.0
    if validation.stopped or share > LARGEST_SHARE:
        stop = ", and the policy stops" if validation.stopped else ""
        yield Finding.at(
            message=f"{validation.quarantined:,} of {validation.rows:,} rows ({share:.1%}) are "
            f"quarantined{stop}",
            measure=share,
            threshold=LARGEST_SHARE,
            key="contract.most_quarantined",
        )
