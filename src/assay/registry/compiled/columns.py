"""The same graph, cut where text becomes numbers, so that a table's texts are looked up once each.

A server hands a graph every text of every row, which for a table is most of the work. Here the
nodes that read text are asked for the distinct texts of a column only; all other nodes are as they
were. Whether the two give the same bits is tried on the first rows of each table.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.features.graph import STRINGS
from assay.features.inputs import Inputs
from assay.registry.compiled.description import Description, Output
from assay.registry.compiled.engine import CHUNK_ROWS, GraphEngine, session_of

if TYPE_CHECKING:
    import onnx
    import onnxruntime

TRIED_ROWS = 256
"""Rows whose scores are compared with those of the whole graph."""

logger = logging.getLogger(__name__)


class ColumnEngine:
    """Scores tables as a graph does, and quicker; several threads may call it at once.

    Args:
        whole: The graph.
    """

    def __init__(self, whole: GraphEngine) -> None:
        self._whole = whole
        self._cut = _Cut.of(whole)
        self._tried = False

    @property
    def description(self) -> Description:
        """What the graph does not say of itself."""
        return self._whole.description

    @property
    def hash(self) -> str:
        """SHA-256 of the whole graph."""
        return self._whole.hash

    @property
    def size_bytes(self) -> int:
        """Size of the whole graph."""
        return self._whole.size_bytes

    def run(self, rows: pl.DataFrame, output: Output) -> NDArray[np.float64]:
        """Return scores or margins of a table, shape (n, outputs)."""
        cut = self._cut
        if cut is None:
            return self._whole.run(rows, output)
        scores = cut.run(self.description.spec.read(rows), output)
        if not self._tried:
            expected = self._whole.run(rows.head(TRIED_ROWS), output)
            if scores[:TRIED_ROWS].tobytes() != expected.tobytes():
                logger.warning("the graph in two parts differs from the whole, which is used")
                self._cut = None
                return self._whole.run(rows, output)
            self._tried = True
        return scores

    def run_row(self, record: Mapping[str, object]) -> NDArray[np.float64]:
        """Return the scores of one row, shape (outputs,)."""
        return self._whole.run_row(record)

    def save(self, folder: Path) -> None:
        """Write the whole graph."""
        self._whole.save(folder)


class _Cut:
    """A graph in two parts.

    Args:
        lookups: For each string column, the graph that looks texts up, and the tensors it gives.
        rest: All other nodes; it takes these tensors.
    """

    def __init__(
        self,
        lookups: Mapping[int, tuple[onnxruntime.InferenceSession, list[str]]],
        rest: onnxruntime.InferenceSession,
    ) -> None:
        self._lookups = lookups
        self._rest = rest
        self._takes = {given.name for given in rest.get_inputs()}

    @classmethod
    def of(cls, whole: GraphEngine) -> _Cut | None:
        """Return a graph in two parts; None if it reads no text, or not by tables."""
        import onnx

        model = onnx.load_from_string(whole.graph)
        columns = _columns(model)
        if not columns:
            return None
        graph = model.graph
        texts = {STRINGS, *(name for names in _splits(model) for name in names)}
        reading = [node for node in graph.node if texts & {*node.input}]
        lookups = [node for node in reading if node.op_type == "LabelEncoder"]
        if any(node.op_type not in ("Split", "LabelEncoder") for node in reading):
            return None
        sessions = {}
        for column, tensor in columns.items():
            own = [node for node in lookups if node.input[0] == tensor]
            if own:
                sessions[column] = (session_of(_lookup(model, own)), [n.output[0] for n in own])
        rest = onnx.ModelProto()
        rest.CopyFrom(model)
        del rest.graph.node[:]
        rest.graph.node.extend(node for node in graph.node if node not in reading)
        del rest.graph.input[:]
        rest.graph.input.extend(given for given in graph.input if given.name != STRINGS)
        rest.graph.input.extend(_value(node) for node in lookups)
        return cls(sessions, session_of(rest.SerializeToString()))

    def run(self, inputs: Inputs, output: Output) -> NDArray[np.float64]:
        """Return scores or margins, shape (n, outputs)."""
        given: dict[str, NDArray[np.generic]] = {"numeric": inputs.numeric}
        for column, (session, names) in self._lookups.items():
            series = inputs.strings[column]
            distinct = series.unique()
            places = series.cast(pl.Enum(distinct)).to_physical().to_numpy()
            texts = distinct.to_numpy().astype(object).reshape(-1, 1)
            for name, found in zip(names, session.run(names, {STRINGS: texts}), strict=True):
                given[name] = found[places]
        feed = {name: values for name, values in given.items() if name in self._takes}
        parts = [
            self._rest.run(
                [output], {name: values[at : at + CHUNK_ROWS] for name, values in feed.items()}
            )[0]
            for at in range(0, max(inputs.rows, 1), CHUNK_ROWS)
        ]
        return np.concatenate(parts, axis=0)


def _splits(model: onnx.ModelProto) -> list[list[str]]:
    return [
        list(node.output)
        for node in model.graph.node
        if node.op_type == "Split" and node.input[0] == STRINGS
    ]


def _columns(model: onnx.ModelProto) -> dict[int, str]:
    """Return the tensor of each string column, by its place; none if no text is read."""
    if all(given.name != STRINGS for given in model.graph.input):
        return {}
    splits = _splits(model)
    return dict(enumerate(splits[0] if splits else [STRINGS]))


def _lookup(model: onnx.ModelProto, nodes: list[onnx.NodeProto]) -> bytes:
    """Return a graph of some of a model's nodes, which read one column of text."""
    import onnx

    made = []
    for node in nodes:
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.input[0] = STRINGS
        made.append(copy)
    text = onnx.helper.make_tensor_value_info(STRINGS, onnx.TensorProto.STRING, ["rows", 1])
    graph = onnx.helper.make_graph(made, "lookup", [text], [_value(node) for node in made])
    part = onnx.helper.make_model(graph, opset_imports=model.opset_import)
    part.ir_version = model.ir_version
    data: bytes = part.SerializeToString()
    return data


def _value(node: onnx.NodeProto) -> onnx.ValueInfoProto:
    """Return the type of what a lookup gives: shape (rows, 1)."""
    import onnx

    floats = any(attribute.name == "values_floats" for attribute in node.attribute)
    kind = onnx.TensorProto.FLOAT if floats else onnx.TensorProto.INT64
    return onnx.helper.make_tensor_value_info(node.output[0], kind, ["rows", 1])
