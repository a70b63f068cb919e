"""A run cannot say on which version of the data it stands."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.data import SnapshotEvidence
from assay.core.evidence.registry import LineageEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "data-unversioned",
    severity="error",
    remedy="Make the run again with `assay run`, which takes a snapshot by itself; do not edit the "
    "evidence in its folder.",
    practice="version data like code",
)
def check(lineage: LineageEvidence, snapshot: SnapshotEvidence | None) -> Iterator[Finding]:
    """A run cannot say on which version of the data it stands.

    ## Why
    Without an immutable version nobody can repeat the run, compare with it, or find out whose
    data was in it when somebody asks for theirs to be deleted.

    `assay run` takes a snapshot and names it, so this rule is silent on a run that Assay has just
    made. It is asked again at every promotion, of the evidence in the run's folder as it then is:
    there it finds evidence of one run that was put beside the data of another, or lost its hash.

    ## Example
    A model fitted to `customers.csv`, which was overwritten the next morning.

    ## References
    Sculley et al. (2015), Hidden technical debt in machine learning systems, NeurIPS; Breck et
    al. (2017), The ML Test Score, doi:10.1109/BigData.2017.8258038
    """
    if not lineage.snapshot_hash:
        yield Finding.at(message=f"run {lineage.run_id} names no snapshot")
    elif snapshot is not None and snapshot.content_hash != lineage.snapshot_hash:
        yield Finding.at(
            message=f"run {lineage.run_id} names snapshot {lineage.snapshot_hash[:12]}, but its "
            f"data is {snapshot.content_hash[:12]}"
        )
