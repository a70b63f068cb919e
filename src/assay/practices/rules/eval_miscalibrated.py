"""Predictions are off from what happens."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import EvaluationEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

SMALLEST_ERROR: Final = 0.03
"""Mean gap in probability, for classes: three points; less changes no decision."""

SMALLEST_PART: Final = 0.1
"""Mean gap over the target's deviation, for numbers: a tenth of it."""


@rule(
    "eval-miscalibrated",
    severity="warning",
    remedy="Calibrate on validation rows, or read the scores as an order only.",
    practice="the metric that means the business goal",
)
def check(evaluation: EvaluationEvidence) -> Iterator[Finding | Unknown]:
    """Predictions are off from what happens.

    ## Why
    A threshold from costs, a price, a staffing plan all take 0.3 to mean three in ten. If it
    means five in ten, each of them is wrong though the ranking is right.

    ## Example
    Days forecast at 70 % rain on which it rains in half.

    ## Silent when
    The gap is what chance shows in a test of this size, or too small to matter.

    ## References
    Niculescu-Mizil & Caruana (2005), doi:10.1145/1102351.1102430; Van Calster et al. (2019),
    Calibration: the Achilles heel, doi:10.1186/s12916-019-1466-7
    """
    calibration = evaluation.calibration
    least = SMALLEST_PART if evaluation.task == "regression" else SMALLEST_ERROR
    if calibration is None or math.isnan(calibration.error):
        yield Unknown(reason="calibration was not measured")
    elif calibration.error > max(calibration.error_expected, least):
        yield Finding.at(
            message=f"predicted and observed differ by {calibration.error:.3f} on average (a "
            f"perfect model of this size stays below {calibration.error_expected:.3f}); slope "
            f"{calibration.slope:.2f}",
            measure=calibration.error,
            threshold=max(calibration.error_expected, least),
        )
