"""A graph in two parts gives the bits of the whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from tests.fitted_models import Example, diamonds, late_flights, penguins

from assay.registry.compiled.columns import ColumnEngine
from assay.registry.compiled.cut import Cut, TextTable
from assay.registry.compiled.engine import GraphEngine
from assay.registry.compiled.records import SCORES, RecordEngine
from assay.registry.scorer import compile

STRANGE = ("never seen", "", "?", "\N{SNOWMAN}", "\0") * 3
"""Texts that no table knows, or should not."""


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


@pytest.mark.parametrize("made", [late_flights, penguins, diamonds])
def test_the_rows_of_a_request_score_bit_for_bit_as_the_whole_graph_says(
    made: Callable[[], Example],
) -> None:
    example = made()
    whole = compile(example.fitted).engine
    assert isinstance(whole, GraphEngine)
    cut = Cut.of(whole, (SCORES,))
    assert cut is not None
    quick = RecordEngine(cut)
    rows = example.held_out.head(40)
    texts = [column for column in rows.columns if rows[column].dtype == pl.String]
    odd = pl.when(pl.int_range(pl.len()) % 5 == 0)
    strange = rows.with_columns(
        *(
            odd.then(pl.lit(text)).otherwise(pl.col(c)).alias(c)
            for c, text in zip(texts, STRANGE, strict=False)
        ),
        *(odd.then(None).otherwise(pl.col(c)).alias(c) for c in rows.columns if c not in texts),
    )
    for table in (rows, strange):
        numeric, strings = whole.description.spec.matrices(table)
        expected = whole.run_matrices(numeric, strings).tolist()
        assert quick.run(numeric, strings) == expected
        assert quick.run(numeric.tolist(), strings.tolist()) == expected
        for row in range(table.height):
            assert quick.run([numeric[row].tolist()], [strings[row].tolist()]) == [expected[row]]


def test_table_is_scored_by_the_whole_graph_where_its_parts_give_other_bits(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sound = Cut.of
    monkeypatch.setattr(Cut, "of", lambda whole, outputs: _wrong(sound(whole, outputs)))
    example = late_flights()
    whole = compile(example.fitted)
    wrong = whole.for_tables()
    rows = example.held_out.head(500)
    for _ in range(2):
        assert wrong.scores(rows).tobytes() == whole.scores(rows).tobytes()
    (said,) = caplog.records
    assert "differs from the whole" in said.message


def _wrong(cut: Cut | None) -> Cut | None:
    """Return a cut whose tables say one more of each text."""
    assert cut is not None
    tables = tuple(TextTable(table.places, table.cells + 1) for table in cut.tables)
    return dataclasses.replace(cut, tables=tables)
