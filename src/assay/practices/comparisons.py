"""The paired comparisons that speak for the project's goal."""

from __future__ import annotations

from assay.core.evidence.evaluation import Comparison, EvaluationEvidence


def against_baselines(evaluation: EvaluationEvidence, *names: str) -> tuple[Comparison, ...]:
    """Return the comparisons with baselines, in the project's metric where there is one.

    Args:
        evaluation: What the sealed test said.
        names: Of `prior` and `linear`; both if absent.
    """
    wanted = names or ("prior", "linear")
    found = tuple(c for c in evaluation.comparisons if c.against in wanted)
    primary = tuple(c for c in found if c.metric == evaluation.primary)
    return primary or found
