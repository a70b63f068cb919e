"""The data of one tensor: JSON or little-endian bytes, read as one column of Python scalars."""

from __future__ import annotations

import math
import re
import struct
from typing import Annotated, Any

import msgspec
import numpy as np

from assay.core.errors import InputError

BODY = "the inference request"
SHOWN = 60
"""Characters of a client's name that an error repeats."""

_LENGTH = struct.Struct("<I")
_UINT64_END = 2**64
_FP32_MAX = float(np.finfo(np.float32).max)
_PLACE = re.compile(r" - at `\$(?P<place>.*)`$")


class Datatype(msgspec.Struct, frozen=True, gc=False):
    """How the elements of one datatype are laid out, and what JSON may say of them.

    Args:
        name: The protocol's name, `FP64`.
        one: Layout of one element; None for BYTES, whose elements carry their length.
        array: The same layout for many.
        floating: Whether NaN is one of its values.
        flat: Reads a list of values.
        nested: Reads a list of rows of one value each.
    """

    name: str
    one: struct.Struct | None
    array: np.dtype[Any]
    floating: bool
    flat: msgspec.json.Decoder[list[Any]]
    nested: msgspec.json.Decoder[list[Any]]


def _datatype(name: str, layout: str, kind: Any) -> Datatype:
    one = struct.Struct(f"<{layout}") if layout else None
    array = np.dtype(f"<{layout}" if layout else "O")
    flat = msgspec.json.Decoder(list[kind | None])
    nested = msgspec.json.Decoder(list[tuple[kind | None]])
    return Datatype(name, one, array, array.kind == "f", flat, nested)


def _integer(bits: int, *, signed: bool) -> Any:
    if not signed:
        top = {"le": 2**bits - 1} if bits < 64 else {}  # msgspec has no bound above int64
        return Annotated[int, msgspec.Meta(ge=0, **top)]
    return Annotated[int, msgspec.Meta(ge=-(2 ** (bits - 1)), le=2 ** (bits - 1) - 1)]


DATATYPES = {
    datatype.name: datatype
    for datatype in (
        _datatype("BOOL", "B", bool),
        _datatype("INT8", "b", _integer(8, signed=True)),
        _datatype("INT16", "h", _integer(16, signed=True)),
        _datatype("INT32", "i", _integer(32, signed=True)),
        _datatype("INT64", "q", _integer(64, signed=True)),
        _datatype("UINT8", "B", _integer(8, signed=False)),
        _datatype("UINT16", "H", _integer(16, signed=False)),
        _datatype("UINT32", "I", _integer(32, signed=False)),
        _datatype("UINT64", "Q", _integer(64, signed=False)),
        _datatype("FP16", "e", float),
        _datatype("FP32", "f", Annotated[float, msgspec.Meta(ge=-_FP32_MAX, le=_FP32_MAX)]),
        _datatype("FP64", "d", float),
        _datatype("BYTES", "", str),
    )
}


_BOOL, _FP16, _UINT64 = DATATYPES["BOOL"], DATATYPES["FP16"], DATATYPES["UINT64"]


def from_json(name: str, datatype: Datatype, data: msgspec.Raw, shape: list[int]) -> list[Any]:
    """Return the values of a tensor that is written as JSON.

    Args:
        name: The input's name, for errors.
        datatype: What its elements are.
        data: The JSON of its `data`.
        shape: `[n]` or `[n, 1]`; the latter may be nested.

    Returns:
        One Python scalar a row; None for null.

    Raises:
        InputError: If a value is not of the datatype, or there are not `n` of them.

    Example:
        >>> from_json("age", DATATYPES["INT8"], msgspec.Raw(b"[41,null]"), [2])
        [41, None]
        >>> from_json("age", DATATYPES["FP64"], msgspec.Raw(b"[[41],[7.5]]"), [2, 1])
        [41.0, 7.5]
    """
    if datatype is _FP16:
        raise fault(f"{told(name)} is FP16, which JSON cannot say", "send it as binary, or as FP32")
    values: list[Any]
    try:
        if len(shape) > 1 and bytes(data)[1:].lstrip().startswith(b"["):
            values = [value for (value,) in datatype.nested.decode(data)]
        else:
            values = datatype.flat.decode(data)
    except (ValueError, RecursionError) as cause:
        text, place = reason(cause)
        raise fault(
            f"{told(name)} is {datatype.name}, but not its data: {text}",
            "a list of values in row-major order; null where one is missing",
            at=f"data{place} of {told(name)}",
        ) from cause
    if len(values) != shape[0]:
        raise _count(name, shape, f"{len(values)} values")
    if datatype is _UINT64 and any(v is not None and v >= _UINT64_END for v in values):
        raise fault(f"{told(name)} is UINT64, and has a value above {_UINT64_END - 1}", "lower it")
    return values


