"""The test is clearly worse than training promised."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import gain
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.1
"""Of the gain over the prior, beyond the near end of the test's interval."""


@rule(
    "eval-below-validation",
    severity="warning",
    remedy="Ask what differs: time, a leak within the training rows, or too many choices on "
    "validation. Believe the test.",
    practice="no overfitted validation set",
)
def check(fit: FitEvidence, evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """The test is clearly worse than training promised.

    ## Why
    The out-of-fold score is what was chosen by. If the sealed test lies clearly below it,
    either the choice overfitted, or training rows know of each other, or the world has moved.

    ## Example
    ROC-AUC 0.91 out of fold, 0.83 [0.81, 0.85] in the test.

    ## Silent when
    The interval of the test reaches the promise, or nearly.

    ## References
    Recht et al. (2019), Do ImageNet classifiers generalize to ImageNet?, ICML; Cawley & Talbot
    (2010), JMLR 11
    """
    scores = [s for s in evaluation.scores if s.metric == fit.metric]
    gained = gain(fit, fit.ensemble_score, fit.prior_score)
    if not scores or not math.isfinite(scores[0].value):
        yield Unknown(reason=f"the test gave no value of {fit.metric}")
        return
    if gained <= 0:
        return
    score = scores[0]
    best = score.high if fit.higher_is_better else score.low
    lost = gain(fit, fit.ensemble_score, best)
    if lost > LARGEST_SHARE * gained:
        yield Finding.at(
            message=f"{fit.metric} is {fit.ensemble_score:.4g} out of fold and {score.value:.4g} "
            f"[{score.low:.4g}, {score.high:.4g}] in the test",
            measure=lost / gained,
            threshold=LARGEST_SHARE,
        )
