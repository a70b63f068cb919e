from __future__ import annotations

from typing import Any

from assay.practices.rules.data_free_text_unused import check


def test_unread_complaint_is_said(honest: Any, said: Any) -> None:
    text = honest.column("complaint", kind="text", dtype="String", longest=4_200)
    (finding,) = said(check, honest.profile(text), honest.columns("distance")).findings
    assert "4,200 characters" in finding.message


def test_text_that_the_model_reads_is_silent(honest: Any, said: Any) -> None:
    text = honest.column("complaint", kind="text", dtype="String")
    assert said(check, honest.profile(text), honest.columns("complaint")).silent
