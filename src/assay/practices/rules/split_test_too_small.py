"""The test is too small to tell a good model from a bad one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

FEWEST_ROWS: Final = 100
"""Test rows; a share of them is known to ten points either way."""

FEWEST_OF_CLASS: Final = 20
"""Test rows of the rarer of two classes; recall is then known to twenty points either way."""


@rule(
    "split-test-too-small",
    severity="warning",
    remedy="Raise `split.test`, or collect more rows; until then read the interval, not the score.",
    practice="separate train, validation, test; stratified",
)
def check(split: SplitEvidence) -> Iterator[Finding]:
    """The test is too small to tell a good model from a bad one.

    ## Why
    With 100 rows the interval of an accuracy is twenty points wide. Whatever is chosen by such
    a test is chosen by luck.

    ## Example
    30 flowers in the test: 29 right is an accuracy between 83 % and 99 %.

    ## References
    Varoquaux (2018), Cross-validation failure: small sample sizes lead to large error bars,
    doi:10.1016/j.neuroimage.2017.06.061
    """
    test = split.part("test")
    if test.rows < FEWEST_ROWS:
        yield Finding.at(
            message=f"the test has {test.rows} rows", measure=test.rows, threshold=FEWEST_ROWS
        )
    elif len(test.shares) == 2:
        name, share = min(test.shares, key=lambda pair: pair[1])
        if (rows := round(share * test.rows)) < FEWEST_OF_CLASS:
            yield Finding.at(
                column=split.target,
                message=f"the test has {rows} rows of class '{name}'",
                measure=rows,
                threshold=FEWEST_OF_CLASS,
            )
