"""Many categories: the mean target of each, shrunk to the mean of all, learned across folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from assay.features.encoders.output import Output
from assay.features.encoders.scaling import Scaling
from assay.features.graph import GraphBuilder
from assay.features.inputs import Inputs

FOLDS = 5
"""Parts for cross-fitting; a training row is encoded from the other four."""

LEAST_SMOOTHING, MOST_SMOOTHING = 1.0, 1000.0
"""Bounds of the number of imaginary rows at the mean of all."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """Encodings of fitting rows.

    Attributes:
        values: Shape (n, outputs).
        own: Whether a row's own target was among those that its value was made of, shape (n,).
    """

    values: NDArray[np.float32]
    own: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One string column, one output, or one a class for multiclass.

    `encoded(c) = (sum of targets in c + smoothing * prior) / (rows in c + smoothing)`

    The smoothing is the within-category variance over the between-category variance, as in
    empirical Bayes; a missing value is a category, an unknown one gets the prior.

    Attributes:
        categories: Training categories, sorted.
        table: Their encodings, an output each.
        prior: Mean of all, an output each.
        scaling: For linear models; None for trees.

    References:
        Micci-Barreca (2001), A preprocessing scheme for high-cardinality categorical attributes,
        doi:10.1145/507533.507538
    """

    kind: ClassVar[Literal["target"]] = "target"
    column: str
    categories: tuple[str, ...]
    table: tuple[tuple[float, ...], ...]
    prior: tuple[float, ...]
    scaling: Scaling | None = None

    @classmethod
    def fit(
        cls,
        inputs: Inputs,
        column: str,
        labels: NDArray[np.float64],
        *,
        classes: int,
        purpose: Literal["tree", "linear"],
    ) -> Target:
        """Learn the encodings from training rows.

        Args:
            inputs: Training rows.
            column: Name of the string column.
            labels: Shape (n,): 0 or 1, class index, or value.
            classes: Number of classes where there are more than two, else 0.
            purpose: What kind of model reads the result.
        """
        codes, categories = _codes(inputs, column)
        targets = _indicators(labels, classes)
        prior = targets.mean(axis=0)
        table = _encodings(codes, targets, len(categories), prior)
        fitted = cls(
            column=column,
            categories=tuple(categories),
            table=tuple(tuple(row) for row in table.astype(np.float32).astype(float).tolist()),
            prior=tuple(prior.astype(np.float32).astype(float).tolist()),
        )
        if purpose == "tree":
            return fitted
        scaling = Scaling.fit(fitted.transform(inputs))
        return cls(
            column=column,
            categories=fitted.categories,
            table=fitted.table,
            prior=fitted.prior,
            scaling=scaling,
        )

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The mean target, of each class if there are more than two."""
        if len(self.prior) == 1:
            return (Output(self.column, f"target mean of {self.column}"),)
        return tuple(
            Output(self.column, f"share of class {index} in {self.column}")
            for index in range(len(self.prior))
        )

    def transform(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return the encodings, shape (n, outputs), for rows that were not fitted on."""
        places = inputs.index(self.column, self._places(), len(self.categories))[:, 0]
        return self._scaled(self._rows()[places])

    def cross_transform(self, inputs: Inputs, labels: NDArray[np.float64], *, seed: int) -> Crossed:
        """Return encodings of the fitting rows, each from the folds that it is not in.

        So a row's own target never enters its own encoding, and a model fitted on the result does
        not trust the encoding more than it may. A row that stands alone has no other folds.
        """
        codes, categories = _codes(inputs, self.column)
        targets = _indicators(labels, len(self.prior) if len(self.prior) > 1 else 0)
        folds = _folds(labels, seed)
        encoded = np.empty(targets.shape, dtype=np.float64)
        own = np.zeros(len(labels), dtype=np.bool_)
        for fold in range(min(FOLDS, len(labels))):
            inside = folds == fold
            learnt = inside if inside.all() else ~inside
            others = targets[learnt]
            table = _encodings(codes[learnt], others, len(categories), others.mean(axis=0))
            encoded[inside] = table[codes[inside]]
            own |= inside & learnt
        return Crossed(self._scaled(encoded.astype(np.float32)), own)

    def emit(self, graph: GraphBuilder) -> str:
        """Add the same to a graph."""
        if len(self.prior) == 1:
            values = {key: row[0] for key, row in zip(self.categories, self.table, strict=True)}
            encoded = graph.lookup(self.column, values, self.prior[0])
        else:
            places = graph.index(self.column, self._places(), len(self.categories))
            rows = graph.node("Gather", [graph.constant(self._rows()), places], {"axis": 0})
            shape = graph.integers([-1, len(self.prior)])
            encoded = graph.node("Reshape", [rows, shape])
        return encoded if self.scaling is None else self.scaling.emit(graph, encoded)

    def _scaled(self, encoded: NDArray[np.float32]) -> NDArray[np.float32]:
        return encoded if self.scaling is None else self.scaling.transform(encoded)

    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.categories)}

    def _rows(self) -> NDArray[np.float32]:
        return np.asarray((*self.table, self.prior), dtype=np.float32)


