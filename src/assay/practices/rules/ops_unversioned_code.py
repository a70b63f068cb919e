"""The code of the run is in no version control."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.registry import LineageEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "ops-unversioned-code",
    severity="warning",
    remedy="Put the project's folder under git (`git init`, commit), and run again.",
    practice="containers, pinned dependencies, reproducibility",
)
def check(lineage: LineageEvidence) -> Iterator[Finding]:
    """The code of the run is in no version control.

    ## Why
    Settings, contract and feature functions decide the model as much as the data does. Without
    a version they are lost at the next edit.

    ## Example
    A folder on a laptop.

    ## References
    Breck et al. (2017), The ML Test Score, doi:10.1109/BigData.2017.8258038 (Model 1)
    """
    if lineage.code_version is None:
        yield Finding.at(message="the project's folder is not in a git repository")
