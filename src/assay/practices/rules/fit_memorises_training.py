"""The model knows its training rows by heart, and others badly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.given import GivenModelEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import shortfall
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.1
"""Of what a quick model gains over the prior: less is a matter of taste between models."""


@rule(
    "fit-memorises-training",
    severity="warning",
    remedy="Limit the depth, ask for more rows in a leaf, raise the penalty, or stop earlier; "
    "choose by cross-validation.",
    practice="learning curves: bias or variance",
)
def check(given: GivenModelEvidence) -> Iterator[Finding | Unknown]:
    """The model knows its training rows by heart, and others badly.

    ## Why
    What it learnt by heart does not come again. The score on training promises what no new row
    will show, and a model held back more would do better on all of them.

    ## Example
    A tree without a limit: ROC-AUC 1.00 on training and 0.65 on the test, where a quick model of
    boosted trees has 0.83.

    ## Silent when
    The gap is large but the test is as good as with a quick model: forests always know their
    training rows. Or the model is worse already on the rows it was fitted on (see
    fit-falls-short).

    ## References
    Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 7.2
    """
    lost = shortfall(given)
    if isinstance(lost, Unknown):
        yield lost
    elif lost > LARGEST_SHARE and given.better(given.train, given.reference):
        yield Finding.at(
            message=f"{given.metric} is {given.train:.3g} on training and {given.test:.3g} on the "
            f"test, where a quick model of the same columns has {given.reference:.3g}",
            measure=lost,
            threshold=LARGEST_SHARE,
        )
