"""Gains in a metric, with the sign that makes better positive."""

from __future__ import annotations

from assay.core.evidence.fit import FitEvidence


def gain(fit: FitEvidence, score: float, baseline: float) -> float:
    """Return by how much `score` is better than `baseline` in the metric of the fit."""
    return score - baseline if fit.higher_is_better else baseline - score
