from __future__ import annotations

from typing import Any

from assay.practices.rules.data_unversioned import check


def test_run_without_a_snapshot_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.lineage(snapshot_hash="")).findings


def test_run_that_names_other_data_is_found(honest: Any, said: Any) -> None:
    answer = said(check, honest.lineage(), honest.snapshot(content_hash="00" * 32))
    assert "its data is 000000000000" in answer.findings[0].message


def test_run_on_its_snapshot_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.lineage(), honest.snapshot()).silent
    assert said(check, honest.lineage()).silent
