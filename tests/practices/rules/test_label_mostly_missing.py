from __future__ import annotations

from typing import Any

from assay.practices.rules.label_mostly_missing import check


def test_most_rows_without_outcome_are_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.split(rows_without_target=20_000)).findings
    assert "20,000 of 30,000 rows (67%)" in finding.message


def test_a_few_open_rows_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.split(rows_without_target=900)).silent
