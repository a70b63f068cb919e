from __future__ import annotations

from typing import Any

from assay.practices.rules.fit_truncated_member import check


def test_member_cut_short_is_found(honest: Any, said: Any) -> None:
    cut = honest.candidate(complete=False, weight=0.4)
    assert "has weight 0.40" in said(check, honest.fit(candidates=(cut,))).findings[0].message


def test_candidate_cut_short_but_not_used_is_silent(honest: Any, said: Any) -> None:
    cut = honest.candidate(complete=False, weight=0.0)
    assert said(check, honest.fit(candidates=(cut, honest.candidate()))).silent
