"""Compare what two models say of the same rows, when nobody knows the outcome yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assay.core.evidence.evaluation import Slice
from assay.core.evidence.serving import Switch
from assay.evaluation import confusion, slices
from assay.evaluation.interval import wilson

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from assay.core.project import CostSection
    from assay.core.protocols import Scorer
    from assay.evaluation.metric import Floats

LEVEL = 0.95

FAR = 0.1
"""Deviations of the champion's values from which on two values disagree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Where and how two models differ.

    Attributes:
        disagreeing: Whether each row is decided otherwise, shape (n,).
        low: Lower end of the interval of their share.
        high: Its upper end.
        switches: From which decision to which, most rows first.
        slices: Where they disagree more than elsewhere.
    """

    disagreeing: NDArray[np.bool_]
    low: float
    high: float
    switches: tuple[Switch, ...]
    slices: tuple[Slice, ...]


def disagreement(
    rows: pl.DataFrame, champion: Scorer, challenger: Scorer, said: Floats, other: Floats
) -> Disagreement:
    """Return where two models decide otherwise.

    Args:
        rows: The rows, to describe parts of them.
        champion: Names classes and threshold of the first.
        challenger: The same of the second.
        said: Scores of the first, shape (n,) or (n, classes).
        other: Scores of the second.
    """
    if not champion.classes:
        spread = float(np.std(said)) or 1.0
        differs = np.abs(other - said) > FAR * spread
        switches: tuple[Switch, ...] = ()
    else:
        first = np.array(champion.classes)[confusion.decide(said, champion.threshold)]
        second = np.array(challenger.classes)[confusion.decide(other, challenger.threshold)]
        differs = first != second
        pairs = Counter(zip(first[differs].tolist(), second[differs].tolist(), strict=True))
        switches = tuple(
            Switch(champion=before, challenger=after, rows=count)
            for (before, after), count in pairs.most_common()
        )
    low, high = wilson(int(differs.sum()), len(differs), LEVEL)
    found, _ = slices.find(rows, differs.astype(np.float64), level=LEVEL)
    return Disagreement(
        disagreeing=differs,
        low=low,
        high=high,
        switches=switches,
        slices=tuple(part for part in found if part.worse)[:5],
    )


def money(
    first: NDArray[np.int64], second: NDArray[np.int64], chances: Floats, cost: CostSection
) -> tuple[float, float, float]:
    """Return what the second decisions cost more than the first, a row: expected, least, most.

    Args:
        first: Decisions, 0 or 1, shape (n,).
        second: The others.
        chances: Probability of the positive outcome of each row.
        cost: What decisions cost.

    Example:
        >>> from assay.core.project import CostSection
        >>> cost = CostSection(false_positive=1, false_negative=10)
        >>> money(np.array([0, 0]), np.array([1, 0]), np.array([0.5, 0.1]), cost)
        (-2.25, -5.0, 0.5)
    """
    table = np.array(
        [[cost.true_negative, cost.false_positive], [cost.false_negative, cost.true_positive]]
    )
    if_not, if_so = (table[outcome, second] - table[outcome, first] for outcome in (0, 1))
    expected = (1 - chances) * if_not + chances * if_so
    least, most = np.minimum(if_not, if_so), np.maximum(if_not, if_so)
    return float(expected.mean()), float(least.mean()), float(most.mean())
