"""The body of an inference request, read into the columns of a table."""

from __future__ import annotations

import re
from typing import Annotated, Any, NoReturn

import msgspec

from assay.core.errors import InputError, did_you_mean
from assay.serving.protocol.tensor import (
    DATATYPES,
    SHOWN,
    fault,
    from_binary,
    from_json,
    reason,
    told,
)

LENGTH_HEADER = "Inference-Header-Content-Length"
"""The HTTP header that tells where the JSON ends and the binary data begins."""

_DATA = "send its data as JSON, or its binary_data_size and bytes; shared memory is not offered"
_SIZES = f"{LENGTH_HEADER}, then the binary_data_size of each input, add up to the body's length"
_SYNTAX = (
    "send an inference request of the Open Inference Protocol, version 2, each column of the "
    "table as an input of its own, of shape [n] or [n, 1]"
)
_STRING_OR_NAN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|NaN', re.DOTALL)
_ENTRY = re.compile(r"^\.(?P<list>inputs|outputs)\[(?P<index>\d+)\]")


class RequestedOutput(msgspec.Struct, frozen=True, gc=False):
    """An output that the client asks for, as bytes or as JSON."""

    name: str
    binary: bool


class InferRequest(msgspec.Struct, frozen=True):
    """What a client asks to be scored.

    Args:
        id: The client's name for the request, to be given back.
        rows: Rows of the table, one or more.
        columns: Values by input name, one a row; None where one is missing.
        parameters: Those of the request, as sent.
        outputs: The outputs asked for; empty for all.
        binary_outputs: Whether outputs are bytes where `outputs` does not say.
    """

    id: str | None
    rows: int
    columns: dict[str, list[Any]]
    parameters: dict[str, Any]
    outputs: tuple[RequestedOutput, ...]
    binary_outputs: bool


_NO_DATA = msgspec.Raw()
_Dimension = Annotated[int, msgspec.Meta(ge=1)]


class _InputParameters(msgspec.Struct, gc=False):
    binary_data_size: Annotated[int, msgspec.Meta(ge=0)] | None = None


class _Input(msgspec.Struct, gc=False):
    name: str
    shape: Annotated[list[_Dimension], msgspec.Meta(min_length=1, max_length=2)]
    datatype: str
    data: msgspec.Raw = _NO_DATA
    parameters: _InputParameters | None = None


class _OutputParameters(msgspec.Struct, gc=False):
    binary_data: bool | None = None
    classification: msgspec.Raw = _NO_DATA
    shared_memory_region: msgspec.Raw = _NO_DATA


class _Output(msgspec.Struct, gc=False):
    name: str
    parameters: _OutputParameters | None = None


class _Asked(msgspec.Struct):
    inputs: Annotated[list[_Input], msgspec.Meta(min_length=1)]
    id: str | None = None
    parameters: dict[str, Any] | None = None
    outputs: list[_Output] | None = None


_ASKED = msgspec.json.Decoder(_Asked)


def decode(body: bytes, header_length: int | None) -> InferRequest:
    """Read the body of an inference request.

    Args:
        body: The whole body: JSON, then the binary data of the inputs in their order.
        header_length: Bytes of the JSON, from `LENGTH_HEADER`; None where the body is JSON alone.

    Returns:
        One column an input, each of shape [n] or [n, 1] with the same n.

    Raises:
        InputError: If the body is not such a request. Nothing else is raised, whatever it holds.

    References:
        Open Inference Protocol, `specification/protocol/inference_rest.md`; Triton,
        `docs/protocol/extension_binary_data.md`

    Example:
        >>> tensor = '{"name": "age", "shape": [2], "datatype": "INT64", "data": [41, null]}'
        >>> decode(f'{{"inputs": [{tensor}]}}'.encode(), None).columns
        {'age': [41, None]}
    """
    position = len(body) if header_length is None else header_length
    if not 0 <= position <= len(body):
        raise fault(f"{LENGTH_HEADER} is {position}, the body has {len(body)} bytes", _SIZES)
    asked = _parse(body[:position])
    rows = asked.inputs[0].shape[0]
    columns: dict[str, list[Any]] = {}
    for tensor in asked.inputs:
        name, shape, parameters = tensor.name, tensor.shape, tensor.parameters
        datatype = DATATYPES.get(tensor.datatype)
        one_wide = len(shape) == 1 or shape[1] == 1
        if datatype is None or name in columns or shape[0] != rows or not one_wide:
            raise _no_column(tensor, columns, rows)
        if parameters is None or parameters.binary_data_size is None:
            if tensor.data is _NO_DATA:
                raise fault(f"{told(name)} has no data", _DATA)
            columns[name] = from_json(name, datatype, tensor.data, shape)
        else:
            end = position + parameters.binary_data_size
            if end > len(body):
                raise fault(
                    f"{told(name)} has binary_data_size {parameters.binary_data_size}, "
                    f"and {len(body) - position} bytes of the body are left",
                    _SIZES,
                )
            if tensor.data is not _NO_DATA and bytes(tensor.data) != b"null":
                raise fault(f"{told(name)} has both data and binary_data_size", "send one of them")
            columns[name] = from_binary(name, datatype, shape, body, position, end)
            position = end
    if position != len(body):
        raise fault(f"{len(body) - position} bytes follow the last binary input", _SIZES)
    options = asked.parameters or {}
    binary = options.get("binary_data_output", False)
    if not isinstance(binary, bool):
        raise fault("parameter 'binary_data_output' is neither true nor false", "set it to either")
    outputs = _outputs(asked.outputs, binary=binary) if asked.outputs else ()
    return InferRequest(asked.id, rows, columns, options, outputs, binary)


