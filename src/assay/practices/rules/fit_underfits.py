"""More rows would not help: the model is too poor for what is to be learnt."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.fit import FitEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule


@rule(
    "fit-underfits",
    severity="info",
    remedy="Derive features that say more, allow a richer model, or give it more time "
    "(`fit.budget_seconds`).",
    practice="learning curves: bias or variance",
)
def check(fit: FitEvidence) -> Iterator[Finding | Unknown]:
    """More rows would not help: the model is too poor for what is to be learnt.

    ## Why
    If training and validation agree on a poor score, rows are not what is missing. Collecting
    more would be money lost.

    ## Example
    A straight line through a seasonal demand.

    ## Silent when
    The verdict is another one. Where it speaks it is information, no more: outcomes that nobody
    can know look the same as a model that is too poor.

    ## References
    Hastie, Tibshirani & Friedman (2009), The elements of statistical learning, 7.3; Viering &
    Loog (2023), The shape of learning curves, doi:10.1109/TPAMI.2022.3220744
    """
    curve = fit.learning_curve
    if curve is None or curve.verdict == "unknown":
        yield Unknown(reason=curve.reason if curve else "no learning curve was drawn")
    elif curve.verdict == "bias":
        yield Finding.at(message=curve.reason, measure=curve.gain_of_double)
