"""A part of the rows looks bad, and is too small to tell."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule
from assay.practices.rules.eval_slice_fails import FEWEST_ROWS, LARGEST_RATIO


@rule(
    "eval-slice-too-small",
    severity="info",
    remedy="Collect more such rows before the model is used on them, or exclude them from the "
    "intended use in [card].",
    practice="error analysis by hand",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding]:
    """A part of the rows looks bad, and is too small to tell.

    ## Why
    It may be chance, it may be a group that the model does not serve. The test cannot say, and
    that should be known.

    ## Example
    Eleven customers above 85 years, with three times the loss.

    ## References
    Chung et al. (2020), doi:10.1109/TKDE.2019.2916074
    """
    for part in evaluation.slices:
        ratio = part.loss / part.loss_rest if part.loss_rest > 0 else math.inf
        if part.rows < FEWEST_ROWS and ratio >= LARGEST_RATIO:
            yield Finding.at(
                columns=part.columns,
                message=f"{part.condition}: {evaluation.loss_name} {part.loss:.4g} in {part.rows} "
                f"rows, {part.loss_rest:.4g} in the others",
                measure=part.rows,
                threshold=FEWEST_ROWS,
            )
