"""Turn evidence into canonical JSON and back, and name it by its hash."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


def encode(value: object) -> bytes:
    """Return canonical JSON: keys sorted, no spaces, so that equal values have equal bytes.

    Example:
        >>> encode({"b": 1, "a": (2.5, None)})
        b'{"a":[2.5,null],"b":1}'
    """
    return msgspec.json.encode(value, order="sorted", enc_hook=_number)


def decode(data: bytes, kind: type[Value]) -> Value:
    """Return the value of type `kind` that `encode` wrote.

    Raises:
        msgspec.ValidationError: If the JSON does not fit `kind`.
    """
    return msgspec.json.decode(data, type=kind)


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON, as 64 hex digits.

    Example:
        >>> digest([1, 2])[:12]
        '49a64717d5d4'
    """
    return hashlib.sha256(encode(value)).hexdigest()


def plain(value: object) -> Any:
    """Return the value as plain dicts, lists, strings and numbers, for `--json`."""
    return msgspec.to_builtins(value, enc_hook=_number)


def _number(value: object) -> object:
    """Return the Python number of a NumPy scalar, which statistics are often left as."""
    item = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"{type(value).__name__} is not evidence")
    return item()
