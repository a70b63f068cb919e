"""The search has overfitted the validation rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import gain
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.2
"""Share of the gain over the prior that the choice itself made up."""


@rule(
    "tune-overfits-validation",
    severity="warning",
    remedy="Trust the cross-selected estimate; use more validation rows (`split.validation`) or "
    "fewer trials.",
    practice="no overfitted validation set",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """The search has overfitted the validation rows.

    ## Why
    The best of many trials is partly the luckiest. Its validation score flatters, the more so
    the more trials and the fewer rows.

    ## Example
    100 validation rows and 200 trials: the winner looks better by 0.04 than it is.

    ## References
    Cawley & Talbot (2010), On over-fitting in model selection, JMLR 11; Blum & Hardt (2015),
    The Ladder, arXiv:1502.04585
    """
    search = fit.search
    if search is None or not math.isfinite(search.optimism):
        yield Unknown(reason="nothing was searched, or its optimism is not known")
        return
    if len(search.trials) < 2:
        return
    gained = gain(fit, search.naive, fit.prior_score)
    if gained > 0 and search.optimism > LARGEST_SHARE * gained:
        yield Finding.at(
            message=f"of the winner's gain in {fit.metric} over the prior ({gained:.3g}), "
            f"{search.optimism:.3g} is luck among {len(search.trials)} trials",
            measure=search.optimism / gained,
            threshold=LARGEST_SHARE,
        )
