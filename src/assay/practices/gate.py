"""Decide whether a version may be registered or promoted, with the reasons why not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from assay.core.evidence.audit import AuditEvidence, GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import (
    ColumnsEvidence,
    LeakEvidence,
    ProfileEvidence,
    SnapshotEvidence,
    ValidationEvidence,
)
from assay.core.evidence.evaluation import Comparison, EvaluationEvidence, ExplanationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.registry import CertificateEvidence, LineageEvidence
from assay.core.evidence.split import SplitEvidence
from assay.practices.rule import Purpose

REQUIRED: dict[Purpose, tuple[type[Any], ...]] = {
    "register": (SnapshotEvidence, SplitEvidence, ColumnsEvidence, FitEvidence),
    "promote": (
        ProfileEvidence,
        ValidationEvidence,
        SnapshotEvidence,
        SplitEvidence,
        LeakEvidence,
        ColumnsEvidence,
        FitEvidence,
        ExplanationEvidence,
        LineageEvidence,
    ),
}
"""Evidence that must be there besides audit, certificate and evaluation."""


def missing_evidence(bundle: Bundle, purpose: Purpose) -> tuple[type[Any], ...]:
    """Return the types of evidence that a run lacks for `register` or `promote`.

    Example:
        >>> [kind.__name__ for kind in missing_evidence(Bundle(), "register")]
        ['SnapshotEvidence', 'SplitEvidence', 'ColumnsEvidence', 'FitEvidence']
    """
    return tuple(kind for kind in REQUIRED[purpose] if bundle.find(kind) is None)


def decide(
    audit: AuditEvidence,
    *,
    purpose: Purpose,
    certificate: CertificateEvidence | None,
    evaluation: EvaluationEvidence | None,
    missing: Sequence[type[Any]] = (),
    champion: Comparison | None = None,
) -> GateEvidence:
    """Return whether a version may go on, and every reason why not.

    Registration needs the evidence of a finished run and a certificate that passed; findings
    close it only where their rule blocks registration. Promotion needs all evidence, no error
    finding that is not waived, the sealed test, and a version that is not worse than the champion.
    What a rule does not know closes nothing, and the card says that it is not known.

    Not worse than the champion means that the paired gain in the project's metric is not below
    zero and its interval does not lie wholly below zero. A twin with equal predictions, whose
    gain is exactly zero, passes. No allowance is made for noise: a small loss that is allowed at
    each promotion adds up over many. A gain need not be beyond noise, so that a version that is
    truly a little worse passes where luck on these rows makes up for it.

    Args:
        audit: What the rules said.
        purpose: `register` or `promote`.
        certificate: Proof of the compiled scorer, if there is one.
        evaluation: The sealed test's answer, if it was opened.
        missing: What `missing_evidence` returned.
        champion: The paired comparison with the champion; None if there is no champion.
    """
    reasons = [f"there is no {kind.__name__}" for kind in missing]
    reasons += _unproven(certificate)
    reasons += _stopped_by_rules(audit, purpose)
    if purpose == "promote":
        reasons += _untested(evaluation)
        reasons += _worse(champion)
    return GateEvidence(purpose=purpose, open=not reasons, reasons=tuple(reasons))


def _unproven(certificate: CertificateEvidence | None) -> list[str]:
    if certificate is None:
        return ["the scorer has no certificate"]
    if certificate.passed:
        return []
    worst = max((case.difference for case in certificate.cases), default=math.nan)
    return [
        f"the scorer's certificate failed: it differs from what was fitted by {worst:.3g}, "
        f"allowed are {certificate.tolerance:.3g}"
    ]


def _stopped_by_rules(audit: AuditEvidence, purpose: Purpose) -> list[str]:
    return [
        f"{outcome.rule}: {finding.message}"
        for outcome in audit.found("error")
        if purpose == "promote" or outcome.blocks == "register"
        for finding in outcome.findings
    ]


def _untested(evaluation: EvaluationEvidence | None) -> list[str]:
    if evaluation is None:
        return ["the sealed test was not opened for this version"]
    primary = [score for score in evaluation.scores if score.metric == evaluation.primary]
    if not primary or not math.isfinite(primary[0].value):
        return [f"the sealed test gave no value of {evaluation.primary}"]
    return []


def _worse(champion: Comparison | None) -> list[str]:
    if champion is None:
        return []
    interval = f"{champion.gain:+.4g} [{champion.low:+.4g}, {champion.high:+.4g}]"
    if not all(map(math.isfinite, (champion.gain, champion.low, champion.high))):
        return [f"the paired interval against the champion is not known: {interval}"]
    if champion.high < 0:
        return [
            f"it is worse than the champion in {champion.metric}, beyond noise: gain {interval}"
        ]
    if champion.gain < 0:
        return [
            f"it is behind the champion in {champion.metric}, within noise: gain {interval}, "
            "needed is 0 or more"
        ]
    return []
