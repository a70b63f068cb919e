"""The model has not seen enough rows to be done learning."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule


@rule(
    "fit-short-of-rows",
    severity="info",
    remedy="Collect more rows before a richer model: the curve says what twice as many would buy.",
    practice="learning curves: bias or variance",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """The model has not seen enough rows to be done learning.

    ## Why
    The learning curve still rises. More rows are the surest gain, and the curve says how much.

    ## Example
    Each doubling of 2,000 patients lowers the log-loss by 0.01.

    ## References
    Viering & Loog (2023), The shape of learning curves, doi:10.1109/TPAMI.2022.3220744
    """
    curve = fit.learning_curve
    if curve is None or curve.verdict == "unknown":
        yield Unknown(reason=curve.reason if curve else "no learning curve was drawn")
    elif curve.verdict == "variance":
        yield Finding.at(message=curve.reason, measure=curve.gain_of_double)
