"""A graph in two parts: tables of what it makes of each known text, and all that comes after.

A runtime hands every text of every row to nodes of its own, which is most of the work for a single
row and for a table alike. Nodes that read one text column and constants only are a function of the
text, so the runtime is asked once for every text that they know. All other nodes stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.features.graph import STRINGS
from assay.registry.compiled.description import Output
from assay.registry.compiled.engine import GraphEngine, session_of

if TYPE_CHECKING:
    import onnx
    import onnxruntime

CELLS = "cells"
"""Input of the rest: what the tables say of the texts of each row, side by side, float32."""

WIDTHS = "widths of cells"

MOST_CELLS = 1_000_000
"""Cells of all tables beyond which a graph is left whole."""

ROW_BY_ROW = frozenset(
    {"LabelEncoder", "Equal", "Cast", "Gather", "Reshape", "Max", "Min", "Sub", "Mul"}
)
"""Operators that, with constants, make the same of a row whatever the others are."""


class TextTable(NamedTuple):
    """What a graph makes of the texts of one column.

    Attributes:
        places: Row of `cells` of each known text; that of any other is 0.
        cells: Shape (1 + known texts, width), float32.
    """

    places: dict[str, int]
    cells: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cut:
    """A graph in two parts.

    Attributes:
        tables: One a text column, in the order of the matrix of strings.
        rest: All other nodes; it takes the numbers, if any are read, and `CELLS`.
        takes: The names of what it takes.
    """

    tables: tuple[TextTable, ...]
    rest: onnxruntime.InferenceSession
    takes: frozenset[str]

    @classmethod
    def of(cls, whole: GraphEngine, outputs: Sequence[Output]) -> Cut | None:
        """Cut a graph; None if it reads no text, or reads it as no table can say.

        Args:
            whole: The graph.
            outputs: Those of its outputs that the rest shall give.
        """
        import onnx

        model = onnx.load_from_string(whole.graph)
        readers = _Readers.of(model)
        said = None if readers is None else readers.said()
        if readers is None or said is None:
            return None
        widths = [said[name].shape[1] for name in readers.names]
        rest = session_of(_rest(model, readers, widths, outputs))
        taken = frozenset(given.name for given in rest.get_inputs())
        return cls(tuple(readers.tables(said)), rest, taken)


@dataclass(frozen=True, slots=True)
class _Readers:
    """The nodes of a graph that read text.

    Attributes:
        model: The graph.
        nodes: The nodes, in their order.
        known: For each text column, the texts that a node knows.
        given: For each text column, the tensors made of it that other nodes read.
    """

    model: onnx.ModelProto
    nodes: list[onnx.NodeProto]
    known: list[list[str]]
    given: list[list[str]]

    @classmethod
    def of(cls, model: onnx.ModelProto) -> _Readers | None:
        """Find them; None if there are none, or a text is read in a way that is not known here."""
        width = _width(model)
        constants = {each.name for each in model.graph.initializer}
        texts, columns = {STRINGS}, ({STRINGS: 0} if width == 1 else {})
        nodes = []
        for node in model.graph.node:
            read = {columns.get(name, -1) for name in node.input if name not in constants}
            if node.op_type == "Split" and STRINGS in node.input:
                texts.update(node.output)
                columns.update({name: column for column, name in enumerate(node.output)})
            elif node.op_type in ROW_BY_ROW and len(read) == 1 and -1 not in read:
                columns[node.output[0]] = read.pop()
            elif texts.isdisjoint(node.input):
                continue  # of numbers, or of several columns
            else:
                return None
            nodes.append(node)
        made = {name for node in nodes for name in node.output}
        later = {n for node in model.graph.node if made.isdisjoint(node.output) for n in node.input}
        given = [
            [n for n, of in columns.items() if of == own and n in later] for own in range(width)
        ]
        if not any(given):
            return None
        known = [[*dict.fromkeys(_keys(nodes, columns, own))] for own in range(width)]
        return cls(model, nodes, known, given)

    @property
    def names(self) -> list[str]:
        """The tensors that other nodes read, column after column."""
        return [name for column in self.given for name in column]

    def said(self) -> dict[str, NDArray[np.float32]] | None:
        """Return what they make of an unknown text and of all known ones.

        None if that is not a row of float32 for each, or too much to keep.
        """
        session = session_of(_alone(self.model, self.nodes, self.names))
        if any(each.type != "tensor(float)" for each in session.get_outputs()):
            return None
        unknown = "?" * (1 + max((len(text) for texts in self.known for text in texts), default=0))
        shape = (1 + max(len(texts) for texts in self.known), len(self.known))
        asked = np.full(shape, unknown, dtype=object)
        for column, texts in enumerate(self.known):
            asked[1 : 1 + len(texts), column] = texts
        found = dict(zip(self.names, session.run(self.names, {STRINGS: asked}), strict=True))
        rows = all(each.ndim == 2 and len(each) == len(asked) for each in found.values())
        return found if rows and sum(map(np.size, found.values())) <= MOST_CELLS else None

    def tables(self, said: dict[str, NDArray[np.float32]]) -> Iterator[TextTable]:
        """Yield the table of each column."""
        for texts, names in zip(self.known, self.given, strict=True):
            rows = 1 + len(texts)
            none = np.empty((rows, 0), dtype=np.float32)
            cells = np.hstack([none, *(said[name][:rows] for name in names)])
            yield TextTable({text: place for place, text in enumerate(texts, 1)}, cells)


def _width(model: onnx.ModelProto) -> int:
    """Return the number of text columns."""
    for given in model.graph.input:
        if given.name == STRINGS:
            return int(given.type.tensor_type.shape.dim[1].dim_value)
    return 0


def _keys(nodes: Iterable[onnx.NodeProto], columns: dict[str, int], column: int) -> Iterator[str]:
    """Yield the texts that the nodes of a column look up."""
    for node in nodes:
        if node.op_type == "LabelEncoder" and columns[node.output[0]] == column:
            for attribute in node.attribute:
                if attribute.name == "keys_strings":
                    yield from (key.decode() for key in attribute.strings)


def _alone(model: onnx.ModelProto, nodes: list[onnx.NodeProto], names: list[str]) -> bytes:
    """Return the graph of these nodes."""
    from onnx import ValueInfoProto

    part = _empty(model)
    part.graph.node.extend(nodes)
    part.graph.input.extend(given for given in model.graph.input if given.name == STRINGS)
    part.graph.output.extend(ValueInfoProto(name=name) for name in names)
    data: bytes = part.SerializeToString()
    return data


def _rest(
    model: onnx.ModelProto, readers: _Readers, widths: list[int], outputs: Sequence[Output]
) -> bytes:
    """Return the graph of all other nodes that some outputs need."""
    from onnx import TensorProto, helper, numpy_helper

    part = _empty(model)
    parting = helper.make_node("Split", [CELLS, WIDTHS], readers.names, axis=1)
    reading = {name for node in readers.nodes for name in node.output}
    others = [node for node in model.graph.node if reading.isdisjoint(node.output)]
    part.graph.node.extend([parting, *_needed(others, outputs)])
    part.graph.initializer.append(numpy_helper.from_array(np.array(widths, np.int64), WIDTHS))
    part.graph.input.extend(given for given in model.graph.input if given.name != STRINGS)
    cells = helper.make_tensor_value_info(CELLS, TensorProto.FLOAT, ["rows", sum(widths)])
    part.graph.input.append(cells)
    part.graph.output.extend(given for given in model.graph.output if given.name in outputs)
    data: bytes = part.SerializeToString()
    return data


def _needed(nodes: list[onnx.NodeProto], outputs: Sequence[Output]) -> list[onnx.NodeProto]:
    """Return the nodes that lead to some outputs, in their order."""
    wanted, found = set[str](outputs), []
    for node in reversed(nodes):
        if not wanted.isdisjoint(node.output):
            wanted.update(node.input)
            found.append(node)
    return found[::-1]


def _empty(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a model of the same versions and constants, without nodes."""
    import onnx

    part = onnx.ModelProto()
    part.CopyFrom(model)
    for field in ("node", "input", "output", "value_info"):
        part.graph.ClearField(field)
    part.ClearField("metadata_props")
    return part
