"""What the server tells of itself, its models and their state, as the protocol writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from assay.core.errors import AssayError
from assay.data.contract.model import ColumnType
from assay.serving.protocol.tensor import fault

EXTENSIONS = ("binary_tensor_data", "model_repository")
PLATFORM = "assay_onnx"

DATATYPES: dict[ColumnType, str] = {"integer": "INT64", "number": "FP64", "boolean": "BOOL"}
"""Datatype of a column in the metadata; all others are BYTES, any that fits is taken."""


class ServerMetadata(msgspec.Struct, frozen=True):
    """Answer to `GET /v2`."""

    name: str
    version: str
    extensions: tuple[str, ...] = EXTENSIONS


class TensorMetadata(msgspec.Struct, frozen=True):
    """An input or output of a model; -1 stands for the number of rows."""

    name: str
    datatype: str
    shape: tuple[int, ...] = (-1,)


class ModelMetadata(msgspec.Struct, frozen=True):
    """Answer to `GET /v2/models/NAME[/versions/VERSION]`."""

    name: str
    versions: tuple[str, ...]
    platform: str
    inputs: tuple[TensorMetadata, ...]
    outputs: tuple[TensorMetadata, ...]


class Live(msgspec.Struct, frozen=True):
    """Answer to `GET /v2/health/live`."""

    live: bool


class Ready(msgspec.Struct, frozen=True):
    """Answer to `GET /v2/health/ready`."""

    ready: bool


class ModelReady(msgspec.Struct, frozen=True):
    """Answer to `GET /v2/models/NAME[/versions/VERSION]/ready`."""

    name: str
    ready: bool


class RepositoryEntry(msgspec.Struct, frozen=True):
    """A version of a model in the answer to `POST /v2/repository/index`."""

    name: str
    version: str
    state: Literal["READY", "UNAVAILABLE"]
    reason: str = ""


class Failure(msgspec.Struct, frozen=True):
    """Body of every answer that is an error."""

    error: str


class _IndexRequest(msgspec.Struct):
    ready: bool = False


Told = (
    ServerMetadata
    | ModelMetadata
    | Live
    | Ready
    | ModelReady
    | Failure
    | tuple[RepositoryEntry, ...]
)

_JSON = msgspec.json.Encoder()


def model(
    name: str,
    versions: Iterable[str],
    columns: Iterable[tuple[str, str]],
    outputs: Iterable[TensorMetadata],
) -> ModelMetadata:
    """Describe a model whose every input is one column.

    Args:
        name: The model's name.
        versions: Those that may be asked for.
        columns: Name and datatype of each column that it reads.
        outputs: What it answers.

    Example:
        >>> model("churn", ["3"], [("age", "INT64")], [TensorMetadata("score", "FP64")]).inputs
        (TensorMetadata(name='age', datatype='INT64', shape=(-1,)),)
    """
    inputs = tuple(TensorMetadata(column, datatype) for column, datatype in columns)
    return ModelMetadata(name, tuple(versions), PLATFORM, inputs, tuple(outputs))


def index(
    entries: Iterable[RepositoryEntry], *, only_ready: bool = False
) -> tuple[RepositoryEntry, ...]:
    """Return the index of the repository, or of what in it is ready for scoring.

    Example:
        >>> entries = [RepositoryEntry("churn", "2", "UNAVAILABLE", "retired")]
        >>> len(index(entries)), len(index(entries, only_ready=True))
        (1, 0)
    """
    return tuple(entry for entry in entries if entry.state == "READY" or not only_ready)


def asks_only_ready(body: bytes) -> bool:
    """Read the body of a request for the index: whether it asks for ready models alone.

    Args:
        body: JSON with the optional key `ready`, or nothing.

    Raises:
        InputError: If the body is anything else.

    Example:
        >>> asks_only_ready(b'{"ready": true}'), asks_only_ready(b"")
        (True, False)
    """
    if not body:
        return False
    try:
        return msgspec.json.decode(body, type=_IndexRequest).ready
    except (ValueError, RecursionError) as cause:
        raise fault(
            "the request for the repository's index is not understood",
            'send nothing, or {"ready": true}',
        ) from cause


def failure(error: AssayError | str) -> Failure:
    """Return the body of an error, with its place and remedy.

    Example:
        >>> failure("no model 'chrun'").error
        "no model 'chrun'"
    """
    return Failure(str(error))


def to_json(told: Told) -> bytes:
    """Return the body of an answer.

    References:
        Open Inference Protocol, `specification/protocol/inference_rest.md`; Triton,
        `docs/protocol/extension_model_repository.md`

    Example:
        >>> to_json(Failure("out of rows"))
        b'{"error":"out of rows"}'
    """
    return _JSON.encode(told)
