"""It is no better than the prior."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assay.core.evidence.evaluation import Comparison, EvaluationEvidence
from assay.core.evidence.given import GivenModelEvidence
from assay.core.finding import Finding, Unknown
from assay.practices.rule import rule

FEWEST_ROWS: Final = 500
"""Test rows; from here on a gain worth having stands clear of zero."""


NOTHING: Final = 0.2
"""Times the half-width of its interval up to which a gain on a small test is a warning: a model
that has learnt something seldom gains as little."""

SURE: Final = 1.3
"""Times the half-width of its interval that a gain must be if it is the only one, and not in the
metric of the project: of several metrics one is better by chance."""


@rule(
    "eval-no-better-than-prior",
    severity="error",
    remedy="Look for features that know something of the target, or collect rows; a constant "
    "does as well.",
    practice="a simple baseline first",
)
def check(
    evaluation: EvaluationEvidence, given: GivenModelEvidence | None
) -> Iterator[Finding | Unknown]:
    """It is no better than the prior.

    ## Why
    A model that does not beat the bare share of each class, or the mean, has learnt nothing
    that holds on rows it has not seen.

    ## Example
    The direction of tomorrow's price from today's: log-loss 0.693. Or a support vector machine
    without probabilities that says the same class of every row: its margins may be in order (a
    warning then), but what it says is what a constant says.

    ## Silent when
    It is surely better in one of the metrics: then it has learnt something. Or the test is small
    and the gain positive: then it cannot be told (unknown), and is a warning where it is next to
    nothing.

    ## References
    Ferrari Dacrema, Cremonesi & Jannach (2019), doi:10.1145/3298689.3347058
    """
    comparisons = [c for c in evaluation.comparisons if c.against == "prior"]
    if not comparisons:
        yield Unknown(reason="it was not compared with the prior")
    if _better(comparisons, evaluation.primary):
        if given is not None:
            yield from _same_decision(given)
        return
    for comparison in comparisons:
        seen = (
            f"its gain over the prior in {comparison.metric} is {comparison.gain:.4g} "
            f"[{comparison.low:.4g}, {comparison.high:.4g}]"
        )
        small = comparison.gain > 0 and evaluation.rows < FEWEST_ROWS
        if small and comparison.gain > NOTHING * (comparison.gain - comparison.low):
            yield Unknown(reason=f"{seen} on {evaluation.rows} rows")
        elif small:
            seen += f" on {evaluation.rows} rows: next to nothing"
            yield Finding.at(
                message=seen, measure=comparison.low, threshold=0.0, severity="warning"
            )
        else:
            yield Finding.at(message=seen, measure=comparison.low, threshold=0.0)


def _better(comparisons: list[Comparison], primary: str) -> bool:
    gains = [one for one in comparisons if one.low > 0]
    if len(gains) > 1 or any(one.metric == primary for one in gains):
        return True
    return any(one.gain >= SURE * (one.gain - one.low) for one in gains)


def _same_decision(given: GivenModelEvidence) -> Iterator[Finding]:
    """Find decisions that are a constant, where there is no probability to decide by instead."""
    said = [one for one in given.classes if one.found]
    if not given.margins or len(said) != 1 or min(one.rows for one in given.classes) == 0:
        return
    (only,) = said
    if only.found == only.rows:
        yield Finding.at(
            message=f"it decides for '{only.name}' on each of {given.rows_test:,} test rows, "
            f"{only.share:.0%} of which are, as a constant does, and gives no probabilities to "
            f"decide by otherwise; {given.metric} of its margins is {given.test:.3g}",
            measure=only.share,
            threshold=1.0,
            severity="warning",
        )
