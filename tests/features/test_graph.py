from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest

from assay.features.graph import GraphBuilder
from assay.features.inputs import InputSpec

SPEC = InputSpec(numeric=("a", "b"), strings=("c",))


def test_equal_nodes_and_constants_are_made_once() -> None:
    graph = GraphBuilder(SPEC)
    assert graph.numbers(["b"]) == graph.numbers(["b"])
    assert graph.floats([1, 2]) == graph.floats([1.0, 2.0])
    assert graph.floats([1, 2]) != graph.integers([1, 2])
    assert graph.node("Neg", [graph.numbers(["a"])]) != graph.node("Neg", [graph.numbers(["b"])])


def test_all_numbers_in_order_need_no_gather() -> None:
    graph = GraphBuilder(SPEC)
    assert graph.numbers(["a", "b"]) == "numeric"
    assert graph.numbers(["b", "a"]) != "numeric"
    assert graph.text("c") == "strings"


def test_input_without_columns_is_left_out() -> None:
    graph = GraphBuilder(InputSpec(numeric=("a",)))
    made = onnx.load_from_string(graph.finish({"y": (graph.numbers(["a"]), 1)}))
    assert [given.name for given in made.graph.input] == ["numeric"]


def test_same_calls_give_the_same_bytes_and_versions_are_pinned() -> None:
    def build() -> bytes:
        graph = GraphBuilder(SPEC)
        table = {"x": 1.0, "y": 2.0}
        tensor = graph.concat([graph.numbers(["a"]), graph.lookup("c", table, 0.5)])
        return graph.finish({"y": (tensor, 2)}, metadata={"b": "2", "a": "1"})

    assert build() == build()
    made = onnx.load_from_string(build())
    assert {given.domain: given.version for given in made.opset_import} == {"": 21, "ai.onnx.ml": 5}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("x", 1.0), ("y", 2.0), ("", 3.0), ("é", 4.0), ("x\x00", 0.5), ("X", 0.5), ("new", 0.5)],
)
def test_lookup_knows_exact_text_only(value: str, expected: float) -> None:
    graph = GraphBuilder(InputSpec(strings=("c",)))
    tensor = graph.lookup("c", {"x": 1.0, "y": 2.0, "": 3.0, "é": 4.0}, 0.5)
    session = onnxruntime.InferenceSession(graph.finish({"y": (tensor, 1)}))
    strings = np.array([[value]], dtype=object)
    assert session.run(None, {"strings": strings})[0].tolist() == [[expected]]


def test_empty_table_always_gives_the_default() -> None:
    graph = GraphBuilder(InputSpec(strings=("c",)))
    tensor = graph.lookup("c", {}, 0.5)
    session = onnxruntime.InferenceSession(graph.finish({"y": (tensor, 1)}))
    strings = np.array([["", "x"]], dtype=object).T
    assert session.run(None, {"strings": strings})[0].tolist() == [[0.5], [0.5]]
