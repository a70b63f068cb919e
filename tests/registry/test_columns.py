"""A graph in two parts gives the bits of the whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from tests.fitted_models import Example, diamonds, late_flights, penguins

from assay.registry.compiled.columns import ColumnEngine
from assay.registry.scorer import compile


@pytest.mark.parametrize("made", [late_flights, penguins, diamonds])
def test_texts_that_are_looked_up_once_change_no_bit(
    made: Callable[[], Example], caplog: pytest.LogCaptureFixture
) -> None:
    example = made()
    whole = compile(example.fitted)
    quick = whole.for_tables()
    assert isinstance(quick.engine, ColumnEngine)
    rows = example.held_out.sample(2_500, with_replacement=True, seed=3)
    texts = [column for column in rows.columns if rows[column].dtype == pl.String]
    odd = pl.when(pl.int_range(pl.len()) % 7 == 0).then(pl.lit("never seen"))
    rows = rows.with_columns(odd.otherwise(pl.col(column)).alias(column) for column in texts)
    for table in (rows, rows.head(1), rows.head(0), rows[::-1]):
        for score in ("scores", "margins"):
            ours, theirs = (getattr(each, score)(table) for each in (quick, whole))
            assert ours.shape == theirs.shape
            assert ours.tobytes() == theirs.tobytes()
    alone = np.concatenate([quick.score_row(row) for row in rows.head(30).iter_rows(named=True)])
    assert alone.tobytes() == np.ascontiguousarray(whole.scores(rows.head(30))).tobytes()
    assert not caplog.records, "the two parts differed, and the whole stood in"
    assert quick.hash == whole.hash
