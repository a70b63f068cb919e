"""A waiver has passed its last day."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.audit import WaiversEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "ops-waiver-expired",
    severity="warning",
    remedy="Repair what was waived, or renew the waiver with a new reason and day.",
    practice="CI/CD and continuous training, retrain on drift or drop",
)
def check(waivers: WaiversEvidence) -> Iterator[Finding]:
    """A waiver has passed its last day.

    ## Why
    It was accepted for a time. The time is over, and the finding counts again.

    ## Example
    A gap in fairness accepted until the new data came.

    ## References
    Sculley et al. (2015), Hidden technical debt in machine learning systems, NeurIPS
    """
    for waiver in waivers.expired:
        yield Finding.at(message=f"expired: {waiver}", key="practices.waivers")
