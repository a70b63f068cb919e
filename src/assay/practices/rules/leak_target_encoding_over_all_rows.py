"""A column is the outcome's mean by level, the test's outcomes included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.together import TogetherEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LEAST_FIT: Final = 0.6
"""Share of rows whose value is the formula's, to the last digit; levels may have merged."""

MOST_FIT_TRAIN: Final = 0.5
"""Share that training alone explains as well; an honest encoding is all of it."""


@rule(
    "leak-target-encoding-over-all-rows",
    severity="error",
    remedy="Encode after the split: means of training rows only, cross-fitted within training.",
    practice="no leakage",
    acts="leave-out",
)
def check(together: TogetherEvidence) -> Iterator[Finding | Unknown]:
    """A column is the outcome's mean by level, the test's outcomes included.

    ## Why
    The test's own outcomes are averaged into the column. For a level of a few rows the mean is
    nearly the answer, and the score counts it as skill.

    ## Example
    `table.groupby("city").bought.transform("mean")` before the split.

    ## Silent when
    The means are training's own, or from other rows. Unknown where a column looks like such a
    mean and the outcomes of the test are sealed.

    ## References
    Micci-Barreca (2001), A preprocessing scheme for high-cardinality categorical attributes,
    doi:10.1145/507533.507538; Prokhorenkova et al. (2018), CatBoost: unbiased boosting with
    categorical features, arXiv:1706.09516
    """
    for column in together.encoded:
        if column.fits < LEAST_FIT or column.fits_train > MOST_FIT_TRAIN:
            continue
        within = f" of '{column.source}'" if column.source else ""
        yield Finding.at(
            column=column.name,
            message=f"'{column.name}' is the {column.formula}{within} for '{column.of}' over both "
            f"sides in {column.fits:.1%} of {column.rows:,} rows ({column.levels} levels); "
            f"training alone gives {column.fits_train:.1%}",
            measure=column.fits,
            threshold=LEAST_FIT,
        )
    for name in together.encodings_open:
        yield Unknown(
            reason=f"'{name}' looks like the outcome's mean by level; whether the test took part "
            "is open, as its outcomes are sealed"
        )
