"""Faults planted in somebody's own tables: what is known of the tables already is no discovery."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.data.sides.table import Sides, sides
from assay.lifecycle import measures
from assay.lifecycle.inject import inject


def _both() -> Sides:
    """Return sides with faults of their own: equal rows, and a number that stands for missing."""
    draw = np.random.default_rng(0)
    rows = 240
    table = pl.DataFrame(
        {
            "length": draw.normal(20, 4, rows).round(2),
            "weight": np.where(draw.random(rows) < 0.06, -9999, draw.normal(70, 9, rows).round(1)),
            "kind": draw.choice(["red", "green"], rows),
        }
    ).with_columns(pl.Series("label", (draw.random(rows) < 0.4).astype(int)))
    train = table[:180]
    test = pl.concat([table[180:], train[:20]])
    return sides(train.lazy(), test.lazy(), target="label", task="binary")


def test_what_is_wrong_already_counts_as_no_discovery() -> None:
    both = _both()
    known = measures.take(both, lambda _stage, _fraction: None)
    found = inject(both, known=known)
    by_fault = {one.fault: one for one in found.faults}
    assert by_fault["equal rows on both sides"].caught_by == ()
    assert by_fault["the target in another code"].caught_by
    assert by_fault["a column that the test lacks"].caught_by
    assert found == inject(both)  # measured before or now: the answer is the same
