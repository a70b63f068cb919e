"""Build an ONNX graph: nodes, constants with unique names, and bytes that never vary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assay.core.errors import InputError
from assay.features.inputs import InputSpec

if TYPE_CHECKING:
    import onnx

OPSET = 21
"""Version of the standard operators; every runtime since 2024 knows it."""

OPSET_ML = 5
"""Version of the operators of `ai.onnx.ml`."""

IR_VERSION = 10
"""Version of the file's form."""

FLOAT, DOUBLE = 1, 11
"""ONNX's numbers of the types float32 and float64."""

NUMERIC, STRINGS = "numeric", "strings"
"""Names of the two inputs; one without columns is left out, unless both are."""


class GraphBuilder:
    """Collects nodes in order; equal nodes and equal constants are made once.

    Args:
        spec: The two inputs.
    """

    def __init__(self, spec: InputSpec) -> None:
        self.spec = spec
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._initializers: list[onnx.TensorProto] = []
        self._made: dict[bytes, tuple[str, ...]] = {}

    def node(
        self,
        operator: str,
        inputs: Sequence[str],
        attributes: Mapping[str, Any] | None = None,
        *,
        domain: str = "",
    ) -> str:
        """Add a node with one output and return the output's name."""
        return self.nodes(operator, inputs, attributes, domain=domain, outputs=1)[0]

    def nodes(
        self,
        operator: str,
        inputs: Sequence[str],
        attributes: Mapping[str, Any] | None = None,
        *,
        domain: str = "",
        outputs: int,
    ) -> tuple[str, ...]:
        """Add a node with several outputs and return their names."""
        from onnx import helper

        made = helper.make_node(operator, inputs, [], domain=domain, **(attributes or {}))
        key = made.SerializeToString(deterministic=True) + outputs.to_bytes(4, "big")
        if key not in self._made:
            names = tuple(f"{operator}_{len(self._nodes)}_{i}" for i in range(outputs))
            made.name = f"{operator}_{len(self._nodes)}"
            made.output.extend(names)
            self._nodes.append(made)
            self._made[key] = names
        return self._made[key]

    def constant(self, values: NDArray[Any]) -> str:
        """Return the name of a constant tensor."""
        from onnx import numpy_helper

        values = np.ascontiguousarray(values)
        key = (values.dtype.str, values.shape, values.tobytes())
        if key not in self._constants:
            name = f"constant_{len(self._constants)}"
            self._constants[key] = name
            self._initializers.append(numpy_helper.from_array(values, name))
        return self._constants[key]

    def floats(self, values: Sequence[float] | NDArray[Any]) -> str:
        """Return the name of a constant float32 vector."""
        return self.constant(np.asarray(values, dtype=np.float32))

    def integers(self, values: Sequence[int] | NDArray[Any]) -> str:
        """Return the name of a constant int64 vector."""
        return self.constant(np.asarray(values, dtype=np.int64))

    def numbers(self, names: Sequence[str]) -> str:
        """Return the tensor of these number columns, shape (n, len(names))."""
        positions = [self.spec.number_positions[name] for name in names]
        if positions == list(range(len(self.spec.number_positions))):
            return NUMERIC
        return self.node("Gather", [NUMERIC, self.integers(positions)], {"axis": 1})

    def text(self, name: str) -> str:
        """Return the tensor of one string column, shape (n, 1)."""
        columns = len(self.spec.strings)
        if columns == 1:
            return STRINGS
        parts = self.nodes("Split", [STRINGS], {"axis": 1, "num_outputs": columns}, outputs=columns)
        return parts[self.spec.string_positions[name]]

    def lookup(self, name: str, table: Mapping[str, float], default: float) -> str:
        """Return the float32 tensor that maps a string column through a table, shape (n, 1)."""
        attributes = {
            "keys_strings": list(table),
            "values_floats": [float(value) for value in table.values()],
            "default_float": float(default),
        }
        if not table:  # the operator refuses an empty table
            attributes |= {"keys_strings": [""], "values_floats": [float(default)]}
        return self.node("LabelEncoder", [self.text(name)], attributes, domain="ai.onnx.ml")

    def index(self, name: str, table: Mapping[str, int], default: int) -> str:
        """Return the int64 tensor that maps a string column to places, shape (n, 1)."""
        attributes = {
            "keys_strings": list(table) or [""],
            "values_int64s": list(table.values()) or [default],
            "default_int64": default,
        }
        return self.node("LabelEncoder", [self.text(name)], attributes, domain="ai.onnx.ml")

    def inline(self, model: onnx.ModelProto, inputs: Mapping[str, str], output: str) -> str:
        """Add the nodes of another model under names of their own; return an output's name.

        Args:
            model: A model without functions or subgraphs, of the same versions.
            inputs: Tensor for each of its inputs.
            output: Which of its outputs is wanted.
        """
        from onnx import compose

        prefix = f"inlined_{len(self._nodes)}_"
        named = compose.add_prefix_graph(model.graph, prefix)
        given = {prefix + name: tensor for name, tensor in inputs.items()}
        for node in named.node:
            node.input[:] = [given.get(name, name) for name in node.input]
        self._nodes.extend(named.node)
        self._initializers.extend(named.initializer)
        return prefix + output

    def concat(self, tensors: Sequence[str]) -> str:
        """Return tensors side by side."""
        return tensors[0] if len(tensors) == 1 else self.node("Concat", tensors, {"axis": 1})

    def finish(
        self,
        outputs: Mapping[str, tuple[str, int]],
        *,
        kind: int = FLOAT,
        metadata: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the model's bytes; the same graph gives the same bytes.

        Args:
            outputs: Name to (tensor, columns); shape (n, columns).
            kind: Type of the outputs, `FLOAT` or `DOUBLE`.
            metadata: Text that goes along, by key.
        """
        from onnx import TensorProto, checker, helper

        widths = {NUMERIC: len(self.spec.number_positions), STRINGS: len(self.spec.strings)}
        kinds = {NUMERIC: TensorProto.FLOAT, STRINGS: TensorProto.STRING}
        inputs = [
            helper.make_tensor_value_info(name, kinds[name], ["rows", width])
            for name, width in widths.items()
            if width or (name == NUMERIC and not any(widths.values()))  # something counts the rows
        ]
        named = [
            helper.make_node("Identity", [tensor], [name], name=f"output_{name}")
            for name, (tensor, _) in outputs.items()
        ]
        graph = helper.make_graph(
            [*self._nodes, *named],
            "assay",
            inputs,
            [
                helper.make_tensor_value_info(name, kind, ["rows", width])
                for name, (_, width) in outputs.items()
            ],
            initializer=self._initializers,
        )
        model = helper.make_model(
            graph,
            opset_imports=[
                helper.make_opsetid("", OPSET),
                helper.make_opsetid("ai.onnx.ml", OPSET_ML),
            ],
            producer_name="assay",
        )
        model.ir_version = IR_VERSION
        helper.set_model_props(model, dict(metadata or {}))
        try:
            checker.check_model(model)
        except checker.ValidationError as cause:
            raise InputError(
                f"the graph is not valid: {cause}", remedy="use what Assay emits itself"
            ) from cause
        data: bytes = model.SerializeToString(deterministic=True)
        return data
