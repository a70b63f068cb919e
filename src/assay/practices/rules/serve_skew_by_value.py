"""A logged request gets another score in batch than it got online."""

from __future__ import annotations

from collections.abc import Iterator

from assay.core.evidence.serving import ReplayEvidence
from assay.core.finding import Finding
from assay.practices.rule import rule


@rule(
    "serve-skew-by-value",
    severity="error",
    remedy="Look at the requests that are named (`assay blame REQUEST`): what was read online that "
    "batch reads otherwise? Serve and score with the same version of Assay and of onnxruntime.",
    practice="batch for the patient, online for the hurried",
)
def check(replay: ReplayEvidence) -> Iterator[Finding]:
    """A logged request gets another score in batch than it got online.

    ## Why
    Training/serving skew is usually looked for in distributions, where a wrong unit in one of a
    hundred requests disappears. Values tell at once: the same row, read twice, must give the same
    number.

    ## Example
    A client sends dates as text; the server reads them in local time, the batch job in UTC. Scores
    of a few hours a day differ.

    ## References
    Breck et al. (2017), The ML Test Score, doi:10.1109/BigData.2017.8258038; Zinkevich (2017),
    Rules of Machine Learning, rule 37 (developers.google.com/machine-learning/guides/rules-of-ml)
    """
    if replay.differing:
        yield Finding(
            message=f"{replay.differing:,} of {replay.rows:,} logged rows score otherwise in "
            f"batch, by {replay.largest:.3g} at most; requests {', '.join(replay.requests)}",
            measure=replay.differing / replay.rows,
            threshold=0.0,
        )
