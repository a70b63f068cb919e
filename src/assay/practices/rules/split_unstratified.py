"""Class shares of training and test differ, though the split is random."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

LARGEST_GAP: Final = 0.01
"""Difference of shares that no rounding of a stratified split exceeds on a usual table."""

DEVIATIONS: Final = 3.0
"""Standard errors: even an unstratified draw stays within them, mostly."""


@rule(
    "split-unstratified",
    severity="warning",
    remedy="Use `split.kind = 'random'`, which stratifies by class, or a larger test.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence) -> Iterator[Finding]:
    """Class shares of training and test differ, though the split is random.

    ## Why
    The threshold, the calibration and the prior fit a world that the test does not show, and
    the score moves for a reason that is not the model.

    ## Example
    8 % positives in training and 12 % in the test, after rows were taken in file order.

    ## Silent when
    The split is by group or time: there shares differ for good reasons. Or the outcomes of the
    test are sealed.

    ## References
    Kohavi (1995), A study of cross-validation and bootstrap, IJCAI
    """
    if split.kind != "random":
        return
    train, test = split.part("train"), split.part("test")
    tested = dict(test.shares)
    if not tested:
        return
    gaps = []
    for name, share in train.shares:
        gap = abs(tested.get(name, 0.0) - share)
        error = math.sqrt(share * (1 - share) * (1 / max(1, train.rows) + 1 / max(1, test.rows)))
        if gap > (allowed := max(LARGEST_GAP, DEVIATIONS * error)):
            gaps.append((round(gap / allowed, 6), -share, name, gap, allowed))
    if gaps:
        _, share, name, gap, allowed = max(gaps)
        yield Finding.at(
            column=split.target,
            message=f"class '{name}' is {-share:.1%} of training and "
            f"{tested.get(name, 0.0):.1%} of the test",
            measure=gap,
            threshold=allowed,
        )
