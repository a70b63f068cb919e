from __future__ import annotations

from typing import Any

from assay.practices.rules.fair_gap import check


def test_gap_beyond_the_allowed_is_found(honest: Any, said: Any) -> None:
    gap = honest.fairness(difference=0.21, low=0.15, high=0.27, verdict="fail")
    assert said(check, honest.evaluation(fairness=(gap,))).columns == ["sex"]


def test_undecided_gap_is_unknown(honest: Any, said: Any) -> None:
    open_ = honest.fairness(low=0.0, high=0.5, verdict="cannot tell", rows_needed=900)
    answer = said(check, honest.evaluation(fairness=(open_,)))
    assert not answer.findings and answer.unknown


def test_fair_model_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation()).silent


def test_model_that_nobody_examined_is_unknown(honest: Any, said: Any) -> None:
    answer = said(check, honest.evaluation(fairness=(), sensitive=()))
    assert not answer.findings and answer.unknown
