from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_r2_alone import check


def r2(honest: Any, *more: Any) -> Any:
    score = honest.score(metric="r2", value=0.9, higher_is_better=True)
    return honest.evaluation(task="regression", primary="r2", scores=(score, *more))


def test_r2_without_an_error_in_units_is_found(honest: Any, said: Any) -> None:
    assert said(check, r2(honest)).findings


def test_r2_beside_rmse_is_silent(honest: Any, said: Any) -> None:
    assert said(check, r2(honest, honest.score(metric="rmse", value=12.0))).silent


def test_classification_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation()).silent
