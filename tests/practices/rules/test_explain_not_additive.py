from __future__ import annotations

from typing import Any

from assay.core.evidence.evaluation import LocalExplanation
from assay.practices.rules.explain_not_additive import check


def test_contributions_of_another_model_are_found(honest: Any, said: Any) -> None:
    assert said(check, honest.explanation(additivity_error=0.2)).findings


def test_rounding_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.explanation(additivity_error=1e-5)).silent


def test_rounding_of_large_values_is_silent(honest: Any, said: Any) -> None:
    big = LocalExplanation(row=0, margin=250_000.0, base=180_000.0, contributions=())
    assert said(check, honest.explanation(local=(big,), additivity_error=0.5)).silent
