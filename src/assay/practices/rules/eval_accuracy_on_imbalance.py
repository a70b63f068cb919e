"""A model for a rare class is judged by accuracy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.labels import MetricEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.8
"""Share of the most frequent class: a constant is then right four times of five."""


@rule(
    "eval-accuracy-on-imbalance",
    severity="error",
    remedy="Judge by log_loss, average_precision or balanced_accuracy (`fit.metric`), or declare "
    "what mistakes cost in [fit.cost].",
    practice="no raw accuracy on imbalanced data",
)
def check(
    split: SplitEvidence, fit: FitEvidence | None, declared: MetricEvidence | None
) -> Iterator[Finding]:
    """A model for a rare class is judged by accuracy.

    ## Why
    With 5 % positives, a model that never finds one is right in 95 %. Whoever tunes by accuracy
    tunes towards it.

    ## Example
    Fraud, churn, failures, rare diseases.

    ## References
    Provost, Fawcett & Kohavi (1998), The case against accuracy estimation, ICML; Chicco &
    Jurman (2020), doi:10.1186/s12864-019-6413-7
    """
    if fit is not None:
        metric, share, key = fit.metric, fit.majority_share, "fit.metric"
    elif declared is not None:
        shares = [share for _, share in split.part("train").shares]
        metric, share, key = declared.metric, max(shares, default=None), None
    else:
        return
    if metric == "accuracy" and share is not None and share >= LARGEST_SHARE:
        yield Finding.at(
            message=f"{key or 'the metric'} is accuracy, and one class is {share:.1%} of the rows",
            measure=share,
            threshold=LARGEST_SHARE,
            key=key,
        )
