"""Report progress on a test that is looked at often, only where it is more than noise."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The parameter-free Ladder: the best loss released so far, and who had it.

    With `l_t` the losses of submission t on the n test rows, `l` those of the best so far, `R`
    what was released for it, and s the standard deviation of `l_t - l`:

        if mean(l_t) < R - s / sqrt(n):  R <- mean(l_t) rounded to 1/n,  l <- l_t

    and R is reported in either case. A submission that is not better by more than the noise of
    the comparison learns nothing of the test, which is what keeps repeated looks from
    overfitting it.

    The paper's bounds on what is released hold for losses in [0, 1], such as errors of decisions.
    Log-loss and squared error are unbounded: for them the rule is the same and still holds back
    what is within noise, yet no bound of the paper covers the released figure, and a few rows of
    great loss may move it.

    Attributes:
        released: Loss reported last; infinite before the first submission.
        losses: Row losses of the submission it belongs to, shape (n,); empty before the first.
        submissions: How many were made.
        climbed: Whether the last one was better by more than noise.

    References:
        Blum & Hardt (2015), The Ladder: a reliable leaderboard for machine learning
        competitions, figure 2, arXiv:1502.04585

    Example:
        >>> ladder = Ladder().submit(np.array([1.0, 0.0, 1.0, 1.0]))
        >>> ladder.released
        0.75
        >>> ladder.submit(np.array([1.0, 0.0, 0.0, 1.0])).released  # not beyond noise
        0.75
        >>> ladder.submit(np.array([0.0, 0.0, 0.0, 0.0])).released
        0.0
    """

    released: float = float("inf")
    losses: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    submissions: int = 0
    climbed: bool = False

    def submit(self, losses: NDArray[np.float64]) -> Ladder:
        """Return the ladder after one more submission.

        Args:
            losses: Loss of each test row, shape (n,), of any finite size.

        Raises:
            InputError: If a loss is missing, or there are not as many as before.
        """
        rows = len(losses)
        if rows == 0 or not np.isfinite(losses).all():
            raise InputError(
                "a submission needs one finite loss for each test row",
                where="argument losses",
                remedy="score every row of the test",
            )
        if len(self.losses) not in (0, rows):
            raise InputError(
                f"{rows} losses were given, {len(self.losses)} before",
                where="argument losses",
                remedy="use one ladder for each sealed test",
            )
        loss = float(losses.mean())
        if self.submissions == 0 or loss < self.released - self._noise(losses):
            released = round(loss * rows) / rows
            return Ladder(
                released=released,
                losses=losses.astype(np.float64),
                submissions=self.submissions + 1,
                climbed=True,
            )
        return Ladder(released=self.released, losses=self.losses, submissions=self.submissions + 1)

    def _noise(self, losses: NDArray[np.float64]) -> float:
        if len(losses) < 2:
            return 0.0
        return float(np.std(losses - self.losses, ddof=1) / np.sqrt(len(losses)))
