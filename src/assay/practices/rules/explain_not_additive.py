"""Contributions do not add up to the prediction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import ExplanationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LARGEST_ERROR: Final = 1e-3
"""Of the larger of one and the largest margin: rounding of sums over thousands of trees."""


@rule(
    "explain-not-additive",
    severity="error",
    remedy="Do not show these explanations; report the case.",
    practice="local explanations for critical predictions",
)
def check(explanation: ExplanationEvidence) -> Iterator[Finding]:
    """Contributions do not add up to the prediction.

    ## Why
    Shapley contributions sum to the prediction less its base. If they do not, they explain
    another model than the one that scores.

    ## Example
    Contributions of the booster shown beside the score of the ensemble.

    ## References
    Lundberg & Lee (2017), A unified approach to interpreting model predictions,
    arXiv:1705.07874 (local accuracy)
    """
    scale = max((abs(local.margin) for local in explanation.local), default=1.0)
    allowed = LARGEST_ERROR * max(1.0, scale)
    if not explanation.additivity_error <= allowed:  # also where it is not a number
        yield Finding.at(
            message="margin and sum of contributions differ by up to "
            f"{explanation.additivity_error:.3g}",
            measure=explanation.additivity_error,
            threshold=allowed,
        )
