"""The code of the model lets the answer into what it learns from."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Final

from assay.core.evidence.given import CameFitted, GivenCodeEvidence, Remembered
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

MOST_DEVIATIONS: Final = 4.0
"""Standard errors: chance gives as many in one of 30,000 audits."""

SMALLEST_SKILL: Final = 0.1
"""Share of the variance; a fit to chance tells as much once in a while, but not in every draw."""

FEWEST_FITS: Final = 5
"""On exchanged outcomes; each may lean towards the truth by chance."""

SMALLEST_CORRELATION: Final = 0.03
"""Of predicted with exchanged outcome; less moves no score that anybody quotes."""

FEWEST_ROUNDS: Final = 2
"""Of fits that remember an earlier one."""

MOST_BY_CHANCE: Final = 0.001
"""Of draws in each round, that know as much: all do once in 250,000 audits, with two looks each."""

FEWEST_COPIES: Final = 3
"""Of a model that came fitted."""

SURELY: Final = 3.1
"""Standard errors, by which it is better than each copy: chance gives as many once in 1,000."""

MOST_CLOSED: Final = 0.6
"""Part of what copies lose from training to test, that it does not lose: ever more rows of training
close half of it."""

ALL_CLOSED: Final = 0.8
"""The same, from which on more rows of training hardly explain it: then it is an error."""

MOST_FALLEN: Final = 0.25
"""Of the same: it does on the test as on training, where copies of it do not."""

LEAST_KEPT: Final = 0.5
"""Of its gain over the prior on training: who met the test keeps it there."""

MOST_ABOVE: Final = 0.25
"""Of the same, on training: one that is better than copies there knows more than they, and did not
only meet the test."""


@rule(
    "leak-in-code",
    severity="error",
    remedy="Split first; fit every step on training rows alone, in a Pipeline, and make no feature "
    "of the outcome.",
    practice="no leakage",
)
def check(code: GivenCodeEvidence) -> Iterator[Finding | Unknown]:
    """The code of the model lets the answer into what it learns from.

    ## Why
    A scaler, selection or encoding that is fitted before the split knows the test. A feature made
    of the outcome knows the answer. Either is gone when the model meets a row without one.

    ## Example
    `SelectKBest(k=20).fit_transform(X, y)` and then `train_test_split`. Or code that still predicts
    the outcomes of the test when all outcomes were exchanged at random: it read them. Or an
    estimator that was fitted on exchanged outcomes, and still predicts the test: it has a table of
    answers, or was fitted before. That is a warning: a rule that was written down before anybody
    saw the data does so too. Or a fit that knows the outcomes which an earlier fit was given, in
    a class or a module that all copies share: in cross-validation it knows every fold but the
    first. Or an estimator that comes fitted, and does on the test as on training, where copies of
    it that are fitted on training alone do far worse: the test was among what it learnt from.

    ## Silent when
    What is fitted first learns names alone (one-hot and ordinal codes), or is fitted on rows that
    were split before. A lag of the outcome (`shift`) is known in time. Code that a function of
    rows never comes to does not count; where the function makes a model only, it is a warning.

    ## References
    Kapoor & Narayanan (2023), Leakage and the reproducibility crisis,
    doi:10.1016/j.patter.2023.100804; Yang, Brower-Sinning, Lewis & Kästner (2022), Data leakage in
    notebooks: static detection and better processes, doi:10.1145/3551349.3556918; Ojala & Garriga
    (2010), Permutation tests for studying classifier performance, JMLR 11
    """
    for fault in code.faults:
        beside = "" if fault.called else ", in code that the function named does not come to"
        yield Finding.at(
            message=f"{fault.file}, line {fault.line}: {fault.what}{beside}",
            severity=None if fault.called else "warning",
        )
    yield from _untaught(code)
    if code.remembered is not None:
        yield from _remembering(code.remembered)
    if code.came_fitted is not None:
        yield from _knows_test(code.came_fitted)
    if code.shuffled is None:
        if code.reason:
            yield Unknown(reason=f"exchanged outcomes were not tried: {code.reason}")
        return
    mean = fmean(code.shuffled.correlations)
    if code.shuffled.deviations > MOST_DEVIATIONS and mean > SMALLEST_CORRELATION:
        yield Finding.at(
            message="with all outcomes exchanged at random, predictions still correlate with those "
            f"of the test by {mean:.2f} ({code.shuffled.deviations:.0f} standard errors): the code "
            "reads them",
            measure=mean,
            threshold=SMALLEST_CORRELATION,
        )


def _untaught(code: GivenCodeEvidence) -> Iterator[Finding]:
    if len(code.untaught) >= FEWEST_FITS and min(code.untaught) > SMALLEST_SKILL:
        told = fmean(code.untaught)
        yield Finding.at(
            message="fitted on outcomes that were exchanged at random it still tells "
            f"{told:.0%} of how the test's outcomes vary: it knows them from elsewhere, such as a "
            "table of answers or an earlier fit",
            measure=min(code.untaught),
            threshold=SMALLEST_SKILL,
            severity="warning",
        )


def _remembering(fits: Remembered) -> Iterator[Finding]:
    """Find fits that know what an earlier one was told."""
    mean = fmean(fits.correlations)
    enough = len(fits.by_chance) >= FEWEST_ROUNDS
    if enough and max(fits.by_chance) <= MOST_BY_CHANCE and mean > SMALLEST_CORRELATION:
        yield Finding.at(
            message="a fresh copy that was fitted on other rows knows the outcomes, exchanged at "
            f"random, that an earlier one was given (correlation {mean:.2f}): what is learnt "
            "outlives a fit, in a class, a module or a file, and folds of a cross-validation see "
            "each other",
            measure=mean,
            threshold=SMALLEST_CORRELATION,
        )


def _knows_test(came: CameFitted) -> Iterator[Finding]:
    """Find a model that came fitted on rows of the test too."""
    surely = len(came.deviations) >= FEWEST_COPIES and min(came.deviations) > SURELY
    if not surely or came.closed < MOST_CLOSED or came.above > MOST_ABOVE:
        return
    if came.kept < LEAST_KEPT:
        return  # copies fail on rows far from all others, and so does it
    like_training = came.closed >= ALL_CLOSED and came.fell <= MOST_FALLEN
    yield Finding.at(
        message=f"as it came fitted, {came.metric} is {came.train:.3g} on training and "
        f"{came.test:.3g} on the test; fitted anew on training alone it is {came.anew_train:.3g} "
        f"and {came.anew_test:.3g}: rows of the test, or many more than those of training, were "
        "among what it learnt from",
        measure=came.closed,
        threshold=MOST_CLOSED,
        severity=None if like_training else "warning",
    )
