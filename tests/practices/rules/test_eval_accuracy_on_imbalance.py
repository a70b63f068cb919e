from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_accuracy_on_imbalance import check


def test_accuracy_of_a_rare_class_is_found(honest: Any, said: Any) -> None:
    rare = honest.fit(metric="accuracy", higher_is_better=True, majority_share=0.95)
    assert "one class is 95.0%" in said(check, rare).findings[0].message


def test_accuracy_of_even_classes_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(metric="accuracy", majority_share=0.55)).silent


def test_other_metrics_of_a_rare_class_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(metric="average_precision", majority_share=0.95)).silent


def test_regression_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(metric="accuracy", majority_share=None)).silent
