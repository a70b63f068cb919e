from __future__ import annotations

import dataclasses
from typing import Any

from assay.practices.rules.eval_slice_too_small import check


def test_eleven_bad_rows_are_said(honest: Any, said: Any) -> None:
    few = honest.slice(loss=1.4, rows=11)
    assert "in 11 rows" in said(check, honest.evaluation(slices=(few,))).findings[0].message


def test_group_of_nine_is_said_once(honest: Any, said: Any) -> None:
    fair = honest.fairness()
    small = dataclasses.replace(fair.groups[0], name="b", rows=9)
    two = tuple(
        dataclasses.replace(fair, criterion=criterion, groups=(*fair.groups, small))
        for criterion in ("demographic parity", "equalized odds")
    )
    (finding,) = said(check, honest.evaluation(fairness=two)).findings
    assert finding.message == "sex = 'b' has 9 test rows"


def test_test_too_small_to_part_is_said(honest: Any, said: Any) -> None:
    evaluation = honest.evaluation(slices=(), slices_examined=0, rows=40)
    assert "no part of the 40 test rows" in said(check, evaluation).findings[0].message


def test_eleven_good_rows_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(slices=(honest.slice(rows=11, loss=0.1),))).silent


def test_large_slice_is_another_rule(honest: Any, said: Any) -> None:
    assert said(check, honest.evaluation(slices=(honest.slice(loss=1.4),))).silent
