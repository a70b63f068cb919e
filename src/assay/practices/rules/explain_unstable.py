"""Refits explain the same predictions by other columns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import ExplanationEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_STABILITY: Final = 0.7
"""Mean rank correlation between refits; from here on the first columns stay the same."""

FEWEST_COLUMNS: Final = 5
"""Columns; the order of fewer flips by one swap."""


@rule(
    "explain-unstable",
    severity="warning",
    remedy="Read the explanations as of a family of columns, not of one; leave out near-copies, "
    "or collect rows.",
    practice="local explanations for critical predictions",
)
def check(explanation: ExplanationEvidence) -> Iterator[Finding | Unknown]:
    """Refits explain the same predictions by other columns.

    ## Why
    If the importance of columns changes with the rows left out, an explanation given to a
    customer is an accident of the draw.

    ## Example
    Income first in one refit and fifth in the next, since it moves with the postcode.

    ## References
    Hooker, Mentch & Zhou (2021), Unrestricted permutation forces extrapolation,
    doi:10.1007/s11222-021-10057-z; Alvarez-Melis & Jaakkola (2018), On the robustness of
    interpretability methods, arXiv:1806.08049
    """
    if explanation.stability is None or math.isnan(explanation.stability):
        yield Unknown(reason="no two fits could be compared")
    elif explanation.stability < SMALLEST_STABILITY:
        seen = f"importances of refits agree with {explanation.stability:.2f} (Spearman)"
        if len(explanation.importances) < FEWEST_COLUMNS:
            yield Unknown(reason=f"{seen}, but of {len(explanation.importances)} columns only")
        else:
            yield Finding.at(
                message=seen, measure=explanation.stability, threshold=SMALLEST_STABILITY
            )
