from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_below_validation import check


def test_promise_that_the_test_breaks_is_found(honest: Any, said: Any) -> None:
    off = honest.score(value=0.55, low=0.53, high=0.57)
    (finding,) = said(check, honest.fit(), honest.evaluation(scores=(off,))).findings
    assert "0.45 out of fold and 0.55 [0.53, 0.57]" in finding.message


def test_direction_of_the_metric_is_heeded(honest: Any, said: Any) -> None:
    fit = honest.fit(metric="roc_auc", higher_is_better=True, prior_score=0.5, ensemble_score=0.9)
    low = honest.score(metric="roc_auc", value=0.8, low=0.78, high=0.82, higher_is_better=True)
    high = honest.score(metric="roc_auc", value=0.95, low=0.94, high=0.96, higher_is_better=True)
    assert said(check, fit, honest.evaluation(scores=(low,))).findings
    assert said(check, fit, honest.evaluation(scores=(high,))).silent


def test_interval_that_reaches_the_promise_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.fit(), honest.evaluation()).silent


def test_other_metrics_are_not_compared_and_that_is_unknown(honest: Any, said: Any) -> None:
    other = honest.evaluation(scores=(honest.score(metric="brier"),))
    answer = said(check, honest.fit(), other)
    assert not answer.findings and answer.unknown
