"""A class was made larger by repeating its rows before the split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.together import ClassRepeats, TogetherEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_REPEATED: Final = 0.1
"""Share of the class's rows that repeat another; fewer change little."""

LEAST_TWINS: Final = 0.1
"""Share of the class's test rows that equal a training row."""

TIMES_THE_OTHER: Final = 3.0
"""Times the share of the class that was left alone: equal rows by nature are in every class."""

FEWEST_REPEATED: Final = 10
"""Rows; fewer are a slip, not a method."""


@rule(
    "leak-oversampled-before-split",
    severity="error",
    remedy="Split first, then repeat rows of training only; or weight the classes instead.",
    practice="no leakage",
)
def check(together: TogetherEvidence) -> Iterator[Finding | Unknown]:
    """A class was made larger by repeating its rows before the split.

    ## Why
    Copies of one row fall on both sides. The model has seen the answer of the rare class's test
    rows, and the test's shares of the classes are not those of life.

    ## Example
    `RandomOverSampler().fit_resample(X, y)` before `train_test_split`.

    ## Silent when
    Rows repeat in every class, as in tables of few columns; or in training alone, which is
    honest. Unknown for sealed outcomes.

    ## References
    Kapoor & Narayanan (2023), Leakage and the reproducibility crisis (L1.2),
    doi:10.1016/j.patter.2023.100804; Santos et al. (2018), Cross-validation for imbalanced
    datasets, doi:10.1109/MCI.2018.2866730
    """
    if together.task == "regression":
        return
    if not together.tested:
        yield Unknown(reason="repeats by class are open: the outcomes of the test are sealed")
        return
    if len(together.repeats) < 2:
        return
    alone = max(together.repeats, key=lambda one: one.distinct)
    usual, usual_twins = _repeated(alone), _twins(alone)
    for one in together.repeats:
        repeated, twins = _repeated(one), _twins(one)
        if (
            one is alone
            or one.rows - one.distinct < FEWEST_REPEATED
            or repeated < max(LEAST_REPEATED, TIMES_THE_OTHER * usual)
            or twins < max(LEAST_TWINS, TIMES_THE_OTHER * usual_twins)
        ):
            continue
        yield Finding.at(
            message=f"{one.rows:,} rows of '{one.name}' are {one.distinct:,} different ones "
            f"({repeated:.1%} repeat, of '{alone.name}' {usual:.1%}), and {twins:.1%} of its "
            f"{one.rows_test:,} test rows equal a training row",
            measure=repeated,
            threshold=LEAST_REPEATED,
        )


def _repeated(one: ClassRepeats) -> float:
    return 1 - one.distinct / one.rows if one.rows else 0.0


def _twins(one: ClassRepeats) -> float:
    return one.twins_test / one.rows_test if one.rows_test else 0.0
