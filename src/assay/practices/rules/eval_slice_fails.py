"""The model fails on a part of the rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

LARGEST_RATIO: Final = 1.5
"""Loss within over loss outside, and significant after control of false discoveries."""

FEWEST_ROWS: Final = 30
"""Test rows of the slice; one bad row among fewer is not a pattern."""


@rule(
    "eval-slice-fails",
    severity="warning",
    remedy="Look at these rows: collect more of them, derive what tells them apart, or exclude "
    "them from the intended use in [card].",
    practice="error analysis by hand",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """The model fails on a part of the rows.

    ## Why
    A good mean hides a part of the world where the model does not work. The people in it meet
    nothing else.

    ## Example
    Good on all airlines, twice the loss on the one that joined last.

    ## Silent when
    The part is worse by less than half: some rows are harder by nature, as those of a more
    frequent class.

    ## References
    Chung et al. (2020), Automated data slicing for model validation,
    doi:10.1109/TKDE.2019.2916074; Eyuboglu et al. (2022), Domino, arXiv:2203.14960
    """
    for part in evaluation.slices:
        ratio = part.loss / part.loss_rest if part.loss_rest > 0 else math.inf
        if ratio < LARGEST_RATIO or not part.worse:
            continue
        seen = (
            f"{part.condition}: {evaluation.loss_name} {part.loss:.4g} in {part.rows:,} rows, "
            f"{part.loss_rest:.4g} in the others"
        )
        if part.rows < FEWEST_ROWS:
            yield Unknown(reason=f"{seen}, too few rows to tell")
        else:
            yield Finding.at(
                columns=part.columns, message=seen, measure=ratio, threshold=LARGEST_RATIO
            )
