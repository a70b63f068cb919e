"""A version answers by the quicker form of its graph only where that gives the same bits."""

from __future__ import annotations

import dataclasses

import pytest
from tests.fitted_models import Example, late_flights

from assay.registry.compiled.cut import Cut, TextTable
from assay.registry.compiled.engine import GraphEngine
from assay.registry.compiled.records import RecordEngine
from assay.registry.scorer import compile
from assay.serving.door import Admitted
from assay.serving.model import quicker


def whole(example: Example) -> GraphEngine:
    engine = compile(example.fitted).engine
    assert isinstance(engine, GraphEngine)
    return engine


def proving(example: Example, engine: GraphEngine) -> Admitted:
    numeric, strings = engine.description.spec.matrices(example.held_out.head(50))
    return Admitted(numeric.tolist(), strings.tolist(), [])


def test_a_version_with_texts_answers_by_their_tables(caplog: pytest.LogCaptureFixture) -> None:
    example = late_flights()
    engine = whole(example)
    assert isinstance(quicker(engine, proving(example, engine)), RecordEngine)
    assert not caplog.records


def test_a_version_whose_tables_give_other_bits_answers_by_its_whole_graph(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    example = late_flights()
    engine = whole(example)
    sound = Cut.of(engine, ("scores",))
    assert sound is not None
    tables = tuple(TextTable(each.places, each.cells + 1) for each in sound.tables)
    monkeypatch.setattr(Cut, "of", lambda *_: dataclasses.replace(sound, tables=tables))
    assert quicker(engine, proving(example, engine)) is engine
    (said,) = caplog.records
    assert "differs from the whole" in said.message
