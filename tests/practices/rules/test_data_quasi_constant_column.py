from __future__ import annotations

from typing import Any

from assay.core.evidence.shift import RareRest, ShiftEvidence
from assay.practices.rules.data_quasi_constant_column import check


def shift(others: int, *, tie: float = 0.6, rows: int = 4_000) -> ShiftEvidence:
    rest = RareRest(column="channel", value="online", rows=rows, others=others, tie=tie)
    return ShiftEvidence(train_rows=rows, test_rows=500, columns=9, rare=(rest,))


def test_one_value_in_nearly_all_rows_is_found(said: Any) -> None:
    (finding,) = said(check, shift(8)).findings
    assert "is online in 99.80% of 4,000 training rows; 8 rows" in finding.message


def test_rare_indicator_is_silent(said: Any) -> None:
    assert said(check, shift(80)).silent


def test_rare_flag_that_tells_the_outcome_is_silent(said: Any) -> None:
    assert said(check, shift(8, tie=1e-6)).silent


def test_few_rows_leave_it_unknown(said: Any) -> None:
    assert said(check, shift(1, rows=150)).unknown


def test_a_handful_of_rows_is_found_where_it_is_no_more_than_a_hundredth(said: Any) -> None:
    assert said(check, shift(14, rows=2_252)).findings
    assert said(check, shift(30, rows=2_252)).silent


def test_one_value_but_for_its_last_bits_is_found(said: Any) -> None:
    rest = RareRest(column="ratio", value="1", rows=150, others=0, tie=1.0, rounded=True)
    answer = said(check, ShiftEvidence(train_rows=150, test_rows=50, columns=9, rare=(rest,)))
    assert "rounding of its last bits" in answer.findings[0].message
