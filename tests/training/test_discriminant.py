"""Linear discriminants tell many classes of few rows apart, and do not see the row they score."""

from __future__ import annotations

import numpy as np

from assay.training import discriminant

DRAW = np.random.default_rng(4)
CLASSES, EACH = 40, 25
LABELS = np.repeat(np.arange(CLASSES), EACH)
ROWS = DRAW.normal(size=(CLASSES, 12))[LABELS] * 3 + DRAW.normal(size=(CLASSES * EACH, 12))


def _chances(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return discriminant.out_of_fold(rows, labels, classes=CLASSES, levelled=[], seed=0)


def test_many_classes_of_few_rows_are_told_apart() -> None:
    chances = _chances(ROWS, LABELS)
    assert np.abs(chances.sum(axis=1) - 1).max() < 1e-9
    assert (chances.argmax(axis=1) == LABELS).mean() > 0.95


def test_labels_that_no_column_knows_are_not_learnt_by_heart() -> None:
    labels = DRAW.permutation(LABELS)
    assert (_chances(ROWS, labels).argmax(axis=1) == labels).mean() < 0.1


def test_gaps_levels_and_constants_do_not_hinder() -> None:
    rows = np.column_stack([ROWS, DRAW.integers(0, 30, len(ROWS)), np.ones(len(ROWS))])
    rows[::7, 0] = np.nan
    rows[:, 1] = np.nan
    chances = discriminant.out_of_fold(rows, LABELS, classes=CLASSES, levelled=[12], seed=0)
    assert np.isfinite(chances).all() and (chances.argmax(axis=1) == LABELS).mean() > 0.9


def test_a_line_of_numbers_takes_other_rows_in_the_scale_of_those_it_was_fitted_on() -> None:
    rows = DRAW.normal(size=(300, 3)) * (1.0, 100.0, 1e-3)
    values = rows @ (1.0, 0.02, 500.0)
    said = discriminant.fit_predict(rows[:200], values[:200], rows[200:], classes=0)
    assert np.corrcoef(said, values[200:])[0, 1] > 0.99
    assert said.min() >= values[:200].min() and said.max() <= values[:200].max()
    one = discriminant.fit_predict(rows[:200], values[:200], rows[200:201], classes=0)
    assert abs(one[0] - said[0]) < 1e-9
