"""Which of two quick models is asked about wrong labels."""

from __future__ import annotations

import numpy as np

from assay.lifecycle import label_noise

LABELS = np.zeros(200, np.int64)


def _chances(wrong: int, sure: float) -> np.ndarray:
    of_first = np.where(np.arange(200) < wrong, 1 - sure, sure)
    return np.stack([of_first, 1 - of_first], axis=1)


def test_a_row_more_or_less_does_not_choose_between_two_models() -> None:
    trees, lines = _chances(44, 0.7), _chances(43, 0.9)
    asked = label_noise._better(trees, lines, LABELS)
    assert np.allclose(asked, (trees + lines) / 2)
    assert label_noise._better(trees, _chances(30, 0.9), LABELS)[35, 0] == 0.9
    assert label_noise._better(trees, _chances(60, 0.9), LABELS)[50, 0] == 0.7
