"""The form of a metric: computed once for the rows as they are, or at once for many weightings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from assay.core.errors import InputError
from assay.core.evidence.data import Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.core.project import CostSection

    Floats = NDArray[np.float64]
    Weighted = Callable[[Floats], Floats]
    """Weights of rows, shape (replicates, n), to values, shape (replicates,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a metric must know besides labels and scores.

    Attributes:
        threshold: A positive probability of at least this is a positive decision.
        cost: Costs of decisions, in money; only `cost` reads them.
        quantile: The quantile that a prediction stands for; only `quantile_loss` reads it.
    """

    threshold: float = 0.5
    cost: CostSection | None = None
    quantile: float = 0.5


DEFAULT = Terms()


class RowLoss(Protocol):
    """The loss of each row: labels and scores of n rows to shape (n,)."""

    def __call__(self, labels: Floats, scores: Floats, terms: Terms = DEFAULT, /) -> Floats:
        """Return losses, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One way to say how good predictions are.

    Attributes:
        tasks: Tasks that it fits.
        reads: What of a prediction it looks at; only `decision` depends on the threshold.
        prepare: Does once what no weighting changes (sorting, deciding), and gives the function
            from weights to values; NaN where a weighting leaves the metric undefined.
        row_loss: Loss of each row, shape (n,), where the metric is their mean; None otherwise.
        row_range: Range that losses of rows are cut to where a test needs them bounded; None where
            none is known beforehand.
        low: Smallest value it can take.
        high: Largest value it can take.
        lacks: Says why the metric cannot be computed from these labels; None if it can.

    Example:
        >>> from assay.evaluation.metrics import get
        >>> labels, scores = np.array([0.0, 1.0, 1.0]), np.array([0.2, 0.9, 0.4])
        >>> get("accuracy").value(labels, scores, threshold=0.3)
        1.0
        >>> get("mae").higher_is_better
        False
    """

    name: str
    tasks: tuple[Task, ...]
    higher_is_better: bool
    reads: Literal["probability", "decision", "value"]
    prepare: Callable[[Floats, Floats, Terms], Weighted]
    row_loss: RowLoss | None = None
    row_range: Callable[[Terms], tuple[float, float]] | None = None
    low: float = -np.inf
    high: float = np.inf
    lacks: Callable[[Floats], str | None] = lambda labels: None

    def value(
        self,
        labels: Floats,
        scores: Floats,
        *,
        weights: Floats | None = None,
        threshold: float | None = None,
        cost: CostSection | None = None,
        quantile: float | None = None,
    ) -> float:
        """Return the metric.

        Args:
            labels: 0 or 1, class index, or value, shape (n,).
            scores: What a `Scorer` returns: shape (n,), or (n, classes) for multiclass.
            weights: Weight of each row, not negative, shape (n,); all equal if None.
            threshold: Decision threshold of a binary model; 0.5 if None.
            cost: Costs of decisions, for `cost`.
            quantile: Which quantile is predicted, for `quantile_loss`; 0.5 if None.

        Raises:
            InputError: If there are no rows, shapes differ, a score is not finite, or the labels
                lack what the metric needs.
        """
        reason = self.reason_against(labels, scores)
        if reason is not None:
            raise InputError(
                f"{self.name} cannot be computed: {reason}",
                where=f"{len(labels)} rows",
                remedy="use rows that hold what it needs, or another metric",
            )
        terms = Terms(
            threshold=0.5 if threshold is None else threshold,
            cost=cost,
            quantile=0.5 if quantile is None else quantile,
        )
        each = np.ones((1, len(labels))) if weights is None else weights[np.newaxis, :]
        return float(self.prepare(labels, scores, terms)(each)[0])

    def reason_against(self, labels: Floats, scores: Floats) -> str | None:
        """Return why the metric cannot be computed from these rows, or None."""
        if not len(labels):
            return "there are no rows"
        if len(scores) != len(labels):
            return f"{len(scores)} scores for {len(labels)} labels"
        if not np.isfinite(labels).all():
            return f"{int((~np.isfinite(labels)).sum())} labels are missing"
        if not np.isfinite(scores).all():
            return f"{int((~np.isfinite(scores)).sum())} scores are not finite numbers"
        return self.lacks(labels)


def mean_of(
    row_loss: RowLoss,
) -> Callable[[Floats, Floats, Terms], Weighted]:
    """Return the `prepare` of a metric that is the mean of a loss over rows."""

    def prepare(labels: Floats, scores: Floats, terms: Terms) -> Weighted:
        losses = row_loss(labels, scores, terms)
        return lambda weights: ratio(weights @ losses, weights.sum(axis=1))

    return prepare


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Divide, with NaN where the denominator is 0.

    Example:
        >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
        array([0.5, nan])
    """
    quotient: Floats = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


def one_class(labels: Floats) -> str | None:
    """Return a reason where all labels are the same class."""
    if np.all(labels == labels[0]):
        return f"every row is of class {int(labels[0])}, and it needs rows of at least two"
    return None
