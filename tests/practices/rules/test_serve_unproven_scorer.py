from __future__ import annotations

from typing import Any

from assay.core.evidence.registry import CertificateCase
from assay.practices.rules.serve_unproven_scorer import check


def test_scorer_that_differs_is_found_and_stops_registration(honest: Any, said: Any) -> None:
    off = CertificateCase(name="split thresholds", rows=400, difference=0.3, disagreements=22)
    cases = (*honest.certificate().cases, off)
    (finding,) = said(check, honest.certificate(passed=False, cases=cases)).findings
    assert "split thresholds rows (400)" in finding.message
    assert check.blocks == "register"


def test_failure_without_a_case_is_found(honest: Any, said: Any) -> None:
    assert said(check, honest.certificate(passed=False)).findings


def test_proven_scorer_is_silent(honest: Any, said: Any) -> None:
    assert said(check, honest.certificate()).silent
