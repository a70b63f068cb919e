"""The folds as fits read them: encoded once per purpose, shared by all candidates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.data import target as targets
from assay.features.encoding import Encoding, fit_encoding
from assay.features.plan import EncodingPlan
from assay.training.members import Matrix, Purpose
from assay.training.plan import FitPlan

if TYPE_CHECKING:
    from assay.data.split import Splits
    from assay.training.boosting import Binned

TRAIN_SAMPLE = 10_000
"""Rows of the first fold's fitting part that training scores are computed on."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The rows of a fold for one purpose: `fit` cross-fitted where the encoder needs it."""

    encoding: Encoding
    fit: Matrix
    score: Matrix


@dataclass(frozen=True)
class Part:
    """One fold: rows to fit on, rows to score.

    Attributes:
        index: From 0; fold 0 scores the validation part.
        fit: Positions of the fitting rows among the development rows.
        score: Positions of the scored rows.
        half: Which half of the scored rows each belongs to; rows of a group stay together.
        sample: Positions *within `fit`* that training scores are computed on.
    """

    index: int
    rows: Rows
    fit: NDArray[np.int64]
    score: NDArray[np.int64]
    half: NDArray[np.bool_]
    sample: NDArray[np.int64]

    @property
    def fit_labels(self) -> NDArray[np.float64]:
        """Labels of the fitting rows."""
        return self.rows.labels[self.fit]

    @property
    def score_labels(self) -> NDArray[np.float64]:
        """Labels of the scored rows."""
        return self.rows.labels[self.score]

    @cached_property
    def tree(self) -> Encoded:
        """The rows as trees read them."""
        return self.rows.encode(self.tree_encoding, self.fit, self.score)

    @cached_property
    def tree_encoding(self) -> Encoding:
        """The encoding that trees read."""
        return self.rows.encoding("tree", self.fit)

    @cached_property
    def linear_encoding(self) -> Encoding:
        """The encoding that linear models read; the matrices are not kept."""
        return self.rows.encoding("linear", self.fit)

    @cached_property
    def binned(self) -> Binned:
        """The rows as LightGBM keeps them."""
        from assay.training.boosting import bin_part

        return bin_part(self)


@dataclass(frozen=True)
class Rows:
    """The development rows with numbers for labels.

    Attributes:
        frame: All columns, train rows first.
        labels: 0/1, class index, or value, shape (n,).
        groups: Number of the group of each row, or None if rows stand alone.
    """

    frame: pl.DataFrame
    labels: NDArray[np.float64]
    groups: NDArray[np.int64] | None
    encoding_plan: EncodingPlan
    classes: int
    seed: int

    @property
    def count(self) -> int:
        """Number of development rows."""
        return len(self.labels)

    @property
    def everything(self) -> NDArray[np.int64]:
        """Positions of all development rows."""
        return np.arange(self.count)

    def encoding(self, purpose: Purpose, fit: NDArray[np.int64]) -> Encoding:
        """Fit an encoding on these rows only."""
        return fit_encoding(
            self.encoding_plan,
            self.frame[fit],
            self.labels[fit],
            purpose=purpose,
            seed=self.seed,
            classes=self.classes,
        )

    def encode(
        self, encoding: Encoding, fit: NDArray[np.int64], score: NDArray[np.int64]
    ) -> Encoded:
        """Apply an encoding to the rows it was fitted on and to others."""
        return Encoded(
            encoding,
            encoding.fit_transform(self.frame[fit], self.labels[fit]),
            encoding.transform(self.frame[score]),
        )


def prepare(splits: Splits, plan: FitPlan, encoding_plan: EncodingPlan) -> tuple[Part, ...]:
    """Return every fold, in the split's order; nothing is encoded yet."""
    frame = splits.development
    labels = targets.encode(
        frame[plan.target], task=plan.task, classes=plan.classes, positive=plan.positive
    )
    group = splits.evidence.group
    groups = None
    if group is not None and group in frame.columns:
        groups = frame[group].rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    rows = Rows(frame, labels, groups, encoding_plan, len(plan.classes), plan.seed)
    return tuple(
        Part(
            index,
            rows,
            fold.fit,
            fold.score,
            halve(
                labels[fold.score],
                None if groups is None else groups[fold.score],
                np.random.default_rng(plan.seed + index),
            ),
            _sample(len(fold.fit), plan.seed),
        )
        for index, fold in enumerate(splits.folds)
    )


def halve(
    labels: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    generator: np.random.Generator,
) -> NDArray[np.bool_]:
    """Return a random half of rows: alike in labels, or whole groups where there are some.

    Args:
        labels: Shape (n,).
        groups: Shape (n,), or None.
        generator: Source of the draw.

    Returns:
        True for the rows of one half, shape (n,).

    Example:
        >>> halve(np.array([0.0, 0.0, 1.0, 1.0]), None, np.random.default_rng(0)).sum()
        np.int64(2)
    """
    if groups is not None and len(np.unique(groups)) > 1:
        names, codes = np.unique(groups, return_inverse=True)
        chosen = generator.permutation(len(names)) % 2 == 0
        return np.asarray(chosen[codes])
    order = np.lexsort((generator.random(len(labels)), labels))
    # within each pair of neighbours in label a coin decides which one goes where
    flip = np.repeat(generator.integers(0, 2, (len(labels) + 1) // 2), 2)[: len(labels)]
    half = np.empty(len(labels), dtype=np.bool_)
    half[order] = (np.arange(len(labels)) + flip) % 2 == 0
    return half


def _sample(count: int, seed: int) -> NDArray[np.int64]:
    if count <= TRAIN_SAMPLE:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, TRAIN_SAMPLE, replace=False))
