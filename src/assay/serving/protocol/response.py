"""The body that answers an inference request, from the tensors that were scored."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from assay.core.errors import did_you_mean
from assay.serving.protocol.request import InferRequest, RequestedOutput
from assay.serving.protocol.tensor import SHOWN, fault, told

_DATATYPES = {"b1": "BOOL", "i8": "INT64", "f4": "FP32", "f8": "FP64"}
"""By NumPy's kind and size, whatever the order of bytes."""
_LENGTH = struct.Struct("<I")


class _Output(msgspec.Struct, omit_defaults=True, gc=False):
    name: str
    datatype: str
    shape: Sequence[int]
    data: list[Any] | None = None
    parameters: dict[str, int] | None = None


class _Response(msgspec.Struct, omit_defaults=True, gc=False):
    model_name: str
    outputs: list[_Output]
    model_version: str = ""
    id: str | None = None


_JSON = msgspec.json.Encoder()


def encode(
    model: str,
    version: str,
    id: str | None,
    tensors: Mapping[str, NDArray[Any] | Sequence[str]],
    request: InferRequest,
) -> tuple[bytes, int | None]:
    """Write the body of an inference response.

    Args:
        model: Name of the model that scored.
        version: Its version; empty where there is none.
        id: Name of the request, from the client or given by the server.
        tensors: What was scored, by name: arrays of bool, int64, float32 or float64, their numbers
            finite; or lists of text.
        request: What the client asked for.

    Returns:
        The body, and the length of its JSON where bytes follow it: the value of `LENGTH_HEADER`.

    Raises:
        InputError: If the request asks for an output that `tensors` does not hold.

    References:
        Open Inference Protocol, `specification/protocol/inference_rest.md`; Triton,
        `docs/protocol/extension_binary_data.md`

    Example:
        >>> request = InferRequest("7", 1, {"age": [41]}, {}, (), False)
        >>> encode("churn", "", request.id, {"label": ["stays"]}, request)[0].decode()[:45]
        '{"model_name":"churn","outputs":[{"name":"lab'
    """
    outputs: list[_Output] = []
    binary: list[bytes] = []
    for wanted in request.outputs or _all(tensors, binary=request.binary_outputs):
        if wanted.name not in tensors:
            near = did_you_mean(wanted.name[:SHOWN], tensors)
            raise fault(
                f"the model has no {told(wanted.name, 'output')}{near}",
                f"ask for {', '.join(tensors)}, or leave `outputs` out for all",
            )
        values = tensors[wanted.name]
        data: list[Any] | None = None
        if isinstance(values, np.ndarray):
            datatype, shape = _DATATYPES[values.dtype.str[1:]], values.shape
            if wanted.binary:
                binary.append(values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())
            else:
                data = values.ravel().tolist()
        else:
            datatype, shape = "BYTES", (len(values),)
            if wanted.binary:
                binary.append(_strings(values))
            else:
                data = list(values)
        size = {"binary_data_size": len(binary[-1])} if wanted.binary else None
        outputs.append(_Output(wanted.name, datatype, shape, data, size))
    head = _JSON.encode(_Response(model, outputs, version, id))
    if not binary:
        return head, None
    return b"".join((head, *binary)), len(head)


def _all(tensors: Mapping[str, Any], *, binary: bool) -> list[RequestedOutput]:
    return [RequestedOutput(name, binary) for name in tensors]


def _strings(values: Sequence[str]) -> bytes:
    texts = [value.encode() for value in values]
    return b"".join(_LENGTH.pack(len(text)) + text for text in texts)
