"""A graph in two parts gives the bits of the whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
import polars as pl
import pytest
from tests.fitted_models import Example, diamonds, late_flights, penguins

from assay.registry.compiled import columns
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


def test_table_is_scored_by_the_whole_graph_where_its_parts_give_other_bits(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sound = columns._lookup
    monkeypatch.setattr(columns, "_lookup", lambda model, nodes: _shifted(sound(model, nodes)))
    example = late_flights()
    whole = compile(example.fitted)
    wrong = whole.for_tables()
    rows = example.held_out.head(500)
    for _ in range(2):
        assert wrong.scores(rows).tobytes() == whole.scores(rows).tobytes()
    (said,) = caplog.records
    assert "differs from the whole" in said.message


def _shifted(graph: bytes) -> bytes:
    """Return a lookup whose every text is found one further."""
    model = onnx.load_from_string(graph)
    for attribute in (each for node in model.graph.node for each in node.attribute):
        if attribute.name in ("values_floats", "values_int64s"):
            values = attribute.floats or attribute.ints
            values[:] = [value + 1 for value in values]
    return bytes(model.SerializeToString())
