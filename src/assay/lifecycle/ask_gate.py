"""Ask the gate about a version that is to get traffic, with what serving adds to its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from assay.core.errors import GateClosed
from assay.core.evidence.audit import AuditEvidence, GateEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.evaluation import Comparison, EvaluationEvidence
from assay.core.evidence.registry import CertificateEvidence
from assay.core.project import Project
from assay.core.workspace import Workspace
from assay.lifecycle import logged
from assay.lifecycle.drill import rehearse
from assay.lifecycle.judge import judge
from assay.lifecycle.replay import replay
from assay.lifecycle.shadow import before_traffic
from assay.lifecycle.state import RunFolder
from assay.practices import gate
from assay.registry import card

REPLAYED_ROWS = 5_000
"""Logged rows that are scored again, by the version that answered and by the challenger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the gate is asked by.

    Attributes:
        evidence: Of the version's run, and of the log.
        audited: What the rules say of it today.
    """

    version: int
    evidence: Bundle
    audited: AuditEvidence

    def open(self, *, place: str, champion: Comparison | None = None) -> GateEvidence:
        """Return the gate's decision.

        Args:
            place: What the version is to become, in words.
            champion: Its paired comparison with the champion, if that was asked.

        Raises:
            GateClosed: With every reason, if it stays shut.
        """
        decision = gate.decide(
            self.audited,
            purpose="promote",
            certificate=self.evidence.find(CertificateEvidence),
            evaluation=self.evidence.find(EvaluationEvidence),
            missing=gate.missing_evidence(self.evidence, "promote"),
            champion=champion,
        )
        if decision.open:
            return decision
        told = (*decision.reasons, *(f"waiver expired: {each}" for each in self.audited.expired))
        raise GateClosed(
            f"version {self.version} may not become {place}",
            where="\n        ".join(told),
            remedy="mend what the findings name (`assay explain RULE`), or waive it in assay.toml "
            "with a reason and an expiry",
        )

    def said(self) -> dict[str, object]:
        """Return what the ledger keeps: rules that are off, and how much the others found."""
        found = {each.rule: len(each.findings) for each in self.audited.outcomes if each.findings}
        return {"rules_off": self.audited.off, "findings": found}


def ask(
    project: Project, workspace: Workspace, *, version: int, run: str, champion: int | None
) -> Asked:
    """Gather what the gate decides by.

    Args:
        project: The project, for its severities and waivers.
        workspace: Holds the run and the log.
        version: The version that is to get traffic.
        run: The run that made it.
        champion: Who answers now; None if nobody does.
    """
    evidence = RunFolder(workspace.run(run)).evidence
    evidence = evidence.add(card.answers(project.settings))  # answers may have come since
    evidence = evidence.add(*_in_service(project, workspace, version, champion))
    return Asked(version=version, evidence=evidence, audited=judge(evidence, project.settings))


def _in_service(
    project: Project, workspace: Workspace, version: int, champion: int | None
) -> list[object]:
    """Return what serving adds: the way back, rehearsed; answers replayed; the shadow."""
    found: list[object] = []
    if champion is not None:
        found.append(rehearse(workspace, champion))
    if logged.any_answers(workspace):
        found.append(replay(project, most_rows=REPLAYED_ROWS))
        if champion is not None:
            compared = before_traffic(workspace, champion, version, most_rows=REPLAYED_ROWS)
            found += [compared] if compared else []
    return found
