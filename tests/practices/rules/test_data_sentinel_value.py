from __future__ import annotations

from typing import Any, Literal

from assay.core.evidence.shift import Sentinel, ShiftEvidence
from assay.practices.rules.data_sentinel_value import check


def shift(
    share: float, *, kind: Literal["apart", "spike", "date", "word"] = "apart", value: str = "-999"
) -> ShiftEvidence:
    one = Sentinel(
        column="age",
        value=value,
        kind=kind,
        train=share,
        test=0.0,
        rows=60,
        nearest="18",
        places=(3, 9),
    )
    return ShiftEvidence(train_rows=1_500, test_rows=500, columns=9, sentinels=(one,))


def test_code_for_missing_is_found(said: Any) -> None:
    (finding,) = said(check, shift(0.04)).findings
    assert finding.columns == ("age",) and finding.rows == (3, 9)
    assert "is -999 in 60 rows (4.0% of training, 0.0% of the test)" in finding.message


def test_word_is_told_as_a_word(said: Any) -> None:
    assert "is '?' in" in said(check, shift(0.04, kind="word", value="?")).findings[0].message


def test_single_odd_value_is_silent(said: Any) -> None:
    assert said(check, shift(0.001)).silent


def test_two_dozen_rows_leave_it_unknown(said: Any) -> None:
    assert said(check, ShiftEvidence(train_rows=18, test_rows=6, columns=2)).unknown
