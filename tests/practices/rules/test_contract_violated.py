from __future__ import annotations

from typing import Any

from assay.practices.rules.contract_violated import check


def test_broken_bound_is_named_with_its_rows_and_chance(honest: Any, said: Any) -> None:
    broken = honest.check(violations=12, sample_rows=(3, 9), chance=0.2)
    (finding,) = said(check, honest.validation(broken)).findings
    assert finding.columns == ("distance",) and finding.rows == (3, 9)
    assert "12 of 10,000 rows break `min` (at least 0)" in finding.message
    assert "probability 20%" in finding.message


def test_check_of_the_table_does_not_speak_of_rows(honest: Any, said: Any) -> None:
    gone = honest.check(check="missing-column", expected="present", violations=1)
    (finding,) = said(check, honest.validation(gone)).findings
    assert finding.message == "the table breaks `missing-column` (present)"


def test_kept_contract_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.validation()).silent
