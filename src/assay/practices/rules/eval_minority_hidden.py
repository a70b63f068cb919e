"""The score looks good, and a class is not found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.given import GivenModelEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.chance import wilson
from assay.practices.rule import rule

HIDING: Final = ("accuracy",)
"""Metrics that weigh each row alike, so that a rare class hardly counts."""

GOOD: Final = 0.75
"""Of the metric: below it nobody takes the score for a good one."""

LARGEST_RECALL: Final = 0.1
"""Upper bound of the share found: nine of ten are missed."""

LARGEST_SHARE: Final = 0.3
"""Of the class among the test rows; a larger one would show in the score."""


@rule(
    "eval-minority-hidden",
    severity="error",
    remedy="Judge by balanced_accuracy, average_precision or log_loss, and set the threshold by "
    "what mistakes cost.",
    practice="no raw accuracy on imbalanced data",
)
def check(given: GivenModelEvidence) -> Iterator[Finding | Unknown]:
    """The score looks good, and a class is not found.

    ## Why
    Where one class is rare, a model that never says it has a fine accuracy. Often the rare class
    is what the model was built for.

    ## Example
    94 % accuracy on loans, of whose defaults the model finds none. Or 66 % of three answers, where
    the model gives the most frequent one to every row: that is its share, and says nothing else.

    ## Silent when
    The work is judged by a metric that such a class weighs in.

    ## References
    Provost, Fawcett & Kohavi (1998), The case against accuracy estimation, ICML; He & Garcia
    (2009), Learning from imbalanced data, doi:10.1109/TKDE.2008.239
    """
    value = given.declared_score
    if given.declared not in HIDING or value is None:
        return
    if value < GOOD and not _says_one_class(given):
        return
    for one in given.classes:
        if not one.rows or one.share > LARGEST_SHARE:
            continue
        recall, (_, high) = one.found / one.rows, wilson(one.found, one.rows)
        if recall > LARGEST_RECALL:
            continue
        seen = (
            f"{given.declared} is {value:.1%}, and of {one.rows:,} test rows of '{one.name}' the "
            f"model finds {one.found:,}"
        )
        if high > LARGEST_RECALL:
            yield Unknown(reason=f"{seen}: too few to tell")
        else:
            yield Finding.at(message=seen, measure=recall, threshold=LARGEST_RECALL)


def _says_one_class(given: GivenModelEvidence) -> bool:
    """Whether one class is always found and no other ever, so that accuracy is its share."""
    found = [one for one in given.classes if one.found]
    return len(found) == 1 and found[0].found == found[0].rows
