"""A challenger is to answer requests and was not compared on those that were asked."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.serving import TrafficEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule

FEWEST_ROWS: int = 100
"""With so many compared rows and no surprise, at most 3 % of the requests hold one (95 %)."""


@rule(
    "ops-no-shadow",
    severity="error",
    remedy="Let the champion answer more requests first: the log is compared without being asked "
    "(`assay shadow VERSION` shows it). Columns that are redacted cannot be compared by; where "
    "that is meant, waive this with a reason and an expiry.",
    practice="shadow before traffic",
)
def check(traffic: TrafficEvidence) -> Iterator[Finding]:
    """A challenger is to answer requests and was not compared on those that were asked.

    ## Why
    A test set holds what was, and as it was collected; traffic holds what is asked now. A version
    that is better on the test can refuse a tenth of the requests, or treat one customer in five
    otherwise, and nobody knows until it has.

    ## Example
    Version 5 is to get a tenth of the requests. The log holds 40,000, each without the columns
    that `redact` keeps out of it, so that version 5 was compared on none.

    ## References
    Breck et al. (2017), The ML Test Score, Infra 6, doi:10.1109/BigData.2017.8258038; Sato, Wider &
    Windheuser (2019), Continuous Delivery for Machine Learning (martinfowler.com/articles/cd4ml)
    """
    if traffic.compared >= FEWEST_ROWS:
        return
    why = f": {traffic.problem}" if traffic.problem else ""
    yield Finding(
        message=f"version {traffic.challenger} was compared with champion {traffic.champion} on "
        f"{traffic.compared:,} of {traffic.logged:,} logged rows, {FEWEST_ROWS} are needed{why}",
        measure=float(traffic.compared),
        threshold=float(FEWEST_ROWS),
    )
