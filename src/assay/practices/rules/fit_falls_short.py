"""A quick model of the same columns knows more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.evidence.given import GivenModelEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.gains import learnt_noise, shortfall, wrong_far_oftener
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.1
"""Of what a quick model gains over the prior: less is a matter of taste between models."""

LARGEST_SHARE_OF_LOSS: Final = 0.25
"""The same in log-loss, which sound models of other kinds differ more in."""


@rule(
    "fit-falls-short",
    severity="warning",
    remedy="Let the model be more flexible: more depth, less penalty, interactions, other "
    "encodings; or take boosted trees.",
    practice="a simple baseline first",
)
def check(
    given: GivenModelEvidence, evaluation: EvaluationEvidence | None
) -> Iterator[Finding | Unknown]:
    """A quick model of the same columns knows more.

    ## Why
    The columns hold more than the model can express. It is as wrong on training as on the test,
    so that more rows would not help it.

    ## Example
    A single question (income below 20,000?) where sixty small trees find what else matters. Or a
    vote of half of all rows: their order is right, and each vote is next to the bare share.

    ## Silent when
    It is better on its training rows than the quick model on the test: then it learnt too much,
    not too little (see fit-memorises-training), as it did where it is worse on the test than on
    training and better on it if its own settings hold it back. Or chance may have made the
    difference.

    ## References
    Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 7.3;
    Friedman (2001), Greedy function approximation, doi:10.1214/aos/1013203451
    """
    lost = shortfall(given)
    known_less = given.better(given.reference, given.train) and not learnt_noise(given)
    if isinstance(lost, Unknown):
        yield lost
    elif (lost > LARGEST_SHARE or wrong_far_oftener(given)) and known_less:
        yield Finding.at(
            message=f"{given.metric} is {given.test:.3g} on the test and {given.train:.3g} on "
            f"training; a quick model of the same columns has {given.reference:.3g} on the test",
            measure=lost,
            threshold=LARGEST_SHARE,
        )
    else:
        yield from _too_timid(given, evaluation)


def _too_timid(
    given: GivenModelEvidence, evaluation: EvaluationEvidence | None
) -> Iterator[Finding]:
    """Find probabilities that stay so near to the bare shares that they say far too little."""
    losses = given.losses
    calibration = None if evaluation is None else evaluation.calibration
    if losses is None or calibration is None or (calibration.slope_low or 0.0) <= 1:
        return
    possible = losses.prior - losses.reference
    missed = losses.test - losses.reference
    surely = losses.least_behind_reference > LARGEST_SHARE * possible
    if possible > 0 and missed > LARGEST_SHARE_OF_LOSS * possible and surely:
        yield Finding.at(
            message=f"log_loss is {losses.test:.3g} on the test and {losses.train:.3g} on "
            f"training, next to the bare shares' {losses.prior:.3g}; a quick model of the same "
            f"columns has {losses.reference:.3g}",
            measure=missed / possible,
            threshold=LARGEST_SHARE_OF_LOSS,
        )
