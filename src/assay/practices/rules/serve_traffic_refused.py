"""A challenger's contract refuses requests that the champion answers."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.serving import TrafficEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

MOST_REFUSED: float = 0.01
"""Share of the answered rows that a challenger may refuse; a canary is guarded as tightly."""


@rule(
    "serve-traffic-refused",
    severity="error",
    remedy="Train on rows like those that are asked now, or widen the contract "
    "(`assay contract`), and run again; `[serve] policy` says what the door does with such values.",
    practice="shadow before traffic",
)
def check(traffic: TrafficEvidence) -> Iterator[Finding]:
    """A challenger's contract refuses requests that the champion answers.

    ## Why
    A contract is learned from the training rows. Trained on other months, another country or an
    older catalogue, it takes today's values for mistakes, and what was answered is refused. A test
    set from the same rows cannot show that; the requests that were asked do.

    ## Example
    The challenger was trained on January alone, and its contract says that `month` is 1. In March
    it refuses every request.

    ## References
    Breck et al. (2019), Data Validation for Machine Learning (mlsys.org/Conferences/2019)
    """
    seen = traffic.compared + traffic.refused + traffic.failed
    lost = traffic.refused + traffic.failed
    if lost > MOST_REFUSED * seen:
        yield Finding(
            message=f"version {traffic.challenger} refuses {traffic.refused:,} and fails on "
            f"{traffic.failed:,} of {seen:,} logged rows that champion {traffic.champion} answered",
            measure=lost / seen,
            threshold=MOST_REFUSED,
        )
