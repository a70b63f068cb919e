"""Another seed gives another model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import stdev
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import gain
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.1
"""Standard deviation over the gain over the prior: seeds then decide between usual candidates."""

FEWEST_SEEDS: Final = 3
"""Scores; a deviation of two is one number."""


@rule(
    "fit-unstable-seeds",
    severity="warning",
    remedy="Average over seeds, simplify the model, or collect rows; do not choose the luckiest "
    "seed.",
    practice="track every run",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """Another seed gives another model.

    ## Why
    If chance in training moves the score by as much as the choices do, the choices were made by
    chance, and the next retraining may be a loss.

    ## Example
    Five seeds with a ROC-AUC of 0.71 to 0.78.

    ## References
    Bouthillier et al. (2021), Accounting for variance in machine learning benchmarks, MLSys;
    Picard (2021), torch.manual_seed(3407) is all you need, arXiv:2109.08203
    """
    gained = gain(fit, fit.ensemble_score, fit.prior_score)
    scores = [score for score in fit.seed_scores if math.isfinite(score)]
    if len(scores) < FEWEST_SEEDS:
        yield Unknown(reason=f"seeds tried: {len(scores)}, needed: {FEWEST_SEEDS}")
        return
    deviation = stdev(scores)
    if gained > 0 and deviation > LARGEST_SHARE * gained:
        yield Finding.at(
            message=f"{fit.metric} varies by {deviation:.3g} (standard deviation) over "
            f"{len(scores)} seeds; the gain over the prior is {gained:.3g}",
            measure=deviation / gained,
            threshold=LARGEST_SHARE,
        )
