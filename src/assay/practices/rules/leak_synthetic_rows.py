"""Rows were made between others of their class before the split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.together import BetweenRows, TogetherEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_BETWEEN: Final = 0.015
"""Share of the examined rows that lie on a line between two others."""

LEAST_SURE: Final = 0.05
"""Share from which it is an error: prices in steps lie on a line now and then."""

FEWEST_BETWEEN: Final = 4
"""Rows; fewer may be an accident of round values."""

TIMES_THE_OTHER: Final = 3.0
"""Times the share of the class where it is rarest: lines by nature are in every class."""

FEWEST_FINER: Final = 2
"""Columns of round values in which one class alone has long fractions."""


@rule(
    "leak-synthetic-rows",
    severity="error",
    remedy="Split first, then make rows from training only; test on rows that were measured.",
    practice="no leakage",
)
def check(together: TogetherEvidence) -> Iterator[Finding | Unknown]:
    """Rows were made between others of their class before the split.

    ## Why
    A row made between two others carries both. Where it stands in the test and they in training,
    or the other way round, the model is asked what it was told, and rows that nobody measured
    decide the score.

    ## Example
    `SMOTE().fit_resample(X, y)` before `train_test_split`.

    ## Silent when
    No such line crosses the border of the split, as when rows are made in training only; or every
    class has them, as tables of round values do. Where a few rows of a hundred do, it is a warning.
    Unknown for sealed outcomes.

    ## References
    Chawla, Bowyer, Hall & Kegelmeyer (2002), SMOTE, doi:10.1613/jair.953; Santos et al. (2018),
    Cross-validation for imbalanced datasets, doi:10.1109/MCI.2018.2866730
    """
    if not together.tested:
        yield Unknown(reason="rows between others are open: the outcomes of the test are sealed")
        return
    examined = [one for one in together.between if one.examined]
    usual = min((_share(one) for one in examined), default=0.0) if len(examined) > 1 else 0.0
    for one in together.between:
        share = _share(one)
        named = f" of '{one.name}'" if one.name else ""
        if one.between >= FEWEST_BETWEEN and share >= max(LEAST_BETWEEN, TIMES_THE_OTHER * usual):
            yield Finding.at(
                rows=one.places,
                message=f"{one.between} of {one.examined} examined rows{named} lie exactly "
                f"between two others, across the border of the split, in {one.columns} columns "
                f"(where it is rarest, {usual:.1%})",
                measure=share,
                threshold=LEAST_BETWEEN,
                severity=None if share >= LEAST_SURE else "warning",
            )
        elif len(one.finer) >= FEWEST_FINER:
            yield Finding.at(
                columns=one.finer,
                message=f"in {len(one.finer)} columns of round values only rows{named} have long "
                f"fractions, at least {one.finer_share:.1%} of them, on both sides",
                measure=one.finer_share,
            )


def _share(one: BetweenRows) -> float:
    return one.between / one.examined if one.examined else 0.0
