from __future__ import annotations

from typing import Any

from assay.practices.rules.contract_too_many_quarantined import check


def test_many_bad_rows_are_found(honest: Any, said: Any) -> None:
    (finding,) = said(check, honest.validation(quarantined=600)).findings
    assert "600 of 10,000 rows (6.0%)" in finding.message


def test_stop_by_policy_is_found_however_few(honest: Any, said: Any) -> None:
    assert said(check, honest.validation(quarantined=1, stopped=True)).findings


def test_a_few_bad_rows_are_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.validation(quarantined=400)).silent


def test_empty_table_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.validation(rows=0)).silent


def test_limit_is_the_one_that_the_project_declared(honest: Any, said: Any) -> None:
    assert said(check, honest.validation(quarantined=600, most_quarantined=0.1)).silent
    (finding,) = said(check, honest.validation(quarantined=400, most_quarantined=0.01)).findings
    assert "where 1.0% are allowed" in finding.message
    assert finding.threshold == 0.01
