"""Compare how often models err on either side: training's wrong labels do not reach the test."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assay.core.evidence.labels import TwoSides
from assay.data.sides.table import Sides
from assay.training.probe import FOLDS, MOST_ROWS, Learner, Matrix, folds

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_TESTED = MOST_ROWS // FOLDS
FEWEST_TESTED = 20
FEWEST_OF_CLASS = 5
"""Test rows of each class that is weighed."""


def of_both(
    sides: Sides, matrix: Matrix, rows: Floats, labels: Floats, wrong: Flags
) -> TwoSides | None:
    """Count errors on the test by a model of as many rows as each that training was told by.

    Args:
        sides: Training and test.
        matrix: The code of their columns.
        rows: Training rows that were predicted, shape (n, columns).
        labels: Their classes, shape (n,).
        wrong: Whether models that did not see them err, shape (n,).

    Returns:
        None without known outcomes of the test, or with too few.
    """
    held = sides.test_labels
    if held is None:
        return None
    known = np.flatnonzero(~np.isnan(held))
    if len(known) > MOST_TESTED:
        drawn = np.random.default_rng(sides.seed).choice(known, MOST_TESTED, replace=False)
        known = np.sort(drawn)
    if len(known) < FEWEST_TESTED:
        return None
    classes = len(sides.classes)
    learnt = folds(labels, stratified=True, seed=sides.seed) != 0
    learner = Learner(
        rows[learnt],
        labels[learnt],
        task=sides.task,
        classes=classes,
        levelled=matrix.levelled,
        seed=sides.seed,
    )
    chances = learner.predict(matrix.of(sides.test.rows[known]))
    given = chances.argmax(axis=1) if chances.ndim > 1 else (chances > 0.5).astype(np.int64)
    return _compared(labels, wrong, held[known], given, classes)


def _compared(
    labels: Floats, wrong: Flags, tested: Floats, given: NDArray[np.int64], classes: int
) -> TwoSides | None:
    """Weigh the test's classes as training's, so that easy ones that are rarer there count less."""
    missed = given != tested
    shares, errors, variance = [], [], 0.0
    for place in range(classes):
        there = tested == place
        if there.sum() < FEWEST_OF_CLASS:
            continue
        shares.append(float((labels == place).mean()))
        errors.append(float(missed[there].mean()))
        kept = max(errors[-1] * (1 - errors[-1]), 1 / len(tested))
        variance += shares[-1] ** 2 * kept / int(there.sum())
    seen = sum(shares)
    if not seen:
        return None
    train = float(wrong.mean())
    test = float(np.dot(shares, errors)) / seen
    deviation = math.sqrt(train * (1 - train) / len(wrong) + variance / seen**2)
    return TwoSides(
        train=train,
        test=test,
        rows_test=len(tested),
        deviations=(train - test) / deviation if deviation else 0.0,
    )
