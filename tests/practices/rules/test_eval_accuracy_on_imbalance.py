from __future__ import annotations

from typing import Any

from assay.core.evidence.labels import MetricEvidence
from assay.core.evidence.split import Part
from assay.practices.rules.eval_accuracy_on_imbalance import check


def test_accuracy_of_a_rare_class_is_found(honest: Any, said: Any) -> None:
    rare = honest.fit(metric="accuracy", higher_is_better=True, majority_share=0.95)
    assert "one class is 95.0%" in said(check, honest.split(), rare).findings[0].message


def test_accuracy_of_even_classes_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(), honest.fit(metric="accuracy", majority_share=0.55)).silent


def test_other_metrics_of_a_rare_class_are_silent(honest: Any, said: Any) -> None:
    assert said(
        check, honest.split(), honest.fit(metric="average_precision", majority_share=0.95)
    ).silent


def test_regression_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(), honest.fit(metric="accuracy", majority_share=None)).silent


def test_accuracy_that_the_owner_names_is_found(honest: Any, said: Any) -> None:
    shares = (("no", 0.9), ("yes", 0.1))
    rare = honest.split(
        parts=(
            Part(name="train", rows=3_000, shares=shares),
            Part(name="test", rows=1_000, shares=shares),
        )
    )
    (finding,) = said(check, rare, MetricEvidence(metric="accuracy")).findings
    assert finding.message == "the metric is accuracy, and one class is 90.0% of the rows"
    assert said(check, rare, MetricEvidence(metric="log_loss")).silent
    assert said(check, honest.split(), MetricEvidence(metric="accuracy")).silent


def test_without_a_metric_nothing_is_said(honest: Any, said: Any) -> None:
    assert said(check, honest.split()).silent
