"""A scikit-learn forest as one `TreeEnsemble` node, in double precision.

skl2onnx writes operators that are deprecated, and answers in float32.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.features.graph import GraphBuilder
from assay.registry.compiled.trees import emit_structures

FORESTS = (
    "sklearn.ensemble._forest.RandomForestClassifier",
    "sklearn.ensemble._forest.RandomForestRegressor",
    "sklearn.ensemble._forest.ExtraTreesClassifier",
    "sklearn.ensemble._forest.ExtraTreesRegressor",
)


def is_forest(estimator: object) -> bool:
    """Return whether the estimator is itself one of scikit-learn's forests."""
    kind = type(estimator)
    return f"{kind.__module__}.{kind.__qualname__}" in FORESTS


def emit_forest(graph: GraphBuilder, inputs: str, forest: Any) -> str:
    """Add a forest's probabilities or values to a graph.

    Args:
        graph: Where to add them.
        inputs: Tensor in float64 that holds float32 numbers, none missing, shape (n, k).
        forest: A fitted forest of one target.

    Returns:
        The tensor in float64, shape (n, classes), or (n, 1) for regression.
    """
    outputs = len(getattr(forest, "classes_", "x"))
    return emit_structures(graph, inputs, _structures(forest, outputs), outputs)


def _structures(forest: Any, outputs: int) -> Iterator[tuple[dict[str, Any], int]]:
    for fitted in forest.estimators_:
        for output in range(outputs):
            yield _structure(fitted.tree_, output, share=1.0 / len(forest.estimators_)), output


def _structure(tree: Any, output: int, *, share: float) -> dict[str, Any]:
    """Return a tree in the form of LightGBM's dump; children stand after their parents."""
    values = tree.value[:, 0, output] * share
    made: list[dict[str, Any]] = [{} for _ in range(tree.node_count)]
    for node in range(tree.node_count):
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left < 0:
            made[node]["leaf_value"] = float(values[node])
            continue
        made[node].update(
            decision_type="<=",
            missing_type="None",
            split_feature=int(tree.feature[node]),
            threshold=float(tree.threshold[node]),
            left_child=made[left],
            right_child=made[right],
        )
    return made[0]
