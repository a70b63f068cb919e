"""A fitted model as one ONNX graph: the encodings once each, the members, their sum, the link."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assay.core.errors import InputError
from assay.features.encoding import Encoding
from assay.features.graph import DOUBLE, NUMERIC, GraphBuilder
from assay.features.inputs import InputSpec
from assay.registry.compiled.estimator import emit_estimator
from assay.registry.compiled.link import emit_link
from assay.registry.compiled.trees import emit_trees
from assay.training.estimator import EstimatorMember
from assay.training.members import LinearMember, Member, PriorMember, TreeMember
from assay.training.model import Fitted


def graph_of(fitted: Fitted, *, metadata: Mapping[str, str]) -> bytes:
    """Return the graph's bytes; the same model gives the same bytes.

    Inputs are `numeric` (n, p) float32 and `strings` (n, q); one without columns is left out.
    Outputs are `margins` (n, outputs) and `scores` (n, outputs), float64: probabilities of the
    positive class or of each class, or the value.

    Raises:
        InputError: If a member does what a graph cannot say.
    """
    graph = GraphBuilder(spec_of(fitted))
    encoded = _encode(graph, fitted)
    total = graph.constant(np.zeros((1, fitted.outputs)))
    for member in fitted.members:
        margin = _emit(graph, member, encoded, fitted.outputs)
        weight = graph.constant(np.array(float(member.weight)))
        total = graph.node("Add", [total, graph.node("Mul", [weight, margin])])
    if not encoded:
        total = graph.node("Add", [total, _zeros(graph)])
    scores = emit_link(graph, total, fitted.task, fitted.outputs)
    outputs = {"margins": (total, fitted.outputs), "scores": (scores, fitted.outputs)}
    return graph.finish(outputs, kind=DOUBLE, metadata=metadata)


def spec_of(fitted: Fitted) -> InputSpec:
    """Return how the model reads raw rows.

    Raises:
        InputError: If its encodings read them in different ways.
    """
    specs = {encoding.spec for encoding in _encodings(fitted).values()}
    if len(specs) > 1:
        raise InputError(
            "the members read raw rows in different ways",
            remedy="fit all encodings from one plan",
        )
    return specs.pop() if specs else InputSpec()


def _encodings(fitted: Fitted) -> dict[str, Encoding]:
    """Return the encodings that a member reads, by purpose."""
    read = {member.purpose for member in fitted.members}
    named = {"tree": fitted.tree_encoding, "linear": fitted.linear_encoding}
    return {
        purpose: encoding
        for purpose, encoding in named.items()
        if encoding is not None and purpose in read
    }


def _encode(graph: GraphBuilder, fitted: Fitted) -> dict[str, str]:
    return {
        purpose: graph.node("Cast", [encoding.emit(graph)], {"to": DOUBLE})
        for purpose, encoding in _encodings(fitted).items()
    }


def _emit(graph: GraphBuilder, member: Member, encoded: Mapping[str, str], outputs: int) -> str:
    match member:
        case PriorMember():
            return graph.constant(member.margin.reshape(1, -1).astype(np.float64))
        case LinearMember():
            coefficients = graph.constant(member.coefficients.T.astype(np.float64))
            product = graph.node("MatMul", [encoded[member.purpose], coefficients])
            return graph.node("Add", [product, graph.constant(member.intercept.reshape(1, -1))])
        case EstimatorMember():
            return emit_estimator(graph, encoded[member.purpose], member)
        case TreeMember():
            return emit_trees(graph, encoded[member.purpose], member.booster, outputs)


def _zeros(graph: GraphBuilder) -> str:
    """Return zeros of shape (n, 1), for a model that reads nothing but counts rows."""
    rows = graph.node("Shape", [NUMERIC], {"start": 0, "end": 1})
    shape = graph.node("Concat", [rows, graph.integers([1])], {"axis": 0})
    return graph.node("Expand", [graph.constant(np.zeros((1, 1))), shape])
