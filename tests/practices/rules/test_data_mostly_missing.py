from __future__ import annotations

from typing import Any

from assay.practices.rules.data_mostly_missing import check


def test_seven_values_of_many_are_found(honest: Any, said: Any) -> None:
    pool = honest.column("pool", missing=9_993)
    (finding,) = said(check, honest.profile(pool), honest.columns("pool")).findings
    assert "(7 are left)" in finding.message


def test_half_missing_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.profile(honest.column("cabin", missing=7_710))).silent


def test_column_left_out_is_silent(honest: Any, said: Any) -> None:
    pool = honest.column("pool", missing=9_993)
    assert said(check, honest.profile(pool), honest.columns("distance")).silent
