"""Why a model says what it says: contributions by column, over all rows and for single ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assay.core.errors import InputError
from assay.core.evidence.evaluation import ExplanationEvidence, Importance, LocalExplanation
from assay.core.protocols import Explainable, Scorer

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats

WORST = 10
"""How many of the worst rows are explained."""

TYPICAL = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Rows at these quantiles of the margin are explained too."""


class ExplainableScorer(Scorer, Explainable, Protocol):
    """A model that scores and says what each column contributed."""


def explain(
    fitted: ExplainableScorer,
    rows: pl.DataFrame,
    *,
    fold_models: Sequence[ExplainableScorer],
    worst_rows: Sequence[int],
    max_rows: int = 2000,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> ExplanationEvidence:
    """Return global and local explanations, and how far refits agree on them.

    A column's importance is its mean absolute Shapley contribution on the link scale, over rows
    and outputs. It is computed again for each model refitted on a fold, on the same rows: a column
    that is first in one refit and ninth in the next explains nothing.

    Args:
        fitted: The model.
        rows: Rows to explain, usually the test.
        fold_models: The same model refitted on each fold.
        worst_rows: Positions in `rows` with large loss, worst first; the first ten are explained.
        max_rows: Rows drawn for the importances.
        seed: Seed of the draw.
        progress: Called with what is being done and the share done, in [0, 1].

    Returns:
        Importances, largest first; local explanations of the worst rows, then of typical ones (at
        five quantiles of the margin). For multiclass a local explanation is that of the class
        with the largest margin.

    Raises:
        InputError: If there are no rows, or a position lies outside of them.

    References:
        Lundberg & Lee (2017), arXiv:1705.07874
    """
    tell = progress or (lambda what, share: None)
    _check(rows, worst_rows)
    sample = _sample(rows.height, max_rows, seed)
    drawn = rows[sample]
    tell("explaining the model", 0.0)
    contributions, base = fitted.contributions(drawn)
    margins = fitted.margins(drawn)
    error = float(np.abs(contributions.sum(axis=1) + base - margins).max())
    refits = []
    for done, model in enumerate(fold_models, start=1):
        tell("explaining the refits", done / (len(fold_models) + 1))
        refits.append(_by_name(model, model.contributions(drawn)[0], fitted.columns))
    wanted = [int(place) for place in worst_rows[:WORST]]
    wanted += [int(sample[place]) for place in _typical(margins)]
    wanted = list(dict.fromkeys(wanted))
    local, local_error = _local(fitted, rows, wanted)
    return ExplanationEvidence(
        method="shap",
        rows=drawn.height,
        importances=_importances(
            fitted.columns, _importance(contributions), np.array(refits, dtype=np.float64)
        ),
        local=local,
        stability=_stability(refits),
        additivity_error=max(error, local_error),
    )


def explain_row(fitted: ExplainableScorer, rows: pl.DataFrame, row: int) -> LocalExplanation:
    """Return what each column adds to one prediction, by Shapley values on the link scale.

    Args:
        fitted: The model.
        rows: Rows that the position counts in.
        row: Position of the row to explain.

    Returns:
        Contributions by column, largest first; for multiclass those of the class with the largest
        margin.

    Raises:
        InputError: If there is no such row.
    """
    _check(rows, [row])
    (found,), _ = _local(fitted, rows, [row])
    return found


def _check(rows: pl.DataFrame, worst_rows: Sequence[int]) -> None:
    if rows.height == 0:
        raise InputError("there are no rows to explain", remedy="give rows of the test")
    outside = [place for place in worst_rows if not 0 <= place < rows.height]
    if outside:
        raise InputError(
            f"row {outside[0]} is not among the {rows.height} rows to explain",
            remedy="give the rows that the positions count in",
        )


def _sample(rows: int, most: int, seed: int) -> NDArray[np.intp]:
    if rows <= most:
        return np.arange(rows)
    chosen = np.random.default_rng(seed).choice(rows, most, replace=False)
    return np.sort(chosen).astype(np.intp)


def _importance(contributions: Floats) -> Floats:
    """Return the mean absolute contribution of each column, over rows and outputs."""
    return np.asarray(np.abs(contributions).mean(axis=(0, 2)), dtype=np.float64)


def _by_name(model: Scorer, contributions: Floats, columns: Sequence[str]) -> Floats:
    """Return a refit's importances in the order of these columns; 0 where it does not read one."""
    own = dict(zip(model.columns, _importance(contributions), strict=True))
    return np.array([own.get(column, 0.0) for column in columns])


def _importances(columns: Sequence[str], values: Floats, refits: Floats) -> tuple[Importance, ...]:
    ranks = np.array([_ranks(each) for each in refits] or [_ranks(values)])
    spread = refits.std(axis=0, ddof=1) if len(refits) > 1 else np.zeros(len(values))
    return tuple(
        Importance(
            column=columns[place],
            value=float(values[place]),
            deviation=float(spread[place]),
            rank_low=int(ranks[:, place].min()),
            rank_high=int(ranks[:, place].max()),
        )
        for place in np.argsort(-values, kind="stable")
    )


def _ranks(importance: Floats) -> NDArray[np.intp]:
    """Return ranks from 1, the largest first."""
    ranks = np.empty(len(importance), dtype=np.intp)
    ranks[np.argsort(-importance, kind="stable")] = np.arange(1, len(importance) + 1)
    return ranks


def _stability(refits: Sequence[Floats]) -> float | None:
    """Return the mean Spearman correlation of importances between refits."""
    from scipy.stats import rankdata

    if len(refits) < 2 or len(refits[0]) < 2:
        return None
    ranks = np.array([rankdata(each) for each in refits])
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1)
    if (lengths == 0).any():
        return None
    agreement = (centred @ centred.T) / np.outer(lengths, lengths)
    return float(agreement[np.triu_indices(len(refits), 1)].mean())


def _typical(margins: Floats) -> list[int]:
    """Return the rows whose largest margin stands at the quantiles named above."""
    order = np.argsort(margins.max(axis=1), kind="stable")
    return [int(order[round(share * (len(order) - 1))]) for share in TYPICAL]


def _local(
    fitted: ExplainableScorer, rows: pl.DataFrame, places: list[int]
) -> tuple[tuple[LocalExplanation, ...], float]:
    chosen = rows[places]
    contributions, base = fitted.contributions(chosen)
    margins = fitted.margins(chosen)
    error = float(np.abs(contributions.sum(axis=1) + base - margins).max())
    return local(fitted.columns, contributions, base, margins, places), error


def local(
    columns: Sequence[str],
    contributions: Floats,
    base: Floats,
    margins: Floats,
    places: Sequence[int],
) -> tuple[LocalExplanation, ...]:
    """Return the explanation of each row, for the output with its largest margin.

    Args:
        columns: Names of the columns.
        contributions: Shape (n, columns, outputs).
        base: Shape (outputs,).
        margins: Shape (n, outputs).
        places: Position of each row, shape (n,).
    """
    output = margins.argmax(axis=1)
    return tuple(
        LocalExplanation(
            row=place,
            margin=float(margins[row, output[row]]),
            base=float(base[output[row]]),
            contributions=_largest_first(columns, contributions[row, :, output[row]]),
        )
        for row, place in enumerate(places)
    )


def _largest_first(columns: Sequence[str], parts: Floats) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-np.abs(parts), kind="stable")
    return tuple((columns[place], float(parts[place])) for place in order)
