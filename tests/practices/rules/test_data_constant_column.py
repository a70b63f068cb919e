from __future__ import annotations

from typing import Any

from assay.core.evidence.shift import RareRest, ShiftEvidence
from assay.practices.rules.data_constant_column import check


def test_one_value_in_all_rows_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(
        check,
        honest.profile(honest.column("year", distinct=1, histogram=None, top=(("2013", 10_000),))),
    ).findings
    assert finding.columns == ("year",) and "is '2013' in all 10,000 rows" in finding.message


def test_wholly_missing_column_is_found(honest: Any, said: Any) -> None:
    empty = honest.column("memo", distinct=0, missing=10_000)
    assert "is missing in all" in said(check, honest.profile(empty)).findings[0].message


def test_column_left_out_is_silent(honest: Any, said: Any) -> None:
    assert said(
        check,
        honest.profile(honest.column("year", distinct=1, histogram=None, top=(("2013", 10_000),))),
        honest.columns(),
    ).silent


def test_one_value_beside_missing_ones_is_silent(honest: Any, said: Any) -> None:
    flag = honest.column("flag", distinct=1, missing=9_000)
    assert said(check, honest.profile(flag)).silent


def test_constant_target_is_not_a_feature(honest: Any, said: Any) -> None:
    assert said(check, honest.profile()).silent


def gaps(tie: float) -> ShiftEvidence:
    rest = RareRest(column="wave", value="first", rows=700, others=0, tie=tie)
    return ShiftEvidence(train_rows=1_000, test_rows=300, columns=9, rare=(rest,))


def test_one_value_beside_gaps_that_say_nothing_is_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.profile(), gaps(0.4)).findings
    assert finding.columns == ("wave",)
    assert "in all 700 rows that hold a value" in finding.message


def test_gaps_that_tell_the_outcome_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.profile(), gaps(0.001)).silent
