"""Training rows are encoded by their own targets."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "fit-target-encoding-not-cross-fitted",
    severity="error",
    remedy="Take the encoded values of training rows from other folds (`fit_transform` of "
    "Assay's encoder does).",
    practice="one-hot for few, target encoding for many categories",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """Training rows are encoded by their own targets.

    ## Why
    The mean target of a category with one row is that row's target. The model learns to trust
    the encoding, which on new rows is not worth the trust.

    ## Example
    A postcode with two customers, encoded by the mean of their own two answers.

    ## References
    Micci-Barreca (2001), doi:10.1145/507533.507538; Pargent et al. (2022), Regularized target
    encoding, doi:10.1007/s00180-022-01207-6
    """
    for encoded in fit.encoders:
        if encoded.encoder == "target" and not encoded.cross_fitted:
            yield Finding.at(
                column=encoded.column,
                message=f"'{encoded.column}' ({encoded.cardinality:,} categories) is encoded by "
                "the targets of the rows it is learnt from",
            )
