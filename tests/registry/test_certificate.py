from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import onnx
import polars as pl
import pytest
from onnx import numpy_helper
from tests.fitted_models import EXAMPLES, Example

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.evidence.registry import CertificateCase, CertificateEvidence
from assay.registry.certificate import borders, certify
from assay.registry.compiled.engine import KEY, GraphEngine
from assay.registry.compiled.model import graph_of
from assay.registry.scorer import CompiledScorer, compile
from assay.training.members import PriorMember


@functools.cache
def compiled(name: str) -> tuple[Example, CompiledScorer]:
    example = EXAMPLES[name]()
    return example, compile(example.fitted)


@pytest.fixture(params=sorted(EXAMPLES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_faithful_scorer_passes_every_case(name: str) -> None:
    example, scorer = compiled(name)
    certificate = certify(example.fitted, scorer, example.held_out, seed=0)
    assert certificate.passed
    assert certificate.form == "onnx" and certificate.onnx_hash == scorer.hash
    cases = {case.name: case for case in certificate.cases}
    assert set(cases) == {
        "held-out",
        "missing",
        "unknown categories",
        "split thresholds",
        "extremes",
        "row by row",
    }
    assert all(case.rows and case.difference < 1e-9 for case in cases.values())
    assert sum(case.disagreements for case in cases.values()) == 0
    assert 0 < certificate.seconds_per_row < 0.1


def test_certificate_can_be_kept_and_read_again() -> None:
    example, scorer = compiled("regression")
    certificate = certify(example.fitted, scorer, example.held_out.head(20), seed=0)
    assert codec.decode(codec.encode(certificate), CertificateEvidence) == certificate


def test_same_seed_compares_the_same_rows() -> None:
    example, scorer = compiled("multiclass")
    first, again = (certify(example.fitted, scorer, example.held_out, seed=3) for _ in range(2))
    assert first.cases == again.cases


Tamper = Callable[[onnx.GraphProto], None]


def _tampered(name: str, tamper: Tamper) -> CertificateEvidence:
    example, scorer = compiled(name)
    graph = graph_of(example.fitted, metadata={KEY: codec.encode(scorer.description).decode()})
    model = onnx.load_from_string(graph)
    tamper(model.graph)
    changed = CompiledScorer(GraphEngine(model.SerializeToString()))
    assert changed.hash != scorer.hash
    return certify(example.fitted, changed, example.held_out, seed=0)


def _attribute(node: onnx.NodeProto, name: str) -> onnx.AttributeProto:
    found: onnx.AttributeProto = next(a for a in node.attribute if a.name == name)
    return found


def _nodes(graph: onnx.GraphProto, operator: str) -> list[onnx.NodeProto]:
    found = [node for node in graph.node if node.op_type == operator]
    assert found
    return found


def _change_tensor(node: onnx.NodeProto, name: str, position: int, factor: float) -> None:
    attribute = _attribute(node, name)
    values = numpy_helper.to_array(attribute.t).copy()
    values[position] *= factor
    attribute.t.CopyFrom(numpy_helper.from_array(values))


def _next_threshold(graph: onnx.GraphProto) -> None:
    """Move the split of one node by a single float32 step."""
    attribute = _attribute(_nodes(graph, "TreeEnsemble")[0], "nodes_splits")
    values = numpy_helper.to_array(attribute.t).copy()
    values[0] = np.nextafter(np.float32(values[0]), np.float32(np.inf))
    attribute.t.CopyFrom(numpy_helper.from_array(values))


def _leaf(graph: onnx.GraphProto) -> None:
    node = _nodes(graph, "TreeEnsemble")[0]
    weights = numpy_helper.to_array(_attribute(node, "leaf_weights").t)
    _change_tensor(node, "leaf_weights", int(np.abs(weights).argmax()), 1.1)


def _missing_side(graph: onnx.GraphProto) -> None:
    for node in _nodes(graph, "TreeEnsemble"):
        sides = _attribute(node, "nodes_missing_value_tracks_true").ints
        sides[:] = [1 - side for side in sides]


def _sides(graph: onnx.GraphProto) -> None:
    """Let numbers at a threshold go right: seen only where a threshold is itself a float32."""
    for node in _nodes(graph, "TreeEnsemble"):
        attribute = _attribute(node, "nodes_modes")
        modes = np.ones_like(numpy_helper.to_array(attribute.t))
        attribute.t.CopyFrom(numpy_helper.from_array(modes))


def _category(graph: onnx.GraphProto) -> None:
    """Swap two categories of the widest table."""
    node = max(
        _nodes(graph, "LabelEncoder"), key=lambda n: len(_attribute(n, "keys_strings").strings)
    )
    keys = _attribute(node, "keys_strings").strings
    values = next(a for a in node.attribute if a.name.startswith("values_"))
    numbers = list(values.floats or values.ints)
    low, high = int(np.argmin(numbers)), int(np.argmax(numbers))
    keys[low], keys[high] = keys[high], keys[low]


def _unknown(graph: onnx.GraphProto) -> None:
    for node in _nodes(graph, "LabelEncoder"):
        for attribute in node.attribute:
            if attribute.name == "default_float":
                attribute.f += 3
            if attribute.name == "default_int64":
                attribute.i = 0


def _median(graph: onnx.GraphProto) -> None:
    """Change what the first imputer fills in."""
    name = _nodes(graph, "Where")[-1].input[1]
    tensor = next(given for given in graph.initializer if given.name == name)
    values = numpy_helper.to_array(tensor) * 3 + 100
    tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float32), name))