def from_binary(
    name: str, datatype: Datatype, shape: list[int], body: bytes, start: int, end: int
) -> list[Any]:
    """Return the values of a tensor that stands as bytes in the body.

    Args:
        name: The input's name, for errors.
        datatype: What its elements are.
        shape: `[n]` or `[n, 1]`.
        body: The whole body.
        start: Where the tensor begins in it.
        end: Where it ends, not beyond the body.

    Returns:
        One Python scalar a row; None for NaN, which is how a missing number is sent.

    Raises:
        InputError: If the bytes are not `n` elements.

    Example:
        >>> from_binary("age", DATATYPES["INT16"], [2], bytes([41, 0, 1, 1]), 0, 4)
        [41, 257]
        >>> from_binary("town", DATATYPES["BYTES"], [1], b"..." + bytes([2, 0, 0, 0]) + b"Bo", 3, 9)
        ['Bo']
    """
    rows, one = shape[0], datatype.one
    if one is None:
        return _strings(name, shape, body, start, end)
    if one.size * rows != end - start:
        raise _count(name, shape, f"{end - start} bytes, not {one.size} a value")
    values: list[Any]
    if rows == 1:
        values = [one.unpack_from(body, start)[0]]
    else:
        values = np.frombuffer(body, datatype.array, rows, start).tolist()
    if datatype.floating:
        return [None if math.isnan(value) else value for value in values]
    if datatype is _BOOL:
        if max(values) > 1:
            raise fault(f"{told(name)} is BOOL, and has a byte above 1", "one byte a value, 0 or 1")
        return [value == 1 for value in values]
    return values


def fault(what: str, remedy: str, *, at: str = "") -> InputError:
    """Return the error of an inference request, with the place in it where that is known."""
    return InputError(what, where=f"{BODY}: {at}" if at else BODY, remedy=remedy)


def told(name: str, noun: str = "input") -> str:
    """Return how an error calls an input or output, however long its name is.

    Example:
        >>> told("age"), told("x" * 1000, "output") == f"output '{'x' * 59}…'"
        ("input 'age'", True)
    """
    return f"{noun} '{name if len(name) <= SHOWN else name[: SHOWN - 1] + '…'}'"


def reason(cause: Exception) -> tuple[str, str]:
    """Return what msgspec found wrong, and the place where it did, after the root's `$`.

    Example:
        >>> reason(msgspec.ValidationError("Expected `int`, got `str` - at `$.inputs[0]`"))
        ('expected `int`, got `str`', '.inputs[0]')
    """
    if isinstance(cause, UnicodeDecodeError):
        return f"not UTF-8: {cause.reason}", ""
    if isinstance(cause, RecursionError):
        return "nested too deeply", ""
    found = _PLACE.search(message := str(cause))
    text = message[: found.start()] if found else message
    return text[:1].lower() + text[1:], found["place"] if found else ""


def _strings(name: str, shape: list[int], body: bytes, start: int, end: int) -> list[Any]:
    values: list[Any] = []
    position = start
    while position + _LENGTH.size <= end:
        (length,) = _LENGTH.unpack_from(body, position)
        position += _LENGTH.size
        if length > end - position:
            raise fault(
                f"{told(name)} announces {length} bytes where {end - position} are left",
                "each value is its length, four bytes little-endian, and as many bytes of UTF-8",
                at=f"value {len(values)} of {told(name)}",
            )
        try:
            values.append(body[position : position + length].decode())
        except UnicodeDecodeError as cause:
            raise fault(
                f"{told(name)} is not UTF-8: {cause.reason}",
                "encode text as UTF-8",
                at=f"value {len(values)} of {told(name)}",
            ) from cause
        position += length
    if position != end or len(values) != shape[0]:
        more = f" and {end - position} bytes of another" if position != end else ""
        raise _count(name, shape, f"{len(values)} values{more}")
    return values


def _count(name: str, shape: list[int], seen: str) -> InputError:
    return fault(f"{told(name)} has shape {shape} and {seen}", "make the data fit the shape")
