"""Order rows by score once, so that ROC-AUC and average precision cost one pass a weighting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assay.evaluation.metric import ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assay.evaluation.metric import Floats


@dataclass(frozen=True, slots=True)
class Ranking:
    """Positive and negative rows, each in falling order of score.

    Attributes:
        positives: Positions of the positive rows.
        negatives: Positions of the negative rows.
        above: For each positive, the negatives that score higher.
        level: For each positive, the negatives that score at least as high.
        reached: For each positive, the positives that score at least as high.
    """

    positives: NDArray[np.intp]
    negatives: NDArray[np.intp]
    above: NDArray[np.intp]
    level: NDArray[np.intp]
    reached: NDArray[np.intp]

    @classmethod
    def of(cls, positive: NDArray[np.bool_], scores: Floats) -> Ranking:
        """Rank rows by score.

        Example:
            >>> ranking = Ranking.of(np.array([True, False]), np.array([0.3, 0.7]))
            >>> ranking.roc_auc(np.ones((1, 2)))
            array([0.])
        """
        positives, negatives = np.flatnonzero(positive), np.flatnonzero(~positive)
        positives = positives[np.argsort(-scores[positives], kind="stable")]
        negatives = negatives[np.argsort(-scores[negatives], kind="stable")]
        own, other = -scores[positives], -scores[negatives]
        return cls(
            positives,
            negatives,
            np.searchsorted(other, own, side="left"),
            np.searchsorted(other, own, side="right"),
            np.searchsorted(own, own, side="right"),
        )

    def roc_auc(self, weights: Floats) -> Floats:
        """Return the weighted share of pairs in the right order, ties as half."""
        positive = weights[:, self.positives]
        negative = _running(weights[:, self.negatives])
        before = negative[:, self.above]
        before += negative[:, self.level]
        lost = np.einsum("rp,rp->r", positive, before) / 2
        return 1 - ratio(lost, positive.sum(axis=1) * negative[:, -1])

    def average_precision(self, weights: Floats) -> Floats:
        """Return the weighted mean, over positives, of the precision at their score."""
        positive = weights[:, self.positives]
        hits = _running(positive)[:, self.reached]
        flagged = _running(weights[:, self.negatives])[:, self.level]
        flagged += hits
        precision = np.divide(hits, flagged, out=np.zeros_like(hits), where=flagged > 0)
        return ratio(np.einsum("rp,rp->r", positive, precision), positive.sum(axis=1))


def _running(weights: Floats) -> Floats:
    """Return sums of the first 0, 1, ... columns."""
    sums = np.empty((weights.shape[0], weights.shape[1] + 1))
    sums[:, 0] = 0
    np.cumsum(weights, axis=1, out=sums[:, 1:])
    return sums
