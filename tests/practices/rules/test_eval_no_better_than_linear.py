from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_no_better_than_linear import check


def even(honest: Any) -> Any:
    return honest.comparison(against="linear", gain=0.001, low=-0.01, high=0.012)


def test_flexible_model_without_a_gain_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(comparisons=(even(honest),))).findings


def test_small_test_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.evaluation(comparisons=(even(honest),), rows=120))
    assert not answer.findings and answer.unknown


def test_linear_model_that_ships_is_silent(honest: Any, said: Any) -> None:
    same = honest.comparison(against="linear", gain=0.0, low=0.0, high=0.0)
    assert said(check, honest.evaluation(comparisons=(same,))).silent


def test_clear_gain_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation()).silent


def test_model_that_was_not_compared_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.evaluation(comparisons=()))
    assert not answer.findings and "not compared" in answer.unknown[0]
