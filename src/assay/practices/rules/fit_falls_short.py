"""A quick model of the same columns knows more."""

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
    "fit-falls-short",
    severity="warning",
    remedy="Let the model be more flexible: more depth, less penalty, interactions, other "
    "encodings; or take boosted trees.",
    practice="a simple baseline first",
)
def check(given: GivenModelEvidence) -> Iterator[Finding | Unknown]:
    """A quick model of the same columns knows more.

    ## Why
    The columns hold more than the model can express. It is as wrong on training as on the test,
    so that more rows would not help it.

    ## Example
    A single question (income below 20,000?) where sixty small trees find what else matters.

    ## Silent when
    It is better on its training rows than the quick model on the test: then it learnt too much,
    not too little (see fit-memorises-training). Or chance may have made the difference.

    ## References
    Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 7.3;
    Friedman (2001), Greedy function approximation, doi:10.1214/aos/1013203451
    """
    lost = shortfall(given)
    if isinstance(lost, Unknown):
        yield lost
    elif lost > LARGEST_SHARE and not given.better(given.train, given.reference):
        yield Finding.at(
            message=f"{given.metric} is {given.test:.3g} on the test and {given.train:.3g} on "
            f"training; a quick model of the same columns has {given.reference:.3g} on the test",
            measure=lost,
            threshold=LARGEST_SHARE,
        )
