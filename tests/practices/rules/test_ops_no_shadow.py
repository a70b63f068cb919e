from __future__ import annotations

from typing import Any

from assay.core.evidence.serving import TrafficEvidence
from assay.practices.rules.ops_no_shadow import FEWEST_ROWS, check


def traffic(compared: int, *, problem: str = "") -> TrafficEvidence:
    return TrafficEvidence(
        champion=1,
        challenger=2,
        logged=4_000,
        compared=compared,
        refused=0,
        failed=0,
        disagreeing=0,
        problem=problem,
    )


def test_a_challenger_that_was_compared_on_too_few_requests_is_found(said: Any) -> None:
    (finding,) = said(check, traffic(FEWEST_ROWS - 1)).findings
    assert "version 2 was compared with champion 1 on 99 of 4,000" in finding.message
    assert check.blocks == "promote"


def test_the_reason_why_nothing_could_be_compared_is_told(said: Any) -> None:
    (finding,) = said(check, traffic(0, problem="no logged request can be scored")).findings
    assert finding.message.endswith("no logged request can be scored")


def test_a_challenger_that_was_compared_on_enough_is_silent(said: Any) -> None:
    assert said(check, traffic(FEWEST_ROWS)).silent
