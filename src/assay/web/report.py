"""The report of a run: one self-contained page with interactive plots."""

from __future__ import annotations

from typing import Any

from assay.core.evidence.audit import AuditEvidence
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import ColumnsEvidence, LeakEvidence, LeftOutColumn
from assay.core.evidence.evaluation import EvaluationEvidence, ExplanationEvidence, WorstRow
from assay.core.evidence.fit import FitEvidence
from assay.core.evidence.split import SplitEvidence
from assay.core.finding import Severity
from assay.core.project import Settings
from assay.registry import card
from assay.web import page
from assay.web.charts import curves, data, evaluation, explanation, fit
from assay.web.charts.base import Spec
from assay.web.verdict import judge

SECTIONS = (
    ("findings", "Findings"),
    ("columns", "Columns left out"),
    ("data", "Data"),
    ("split", "Split"),
    ("training", "Training"),
    ("test", "Sealed test"),
    ("slices", "Slices"),
    ("fairness", "Fairness"),
    ("errors", "Errors"),
    ("explanations", "Explanations"),
    ("lineage", "Certificate and lineage"),
    ("card", "Model card"),
)
SHOWN = 8
"""Values of a bad row that are shown without unfolding."""

Value = tuple[str, str]

_DECIDED = {"rule": 0, "project": 1, "kind": 2}
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def html(bundle: Bundle, *, settings: Settings, card_markdown: str, title: str = "") -> str:
    """Return the report as one HTML file.

    Args:
        bundle: All evidence of the run; a section without evidence says so.
        settings: The project.
        card_markdown: The model card, as `assay.registry.card.markdown` gives it.
        title: What the browser's tab says; the project's name if empty.
    """
    audit = bundle.find(AuditEvidence)
    found = [o for severity in _SEVERITIES for o in audit.found(severity)] if audit else []
    return page.render(
        "report.html.j2",
        title=title or f"{settings.name}: report",
        plots=True,
        values={
            **{name: bundle.find(kind) for name, kind in card.EVIDENCE.items()},
            "settings": settings,
            "sections": SECTIONS,
            "verdict": judge(bundle, settings),
            "found": found,
            "waived": [
                (outcome, each)
                for outcome in (audit.outcomes if audit else ())
                for each in outcome.waived
            ],
            "unanswered": card.unanswered(bundle, settings),
            "card_html": page.markdown(card_markdown, below=2),
            "worst": _worst(bundle),
            "left_out": _grouped(bundle.find(ColumnsEvidence)),
            "charts": _charts(bundle, settings),
        },
    )


def _grouped(columns: ColumnsEvidence | None) -> list[tuple[LeftOutColumn, list[str]]]:
    """Put columns that were left out for the same reason together, each with the first of them."""
    groups: dict[tuple[str, str, str | None], tuple[LeftOutColumn, list[str]]] = {}
    for column in columns.left_out if columns else ():
        key = (column.by, column.reason, column.rule)
        groups.setdefault(key, (column, []))[1].append(column.name)
    return sorted(groups.values(), key=lambda group: _DECIDED[group[0].by])


def _worst(bundle: Bundle) -> list[tuple[WorstRow, list[Value], list[Value]]]:
    """Part the values of each bad row into those of the columns that count most, and the rest."""
    tested, explained = bundle.find(EvaluationEvidence), bundle.find(ExplanationEvidence)
    names = [each.column for each in explained.importances] if explained else []
    rank = {name: place for place, name in enumerate(names)}
    found = []
    for row in tested.worst_rows if tested else ():
        values = sorted(row.values, key=lambda value: rank.get(value[0], len(rank)))
        found.append((row, values[:SHOWN], values[SHOWN:]))
    return found


def _charts(bundle: Bundle, settings: Settings) -> dict[str, Any]:
    charts: dict[str, Spec | None] = {}
    leaks = bundle.find(LeakEvidence)
    if leaks:
        charts["strengths"] = data.strengths(leaks, bundle.find(ColumnsEvidence))
    parted = bundle.find(SplitEvidence)
    if parted:
        charts["split"] = data.split(parted)
    trained = bundle.find(FitEvidence)
    if trained:
        charts["candidates"] = fit.candidates(trained)
        charts["learning_curve"] = fit.learning_curve(trained)
        charts["search"] = fit.search(trained)
    tested = bundle.find(EvaluationEvidence)
    if tested:
        cost = settings.fit.cost
        charts |= {
            "comparisons": evaluation.comparisons(tested),
            "roc": curves.curve(tested, "roc"),
            "precision_recall": curves.curve(
                tested,
                "precision-recall",
                floor=curves.prevalence(
                    parted, tested.classes[1] if len(tested.classes) == 2 else None
                ),
            ),
            "cost": curves.curve(
                tested,
                "cost",
                threshold=trained.threshold if trained else None,
                unit=cost.currency if cost else "",
            ),
            "residual": curves.curve(tested, "residual"),
            "calibration": curves.calibration(tested),
            "confusion": curves.confusion(tested),
            "slices": evaluation.slices(tested),
            "clusters": evaluation.clusters(tested),
        }
        columns = dict.fromkeys(each.column for each in tested.fairness)
        fair = {
            column: (
                evaluation.fairness(tested, column),
                evaluation.groups(next(f for f in tested.fairness if f.column == column)),
            )
            for column in columns
        }
    else:
        fair = {}
    explained = bundle.find(ExplanationEvidence)
    if explained:
        charts["importances"] = explanation.importances(explained)
        charts["waterfall"] = explanation.waterfall(explained)
    return {"fairness": fair, **charts}
