"""Which of two quick models is asked about wrong labels."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.core.finding import Finding
from assay.data.sides.table import sides
from assay.lifecycle import label_noise
from assay.practices.rules.label_noise import check

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


def _measurements(seed: int = 1) -> tuple[pl.DataFrame, np.ndarray]:
    drawn = np.random.default_rng(seed)
    frame = pl.DataFrame({name: drawn.normal(50, 10, 600) for name in ("width", "depth")})
    return frame, (frame["width"] + frame["depth"]).to_numpy() + drawn.normal(0, 1, 600)


def _said(frame: pl.DataFrame, outcomes: np.ndarray) -> list[object]:
    table = frame.with_columns(weight=outcomes)
    put = sides(table[:450].lazy(), table[450:].lazy(), target="weight", task="regression")
    return list(check(label_noise.measure(put)))


def test_values_in_the_rows_of_others_are_wrong_labels() -> None:
    frame, outcomes = _measurements()
    assert not _said(frame, outcomes)
    moved = np.arange(0, 450, 8)
    outcomes[moved] = np.roll(outcomes[moved], 7)
    (finding,) = _said(frame, outcomes)
    assert isinstance(finding, Finding) and "as if they stood in the rows of others" in str(finding)


def test_large_errors_of_large_outcomes_are_a_hard_problem() -> None:
    frame, outcomes = _measurements()
    large = outcomes > np.quantile(outcomes, 0.9)
    outcomes[large] += np.random.default_rng(2).normal(0, 40, int(large.sum()))
    assert not [one for one in _said(frame, outcomes) if isinstance(one, Finding)]


def test_wrong_labels_of_training_alone_are_seen_beside_a_test_that_has_none() -> None:
    drawn = np.random.default_rng(3)
    frame = pl.DataFrame({name: drawn.normal(0, 1, 6_000) for name in ("width", "depth")})
    told = frame["width"] + frame["depth"]
    kind = (told + drawn.normal(0, 2, 6_000) > 0).to_numpy()

    def compared(kinds: np.ndarray) -> bool:
        table = frame.with_columns(kind=pl.Series(np.where(kinds, "ripe", "raw")))
        put = sides(table[:4_000].lazy(), table[4_000:].lazy(), target="kind", task="binary")
        findings = [one for one in check(label_noise.measure(put)) if isinstance(one, Finding)]
        return any("labels of training alone are wrong" in str(one) for one in findings)

    assert not compared(kind)
    kind[:4_000:4] ^= True
    assert compared(kind)
