"""Hold every rule against a run's evidence, and say what each one said."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from assay.core.errors import ProjectError
from assay.core.evidence.audit import AuditEvidence, RuleOutcome, WaiversEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import LeftOutColumn
from assay.core.finding import Finding, Severity, Unknown, Verdict
from assay.practices import catalogue as catalogues
from assay.practices import waivers as waiving
from assay.practices.rule import Rule

if TYPE_CHECKING:
    from assay.core.project import Waiver  # slow to import, and an audit has no project


def audit(
    bundle: Bundle,
    *,
    severities: Mapping[str, str],
    waivers: Sequence[Waiver],
    today: datetime.date,
    catalogue: Mapping[str, Rule] | None = None,
) -> AuditEvidence:
    """Return what every rule says of a run.

    A rule whose evidence the run lacks is *not applicable*; one that cannot decide is *unknown*;
    neither ever counts as passed. A waived finding still counts as found. An exception in a rule
    is a fault and is raised, with the rule's name noted on it.

    Args:
        bundle: The run's evidence.
        severities: Severity by rule, where the default is not wanted; `off` leaves a rule out.
        waivers: Findings that the team accepted.
        today: The day on which waivers must still hold.
        catalogue: Rules by id; every rule that is installed, if absent.

    Raises:
        ProjectError: If `severities` or `waivers` name rules that there are not.
    """
    known = catalogues.load() if catalogue is None else catalogue
    _all_known(severities, waivers, known)
    holding, expired = waiving.in_force(waivers, today=today)
    on = [rule for rule in known.values() if severities.get(rule.id) != "off"]
    first = [rule for rule in on if not _reads_waivers(rule)]
    outcomes = {rule.id: _outcome(rule, bundle, severities, holding) for rule in first}
    bundle = bundle.add(
        WaiversEvidence(
            in_force=tuple(map(waiving.in_words, holding)),
            expired=tuple(map(waiving.in_words, expired)),
            unused=tuple(
                waiving.in_words(waiver)
                for waiver in holding
                if _covers_nothing(waiver, outcomes, severities, known)
            ),
        )
    )
    outcomes |= {
        rule.id: _outcome(rule, bundle, severities, holding) for rule in on if _reads_waivers(rule)
    }
    return AuditEvidence(
        outcomes=tuple(outcomes[rule.id] for rule in on),
        expired=tuple(map(waiving.in_words, expired)),
        off=tuple(id for id in known if severities.get(id) == "off"),
    )


def columns_to_leave_out(
    audit: AuditEvidence, catalogue: Mapping[str, Rule]
) -> tuple[LeftOutColumn, ...]:
    """Return the columns that error findings of rules with `acts="leave-out"` name.

    Waived findings, and rules whose severity the project lowered, leave nothing out. A column
    that several rules name is listed once, with the first rule and every reason.
    """
    reasons: dict[str, list[str]] = {}
    rules: dict[str, str] = {}
    for outcome in audit.found("error"):
        if catalogue[outcome.rule].acts != "leave-out":
            continue
        for finding in outcome.findings:
            for column in finding.columns:
                reasons.setdefault(column, []).append(finding.message)
                rules.setdefault(column, outcome.rule)
    return tuple(
        LeftOutColumn(name=name, reason="; ".join(why), by="rule", rule=rules[name])
        for name, why in reasons.items()
    )


def _all_known(
    severities: Mapping[str, str], waivers: Sequence[Waiver], known: Mapping[str, Rule]
) -> None:
    named = [*severities, *(waiver.rule for waiver in waivers)]
    if mistakes := catalogues.unknown_names(named, catalogue=known):
        raise ProjectError(
            "; ".join(mistakes),
            where="assay.toml: practices.severity and practices.waivers",
            remedy="correct the names; `assay rules` lists them",
        )


def _outcome(
    rule: Rule, bundle: Bundle, severities: Mapping[str, str], waivers: Sequence[Waiver]
) -> RuleOutcome:
    missing = rule.missing(bundle)
    said = () if missing else _said(rule, bundle)
    own = [waiver for waiver in waivers if waiver.rule == rule.id]
    found = [
        (one, waiving.covering(one, own))
        for one in _as_severe(rule, said, severities)
        if isinstance(one, Finding)
    ]
    unknown = tuple(one.reason for one in said if isinstance(one, Unknown))
    verdict: Verdict = (
        "not applicable" if missing else "found" if found else "unknown" if unknown else "passed"
    )
    return RuleOutcome(
        rule=rule.id,
        title=rule.title,
        severity=cast(Severity, severities.get(rule.id, rule.severity)),
        verdict=verdict,
        remedy=rule.remedy,
        findings=tuple(finding for finding, cover in found if not cover),
        waived=tuple(waiving.waived(finding, cover) for finding, cover in found if cover),
        unknown=unknown,
        missing=missing,
        blocks=rule.blocks,
    )


def _as_severe(
    rule: Rule, said: Sequence[Finding | Unknown], severities: Mapping[str, str]
) -> Sequence[Finding | Unknown]:
    """Return findings without severities of their own where the project has set the rule's."""
    if rule.id not in severities:
        return said
    return [replace(one, severity=None) if isinstance(one, Finding) else one for one in said]


def _said(rule: Rule, bundle: Bundle) -> tuple[Finding | Unknown, ...]:
    try:
        return rule.judge(bundle)
    except Exception as error:
        error.add_note(f"in rule '{rule.id}' ({rule.module})")
        raise


def _reads_waivers(rule: Rule) -> bool:
    return any(read.kind is WaiversEvidence for read in rule.reads)


def _covers_nothing(
    waiver: Waiver,
    outcomes: Mapping[str, RuleOutcome],
    severities: Mapping[str, str],
    known: Mapping[str, Rule],
) -> bool:
    if severities.get(waiver.rule) == "off":
        return True
    if _reads_waivers(known[waiver.rule]):
        return False  # whether it covers anything depends on the answer to this question
    outcome = outcomes[waiver.rule]
    if outcome.verdict in ("not applicable", "unknown"):
        return False  # what it may cover has not been looked at
    return not any(
        waiver.column is None or waiver.column in waived.finding.columns
        for waived in outcome.waived
    )
