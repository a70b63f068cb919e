"""What ships is worse than a baseline."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import gain
from assay.practices.rule import rule


@rule(
    "fit-worse-than-baseline",
    severity="error",
    remedy="Do not ship it. Ship the baseline, or look for features that know something of the "
    "target.",
    practice="a simple baseline first",
    blocks="register",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """What ships is worse than a baseline.

    ## Why
    Library defaults lose to the class prior on rare classes, and nobody notices who does not
    compare. A model that a constant beats costs money and says nothing.

    ## Example
    Boosting with default settings on loans of which 5 % fail: a log-loss above that of the bare
    share.

    ## References
    Ferrari Dacrema, Cremonesi & Jannach (2019), Are we really making much progress?,
    doi:10.1145/3298689.3347058; Zinkevich, Rules of machine learning, rule 1
    """
    if not math.isfinite(fit.gain_high):
        yield Unknown(reason="the gain over the better baseline is not known")
    elif fit.gain_high < 0:
        yield Finding.at(
            message=f"its loss is above the better baseline's by {-fit.gain_high:.4g} to "
            f"{-fit.gain_low:.4g}",
            measure=fit.gain_high,
            threshold=0.0,
        )
    elif fit.shipped != "prior" and gain(fit, fit.ensemble_score, fit.prior_score) < 0:
        yield Finding.at(
            message=f"its out-of-fold {fit.metric} is {fit.ensemble_score:.4g}, the prior's "
            f"{fit.prior_score:.4g}",
            measure=fit.ensemble_score,
            threshold=fit.prior_score,
        )
