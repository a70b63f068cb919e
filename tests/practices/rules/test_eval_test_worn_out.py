from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_test_worn_out import check


def test_last_opening_is_found(honest: Any, said: Any) -> None:
    last = honest.evaluation(opening=10, openings_left=0, level_paid=0.99955)
    assert "opening 10 of 10" in said(check, last).findings[0].message


def test_openings_left_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation()).silent
