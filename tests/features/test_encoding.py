from __future__ import annotations

import msgspec
import numpy as np
import polars as pl
import pytest
from tests.fitted_models import EXAMPLES, late_flights, numbers, strings

from assay.core.errors import InputError
from assay.features.encoders import target
from assay.features.encoding import Encoding, fit_encoding, input_spec
from assay.features.graph import GraphBuilder
from assay.features.plan import EncodingPlan, Purpose

PURPOSES: tuple[Purpose, ...] = ("tree", "linear")


def _both(name: str) -> list[Encoding]:
    fitted = EXAMPLES[name]().fitted
    assert fitted.tree_encoding is not None and fitted.linear_encoding is not None
    return [fitted.tree_encoding, fitted.linear_encoding]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_statistics_come_from_training_rows_only(name: str) -> None:
    example = EXAMPLES[name]()
    for encoding in _both(name):
        before = encoding.to_dict()
        strange = example.held_out.with_columns(
            pl.col(column) * 1_000 for column in encoding.spec.numeric
        )
        whole = encoding.transform(strange)
        alone = np.concatenate([encoding.transform(strange[row]) for row in range(5)])
        assert encoding.to_dict() == before
        np.testing.assert_array_equal(whole[:5], alone)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_encoding_survives_json_to_the_bit(name: str) -> None:
    example = EXAMPLES[name]()
    for encoding in _both(name):
        text = msgspec.json.encode(encoding.to_dict())
        again = Encoding.from_dict(msgspec.json.decode(text))
        assert again == encoding
        np.testing.assert_array_equal(
            again.transform(example.held_out), encoding.transform(example.held_out)
        )


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_graph_gives_the_same_matrix(name: str) -> None:
    import onnxruntime

    example = EXAMPLES[name]()
    for encoding in _both(name):
        graph = GraphBuilder(encoding.spec)
        outputs = {"encoded": (encoding.emit(graph), len(encoding.outputs))}
        session = onnxruntime.InferenceSession(graph.finish(outputs))
        numeric, text = encoding.spec.matrices(example.held_out)
        encoded = session.run(None, {"numeric": numeric, "strings": text})[0]
        np.testing.assert_array_equal(encoded, encoding.transform(example.held_out))


def test_only_target_means_differ_between_fitting_rows_and_others() -> None:
    example = late_flights()
    encoding = example.fitted.tree_encoding
    assert encoding is not None
    fitting = encoding.fit_transform(example.train, example.labels)
    later = encoding.transform(example.train)
    differ = [
        output.column
        for position, output in enumerate(encoding.outputs)
        if not np.array_equal(fitting[:, position], later[:, position], equal_nan=True)
    ]
    assert differ == ["tailnum", "dest"]


def test_same_seed_gives_the_same_folds() -> None:
    example = late_flights()
    encoding = example.fitted.tree_encoding
    assert encoding is not None
    first = encoding.fit_transform(example.train, example.labels)
    np.testing.assert_array_equal(encoding.fit_transform(example.train, example.labels), first)


def test_every_output_names_a_column_of_the_plan() -> None:
    example = late_flights()
    for encoding in _both("binary"):
        assert {output.column for output in encoding.outputs} == set(example.fitted.columns)
        names = [output.name for output in encoding.outputs]
        assert len(set(names)) == len(names)
        assert len(names) == encoding.transform(example.held_out).shape[1]


def test_evidence_counts_outputs_and_says_what_was_cross_fitted() -> None:
    example = late_flights()
    for encoding in _both("binary"):
        encoding.fit_transform(example.train, example.labels)
        evidence = {encoded.column: encoded for encoded in encoding.evidence()}
        assert sum(encoded.outputs for encoded in evidence.values()) == len(encoding.outputs)
        assert evidence["tailnum"].cross_fitted and evidence["tailnum"].encoder == "target"
        assert not evidence["carrier"].cross_fitted


TARGET = EncodingPlan(task="binary", columns=tuple(strings("target", "c")))
LETTERS, LABELS = pl.DataFrame({"c": list("abcab")}), np.array([0.0, 1.0, 0.0, 1.0, 1.0])


@pytest.mark.parametrize("purpose", PURPOSES)
def test_cross_fitted_is_what_was_done(purpose: Purpose) -> None:
    encoding = fit_encoding(TARGET, LETTERS, LABELS, purpose=purpose, seed=0)
    encoding.transform(LETTERS)  # naive: each row by its own target too
    assert not encoding.evidence()[0].cross_fitted
    encoding.fit_transform(LETTERS, LABELS)
    assert encoding.evidence()[0].cross_fitted


def test_row_that_has_no_other_folds_is_not_cross_fitted() -> None:
    encoding = fit_encoding(TARGET, LETTERS.head(1), LABELS[:1], purpose="tree", seed=0)
    encoding.fit_transform(LETTERS.head(1), LABELS[:1])
    assert not encoding.evidence()[0].cross_fitted


def test_folds_that_do_not_part_rows_are_not_cross_fitting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "_folds", lambda labels, _seed: np.zeros(len(labels), np.int64))
    encoding = fit_encoding(TARGET, LETTERS, LABELS, purpose="tree", seed=0)
    encoding.fit_transform(LETTERS, LABELS)
    assert not encoding.evidence()[0].cross_fitted


def test_encoding_knows_how_many_rows_it_was_computed_on() -> None:
    encoding = fit_encoding(TARGET, LETTERS, LABELS, purpose="tree", seed=0)
    encoding.fit_transform(LETTERS.head(2), LABELS[:2])
    assert encoding.rows == 5
    assert Encoding.from_dict(encoding.to_dict()).rows == 5


@pytest.mark.parametrize("purpose", PURPOSES)
def test_multiclass_fold_without_a_class_keeps_its_column(purpose: Purpose) -> None:
    plan = EncodingPlan(task="multiclass", columns=tuple(strings("target", "c")))
    frame = pl.DataFrame({"c": ["a", "b", "a", "b"]})
    labels = np.array([0.0, 1.0, 0.0, 1.0])
    encoding = fit_encoding(plan, frame, labels, purpose=purpose, seed=0, classes=3)
    assert encoding.fit_transform(frame, labels).shape == (4, 3)


def test_labels_of_another_length_are_refused() -> None:
    plan = EncodingPlan(task="binary", columns=tuple(numbers("a")))
    with pytest.raises(InputError, match="2 rows have 3 labels"):
        fit_encoding(plan, pl.DataFrame({"a": [1, 2]}), np.zeros(3), purpose="tree", seed=0)


def test_plan_without_columns_gives_a_matrix_without_columns() -> None:
    plan = EncodingPlan(task="binary", columns=())
    frame = pl.DataFrame({"a": [1, 2]})
    encoding = fit_encoding(plan, frame, np.zeros(2), purpose="tree", seed=0)
    assert input_spec(plan).columns == ()
    assert encoding.transform(frame).shape == (2, 0)
    with pytest.raises(InputError, match="no column is encoded"):
        encoding.emit(GraphBuilder(encoding.spec))
