"""Means, scales or categories were computed on more than the training rows."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "fit-encoder-beyond-training-rows",
    severity="error",
    remedy="Fit encoders inside the training rows: Assay's own do; own estimators must do so in "
    "`fit`.",
    practice="scale by what the algorithm needs",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """Means, scales or categories were computed on more than the training rows.

    ## Why
    A mean over all rows carries the test into training. Little for a mean, much for a target
    encoding or a selection of columns.

    ## Example
    `StandardScaler().fit(X)` before `train_test_split`.

    ## References
    Kapoor & Narayanan (2023), Leakage (L1.2), doi:10.1016/j.patter.2023.100804; scikit-learn,
    Common pitfalls
    """
    if fit.encoder_rows > fit.rows_fitted:
        yield Finding.at(
            message=f"encoders read {fit.encoder_rows:,} rows, the model {fit.rows_fitted:,}",
            measure=fit.encoder_rows,
            threshold=fit.rows_fitted,
        )
