"""One answered request, as it is spooled: framed, so that a torn end is known."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import msgspec

LENGTH = struct.Struct("<I")


class Answered(msgspec.Struct, frozen=True, kw_only=True, array_like=True, tag="answered"):
    """A request and its answer.

    Attributes:
        at_us: When it was answered, microseconds since 1970, UTC.
        request: Its id.
        versions: Version that answered each row.
        route: `champion`, `canary`, `mixed`, or `baseline` where the model failed.
        key: What decided the version, or "".
        latency_us: From the last byte of the request to the first of the answer.
        status: HTTP status.
        body: The records, JSON, as they came (less what is redacted).
        scores: One list a row; empty where the request was refused.
        predictions: What was decided, one a row.
        reasons: What broke the contract.
        client: Name of the token that the request held, or "".
    """

    at_us: int
    request: str
    versions: list[int]
    route: str
    key: str
    latency_us: int
    status: int
    body: bytes
    scores: list[list[float]]
    predictions: list[str | float]
    reasons: list[Any]
    client: str = ""


class Feedback(msgspec.Struct, frozen=True, kw_only=True, array_like=True, tag="feedback"):
    """What became known later of a request, or of a key.

    Attributes:
        row: Position in the request that it belongs to.
        outcome: The value of the target.
        outcome_at: When it was known, as given.
        signal: Name of the early signal that it is; "" where it is the outcome itself.
    """

    at_us: int
    request: str
    key: str
    row: int
    outcome: Any
    outcome_at: str
    signal: str = ""


class Shadowed(msgspec.Struct, frozen=True, kw_only=True, array_like=True, tag="shadowed"):
    """What a shadow said of a request that another version answered.

    Attributes:
        at_us: When the request was answered.
        version: The shadow.
        status: `answered`, `refused` by its contract, or `failed`.
        latency_us: What it took, door and graph.
        processor_us: Of it, what it kept the processor busy.
        champion: The champion, asked beside it.
        champion_us: What the champion took for the same request, in the same process.
        champion_processor_us: Of it, what it kept the processor busy.
        scores: One list a row; empty unless it answered.
        problem: Why it refused or failed.
    """

    at_us: int
    request: str
    version: int
    status: str
    latency_us: float
    processor_us: float
    champion: int
    champion_us: float
    champion_processor_us: float
    scores: list[list[float]]
    problem: str


Record = Answered | Feedback | Shadowed

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)


def frame(record: Record) -> bytes:
    """Return a record with its length before it."""
    content = _encoder.encode(record)
    return LENGTH.pack(len(content)) + content


def frames(content: bytes) -> Iterator[Record]:
    """Yield the records of a segment; an end that a kill tore off is left out.

    Example:
        >>> said = Feedback(at_us=1, request="a", key="", row=0, outcome=True, outcome_at="")
        >>> [one.outcome for one in frames(frame(said) + frame(said)[:-1])]
        [True]
    """
    start = 0
    while start + LENGTH.size <= len(content):
        (length,) = LENGTH.unpack_from(content, start)
        end = start + LENGTH.size + length
        if end > len(content):
            return
        yield _decoder.decode(memoryview(content)[start + LENGTH.size : end])
        start = end
