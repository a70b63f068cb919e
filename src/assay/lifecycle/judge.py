"""What the rules say of a project's evidence, by the project's own severities and waivers."""

from __future__ import annotations

import datetime

from assay.core.evidence.audit import AuditEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.project import Settings
from assay.practices import audit


def judge(evidence: Bundle, settings: Settings) -> AuditEvidence:
    """Hold every rule against the evidence, with the project's severities and waivers of today."""
    return audit.audit(
        evidence,
        severities=settings.practices.severity,
        waivers=settings.practices.waivers,
        today=datetime.datetime.now(datetime.UTC).date(),
    )
