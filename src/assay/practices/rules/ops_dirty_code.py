"""The code of the run was changed after its commit."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.registry import LineageEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "ops-dirty-code",
    severity="warning",
    remedy="Commit the changes, and run again.",
    practice="containers, pinned dependencies, reproducibility",
)
def check(lineage: LineageEvidence) -> Iterator[Finding]:
    """The code of the run was changed after its commit.

    ## Why
    The commit that the run names is not the code that ran; nobody can get that code back.

    ## Example
    A quick fix in `features.py`, run and then reverted.

    ## References
    Sculley et al. (2015), Hidden technical debt in machine learning systems, NeurIPS
    """
    if lineage.code_version is not None and lineage.code_version.endswith("+changes"):
        yield Finding.at(message=f"code is {lineage.code_version}")