def _no_column(tensor: _Input, columns: dict[str, list[Any]], rows: int) -> InputError:
    """Return why an input is no column of the table that the inputs before it began."""
    name, shape = tensor.name, tensor.shape
    if tensor.datatype not in DATATYPES:
        near = did_you_mean(tensor.datatype[:SHOWN].upper(), DATATYPES)
        return fault(
            f"{told(name)} has unknown {told(tensor.datatype, 'datatype')}{near}",
            f"use one of {', '.join(DATATYPES)}",
        )
    if name in columns:
        return fault(f"{told(name)} is sent twice", "give each input a name of its own")
    if shape[0] != rows:
        return fault(
            f"{told(name)} has {shape[0]} rows, {told(next(iter(columns)))} has {rows}",
            "give all inputs the same number of rows",
        )
    return fault(
        f"{told(name)} has shape {shape}, not [n] or [n, 1]",
        "send each column of the table as an input of its own",
    )


def _outputs(outputs: list[_Output], *, binary: bool) -> tuple[RequestedOutput, ...]:
    requested: dict[str, RequestedOutput] = {}
    for output in outputs:
        name, parameters, as_bytes = output.name, output.parameters, binary
        if name in requested:
            raise fault(f"{told(name, 'output')} is asked for twice", "ask for it once")
        if parameters is not None:
            for parameter in ("classification", "shared_memory_region"):
                if getattr(parameters, parameter) is not _NO_DATA:
                    raise fault(
                        f"{told(name, 'output')} has parameter '{parameter}', which is not offered",
                        "leave it out",
                    )
            if parameters.binary_data is not None:
                as_bytes = parameters.binary_data
        requested[name] = RequestedOutput(name, as_bytes)
    return tuple(requested.values())


def _parse(head: bytes) -> _Asked:
    try:
        return _ASKED.decode(head)
    except (ValueError, RecursionError) as cause:
        malformed = not isinstance(cause, msgspec.ValidationError)
        if malformed and b"NaN" in head:
            return _parse_with_nan(head)
        _refuse(head, cause)


def _parse_with_nan(head: bytes) -> _Asked:
    """Read what Python's and RapidJSON's writers make of a missing number, which is not JSON."""
    legal, copied = bytearray(), 0
    for found in _STRING_OR_NAN.finditer(head):
        if found[0] == b"NaN":
            legal += head[copied : found.start()] + b"null"
            copied = found.end()
    legal += head[copied:]
    try:
        return _ASKED.decode(legal)
    except (ValueError, RecursionError) as cause:
        _refuse(bytes(legal), cause)


def _refuse(head: bytes, cause: Exception) -> NoReturn:
    """Raise the error of a JSON that is no request, with the name of the input it lies in."""
    text, place = reason(cause)
    if not isinstance(cause, msgspec.ValidationError):
        raise fault(f"the body is not JSON: {text}", _SYNTAX) from cause
    name = _name_at(head, place)
    raise fault(f"{name}: {text}" if name else text, _SYNTAX, at=place.lstrip(".")) from cause


def _name_at(head: bytes, place: str) -> str:
    found = _ENTRY.match(place)
    if not found:
        return ""
    try:
        name = msgspec.json.decode(head)[found["list"]][int(found["index"])]["name"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return told(name, found["list"][:-1]) if isinstance(name, str) else ""
