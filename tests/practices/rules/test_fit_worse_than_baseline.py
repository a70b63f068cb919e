from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_worse_than_baseline import check


def test_loss_above_the_baseline_is_found_and_stops_registration(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(gain_low=-0.04, gain_high=-0.01)).findings
    assert check.blocks == "register"


def test_score_below_the_prior_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(ensemble_score=0.7, gain_low=-0.01, gain_high=0.01)).findings


def test_prior_that_ships_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(shipped="prior", gain_low=0.0, gain_high=0.0)).silent


def test_direction_of_the_metric_is_heeded(honest: Any, said: Any) -> None:
    auc = honest.fit(metric="roc_auc", higher_is_better=True, prior_score=0.5, ensemble_score=0.8)
    assert said(check, auc).silent
