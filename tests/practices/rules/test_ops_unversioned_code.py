from __future__ import annotations

from typing import Any

from assay.practices.rules.ops_unversioned_code import check


def test_folder_outside_git_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.lineage(code_version=None)).findings


def test_committed_code_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.lineage()).silent
