from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.evidence.audit import AuditEvidence, RuleOutcome, Waived
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import Comparison, EvaluationEvidence
from assay.core.evidence.registry import CertificateEvidence
from assay.core.finding import Finding
from assay.practices.gate import decide, missing_evidence

FOUND = Finding(message="it is broken")


def said(**changes: Any) -> AuditEvidence:
    fields = {
        "rule": "split-group-overlap",
        "title": "Broken.",
        "severity": "error",
        "verdict": "found",
        "remedy": "Mend it.",
        **changes,
    }
    return AuditEvidence(outcomes=(RuleOutcome(**fields),))


QUIET = AuditEvidence(outcomes=())


@pytest.fixture
def proof(honest: Any) -> dict[str, Any]:
    return {"certificate": honest.certificate(), "evaluation": honest.evaluation()}


def against(gain: float, low: float, high: float) -> Comparison:
    return Comparison(
        against="champion", metric="log_loss", gain=gain, low=low, high=high, level=0.95
    )


def test_complete_run_opens_both_gates(proof: dict[str, Any]) -> None:
    assert decide(QUIET, purpose="register", **proof).open
    assert decide(QUIET, purpose="promote", **proof).open


@pytest.mark.parametrize("purpose", ["register", "promote"])
def test_nothing_passes_without_a_certificate(honest: Any, purpose: Any) -> None:
    failed: CertificateEvidence = honest.certificate(passed=False)
    for certificate in (None, failed):
        gate = decide(
            QUIET, purpose=purpose, certificate=certificate, evaluation=honest.evaluation()
        )
        assert not gate.open and "certificate" in gate.reasons[0]


def test_missing_evidence_closes_the_gate_by_name(honest: Any, proof: dict[str, Any]) -> None:
    assert missing_evidence(honest.bundle(), "promote") == ()
    missing = missing_evidence(Bundle([honest.split()]), "register")
    gate = decide(QUIET, purpose="register", missing=missing, **proof)
    assert "there is no FitEvidence" in gate.reasons


def test_error_finding_stops_promotion_not_registration(proof: dict[str, Any]) -> None:
    audit = said(findings=(FOUND,))
    assert decide(audit, purpose="register", **proof).open
    gate = decide(audit, purpose="promote", **proof)
    assert gate.reasons == ("split-group-overlap: it is broken",)


def test_rule_that_blocks_registration_does(proof: dict[str, Any]) -> None:
    audit = said(rule="serve-unproven-scorer", findings=(FOUND,), blocks="register")
    assert not decide(audit, purpose="register", **proof).open
    assert not decide(audit, purpose="promote", **proof).open


@pytest.mark.parametrize(
    "changes",
    [
        {"severity": "warning", "findings": (FOUND,)},
        {"waived": (Waived(finding=FOUND, reason="agreed", expires="2030-01-31"),)},
        {"verdict": "unknown", "unknown": ("too few rows",)},
        {"verdict": "not applicable", "missing": ("SplitEvidence",)},
    ],
)
def test_what_is_no_open_error_closes_nothing(
    proof: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert decide(said(**changes), purpose="promote", **proof).open


def test_candidate_needs_no_sealed_test_and_champion_does(honest: Any) -> None:
    certificate = honest.certificate()
    arguments = {"certificate": certificate, "evaluation": None}
    assert decide(QUIET, purpose="register", **arguments).open
    gate = decide(QUIET, purpose="promote", **arguments)
    assert gate.reasons == ("the sealed test was not opened for this version",)


def test_test_without_the_projects_metric_is_no_test(honest: Any) -> None:
    broken: tuple[EvaluationEvidence, ...] = (
        honest.evaluation(scores=()),
        honest.evaluation(scores=(honest.score(value=math.nan),)),
    )
    for evaluation in broken:
        gate = decide(
            QUIET, purpose="promote", certificate=honest.certificate(), evaluation=evaluation
        )
        assert gate.reasons == ("the sealed test gave no value of log_loss",)


@pytest.mark.parametrize(
    ("champion", "is_open"),
    [
        (None, True),
        (against(0.02, 0.01, 0.03), True),
        (against(0.0, 0.0, 0.0), True),
        (against(0.0, -0.02, 0.02), True),
        (against(0.0001, -0.02, 0.02), True),
        (against(-0.0001, -0.02, 0.02), False),
        (against(-0.005, -0.025, 0.015), False),
        (against(-0.015, -0.035, 0.005), False),
        (against(-0.03, -0.05, -0.01), False),
        (against(-0.03, -0.03, -0.03), False),
        (against(math.nan, math.nan, math.nan), False),
    ],
)
def test_version_behind_the_champion_is_not_promoted(
    proof: dict[str, Any], champion: Comparison | None, is_open: bool
) -> None:
    gate = decide(QUIET, purpose="promote", champion=champion, **proof)
    assert gate.open == is_open
    assert decide(QUIET, purpose="register", champion=champion, **proof).open


@pytest.mark.parametrize("champion", [against(-0.015, -0.035, 0.005), against(-0.03, -0.05, -0.01)])
def test_reason_says_by_how_much_it_is_behind(proof: dict[str, Any], champion: Comparison) -> None:
    (reason,) = decide(QUIET, purpose="promote", champion=champion, **proof).reasons
    for value in (champion.gain, champion.low, champion.high):
        assert f"{value:+.4g}" in reason


NUMBERS = st.floats(-10, 10)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted), st.floats(0.5, 0.9999))
def test_only_a_gain_of_zero_or_more_passes(bounds: list[float], level: float) -> None:
    low, gain, high = bounds
    champion = Comparison(
        against="champion", metric="rmse", gain=gain, low=low, high=high, level=level
    )
    gate = decide(QUIET, purpose="promote", certificate=None, evaluation=None, champion=champion)
    behind = any("champion" in reason for reason in gate.reasons)
    assert behind == (gain < 0 or high < 0)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 0.5)), max_size=30))
def test_many_promotions_never_add_up_to_a_loss(attempts: list[tuple[float, float]]) -> None:
    moved = 0.0
    for gain, half in attempts:
        gate = decide(
            QUIET,
            purpose="promote",
            certificate=None,
            evaluation=None,
            champion=against(gain, gain - half, gain + half),
        )
        if not any("champion" in reason for reason in gate.reasons):
            moved += gain
    assert moved >= 0
