from __future__ import annotations

from typing import Any

from assay.practices.rules.eval_slice_too_small import check


def test_eleven_bad_rows_are_said(honest: Any, said: Any) -> None:
    few = honest.slice(loss=1.4, rows=11)
    assert "in 11 rows" in said(check, honest.evaluation(slices=(few,))).findings[0].message


def test_eleven_good_rows_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(slices=(honest.slice(rows=11),))).silent


def test_large_slice_is_another_rule(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(slices=(honest.slice(loss=1.4),))).silent
