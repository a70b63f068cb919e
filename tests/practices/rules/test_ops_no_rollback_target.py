from __future__ import annotations

from typing import Any

from assay.core.evidence.serving import RollbackEvidence
from assay.practices.rules.ops_no_rollback_target import check


def rehearsed(problem: str) -> RollbackEvidence:
    return RollbackEvidence(target=3, seconds=0.2, difference=0.0, problem=problem)


def test_a_version_that_cannot_answer_is_found_and_stops_promotion(said: Any) -> None:
    (finding,) = said(check, rehearsed("there is no scorer.json")).findings
    assert finding.message == "version 3 cannot answer: there is no scorer.json"
    assert check.blocks == "promote"


def test_a_version_that_answers_is_silent(said: Any) -> None:
    assert said(check, rehearsed("")).silent
