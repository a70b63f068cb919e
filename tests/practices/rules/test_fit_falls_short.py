from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_falls_short import check


def test_a_model_that_learnt_too_little_is_found(given: Any, said: Any) -> None:
    answer = said(check, given(train=0.67, test=0.65, gain=(-0.22, -0.18, -0.14)))
    assert "a quick model of the same columns has 0.83" in answer.findings[0].message


def test_an_error_that_is_better_when_low_is_read_so(given: Any, said: Any) -> None:
    lower = {"metric": "rmse", "higher_is_better": False, "prior": 10.0, "reference": 4.0}
    found = given(train=7.0, test=7.5, gain=(-4.0, -3.5, -3.0), **lower)
    assert said(check, found).findings
    assert said(check, given(train=3.9, test=4.1, gain=(-0.3, -0.1, 0.1), **lower)).silent


def test_a_difference_that_chance_may_have_made_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=0.7, test=0.7, gain=(-0.3, -0.13, 0.04))).silent


def test_a_model_that_knows_its_rows_by_heart_is_silent(given: Any, said: Any) -> None:
    assert said(check, given(train=1.0, test=0.65, gain=(-0.22, -0.18, -0.14))).silent
