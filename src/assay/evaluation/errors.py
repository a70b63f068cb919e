"""Look at what went wrong: the worst rows, and what bad rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assay.core.evidence.evaluation import ErrorCluster, WorstRow
from assay.evaluation import conditions, confusion
from assay.evaluation.tree import describe_leaves

if TYPE_CHECKING:
    import polars as pl

    from assay.core.protocols import Scorer
    from assay.evaluation.metric import Floats

WORST = 20
CLUSTERS = 6
SMALLEST = 30
SMALLEST_SHARE = 0.01
MARKED = 1.25
"""A cluster's loss is at least this many times the mean."""


def worst_rows(
    test: pl.DataFrame, scorer: Scorer, labels: Floats, scores: Floats, losses: Floats
) -> tuple[WorstRow, ...]:
    """Return the rows with the largest loss, largest first, with their values as text.

    Args:
        test: Test rows, shape (n, columns).
        scorer: The model, for its task, classes and threshold.
        labels: 0 or 1, class index, or value, shape (n,).
        scores: What the model predicts, shape (n,) or (n, classes).
        losses: Loss of each row, shape (n,).
    """
    places = np.argsort(-losses, kind="stable")[:WORST]
    rows = test[places]
    texts = [conditions.as_text(rows[name]).fill_null("(missing)") for name in rows.columns]
    return tuple(
        WorstRow(
            row=int(place),
            loss=float(losses[place]),
            actual=_outcome(scorer, labels[place]),
            predicted=_prediction(scorer, scores[place]),
            values=tuple((text.name, text[position]) for text in texts),
        )
        for position, place in enumerate(places)
    )


def _outcome(scorer: Scorer, label: np.float64) -> str:
    return f"{label:.6g}" if scorer.task == "regression" else scorer.classes[int(label)]


def _prediction(scorer: Scorer, score: Floats) -> str:
    """Return the value, or the class decided for with its probability."""
    if scorer.task == "regression":
        return f"{float(score):.6g}"
    decided = int(confusion.decide(np.asarray(score)[np.newaxis], scorer.threshold)[0])
    if scorer.task == "binary":
        chance = float(score) if decided == 1 else 1 - float(score)
    else:
        chance = float(score[decided])
    return f"{scorer.classes[decided]} ({chance:.3g})"


def clusters(test: pl.DataFrame, losses: Floats) -> tuple[ErrorCluster, ...]:
    """Return groups of rows with high loss that a few conditions describe, largest share first.

    A shallow tree is grown on the loss of one half of the rows. What the other half, which it has
    not seen, does not confirm is dropped, and loss and share are told of that half.

    Args:
        test: Test rows, without the target.
        losses: Loss of each row, shape (n,).

    Example:
        >>> import polars as pl
        >>> test = pl.DataFrame({"age": list(range(400))})
        >>> found = clusters(test, np.where(np.arange(400) < 100, 5.0, 1.0))
        >>> found[0].condition, found[0].rows
        ('age < 100', 100)
    """
    smallest = max(SMALLEST, int(np.ceil(SMALLEST_SHARE * len(losses))))
    if len(losses) < 4 * smallest or np.ptp(losses) == 0:
        return ()
    half = np.zeros(len(losses), dtype=bool)
    half[np.argsort(losses, kind="stable")[::2]] = True
    leaf, described = describe_leaves(test, losses, fit=half, smallest=smallest // 2)
    held = ~half
    total, mean = float(losses[held].sum()), float(losses[held].mean())
    found = []
    for place, (condition, columns) in described.items():
        seen = losses[held & (leaf == place)]
        if len(seen) and seen.mean() >= MARKED * mean:
            found.append(
                ErrorCluster(
                    condition=condition,
                    columns=columns,
                    rows=int((leaf == place).sum()),
                    share_of_loss=float(seen.sum()) / total,
                    loss=float(seen.mean()),
                )
            )
    found.sort(key=lambda cluster: -cluster.share_of_loss)
    return tuple(found[:CLUSTERS])
