from __future__ import annotations

from typing import Any

from assay.practices.rules.fair_unexamined import check


def test_gender_that_nobody_examined_is_said(honest: Any, said: Any) -> None:
    used = honest.columns("customer_gender", "tenure")
    answer = said(check, used, honest.evaluation(sensitive=()))
    assert answer.columns == ["customer_gender"]


def test_examined_column_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.columns("sex"), honest.evaluation(sensitive=("sex",))).silent


def test_word_within_a_word_is_silent(honest: Any, said: Any) -> None:
    used = honest.columns("essex_branch", "trace", "racetrack")
    assert said(check, used, honest.evaluation(sensitive=())).silent
