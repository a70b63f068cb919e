"""The model knows its training rows by heart, and others badly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.given import GivenModelEvidence, HeldBack, LogLosses
from assay.core.finding import Finding, Unknown
from assay.practices.gains import (
    BEST,
    DEVIATIONS,
    better_held_back,
    learnt_noise,
    shortfall,
    wrong_far_oftener,
)
from assay.practices.rule import rule

LARGEST_SHARE: Final = 0.1
"""Of what a quick model gains over the prior: less is a matter of taste between models."""


EXACT: Final = 0.999
"""Part of the R2 that can be reached on training, from which a model meets every row: a forest's
mean of trees does not."""

EXACT_RANKS: Final = 0.99
"""Part of what a perfect model gains on training, from which a model of classes knows each row."""

LARGEST_KEPT_OF_CLASSES: Final = 0.25
"""Part of it that is left on the test, where a quick model finds more, or surely no more is left:
what was met was then noise, whatever there is to know."""

LARGEST_KEPT: Final = 0.5
"""Part of it that is left on the test, where what was met was mostly noise."""


SURELY_KNOWN: Final = 0.9
"""Part of what can be known of classes that is known on training, in the metric of its author."""

LARGEST_LEFT: Final = 0.1
"""Part of it on the test, beyond the prior: next to nothing, whatever another model may know."""

LARGEST_LEFT_OF_LOSS: Final = 0.1
"""Of the bare shares' log-loss, on training: beyond the prior there is nothing left to learn."""


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
    boosted trees has 0.83. Or a log-loss of 0.00 on training and of 1.9 on the test, where the
    bare shares have 0.7.

    ## Silent when
    The gap is large but the test is as good as with a quick model: forests always know their
    training rows. (A model of numbers that meets each of them exactly, or as exactly as equal
    rows with different outcomes allow, knows their noise.) Or a quick model knows more, but this
    one would not if its own settings held it back (more rows in a leaf, more neighbours, a higher
    penalty): then it is of another kind, and not too free. Or the model is worse already on the
    rows it was fitted on (see fit-falls-short), and would be no better held back.

    ## References
    Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 7.2
    """
    lost = shortfall(given)
    known_more = not given.better(given.reference, given.train)
    if _interpolates(given):
        yield Finding.at(
            message=f"every training row is met as exactly as can be ({given.metric} "
            f"{given.train:.3g}), and of the test less than half as much is known "
            f"({given.test:.3g}; a quick model of the same columns has {given.reference:.3g})",
            measure=given.train,
            threshold=EXACT,
        )
    elif _by_heart(given):
        yield Finding.at(
            message=f"{given.metric} is {given.train:.3g} on training, and on the test "
            f"{given.test:.3g}, which is next to nothing beside the prior's {given.prior:.3g}; a "
            f"quick model of the same columns has {given.reference:.3g}"
            f"{_held_back(given.held_back)}",
            measure=given.train,
            threshold=EXACT_RANKS,
        )
    elif (losses := given.losses) is not None and _sure_of_noise(losses):
        yield Finding.at(
            message=f"log_loss is {losses.train:.3g} on training, and on the test "
            f"{losses.test:.3g}, where the bare shares have {losses.prior:.3g}: it is sure of what "
            "it does not know",
            measure=losses.test - losses.prior,
            threshold=0.0,
        )
    elif _in_vain(given):
        assert given.declared_train is not None and given.declared_score is not None
        yield Finding.at(
            message=f"{given.declared} is {given.declared_train:.3g} on training, and on the test "
            f"{given.declared_score:.3g}, which is next to nothing beside the prior's "
            f"{given.declared_prior:.3g}",
            measure=given.declared_train,
            threshold=SURELY_KNOWN,
        )
    elif isinstance(lost, Unknown):
        yield lost
    elif (lost > LARGEST_SHARE or wrong_far_oftener(given)) and (known_more or learnt_noise(given)):
        if not _too_free(given):
            return  # it knows less than another kind of model, and not for what it knows by heart
        yield Finding.at(
            message=f"{given.metric} is {given.train:.3g} on training and {given.test:.3g} on the "
            f"test, where a quick model of the same columns has {given.reference:.3g}"
            f"{_held_back(given.held_back)}",
            measure=lost,
            threshold=LARGEST_SHARE,
        )


def _too_free(given: GivenModelEvidence) -> bool:
    """Whether it would do better if its own settings held it back, as far as these are known."""
    return given.held_back is None or better_held_back(given)


def _held_back(held: HeldBack | None) -> str:
    if held is None:
        return ""
    settings = ", ".join(f"{name}={value}" for name, value in sorted(held.settings.items()))
    return f", and with {settings} it has {held.test:.3g} itself"


def _by_heart(given: GivenModelEvidence) -> bool:
    if given.task == "regression" or given.metric not in BEST:
        return False
    possible = BEST[given.metric] - given.prior
    if possible == 0:
        return False
    known, kept = ((score - given.prior) / possible for score in (given.train, given.test))
    at_best = kept + DEVIATIONS * given.test_error / abs(possible)
    if known < EXACT_RANKS or kept > LARGEST_KEPT_OF_CLASSES * known:
        return False
    surely = given.losses is None and at_best <= LARGEST_KEPT_OF_CLASSES * known
    return surely or (given.better(given.reference, given.test) and _too_free(given))


def _sure_of_noise(losses: LogLosses) -> bool:
    return losses.train <= LARGEST_LEFT_OF_LOSS * losses.prior and losses.least_behind_prior > 0


def _in_vain(given: GivenModelEvidence) -> bool:
    """Whether the metric of its author is next to perfect on training, and on the test nothing."""
    scores = given.declared_train, given.declared_score, given.declared_prior
    if given.task == "regression" or given.declared not in BEST or None in scores:
        return False
    train, test, prior = (float(score) for score in scores if score is not None)
    possible = BEST[given.declared] - prior
    if not math.isfinite(possible) or possible == 0:
        return False
    known, left = ((score - prior) / possible for score in (train, test))
    return known >= SURELY_KNOWN and left <= LARGEST_LEFT


def _interpolates(given: GivenModelEvidence) -> bool:
    """Whether as little as can be of the squared error is left on training, and much on the test.

    Where equal rows have different outcomes that is not next to nothing, and a table of their means
    is as exact: then another model has to know more.
    """
    told = given.explained
    if told is None or told.train <= 0 or told.train < EXACT * told.most:
        return False
    lost = shortfall(given)
    beaten = isinstance(lost, float) and lost > LARGEST_SHARE
    return told.test <= LARGEST_KEPT * told.train and (told.most >= EXACT or beaten)
