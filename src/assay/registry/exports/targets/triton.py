"""A model repository of Triton Inference Server: the graph and its configuration."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from assay.core.errors import InputError
from assay.core.workspace import write_atomic
from assay.registry.exports import graph, samples
from assay.registry.exports.source import Source
from assay.registry.exports.target import Checks, Progress

if TYPE_CHECKING:
    import onnx

GRAPH, CONFIGURATION, ASK = "model.onnx", "config.pbtxt", "ask.py"

MOST_ROWS = 8_192
"""Rows of one batch; the graph sets no limit."""

_TYPES = {1: "TYPE_FP32", 8: "TYPE_STRING", 11: "TYPE_FP64"}
"""Triton's name of each tensor type, by ONNX's number."""


def write(source: Source, folder: Path, tell: Progress) -> None:
    """Write the version into a folder, which becomes the model repository."""
    name = _name(source)
    write_atomic(folder / name / str(source.version) / GRAPH, source.graph)
    write_atomic(folder / name / CONFIGURATION, configuration(source).encode())
    graph.write_beside(source, folder)
    write_atomic(folder / ASK, (Path(samples.__path__[0]) / ASK).read_bytes())


def check(source: Source, folder: Path, checks: Checks, tell: Progress) -> None:
    """Try what was written."""
    name = _name(source)
    path = folder / name / str(source.version) / GRAPH
    graph.check_form(source, path, checks)
    tell("check", 0.3)
    _check_configuration((folder / name / CONFIGURATION).read_text(), path, name, checks)
    tell("check", 0.5)
    script = Path(samples.__path__[0]) / graph.SAMPLE
    graph.check_scores(source, path, folder / graph.PROOF, script, checks)
    checks.leave(
        "a Triton server",
        f"none was run; `python {ASK} HOST:8000` scores the proof rows there (needs "
        "tritonclient[http]). Its ONNX Runtime must know the opsets above",
    )
    graph.leave_raw_rows(source, checks)


def configuration(source: Source) -> str:
    """Return the text of `config.pbtxt`.

    Raises:
        InputError: If the model reads no column: Triton has no tensor of width 0.

    References:
        Triton Inference Server, `docs/user_guide/model_configuration.md`; ONNX Runtime backend,
        `README.md`
    """
    import onnx

    tensors = onnx.load_model_from_string(source.graph).graph
    if any(0 in _shape(tensor)[1:] for tensor in tensors.input):
        raise InputError(
            f"version {source.version} reads no column, and Triton has no tensor of width 0",
            remedy="export a model that reads something, or use another target",
        )
    return "\n".join(
        [
            f'name: "{_name(source)}"',
            'platform: "onnxruntime_onnx"',
            f"max_batch_size: {MOST_ROWS}",
            *(_tensor("input", tensor) for tensor in tensors.input),
            *(_tensor("output", tensor) for tensor in tensors.output),
            "dynamic_batching { }",
            "instance_group [ { kind: KIND_CPU count: 1 } ]",
            f"version_policy {{ specific {{ versions: [ {source.version} ] }} }}",
            "# One thread: sums have one order, and a row scores the same in every batch.",
            'parameters { key: "intra_op_thread_count" value { string_value: "1" } }',
            'parameters { key: "inter_op_thread_count" value { string_value: "1" } }',
            "",
        ]
    )


def _name(source: Source) -> str:
    """Return the model's name as a folder may have it."""
    return re.sub(r"[^A-Za-z0-9_.-]", "-", source.name)


def _tensor(kind: str, tensor: onnx.ValueInfoProto) -> str:
    kind_of_value = _TYPES[tensor.type.tensor_type.elem_type]
    width = _shape(tensor)[1]  # the number of rows comes before it, and is not named
    return f'{kind} [ {{ name: "{tensor.name}" data_type: {kind_of_value} dims: [ {width} ] }} ]'


def _shape(tensor: onnx.ValueInfoProto) -> list[int | str]:
    return [each.dim_param or each.dim_value for each in tensor.type.tensor_type.shape.dim]


def _check_configuration(text: str, path: Path, name: str, checks: Checks) -> None:
    schema = _schema()
    if schema is None:
        checks.leave(
            "config.pbtxt against Triton's schema", "pip install 'assay-ml[triton]' brings it"
        )
        return
    from google.protobuf import text_format

    read: Any = text_format.Parse(text, schema.ModelConfig())
    checks.hold(
        "config.pbtxt against Triton's schema", f"read as ModelConfig; it names model '{name}'",
        holds=read.name == name,
    )  # fmt: skip
    _check_tensors(read, schema, path, checks)


def _check_tensors(read: Any, schema: ModuleType, path: Path, checks: Checks) -> None:
    """Hold the configuration against what ONNX Runtime says of the graph."""
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = {
        "tensor(float)": "TYPE_FP32",
        "tensor(string)": "TYPE_STRING",
        "tensor(double)": "TYPE_FP64",
    }
    for what, configured, found in (
        ("inputs", read.input, session.get_inputs()),
        ("outputs", read.output, session.get_outputs()),
    ):
        said = [(t.name, schema.DataType.Name(t.data_type), list(t.dims)) for t in configured]
        has = [(t.name, names[t.type], list(t.shape[1:])) for t in found]
        free = all(isinstance(t.shape[0], str) for t in found)
        checks.hold(
            f"names, types and widths of {what} against the graph; any number of rows",
            "; ".join(f"{each} {kind} {dims}" for each, kind, dims in said),
            holds=said == has and free and read.max_batch_size > 0,
        )


def _schema() -> ModuleType | None:
    """Return the messages of Triton's configuration, as its client carries them.

    The file is loaded by itself: the package around it would ask for gRPC.
    """
    package = importlib.util.find_spec("tritonclient")
    if package is None or not package.submodule_search_locations:
        return None
    path = Path(package.submodule_search_locations[0]) / "grpc" / "model_config_pb2.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("tritonclient.grpc.model_config_pb2", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
