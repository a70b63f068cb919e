from __future__ import annotations

from typing import Any

from assay.core.evidence.serving import TrafficEvidence
from assay.practices.rules.serve_traffic_refused import check


def traffic(*, refused: int = 0, failed: int = 0) -> TrafficEvidence:
    return TrafficEvidence(
        champion=1,
        challenger=2,
        logged=1_000,
        compared=1_000 - refused - failed,
        refused=refused,
        failed=failed,
        disagreeing=40,
        problem="",
    )


def test_a_challenger_that_refuses_what_is_asked_is_found(said: Any) -> None:
    (finding,) = said(check, traffic(refused=30)).findings
    assert "refuses 30 and fails on 0 of 1,000" in finding.message
    assert finding.measure == 0.03


def test_a_challenger_that_fails_on_what_is_asked_is_found(said: Any) -> None:
    assert said(check, traffic(failed=11)).findings


def test_a_challenger_that_answers_nearly_all_is_silent(said: Any) -> None:
    assert said(check, traffic(refused=10)).silent
