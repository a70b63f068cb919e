from __future__ import annotations

from typing import Any

from assay.practices.rules.ops_dirty_code import check


def test_changed_code_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.lineage(code_version="0b36bfe+changes")).findings


def test_committed_code_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.lineage()).silent
    assert said(check, honest.lineage(code_version=None)).silent
