"""A part of the test is too small to say how the model does on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

FEWEST_ROWS: Final = 30
"""Test rows of a group; a share among fewer is known to eighteen points either way at best."""


@rule(
    "eval-slice-too-small",
    severity="info",
    remedy="Collect more such rows before the model is used on them, or exclude them from the "
    "intended use in [card].",
    practice="error analysis by hand",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding]:
    """A part of the test is too small to say how the model does on it.

    ## Why
    It may be that the model does not serve these people; the test cannot say, and that should be
    known. Silence about a small group is not good news of it.

    ## Example
    Eleven customers above 85 years; nine test rows of one sex.

    ## References
    Chung et al. (2020), Automated data slicing for model validation,
    arXiv:1807.06068
    """
    if evaluation.slices_examined == 0 and _judged_by_parts(evaluation):
        yield Finding.at(
            message=f"no part of the {evaluation.rows:,} test rows was large enough to examine",
            measure=evaluation.rows,
            threshold=2 * FEWEST_ROWS,
        )
    for part in evaluation.slices:
        if part.rows < FEWEST_ROWS and part.loss > part.loss_rest:
            yield Finding.at(
                columns=part.columns,
                message=f"{part.condition}: {evaluation.loss_name} {part.loss:.4g} in "
                f"{part.rows} rows, {part.loss_rest:.4g} in the others",
                measure=part.rows,
                threshold=FEWEST_ROWS,
            )
    small = {
        (fairness.column, group.name): group.rows
        for fairness in evaluation.fairness
        for group in fairness.groups
        if group.rows < FEWEST_ROWS
    }
    for (column, name), rows in small.items():
        yield Finding.at(
            column=column,
            message=f"{column} = '{name}' has {rows} test rows",
            measure=rows,
            threshold=FEWEST_ROWS,
        )


def _judged_by_parts(evaluation: EvaluationEvidence) -> bool:
    """Whether parts were looked for: scores that are no probabilities tell nothing of them."""
    return evaluation.task == "regression" or evaluation.calibration is not None
