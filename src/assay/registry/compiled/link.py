"""From margins to probabilities, so that a row scores bit for bit the same alone and in a table."""

from __future__ import annotations

import numpy as np

from assay.core.evidence.data import Task
from assay.features.graph import GraphBuilder

LANES = 8
"""Numbers that the runtime takes at once, at most, on any processor.

Its vector instructions and its scalar ones differ in the last bit of an exponential. A single row
would take the scalar path that only the last rows of a table take. With every margin there eight
times, all rows take the vector path.
"""


def emit_link(graph: GraphBuilder, margins: str, task: Task, outputs: int) -> str:
    """Add the link to a graph.

    Args:
        graph: Where to add it.
        margins: Tensor in float64, shape (n, outputs).
        task: Logistic for binary, softmax for multiclass, nothing for regression.
        outputs: Margins a row.

    Returns:
        The tensor of scores in float64, shape (n, outputs).
    """
    if task == "regression":
        return margins
    if task == "binary":
        return _wide(graph, "Sigmoid", margins, outputs)
    largest = graph.node("ReduceMax", [margins, graph.integers([1])])
    powers = _wide(graph, "Exp", graph.node("Sub", [margins, largest]), outputs)
    total = graph.node("MatMul", [powers, graph.constant(np.ones((outputs, 1)))])
    return graph.node("Div", [powers, total])  # ReduceSum adds in another order for one row


def _wide(graph: GraphBuilder, operator: str, tensor: str, outputs: int) -> str:
    repeated = graph.node("Tile", [tensor, graph.integers([1, LANES])])
    first = [graph.integers([bound]) for bound in (0, outputs, 1)]
    return graph.node("Slice", [graph.node(operator, [repeated]), *first])
