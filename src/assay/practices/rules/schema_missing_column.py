"""A column stands on one side only."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.schema import SchemaEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "schema-missing-column",
    severity="error",
    remedy="Bring the column to both sides under one name, or take it out of training: a model "
    "cannot use what it is not given.",
    practice="validate data and schema before training",
)
def check(schema: SchemaEvidence) -> Iterator[Finding]:
    """A column stands on one side only.

    ## Why
    A model that learnt from a column fails without it, or fills it with a constant and is wrong in
    silence. A renamed column is both: one that is missing and one that nobody reads.

    ## Example
    `tenure` in training, `tenure_months` in the export that the test was made from.

    ## Silent when
    The test has no target: outcomes may be kept elsewhere.

    ## References
    Breck et al. (2019), Data validation for machine learning, MLSys
    """
    for one in schema.absent:
        there = "training" if one.absent == "test" else "the test"
        lacks = "the test" if one.absent == "test" else "training"
        renamed = f"; {lacks} alone has '{one.near}': renamed?" if one.near else ""
        yield Finding.at(
            column=one.column,
            message=f"'{one.column}' is in {there} and not in {lacks}{renamed}",
        )