def _link(graph: onnx.GraphProto) -> None:
    _nodes(graph, "Sigmoid")[0].op_type = "Tanh"


def _weight(graph: onnx.GraphProto) -> None:
    """Let one member weigh a hundredth more."""
    name = _nodes(graph, "Mul")[-1].input[0]
    tensor = next(given for given in graph.initializer if given.name == name)
    values = np.asarray(numpy_helper.to_array(tensor) * 1.01)
    tensor.CopyFrom(numpy_helper.from_array(values, name))


TAMPERS = {
    "binary": [
        _next_threshold,
        _leaf,
        _sides,
        _missing_side,
        _category,
        _unknown,
        _median,
        _link,
        _weight,
    ],
    "multiclass": [_leaf, _missing_side, _median, _weight],
    "regression": [_next_threshold, _leaf, _category, _unknown, _median, _weight],
}


@pytest.mark.parametrize(
    ("name", "tamper"),
    [
        pytest.param(name, tamper, id=f"{name}-{tamper.__name__.strip('_')}")
        for name, tampers in TAMPERS.items()
        for tamper in tampers
    ],
    indirect=["name"],
)
def test_tampered_graph_is_refused(name: str, tamper: Tamper) -> None:
    certificate = _tampered(name, tamper)
    assert not certificate.passed
    assert any(case.difference > certificate.tolerance for case in certificate.cases)


def _case(certificate: CertificateEvidence, name: str) -> CertificateCase:
    return next(case for case in certificate.cases if case.name == name)


def test_split_moved_by_one_step_is_seen_only_at_the_threshold() -> None:
    certificate = _tampered("regression", _next_threshold)
    assert _case(certificate, "split thresholds").difference > certificate.tolerance


def test_scorer_of_another_model_is_refused() -> None:
    example, _ = compiled("binary")
    other = compile(replace(example.fitted, threshold=0.7))
    certificate = certify(example.fitted, other, example.held_out, seed=0)
    assert not certificate.passed  # though every probability agrees


def test_score_that_is_no_number_never_passes() -> None:
    example, _ = compiled("regression")
    broken = replace(example.fitted, members=(PriorMember(np.array([np.nan])),))
    certificate = certify(broken, compile(broken), example.held_out, seed=0)
    assert not certificate.passed
    assert codec.decode(codec.encode(certificate), CertificateEvidence) == certificate


def test_model_that_reads_nothing_can_be_certified() -> None:
    example, _ = compiled("regression")
    prior = replace(
        example.fitted,
        columns=(),
        members=(PriorMember(np.array([3.0])),),
        tree_encoding=None,
        linear_encoding=None,
    )
    certificate = certify(prior, compile(prior), example.held_out, seed=0)
    assert certificate.passed and certificate.seconds_per_row > 0
    assert all(case.rows for case in certificate.cases)


def test_no_rows_prove_nothing() -> None:
    example, scorer = compiled("binary")
    with pytest.raises(InputError, match="no rows to compare"):
        certify(example.fitted, scorer, example.held_out.head(0), seed=0)


def test_thresholds_are_those_of_the_trees() -> None:
    example, _ = compiled("regression")
    known = borders(example.fitted)
    assert set(known.numbers) == {"carat", "depth", "table", "x"}
    member = example.fitted.members[-1]
    splits = member.booster.trees_to_dataframe()  # type: ignore[union-attr]
    assert set(splits["threshold"].dropna()) & set(known.numbers["carat"])
    assert set(known.categories["clarity"]) == set(example.train["clarity"].unique())


def test_columns_of_narrow_types_are_compared_too() -> None:
    example, scorer = compiled("binary")
    rows = example.held_out.with_columns(
        pl.col("carrier", "origin").cast(pl.Categorical),
        pl.col("month").cast(pl.Int8),
        pl.col("time_hour").cast(pl.Datetime("ns", "UTC")),
    )
    assert certify(example.fitted, scorer, rows, seed=0).passed
