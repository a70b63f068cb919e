"""What the sealed test says of a model: the one function that composes this room."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.evaluation import EvaluationEvidence
from assay.evaluation import confusion, metrics
from assay.evaluation.calibration import calibrate
from assay.evaluation.compare import compare
from assay.evaluation.curves import curves
from assay.evaluation.errors import clusters, worst_rows
from assay.evaluation.fairness import fairness
from assay.evaluation.groups import group_codes
from assay.evaluation.loss import loss_name, row_loss
from assay.evaluation.metric import Terms
from assay.evaluation.score import score
from assay.evaluation.slices import find

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

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
    champion_rows: pl.DataFrame | None = None,
    sensitive: Sequence[str] = (),
    allowed_gap: float = 0.1,
    cost: CostSection | None = None,
    quantile: float = 0.5,
    seed: int = 0,
    sealed_id: str = "",
    level_asked: float | None = None,
    groups: pl.Series | None = None,
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
        champion_rows: The test rows with the columns that it reads; `test` if absent.
        sensitive: Columns of `test` to check fairness on.
        allowed_gap: Largest gap between groups that passes.
        cost: Costs of decisions.
        quantile: Which quantile is predicted, for `quantile_loss`.
        seed: Seed of every draw.
        sealed_id: Which sealed test it is.
        level_asked: Coverage asked for before paying for openings; worked out from what was paid
            if None.
        groups: Whom each row belongs to (a customer, a day), aligned with `test`, where rows of one
            group are not independent: intervals, comparisons, slices and fairness count groups.
        progress: Called with what is being done and the share done, in [0, 1].

    Raises:
        InputError: If labels and rows do not fit, or the primary metric cannot be computed.
    """
    tell = progress or (lambda what, share: None)
    _check(test, labels, sensitive, groups)
    tell("scoring the test", 0.0)
    started = time.perf_counter()
    scores = scorer.scores(test)
    seconds = (time.perf_counter() - started) / test.height
    _check_primary(primary, labels, scores, cost)
    task, level = scorer.task, opened.level
    terms = Terms(
        threshold=0.5 if scorer.threshold is None else scorer.threshold,
        cost=cost,
        quantile=quantile,
    )
    partly = _on_parts(primary, labels, scores, terms)
    losses = row_loss(task, labels, scores)
    belongs = None if groups is None else group_codes(groups)
    tell("metrics and intervals", 0.1)
    found, left_out = score(
        task, labels, scores, terms=terms, level=level, seed=seed, groups=belongs
    )
    tell("comparisons", 0.3)
    rivals = {name: (rival, test) for name, rival in baselines.items()}
    if champion is not None:  # it may read columns that the new model does not
        rivals["champion"] = champion, test if champion_rows is None else champion_rows
    comparisons = tuple(
        compare(
            scores,
            rival.scores(rows),
            labels,
            primary,
            level=level,
            against=name,
            seed=seed,
            a_threshold=scorer.threshold,
            b_threshold=rival.threshold,
            cost=cost,
            quantile=quantile,
            groups=belongs,
        )
        for name, (rival, rows) in rivals.items()
    )
    tell("calibration", 0.5)
    calibration = calibrate(task, labels, scores, level=level, seed=seed)
    tell("slices", 0.6)
    slices, examined = find(
        test,
        losses,
        level=level,
        labels=labels if scores.ndim == 1 else None,
        scores=scores if scores.ndim == 1 else None,
        metric=partly,
        groups=belongs,
        said="chances" if task == "binary" else "values",
    )
    tell("fairness", 0.7)
    fair = [
        fairness(
            test,
            column,
            task=task,
            labels=labels,
            scores=scores,
            threshold=scorer.threshold,
            allowed=allowed_gap,
            level=level,
            seed=seed,
            score=partly,
            belongs=belongs,
        )
        for column in sensitive
    ]
    tell("errors", 0.8)
    worst = worst_rows(test, scorer, labels, scores, losses)
    alike = clusters(test, losses)
    tell("curves", 0.95)
    lines = curves(labels, scores, classes=scorer.classes, cost=cost)
    tell("evaluated", 1.0)
    return EvaluationEvidence(
        sealed_id=sealed_id,
        opening=opened.opening,
        openings_left=opened.left,
        level_asked=_asked(opened) if level_asked is None else level_asked,
        level_paid=level,
        rows=test.height,
        task=task,
        primary=primary,
        scores=found,
        comparisons=comparisons,
        calibration=calibration,
        slices=slices,
        slices_examined=examined,
        fairness=tuple(itertools.chain(*fair)),
        sensitive=tuple(sensitive),
        loss_name=loss_name(task),
        worst_rows=worst,
        clusters=alike,
        curves=lines,
        classes=scorer.classes,
        confusion=_confusion(scorer, labels, scores),
        seconds_per_row=seconds,
        left_out=left_out,
        groups=None if belongs is None else int(belongs.max()) + 1,
    )


def _check(
    test: pl.DataFrame, labels: Floats, sensitive: Sequence[str], groups: pl.Series | None
) -> None:
    if len(labels) != test.height or not test.height:
        raise InputError(
            f"{len(labels)} labels for {test.height} test rows",
            remedy="open the sealed test that belongs to this split, and give it rows",
        )
    if groups is not None and len(groups) != test.height:
        raise InputError(
            f"{len(groups)} groups for {test.height} test rows",
            remedy="give the group column of the test itself",
        )
    if groups is not None and groups.n_unique() < 2:
        raise InputError(
            f"every test row is of one group ('{groups[0]}'), which tells nothing of others",
            where=f"column '{groups.name}'",
            remedy="split so that the test holds several groups",
        )
    if not np.isfinite(labels).all():
        raise InputError(
            f"{int((~np.isfinite(labels)).sum())} of {len(labels)} test labels are missing",
            remedy="leave rows without an outcome out of the split",
        )
    missing = [column for column in sensitive if column not in test.columns]
    if missing:
        hints = (f"'{name}'{did_you_mean(name, test.columns)}" for name in missing)
        raise InputError(
            f"sensitive columns are not in the test: {', '.join(hints)}",
            where="assay.toml, key evaluate.sensitive",
            remedy="name columns of the data, or leave them out",
        )


def _check_primary(primary: str, labels: Floats, scores: Floats, cost: CostSection | None) -> None:
    reason = metrics.get(primary).reason_against(labels, scores)
    if primary == "cost" and cost is None:
        reason = "no costs are declared in [fit.cost]"
    if reason is not None:
        raise InputError(
            f"the sealed test cannot tell {primary}: {reason}",
            where=f"{len(labels)} test rows",
            remedy="give the test a larger share in [split], or choose another [fit] metric",
        )


def _asked(opened: Opened) -> float:
    """Return the level that was paid from: see `sealed.paid_level`."""
    return 1 - (1 - opened.level) * opened.opening * (opened.opening + 1)


def _on_parts(
    primary: str, labels: Floats, scores: Floats, terms: Terms
) -> Callable[[NDArray[np.bool_]], float | None]:
    """Return the function that gives the primary metric on a part of the rows, or None."""
    metric = metrics.get(primary)

    def value(part: NDArray[np.bool_]) -> float | None:
        inside, predicted = labels[part], scores[part]
        if metric.reason_against(inside, predicted) is not None:
            return None
        return float(metric.prepare(inside, predicted, terms)(np.ones((1, len(inside))))[0])

    return value


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
