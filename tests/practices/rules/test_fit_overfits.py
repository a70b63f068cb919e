from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_overfits import check


def test_memory_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.fit(ensemble_train_score=0.05, ensemble_score=0.55)).findings
    assert "89% of its gain" in finding.message


def test_usual_price_of_boosting_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(ensemble_train_score=0.3, ensemble_score=0.45)).silent


def test_few_rows_are_unknown(honest: Any, said: Any) -> None:
    few = honest.fit(ensemble_train_score=0.05, ensemble_score=0.55, rows_fitted=120)
    answer = said(check, few)
    assert not answer.findings and answer.unknown


def test_prior_cannot_overfit(honest: Any, said: Any) -> None:
    prior = honest.fit(shipped="prior", ensemble_train_score=0.6, ensemble_score=0.61)
    assert said(check, prior).silent
