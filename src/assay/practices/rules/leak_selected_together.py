"""Columns were selected by their association with the target, the test's included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.together import TogetherEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

FEWEST_MISSING: Final = 9.0
"""Columns that must lie below the edge and do not: chance of none is 1 in 8,000."""

CLEARER_THAN_TRAIN: Final = 2.0
"""Times that the edge over both sides must be sharper than that of training alone."""

SMALLEST_EDGE: Final = 1.0
"""In standard errors; a lower cut-off keeps nearly everything."""


@rule(
    "leak-selected-together",
    severity="error",
    remedy="Split first; select columns by training rows only, within each fold.",
    practice="no leakage",
)
def check(together: TogetherEvidence) -> Iterator[Finding | Unknown]:
    """Columns were selected by their association with the target, the test's included.

    ## Why
    Of many columns some are associated with the outcome by luck. If the test's rows took part in
    the choice, their luck is in the score, and a model of pure noise looks good.

    ## Example
    The best 50 of 5,000 genes by their correlation in all rows, then a split: not one column has
    an association below 2.9 standard errors over both sides, and thirty lie just above.

    ## Silent when
    The associations thin out towards zero, as measured columns do; or stop as sharply in training
    alone, as an honest selection leaves them. Unknown with fewer than fifteen columns of numbers,
    or where the outcomes of the test are sealed.

    ## References
    Ambroise & McLachlan (2002), Selection bias in gene extraction, doi:10.1073/pnas.102102699;
    Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, 7.10.2
    """
    if together.selection_open is not None:
        yield Unknown(reason=f"columns selected with the test: {together.selection_open}")
    for one in together.selections:
        if (
            one.edge < SMALLEST_EDGE
            or one.missing < FEWEST_MISSING
            or one.missing < CLEARER_THAN_TRAIN * one.missing_train
        ):
            continue
        named = f" named '{one.named}'" if one.named else ""
        yield Finding.at(
            columns=one.names,
            message=f"of {one.columns} columns{named} none has an association with the target "
            f"below {one.edge:.2f} standard errors over both sides, where at least "
            f"{one.missing:.0f} would be expected (by training alone {one.missing_train:.0f})",
            measure=one.missing,
            threshold=FEWEST_MISSING,
        )
