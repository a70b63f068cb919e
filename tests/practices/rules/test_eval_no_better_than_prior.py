from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_no_better_than_prior import check


def test_model_that_learnt_nothing_is_found(honest: Any, said: Any) -> None:
    even = honest.comparison(gain=0.001, low=-0.01, high=0.012)
    assert said(check, honest.evaluation(comparisons=(even,))).findings


def test_small_test_with_a_gain_is_unknown(honest: Any, said: Any) -> None:
    even = honest.comparison(gain=0.05, low=-0.01, high=0.11)
    answer = said(check, honest.evaluation(comparisons=(even,), rows=120))
    assert not answer.findings and "on 120 rows" in answer.unknown[0]


def test_gain_next_to_nothing_on_a_small_test_is_a_warning(honest: Any, said: Any) -> None:
    none = honest.comparison(gain=0.004, low=-0.03, high=0.04)
    (finding,) = said(check, honest.evaluation(comparisons=(none,), rows=120)).findings
    assert finding.severity == "warning" and "next to nothing" in finding.message


def test_prior_that_ships_is_found_however_small_the_test(honest: Any, said: Any) -> None:
    same = honest.comparison(gain=0.0, low=0.0, high=0.0)
    assert said(check, honest.evaluation(comparisons=(same,), rows=120)).findings


def test_gain_in_one_metric_is_enough(honest: Any, said: Any) -> None:
    even = honest.comparison(metric="accuracy", gain=0.0, low=0.0, high=0.0)
    assert said(check, honest.evaluation(comparisons=(even, honest.comparison()))).silent


def test_model_that_was_not_compared_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.evaluation(comparisons=()))
    assert not answer.findings and "not compared" in answer.unknown[0]


def test_one_gain_of_several_that_chance_explains_is_no_gain(honest: Any, said: Any) -> None:
    even = honest.comparison(metric="log_loss", gain=-0.001, low=-0.05, high=0.04)
    lucky = honest.comparison(metric="brier", gain=0.07, low=0.01, high=0.13)
    assert said(check, honest.evaluation(comparisons=(even, lucky))).findings
    clear = honest.comparison(metric="brier", gain=0.07, low=0.03, high=0.11)
    assert said(check, honest.evaluation(comparisons=(even, clear))).silent