def _codes(inputs: Inputs, column: str) -> tuple[NDArray[np.int64], list[str]]:
    categories = inputs.text(column).unique().sort().to_list()
    places = {key: place for place, key in enumerate(categories)}
    return inputs.index(column, places, 0)[:, 0], categories


def _indicators(labels: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
    if not classes:
        return labels.reshape(-1, 1).astype(np.float64)
    same: NDArray[np.bool_] = labels.reshape(-1, 1) == np.arange(classes)
    return same.astype(np.float64)


def _encodings(
    codes: NDArray[np.int64],
    targets: NDArray[np.float64],
    categories: int,
    prior: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the shrunk mean of each category, shape (categories, outputs)."""
    rows = np.bincount(codes, minlength=categories).astype(np.float64)
    encodings = np.empty((categories, targets.shape[1]))
    for output in range(targets.shape[1]):
        centred = targets[:, output] - prior[output]
        sums = _sums(codes, centred, categories)
        squares = _sums(codes, centred**2, categories)
        smoothing = _smoothing(rows, sums, squares)
        encodings[:, output] = prior[output] + sums / (rows + smoothing)
    return encodings


def _sums(
    codes: NDArray[np.int64], weights: NDArray[np.float64], categories: int
) -> NDArray[np.float64]:
    return np.bincount(codes, weights=weights, minlength=categories).astype(np.float64)


def _smoothing(
    rows: NDArray[np.float64], sums: NDArray[np.float64], squares: NDArray[np.float64]
) -> float:
    """Return within-category over between-category variance, by the method of moments."""
    seen = rows > 0
    rows, sums, squares = rows[seen], sums[seen], squares[seen]
    total, groups = rows.sum(), len(rows)
    if groups < 2 or total <= groups:
        return MOST_SMOOTHING
    within = max((squares - sums**2 / rows).sum() / (total - groups), 0.0)
    among = (sums**2 / rows).sum() - sums.sum() ** 2 / total
    between = (among - (groups - 1) * within) / (total - (rows**2).sum() / total)
    if between <= within / MOST_SMOOTHING:
        return MOST_SMOOTHING
    return float(max(within / between, LEAST_SMOOTHING))


def _folds(labels: NDArray[np.float64], seed: int) -> NDArray[np.int64]:
    """Return the fold of each row, with near-equal target means in all folds.

    Equal means matter: a fold with fewer positives gives the others a higher prior, and a tree
    can read the row's target back from that difference.
    """
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    by_target = shuffled[np.argsort(labels[shuffled], kind="stable")]
    folds = np.empty(len(labels), dtype=np.int64)
    folds[by_target] = np.arange(len(labels)) % FOLDS
    return folds
