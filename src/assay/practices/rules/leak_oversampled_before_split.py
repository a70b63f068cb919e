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

MOST_DISTINCT: Final = 0.85
"""Of the different rows of the class left alone; nobody makes more of a class that is as large."""

LEAST_LEAD: Final = 0.1
"""Share that repeats beyond the other class's, where the classes are equal to the row."""

MOST_CROWDED: Final = 0.5
"""Share of the repeated rows with more neighbours than equals; then chance may repeat them."""

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
    honest. A warning where rows that differ in one column are more than those that are equal: then
    few values tell rows apart. Unknown for sealed outcomes.

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
    for one in together.repeats:
        seen = _seen(one, alone)
        if one.distinct > MOST_DISTINCT * alone.distinct or seen is None:
            continue
        if _exceeds(one, alone) or (
            one.rows == alone.rows and _repeated(one) >= _repeated(alone) + LEAST_LEAD
        ):
            yield Finding.at(
                message=seen,
                measure=_repeated(one),
                threshold=LEAST_REPEATED,
                severity="warning" if one.crowded > MOST_CROWDED else None,
            )
        elif _repeated(one) >= _repeated(alone) + LEAST_LEAD:
            yield Unknown(reason=f"{seen}; rows of few columns may also be equal by chance")


def _seen(one: ClassRepeats, alone: ClassRepeats) -> str | None:
    if one.rows - one.distinct < FEWEST_REPEATED or _repeated(one) < LEAST_REPEATED:
        return None
    if _twins(one) < LEAST_TWINS:
        return None
    return (
        f"{one.rows:,} rows of '{one.name}' are {one.distinct:,} different ones "
        f"({_repeated(one):.1%} repeat, of '{alone.name}' {_repeated(alone):.1%}), and "
        f"{_twins(one):.1%} of its {one.rows_test:,} test rows equal a training row"
    )


def _exceeds(one: ClassRepeats, alone: ClassRepeats) -> bool:
    return _repeated(one) >= TIMES_THE_OTHER * _repeated(alone) and _twins(
        one
    ) >= TIMES_THE_OTHER * _twins(alone)


def _repeated(one: ClassRepeats) -> float:
    return 1 - one.distinct / one.rows if one.rows else 0.0


def _twins(one: ClassRepeats) -> float:
    return one.twins_test / one.rows_test if one.rows_test else 0.0
