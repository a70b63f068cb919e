"""The model card, made from evidence and from what people wrote; the rest is listed as unanswered.

The sections are those of Mitchell et al. (2019), Model Cards for Model Reporting,
arXiv:1810.03993.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assay.core.evidence.audit import AuditEvidence, GateEvidence, InjectionEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import (
    ColumnsEvidence,
    LeftOutColumn,
    ProfileEvidence,
    SnapshotEvidence,
    ValidationEvidence,
)
from assay.core.evidence.evaluation import EvaluationEvidence, ExplanationEvidence
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.registry import (
    CardEvidence,
    CertificateEvidence,
    LineageEvidence,
)
from assay.core.evidence.split import SplitEvidence
from assay.core.project import Settings
from assay.registry import rendering, wording

if TYPE_CHECKING:
    import jinja2

EVIDENCE = {
    "snapshot": SnapshotEvidence,
    "profile": ProfileEvidence,
    "validation": ValidationEvidence,
    "columns": ColumnsEvidence,
    "split": SplitEvidence,
    "fit": FitEvidence,
    "evaluation": EvaluationEvidence,
    "explanation": ExplanationEvidence,
    "certificate": CertificateEvidence,
    "lineage": LineageEvidence,
    "audit": AuditEvidence,
    "injection": InjectionEvidence,
    "gate": GateEvidence,
}
_QUESTIONS = {
    "owner": "Who answers for the model?",
    "intended_use": "What is it for, and for whom?",
    "out_of_scope": "What must it not be used for?",
    "ethical_considerations": "Whom may it harm, and what was done about it?",
    "caveats": "What else should a user know?",
}
"""By key of `[card]`."""
_MISSING = {
    "snapshot": "Which version of the data was it trained on?",
    "validation": "Did the data satisfy its contract?",
    "split": "How were training, validation and test rows parted?",
    "evaluation": "How well does it do on rows it has never seen?",
    "explanation": "Which columns drive its predictions?",
    "certificate": "Does the compiled scorer say the same as the fitted model?",
    "lineage": "Which code and packages made it?",
    "audit": "Which practices does it break?",
}


def markdown(bundle: Bundle, settings: Settings) -> str:
    """Return the model card as Markdown.

    Args:
        bundle: All evidence of the run; what is missing is listed as unanswered.
        settings: The project; its section `card` holds what only people can say.

    References:
        Mitchell et al. (2019), Model Cards for Model Reporting, arXiv:1810.03993
    """
    found = {name: bundle.find(kind) for name, kind in EVIDENCE.items()}
    columns = bundle.find(ColumnsEvidence)
    audit = bundle.find(AuditEvidence)
    outcomes = audit.outcomes if audit else ()
    text = (
        _environment()
        .get_template("card.md.j2")
        .render(
            settings=settings,
            unanswered=unanswered(bundle, settings),
            waived=[(outcome.rule, each) for outcome in outcomes for each in outcome.waived],
            left_out=_by_reason(columns.left_out if columns else ()),
            **found,
        )
    )
    return _squeezed(text)


def unanswered(bundle: Bundle, settings: Settings) -> tuple[str, ...]:
    """Return the questions a card must answer and this one cannot, each with where to answer it."""
    return (*_for_people(settings), *_for_evidence(bundle, settings))


def answers(settings: Settings) -> CardEvidence:
    """Return which questions that only people can answer were answered.

    Example:
        >>> from assay.core.project import CardSection
        >>> sorted(_QUESTIONS) == sorted(CardSection.model_fields)
        True
    """
    written = settings.card.model_dump()
    return CardEvidence(
        answered=tuple(key for key in _QUESTIONS if written[key].strip()),
        unanswered=tuple(key for key in _QUESTIONS if not written[key].strip()),
    )


def _for_people(settings: Settings) -> Iterator[str]:
    for key in answers(settings).unanswered:
        yield f"{_QUESTIONS[key]} (`card.{key}`)"
    if not settings.evaluate.sensitive:
        yield (
            "Does it treat groups of people alike? No sensitive column is declared. "
            "(`evaluate.sensitive`)"
        )
    if settings.data.task == "binary" and settings.fit.cost is None:
        yield "What does a wrong decision cost? (`fit.cost`)"


def _for_evidence(bundle: Bundle, settings: Settings) -> Iterator[str]:
    for name, question in _MISSING.items():
        if bundle.find(EVIDENCE[name]) is None:
            yield f"{question} The run left no evidence of it."
    evaluation = bundle.find(EvaluationEvidence)
    if evaluation:
        measured = {fairness.column for fairness in evaluation.fairness}
        for column in settings.evaluate.sensitive:
            if column not in measured:
                yield f"Does it treat groups of {wording.name(column)} alike? It was not measured."
        for fairness in evaluation.fairness:
            if fairness.verdict == "cannot tell":
                need = (
                    f" {wording.plural(fairness.rows_needed, 'further test row')} would decide it."
                    if fairness.rows_needed
                    else ""
                )
                yield (
                    f"Does it treat groups of {wording.name(fairness.column)} alike by "
                    f"{fairness.criterion}? The test is too small to tell.{need}"
                )
    lineage = bundle.find(LineageEvidence)
    if lineage and lineage.code_version is None:
        yield "Which commit of the project made it? Its folder is not under git."
    elif lineage and lineage.code_version and lineage.code_version.endswith("+changes"):
        yield "Which code made it exactly? There were changes that are not committed."
    audit = bundle.find(AuditEvidence)
    for outcome in audit.verdicts("unknown") if audit else ():
        reason = "; ".join(outcome.unknown)
        yield f"{wording.prose(outcome.title)} (rule `{outcome.rule}`) {wording.prose(reason)}"


def _by_reason(left_out: tuple[LeftOutColumn, ...]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for column in left_out:
        rule = f" (rule {column.rule})" if column.rule else ""
        groups.setdefault(column.reason + rule, []).append(column.name)
    return list(groups.items())


def _squeezed(text: str) -> str:
    """Drop the blank lines that conditions of the template leave behind."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"


@functools.cache
def _environment() -> jinja2.Environment:
    return rendering.environment(
        "assay.registry",
        autoescape=False,
        filters={"name": wording.name, "prose": wording.prose},
    )
