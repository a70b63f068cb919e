"""A column with many categories is one-hot encoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

MOST_OUTPUTS: Final = 50
"""Inputs of one column, after rare categories are merged."""


@rule(
    "fit-one-hot-high-cardinality",
    severity="warning",
    remedy="Set `features.encode` of the column to 'target', or merge rare categories.",
    practice="one-hot for few, target encoding for many categories",
)
def check(fit: FitEvidence) -> Iterator[Finding]:
    """A column with many categories is one-hot encoded.

    ## Why
    Hundreds of columns of zeros: each with too few rows to learn from, all of them slow to fit
    and to serve, and trees seldom find a split among them.

    ## Example
    900 towns, each a column.

    ## References
    Pargent et al. (2022), Regularized target encoding, doi:10.1007/s00180-022-01207-6; Cerda &
    Varoquaux (2022), doi:10.1109/TKDE.2020.2992529
    """
    for encoded in fit.encoders:
        if encoded.encoder == "one-hot" and encoded.outputs > MOST_OUTPUTS:
            yield Finding.at(
                column=encoded.column,
                message=f"'{encoded.column}' becomes {encoded.outputs:,} inputs for "
                f"{encoded.cardinality:,} categories",
                measure=encoded.outputs,
                threshold=MOST_OUTPUTS,
                key="features.encode",
            )
