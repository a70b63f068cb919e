"""A scikit-learn estimator inside the graph: forests by our own hand, others by skl2onnx.

A converter may be wrong in silence; the certificate decides.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from assay.core.errors import InputError
from assay.features.graph import DOUBLE, OPSET, GraphBuilder
from assay.registry.compiled.forest import emit_forest, is_forest
from assay.training.estimator import CLIP, EstimatorMember

if TYPE_CHECKING:
    import onnx

OPSET_ML_CONVERTED = 3
"""What skl2onnx writes; its operators mean the same in `OPSET_ML`."""


def emit_estimator(graph: GraphBuilder, inputs: str, member: EstimatorMember) -> str:
    """Add an estimator's margins to a graph.

    Args:
        graph: Where to add them.
        inputs: Tensor of the encoded matrix in float64, shape (n, k).
        member: The estimator.

    Returns:
        The tensor of margins in float64, shape (n, outputs).

    Raises:
        InputError: If skl2onnx is not installed or cannot convert it; it is then served as it is.
    """
    if is_forest(member.estimator):
        values = emit_forest(graph, inputs, member.estimator)
        return values if member.task == "regression" else _margins(graph, values, member)
    converted = _convert(member)
    output = converted.graph.output[0 if member.task == "regression" else 1].name
    given = converted.graph.input[0].name
    values = graph.node("Cast", [graph.inline(converted, {given: inputs}, output)], {"to": DOUBLE})
    if member.task == "regression":
        return graph.node("Reshape", [values, graph.integers([-1, 1])])
    return _margins(graph, values, member)


def _margins(graph: GraphBuilder, values: str, member: EstimatorMember) -> str:
    """Add margins of the probabilities of those classes that the fitting rows held."""
    present = np.asarray(member.estimator.classes_, dtype=np.float64).astype(np.int64)
    places = np.zeros((len(present), max(member.outputs, 2)))
    places[np.arange(len(present)), present] = 1.0
    shares = graph.node("MatMul", [values, graph.constant(places)])
    if member.task == "multiclass":
        return graph.node("Log", [graph.node("Clip", [shares, *_bounds(graph, CLIP, 1.0)])])
    positive = graph.node("Gather", [shares, graph.integers([1])], {"axis": 1})
    positive = graph.node("Clip", [positive, *_bounds(graph, CLIP, 1 - CLIP)])
    rest = graph.node("Sub", [graph.constant(np.array(1.0)), positive])
    return graph.node("Log", [graph.node("Div", [positive, rest])])


def _convert(member: EstimatorMember) -> onnx.ModelProto:
    try:
        import skl2onnx
        from skl2onnx.common.data_types import DoubleTensorType
    except ModuleNotFoundError as cause:
        raise InputError(
            "an own estimator cannot be compiled without skl2onnx",
            remedy="pip install 'assay-ml[convert]', or serve it as it is",
        ) from cause
    options = {} if member.task == "regression" else {"zipmap": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            converted: onnx.ModelProto = skl2onnx.convert_sklearn(
                member.estimator,
                initial_types=[("matrix", DoubleTensorType([None, len(member.means)]))],
                options=options,
                target_opset={"": OPSET, "ai.onnx.ml": OPSET_ML_CONVERTED},
            )
            return converted
        except Exception as cause:  # a converter may fail in any way; all mean that it cannot
            raise InputError(
                f"{type(member.estimator).__name__} cannot be compiled: {cause}",
                remedy="serve it as it is, or choose an estimator that converts",
            ) from cause


def _bounds(graph: GraphBuilder, low: float, high: float) -> list[str]:
    return [graph.constant(np.array(low)), graph.constant(np.array(high))]
