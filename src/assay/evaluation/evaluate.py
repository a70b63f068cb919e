"""What the sealed test says of a model: the one function that composes this room."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assay.core.errors import InputError
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.evaluation import confusion, metrics
from assay.evaluation.compare import compare
from assay.evaluation.loss import loss_name
from assay.evaluation.metric import Terms
from assay.evaluation.score import score

if TYPE_CHECKING:
    import polars as pl

    from assay.core.project import CostSection
    from assay.core.protocols import Scorer
    from assay.evaluation.metric import Floats
    from assay.evaluation.sealed import Opened


def evaluate(
    scorer: Scorer,
    test: pl.DataFrame,
    opened: Opened,
    *,
    labels: Floats,
    primary: str,
    baselines: Mapping[str, Scorer],
    champion: Scorer | None = None,
    sensitive: Sequence[str] = (),
    allowed_gap: float = 0.1,
    cost: CostSection | None = None,
    quantile: float = 0.5,
    seed: int = 0,
    sealed_id: str = "",
    level_asked: float | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> EvaluationEvidence:
    """Return everything that is asked of a model on its sealed test.

    Args:
        scorer: The model.
        test: Test rows, without the target.
        opened: The opening of the sealed test, which says what level intervals must pay.
        labels: 0 or 1, class index, or value, aligned with `test`, shape (n,).
        primary: The project's metric.
        baselines: Models to beat, by name.
        champion: The model that serves now.
        sensitive: Columns of `test` to check fairness on.
        allowed_gap: Largest gap between groups that passes.
        cost: Costs of decisions.
        quantile: Which quantile is predicted, for `quantile_loss`.
        seed: Seed of every draw.
        sealed_id: Which sealed test it is.
        level_asked: Coverage asked for before paying for openings; the paid one if None.
        progress: Called with what is being done and the share done, in [0, 1].

    Raises:
        InputError: If labels and rows do not fit, or the primary metric cannot be computed.
    """
    tell = progress or (lambda what, share: None)
    if len(labels) != test.height:
        raise InputError(
            f"{len(labels)} labels for {test.height} test rows",
            remedy="open the sealed test that belongs to this split",
        )
    tell("scoring the test", 0.0)
    started = time.perf_counter()
    scores = scorer.scores(test)
    seconds = (time.perf_counter() - started) / max(test.height, 1)
    if reason := metrics.get(primary).reason_against(labels, scores):
        raise InputError(
            f"the sealed test cannot tell {primary}: {reason}",
            where=f"{test.height} test rows",
            remedy="give the test a larger share in [split], or choose another [fit] metric",
        )
    terms = Terms(
        threshold=0.5 if scorer.threshold is None else scorer.threshold,
        cost=cost,
        quantile=quantile,
    )
    tell("metrics and intervals", 0.1)
    found, _left_out = score(
        scorer.task, labels, scores, terms=terms, level=opened.level, seed=seed
    )
    tell("comparisons", 0.3)
    rivals = dict(baselines) | ({"champion": champion} if champion is not None else {})
    comparisons = tuple(
        compare(
            scores,
            rival.scores(test),
            labels,
            primary,
            level=opened.level,
            against=name,
            seed=seed,
            a_threshold=scorer.threshold,
            b_threshold=rival.threshold,
            cost=cost,
            quantile=quantile,
        )
        for name, rival in rivals.items()
    )
    return EvaluationEvidence(
        sealed_id=sealed_id,
        opening=opened.opening,
        openings_left=opened.left,
        level_asked=opened.level if level_asked is None else level_asked,
        level_paid=opened.level,
        rows=test.height,
        task=scorer.task,
        primary=primary,
        scores=found,
        comparisons=comparisons,
        calibration=None,
        slices=(),
        slices_examined=0,
        fairness=(),
        sensitive=tuple(sensitive),
        loss_name=loss_name(scorer.task),
        worst_rows=(),
        clusters=(),
        curves=(),
        classes=scorer.classes,
        confusion=_confusion(scorer, labels, scores),
        seconds_per_row=seconds,
    )


def _confusion(scorer: Scorer, labels: Floats, scores: Floats) -> tuple[tuple[int, ...], ...]:
    """Return rows of actual class by column of decided class."""
    if scorer.task == "regression":
        return ()
    counts = confusion.count(
        labels,
        confusion.decide(scores, scorer.threshold),
        len(scorer.classes),
        np.ones((1, len(labels))),
    )
    return tuple(tuple(int(cell) for cell in row) for row in counts[0])
