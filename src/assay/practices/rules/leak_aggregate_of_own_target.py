"""A column summarises the target over rows that include the row itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.answers import AggregateLeak, AnswersEvidence
from assay.core.evidence.data import ColumnsEvidence, LeakEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_EXACTNESS: Final = 0.95
"""Share of rows on which it is exact: arithmetic, not correlation."""

MOST_ROWS_PER_GROUP: Final = 5.0
"""Median rows with one key, over training alone: the row's own outcome is a fifth of the mean."""

SMALLEST_ON_CURVE: Final = 0.99
"""Share of rows whose target follows from the column by one curve: it is the target itself."""

OVER: Final = {
    "both": "training and test together",
    "own": "the rows of its own side",
    "train": "training, the row itself included",
    "unknown": "training at least, the row itself included",
}
"""What the summary was computed over, in words."""


@rule(
    "leak-aggregate-of-own-target",
    severity="error",
    remedy="Compute it after the split, from training alone, and for training rows from other "
    "folds or earlier rows; or leave it out (`data.leave_out`).",
    practice="no leakage",
    acts="leave-out",
)
def check(
    answers: AnswersEvidence, columns: ColumnsEvidence | None, leaks: LeakEvidence | None
) -> Iterator[Finding | Unknown]:
    """A column summarises the target over rows that include the row itself.

    ## Why
    A mean outcome by customer, town or product holds the row's own outcome. In a group of three
    a third of the feature is the answer; and if the test's outcomes went into it, the test no
    longer measures what will happen with rows whose outcome is not yet there.

    ## Example
    `town_default_rate` computed on the whole table, then a random split.

    ## Silent when
    It was computed from training alone and its groups are large, as an honest encoding of a
    category is. Or it is the target itself in every row (see `leak-target-copy`). What the test's
    outcomes would show is unknown if they are not given.

    ## References
    Micci-Barreca (2001), A preprocessing scheme for high-cardinality categorical attributes in
    classification and prediction problems, doi:10.1145/507533.507538; Prokhorenkova et al. (2018),
    CatBoost: unbiased boosting with categorical features, arXiv:1706.09516
    """
    if answers.sampled:
        yield Unknown(reason="an aggregate is exact over all rows only, and a sample was looked at")
    copies = {
        one.name
        for one in (() if leaks is None else leaks.columns)
        if one.copies_target or one.on_curve >= SMALLEST_ON_CURVE
    }
    for found in answers.aggregates:
        if found.exactness < SMALLEST_EXACTNESS or (
            columns is not None and found.column not in columns.used
        ):
            continue
        if found.column in copies:
            continue
        if found.over in ("both", "own") or found.rows_per_group <= MOST_ROWS_PER_GROUP:
            yield Finding.at(
                column=found.column,
                message=_seen(found, answers.target),
                measure=found.exactness,
                threshold=SMALLEST_EXACTNESS,
            )
        elif found.over == "unknown":
            yield Unknown(
                reason=f"{_seen(found, answers.target)}; without the outcomes of the test it is "
                "open whether those went into it"
            )


def _seen(found: AggregateLeak, target: str) -> str:
    by = " and ".join(f"'{name}'" for name in found.key if name != found.column)
    return (
        f"'{found.column}' is the {found.summary} of '{target}'{f' by {by}' if by else ''} over "
        f"{OVER[found.over]}: {found.groups:,} groups of {found.rows_per_group:.0f} rows (median), "
        f"exact in {found.exactness:.1%}"
    )
