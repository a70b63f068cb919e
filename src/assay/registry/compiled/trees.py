"""A LightGBM model as one `TreeEnsemble` node, in double precision, so that it scores the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from assay.core.errors import InputError
from assay.features.graph import GraphBuilder

if TYPE_CHECKING:
    import lightgbm

LESS_OR_EQUAL = 0
SUM = 1
NO_TRANSFORM = 0

ZERO = float(np.float32(1e-35))
"""LightGBM reads numbers up to this size as zero, in training and in prediction alike."""


def emit_trees(graph: GraphBuilder, inputs: str, booster: lightgbm.Booster, outputs: int) -> str:
    """Add a booster's raw score to a graph.

    Args:
        graph: Where to add it.
        inputs: Tensor of the encoded matrix in float64, shape (n, k).
        booster: Fitted on that matrix, without categorical splits.
        outputs: Margins a row: classes for multiclass, otherwise 1.

    Returns:
        The tensor of raw scores in float64, shape (n, outputs).

    Raises:
        InputError: If the booster does what the node cannot say.
    """
    model = booster.dump_model()
    if model.get("average_output"):
        raise InputError(
            "a random forest of LightGBM cannot be compiled",
            remedy="use boosting 'gbdt' or 'dart'",
        )
    if "is_linear=1" in booster.model_to_string():
        raise InputError(
            "trees with linear leaves cannot be compiled", remedy="fit without linear_tree"
        )
    trees = (
        (tree["tree_structure"], number % outputs) for number, tree in enumerate(model["tree_info"])
    )
    return emit_structures(graph, inputs, trees, outputs, zero=ZERO)


def emit_structures(
    graph: GraphBuilder,
    inputs: str,
    trees: Iterable[tuple[Mapping[str, Any], int]],
    outputs: int,
    *,
    zero: float = 0.0,
) -> str:
    """Add a sum of trees to a graph.

    Args:
        graph: Where to add it.
        inputs: Tensor in float64, shape (n, k).
        trees: Each tree in the form of LightGBM's dump, with the output that it adds to.
        outputs: Number of outputs.
        zero: Numbers up to this size are read as zero.

    Returns:
        The tensor of sums in float64, shape (n, outputs).

    Raises:
        InputError: If a split cannot be said.
    """
    from onnx import numpy_helper

    nodes = _Nodes(zero)
    for root, target in trees:
        nodes.add_tree(root, target=target)
    attributes = {
        "n_targets": outputs,
        "aggregate_function": SUM,
        "post_transform": NO_TRANSFORM,
        "tree_roots": nodes.roots,
        "nodes_featureids": nodes.features,
        "nodes_modes": numpy_helper.from_array(np.full(len(nodes.splits), 0, dtype=np.uint8)),
        "nodes_splits": numpy_helper.from_array(np.array(nodes.splits, dtype=np.float64)),
        "nodes_missing_value_tracks_true": nodes.missing_goes_left,
        "nodes_truenodeids": nodes.left,
        "nodes_trueleafs": nodes.left_is_leaf,
        "nodes_falsenodeids": nodes.right,
        "nodes_falseleafs": nodes.right_is_leaf,
        "leaf_targetids": nodes.leaf_targets,
        "leaf_weights": numpy_helper.from_array(np.array(nodes.leaf_weights, dtype=np.float64)),
    }
    return graph.node("TreeEnsemble", [inputs], attributes, domain="ai.onnx.ml")


@dataclass(slots=True)
class _Nodes:
    """The node's attributes: lists with a place for each split, and for each leaf."""

    zero: float
    roots: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    splits: list[float] = field(default_factory=list)
    missing_goes_left: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    left_is_leaf: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    right_is_leaf: list[int] = field(default_factory=list)
    leaf_targets: list[int] = field(default_factory=list)
    leaf_weights: list[float] = field(default_factory=list)

    def add_tree(self, root: Mapping[str, Any], *, target: int) -> None:
        """Add one tree, without recursion: LightGBM's trees may be deeper than Python's stack."""
        if "leaf_value" in root:
            self._add_stump(float(root["leaf_value"]), target)
            return
        self.roots.append(len(self.splits))
        waiting = [(root, self._add_split(root))]
        while waiting:
            node, place = waiting.pop()
            for side, ids, leaves in (
                ("left_child", self.left, self.left_is_leaf),
                ("right_child", self.right, self.right_is_leaf),
            ):
                child = node[side]
                if "leaf_value" in child:
                    ids[place], leaves[place] = self._add_leaf(child["leaf_value"], target), 1
                else:
                    ids[place] = self._add_split(child)
                    waiting.append((child, ids[place]))

    def _add_split(self, node: Mapping[str, Any]) -> int:
        if node["decision_type"] != "<=":
            raise InputError(
                f"a split of kind '{node['decision_type']}' cannot be compiled",
                remedy="encode categories before the fit",
            )
        if node["missing_type"] == "Zero":
            raise InputError(
                "a split that reads zero as missing cannot be compiled",
                remedy="fit without zero_as_missing",
            )
        threshold = float(node["threshold"])
        # a split that saw no missing value in training reads one as zero
        left = threshold >= 0 if node["missing_type"] == "None" else node["default_left"]
        self.features.append(int(node["split_feature"]))
        self.splits.append(_beyond_zero(threshold, self.zero))
        self.missing_goes_left.append(int(left))
        for values in (self.left, self.left_is_leaf, self.right, self.right_is_leaf):
            values.append(0)
        return len(self.splits) - 1

    def _add_leaf(self, value: float, target: int) -> int:
        self.leaf_targets.append(target)
        self.leaf_weights.append(float(value))
        return len(self.leaf_weights) - 1

    def _add_stump(self, value: float, target: int) -> None:
        """Add a tree that is one leaf as a split with the same leaf on both sides."""
        self.roots.append(len(self.splits))
        leaf = self._add_leaf(value, target)
        self.features.append(0)
        self.splits.append(0.0)
        self.missing_goes_left.append(1)
        self.left.append(leaf)
        self.right.append(leaf)
        self.left_is_leaf.append(1)
        self.right_is_leaf.append(1)


def _beyond_zero(threshold: float, zero: float) -> float:
    """Return the threshold that sends all that is read as zero where zero goes.

    LightGBM cuts below zero at exactly `-ZERO`, a number that it then reads as zero and sends to
    the right; the node compares what stands there, and would send it to the left.
    """
    if abs(threshold) > zero:
        return threshold
    return zero if threshold >= 0 else float(np.nextafter(-zero, -np.inf))
