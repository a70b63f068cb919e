"""Evaluate a model that was handed over by the metric that it can answer, and part by part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from assay.core.evidence.evaluation import EvaluationEvidence, Slice
from assay.data.sides.table import Sides
from assay.evaluation import confusion, metrics
from assay.evaluation.compare import compare
from assay.evaluation.evaluate import evaluate
from assay.evaluation.loss import row_loss
from assay.evaluation.sealed import Opened
from assay.evaluation.slices import find
from assay.evaluation.slices_off import find_off
from assay.lifecycle.given_asked import Asked

LEVEL = 0.95
RANKED = ("roc_auc", "average_precision")
PROPER = ("log_loss", "brier")
"""Metrics of probabilities: a model whose author asks for them is compared in them."""


def evaluated(asked: Asked, both: Sides, declared: str | None) -> EvaluationEvidence:
    """Evaluate it as Assay's own models are, on a test that Assay did not seal.

    Args:
        asked: The model, with what it says of the test.
        both: The sides.
        declared: What its author judges it by.
    """
    said, labels, rows = asked.on_test, asked.labels, asked.tested.rows
    prior = replace(said, values=asked.prior(len(labels)), says="probabilities")
    usual = comparable(asked, None)
    shown = rows[list(asked.question.features)]
    found = evaluate(
        said,
        shown,
        Opened(labels=asked.tested.outcomes, opening=1, level=LEVEL, left=1),
        labels=labels,
        primary=declared if declared is not None and _computed(asked, declared) else usual,
        baselines={"prior": prior},
        seed=both.seed,
        level_asked=LEVEL,
    )
    others = {usual, *(["log_loss"] if said.says == "probabilities" else [])} - {found.primary}
    also = (
        compare(
            said.values, prior.values, labels, name, level=LEVEL, against="prior", seed=both.seed
        )
        for name in sorted(others)
    )
    honest = said.says in ("probabilities", "values")
    off: tuple[Slice, ...] = ()
    if honest and said.values.ndim == 1:
        losses = row_loss(both.task, labels, said.values)
        off = find_off(shown, labels, said.values, losses, level=LEVEL)
    known = {each.condition for each in found.slices}
    slices = (*found.slices, *(each for each in off if each.condition not in known))
    examined = found.slices_examined
    if not honest:
        slices, examined = _by_decisions(asked, shown)
    return replace(
        found,
        slices=slices,
        slices_examined=examined,
        loss_name=found.loss_name if honest else "share wrong",
        comparisons=(*found.comparisons, *also),
        calibration=found.calibration if honest else None,
        seconds_per_row=asked.seconds / (len(labels) + asked.learnt.rows.height),
    )


def _by_decisions(asked: Asked, shown: pl.DataFrame) -> tuple[tuple[Slice, ...], int]:
    """Look at the parts of the test where decisions are wrong, if it decides at all."""
    if asked.on_test.says != "decisions" and not asked.margins:
        return (), 0
    decided = confusion.decide(asked.on_test.values, asked.on_test.threshold)
    wrong = (decided != asked.labels).astype(np.float64)
    return find(shown, wrong, level=LEVEL, labels=asked.labels, said="decisions")


def comparable(asked: Asked, declared: str | None) -> str:
    """Return the metric in which the model is held against others: one that it can answer."""
    says = asked.on_test.says
    fits = says == "values" or (says != "decisions" and declared in RANKED)
    fits |= says == "probabilities" and declared in PROPER
    if declared is not None and fits and _computed(asked, declared):
        return declared
    usual = {"values": "r2", "decisions": "balanced_accuracy"}.get(says, "roc_auc")
    return usual if _computed(asked, usual) else "balanced_accuracy"


def _computed(asked: Asked, metric: str) -> bool:
    """Whether the test can tell a metric: one class has no ranking, and costs are not known."""
    lacks = metrics.get(metric).reason_against(asked.labels, asked.on_test.values)
    return lacks is None and metric != "cost"
