"""The model treats the groups of a sensitive column apart."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule


@rule(
    "fair-gap",
    severity="error",
    remedy="Look at the groups in the report: collect rows of the worse one, change the "
    "threshold or the features; if the law or the purpose asks for it, waive it with the "
    "reason.",
    practice="model card: performance, use, limits, fairness",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """The model treats the groups of a sensitive column apart.

    ## Why
    A gap between groups that the data shows beyond chance is harm to people who cannot see it,
    and in many fields unlawful.

    ## Example
    Loans granted to 62 % of men and 41 % of women with the same repayment.

    ## References
    Hardt, Price & Srebro (2016), Equality of opportunity, arXiv:1610.02413; Mitchell et al.
    (2019), Model cards, doi:10.1145/3287560.3287596
    """
    if not evaluation.fairness:
        yield Unknown(reason="evaluate.sensitive names no column to examine")
    for fairness in evaluation.fairness:
        seen = (
            f"{fairness.criterion} of '{fairness.column}' differs by {fairness.difference:.3f} "
            f"[{fairness.low:.3f}, {fairness.high:.3f}], allowed are {fairness.allowed:.3f}"
        )
        if fairness.verdict == "fail":
            yield Finding.at(
                column=fairness.column,
                message=seen,
                measure=fairness.difference,
                threshold=fairness.allowed,
                key="evaluate.allowed_gap",
            )
        elif fairness.verdict == "cannot tell":
            yield Unknown(reason=seen)
