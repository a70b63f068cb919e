"""Another seed gives another model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import fmean, stdev
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.given import GivenModelEvidence, SeedScores
from assay.core.finding import Finding, Unknown
from assay.practices.gains import gain
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.1
"""Standard deviation over the gain over the prior: seeds then decide between usual candidates."""

SMALLEST_AGREEMENT: Final = 0.9
"""Correlation of the predictions of two seeds; those of a sound forest have 0.99."""

LARGEST_APART: Final = 0.1
"""Squared difference of the predictions of two seeds over that of two rows' outcomes, where a seed
says the same of every row, so that there is no correlation."""

FEWEST_SEEDS: Final = 3
"""Scores; a deviation of two is one number."""


@rule(
    "fit-unstable-seeds",
    severity="warning",
    remedy="Average over seeds, simplify the model, or collect rows; do not choose the luckiest "
    "seed.",
    practice="track every run",
)
def check(fit: FitEvidence | None, given: GivenModelEvidence | None) -> Iterator[Finding | Unknown]:
    """Another seed gives another model.

    ## Why
    If chance in training moves the score by as much as the choices do, the choices were made by
    chance, and the next retraining may be a loss.

    ## Example
    Five seeds with a ROC-AUC of 0.71 to 0.78.

    ## Silent when
    The scores of a model that is given vary by less than the test itself makes them vary, and its
    predictions of one row by little.

    ## References
    Bouthillier et al. (2021), Accounting for variance in machine learning benchmarks, MLSys;
    Picard (2021), torch.manual_seed(3407) is all you need, arXiv:2109.08203
    """
    if fit is not None:
        gained = gain(fit, fit.ensemble_score, fit.prior_score)
        yield from _judged(fit.metric, fit.seed_scores, gained)
    if given is not None:
        if given.seeds.reason:
            yield Unknown(reason=given.seeds.reason)
            return
        mean = fmean(given.seeds.scores)
        gained = mean - given.prior if given.higher_is_better else given.prior - mean
        found = list(_judged(given.metric, given.seeds.scores, gained, least=given.test_error))
        if not any(isinstance(one, Finding) for one in found):
            found += _disagreeing(given, given.seeds)
        yield from found


def _disagreeing(given: GivenModelEvidence, seeds: SeedScores) -> Iterator[Finding]:
    """Hold the predictions of seeds against each other: scores alone hide which rows they change.

    All seeds are scored on the same test, so its size is no excuse.
    """
    scores = f"{given.metric} is {min(seeds.scores):.3g} to {max(seeds.scores):.3g}"
    number = len(seeds.scores)
    if seeds.agreement is not None and seeds.agreement < SMALLEST_AGREEMENT:
        yield Finding.at(
            message=f"predictions of two of {number} seeds have a correlation of "
            f"{seeds.agreement:.2f}; {scores}",
            measure=seeds.agreement,
            threshold=SMALLEST_AGREEMENT,
        )
    elif seeds.agreement is None and seeds.apart is not None and seeds.apart > LARGEST_APART:
        yield Finding.at(
            message=f"one of {number} seeds says the same of every row, and predictions of two "
            f"are {seeds.apart:.2g} times as far apart (squared) as outcomes of two rows; {scores}",
            measure=seeds.apart,
            threshold=LARGEST_APART,
        )


def _judged(
    metric: str, tried: tuple[float, ...], gained: float, *, least: float = 0.0
) -> Iterator[Finding | Unknown]:
    """Hold the scores against the gain, and where it is known against the sampling error."""
    scores = [score for score in tried if math.isfinite(score)]
    if len(scores) < FEWEST_SEEDS:
        yield Unknown(reason=f"seeds tried: {len(scores)}, needed: {FEWEST_SEEDS}")
        return
    deviation = stdev(scores)
    if gained > 0 and deviation > max(LARGEST_SHARE * gained, least):
        yield Finding.at(
            message=f"{metric} varies by {deviation:.3g} (standard deviation) over {len(scores)} "
            f"seeds, from {min(scores):.3g} to {max(scores):.3g}; the gain over the prior is "
            f"{gained:.3g}",
            measure=deviation / gained,
            threshold=LARGEST_SHARE,
        )
