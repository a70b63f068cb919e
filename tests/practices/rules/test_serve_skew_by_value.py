from __future__ import annotations

from typing import Any

from assay.core.evidence.serving import ReplayEvidence
from assay.practices.rules.serve_skew_by_value import check


def replayed(differing: int) -> ReplayEvidence:
    return ReplayEvidence(
        rows=400,
        differing=differing,
        largest=0.02 if differing else 0.0,
        requests=("7f3a-1",) if differing else (),
        skipped=3,
        since="2026-11-28T06:00:00+00:00",
    )


def test_a_row_that_scores_otherwise_in_batch_is_found(said: Any) -> None:
    (finding,) = said(check, replayed(2)).findings
    assert "2 of 400 logged rows" in finding.message
    assert "7f3a-1" in finding.message


def test_rows_that_score_the_same_are_silent(said: Any) -> None:
    assert said(check, replayed(0)).silent
