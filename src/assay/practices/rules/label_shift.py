"""Outcomes of the test are spread otherwise than those of training."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.labels import LabelsEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

DEVIATIONS: Final = 3.5
"""Standard errors of a difference of shares; an unstratified draw exceeds them once in 2,000."""

SMALLEST_GAP: Final = 0.02
"""Difference of a class's shares that moves a threshold or a calibration."""

SMALLEST_RATIO: Final = 1.2
"""Factor between the shares of a class: 5 % and 6 % of rows are another base rate."""

SMALLEST_DISTANCE: Final = 0.1
"""Largest difference of the distribution functions: a tenth of the rows changed places."""

LARGEST_P: Final = 1e-4
"""Of a distance by random assignment; a hundred honest tables are silent."""


@rule(
    "label-shift",
    severity="warning",
    remedy="Find out why: another period, another population, rows that were filtered on one "
    "side. If the test is how the world is, weight training rows or calibrate again; if it is "
    "not, draw the test anew.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence, labels: LabelsEvidence | None) -> Iterator[Finding | Unknown]:
    """Outcomes of the test are spread otherwise than those of training.

    ## Why
    Threshold, calibration and prior are fitted to training's base rate. Where the test has
    another, its score answers for another world than the one the model was made for.

    ## Example
    Healthy patients were filtered from the test, and half of it is ill instead of a fifth.

    ## Silent when
    The difference is what a random draw gives, or too small to matter. A numeric target whose
    test values are sealed is unknown.

    ## References
    Saerens, Latinne & Decaestecker (2002), Adjusting the outputs of a classifier to new a
    priori probabilities, doi:10.1162/089976602753284446; Lipton, Wang & Smola (2018), Detecting
    and correcting for label shift with black box predictors, ICML
    """
    if labels is not None and not labels.tested and not split.part("test").shares:
        yield Unknown(reason=f"the test's values of '{labels.target}' may not be seen")
    elif any(part.shares for part in split.parts):
        yield from _of_classes(split)
    elif labels is not None and labels.shift is not None:
        yield from _of_numbers(labels)


def _of_classes(split: SplitEvidence) -> Iterator[Finding]:
    train, test = split.part("train"), split.part("test")
    learnt, tested = dict(train.shares), dict(test.shares)
    if not learnt or not tested:
        return
    found = []
    for name in dict.fromkeys([*learnt, *tested]):
        before, after = learnt.get(name, 0.0), tested.get(name, 0.0)
        gap = abs(after - before)
        pooled = (before * train.rows + after * test.rows) / (train.rows + test.rows)
        error = math.sqrt(pooled * (1 - pooled) * (1 / train.rows + 1 / test.rows))
        larger, smaller = max(before, after), min(before, after)
        ratio = larger >= SMALLEST_RATIO * smaller or 1 - smaller >= SMALLEST_RATIO * (1 - larger)
        if gap >= max(SMALLEST_GAP, DEVIATIONS * error) and ratio:
            found.append((round(gap, 9), -before, name, before, after))
    if found:
        gap, _, name, before, after = max(found)
        yield Finding.at(
            column=split.target,
            message=f"class '{name}' is {before:.1%} of {train.rows:,} training rows and "
            f"{after:.1%} of {test.rows:,} test rows",
            measure=gap,
            threshold=SMALLEST_GAP,
        )


def _of_numbers(labels: LabelsEvidence) -> Iterator[Finding]:
    shift = labels.shift
    if shift is None or shift.distance < SMALLEST_DISTANCE or shift.p_value > LARGEST_P:
        return
    yield Finding.at(
        column=labels.target,
        message=f"the values of '{labels.target}' differ: the median is "
        f"{shift.median_train:.4g} in training and {shift.median_test:.4g} in the test, and the "
        f"distribution functions lie {shift.distance:.2f} apart",
        measure=shift.distance,
        threshold=SMALLEST_DISTANCE,
    )
