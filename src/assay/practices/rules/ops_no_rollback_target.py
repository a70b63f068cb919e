"""The version that a rollback would bring back cannot answer."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.serving import RollbackEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "ops-no-rollback-target",
    severity="error",
    remedy="Bring the files of that version back from the registry (`assay drill rollback` tries "
    "again), or promote a version that can be gone back to first.",
    practice="a way back in one step",
)
def check(rollback: RollbackEvidence) -> Iterator[Finding]:
    """The version that a rollback would bring back cannot answer.

    ## Why
    A way back that nobody has walked is a hope. Files are moved, contracts change, a runtime is
    upgraded, and it shows on the day when the new model has to go at once.

    ## Example
    Version 4 is to be promoted over version 3, whose folder was cleaned up last week.

    ## References
    Beyer et al. (2016), Site Reliability Engineering, chapter 8 (sre.google/sre-book); Breck et al.
    (2017), The ML Test Score, Infra 7, doi:10.1109/BigData.2017.8258038
    """
    if rollback.problem:
        yield Finding(message=f"version {rollback.target} cannot answer: {rollback.problem}")
