from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_worse_than_baseline import check


def test_model_that_loses_to_linear_is_found_and_stops_registration(honest: Any, said: Any) -> None:
    lost = honest.comparison(against="linear", gain=-0.05, low=-0.08, high=-0.02)
    (finding,) = said(check, honest.evaluation(comparisons=(lost,))).findings
    assert "worse than linear in log_loss by 0.05 [0.02, 0.08]" in finding.message
    assert check.blocks == "register"


def test_undecided_comparison_is_silent(honest: Any, said: Any) -> None:
    even = honest.comparison(gain=-0.01, low=-0.03, high=0.01)
    assert said(check, honest.evaluation(comparisons=(even,))).silent


def test_secondary_metric_does_not_decide(honest: Any, said: Any) -> None:
    other = honest.comparison(metric="f1", gain=-0.3, low=-0.4, high=-0.2)
    assert said(check, honest.evaluation(comparisons=(honest.comparison(), other))).silent


def test_champion_is_no_baseline(honest: Any, said: Any) -> None:
    champion = honest.comparison(against="champion", gain=-0.05, low=-0.08, high=-0.02)
    answer = said(check, honest.evaluation(comparisons=(champion,)))
    assert not answer.findings and "not compared" in answer.unknown[0]
