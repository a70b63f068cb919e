"""The little of HTTP that a bare ASGI app needs: read a body within limits, send an answer."""

from __future__ import annotations

import asyncio
import hmac
import math
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import msgspec

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
UNTOLD = (b"", b"application/x-www-form-urlencoded")
"""What a body is said to be by clients that do not say it."""

Headers = tuple[tuple[bytes, bytes], ...]

JSON = (b"content-type", b"application/json")

RETRY_SECONDS = 1
"""When a client that is told to come back may try again."""


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """A request that is answered with an error.

    Attributes:
        status: HTTP status.
        what: What is wrong.
        remedy: What to do.
        where: Which part of the request, where one can be named.
        headers: Headers besides those of every answer.
        detail: More for machines, such as the reasons of a broken contract.
    """

    def __init__(
        self,
        status: int,
        what: str,
        remedy: str = "",
        *,
        where: str = "",
        headers: Headers = (),
        detail: Any = None,
    ) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.remedy = remedy
        self.where = where
        self.headers = headers
        self.detail = detail


def later(what: str, *, status: int = 503, seconds: float = RETRY_SECONDS) -> Refused:
    """Return the answer that asks a client to come back."""
    whole = math.ceil(seconds)
    return Refused(
        status, what, f"try again in {whole} s", headers=((b"retry-after", b"%d" % whole),)
    )


class Client(Exception):  # noqa: N818  (nobody is left to answer)
    """The client went away before its request had arrived."""


async def body_of(receive: Receive, *, most_bytes: int, timeout_seconds: float) -> bytes:
    """Return the whole body.

    Raises:
        Refused: 413 if it is larger than allowed, 408 if it does not arrive in time.
        Client: If the client went away.
    """
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        body: bytes = message.get("body", b"")
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
        return body
    try:
        async with asyncio.timeout(timeout_seconds):
            return await _rest_of(message, receive, most_bytes)
    except TimeoutError as cause:
        raise Refused(
            408, f"the request did not arrive within {timeout_seconds:g} s", "send it again"
        ) from cause


async def _rest_of(message: Any, receive: Receive, most_bytes: int) -> bytes:
    parts, size = [], 0
    while True:
        if message["type"] == "http.disconnect":
            raise Client
        part = message.get("body", b"")
        size += len(part)
        if size > most_bytes:
            raise _too_large(most_bytes)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()


def _too_large(most_bytes: int) -> Refused:
    return Refused(
        413,
        f"the request is larger than {most_bytes:,} bytes",
        "send fewer rows at once, or score them in batch with `assay predict`",
        headers=((b"connection", b"close"),),
    )


async def answer(send: Send, status: int, content: bytes, headers: Headers = (JSON,)) -> None:
    """Send an answer, in one write where the server can."""
    sized = (*headers, (b"content-length", b"%d" % len(content)))
    whole = getattr(send, "whole", None)
    await (
        in_parts(send, status, content, sized) if whole is None else whole(status, content, sized)
    )


async def in_parts(send: Send, status: int, content: bytes, headers: Headers) -> None:
    """Send the head of an answer, then its body, as any ASGI server takes them."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def refuse(send: Send, refused: Refused, headers: Headers = ()) -> None:
    """Send an error in the three parts of every other one."""
    told: dict[str, Any] = {"what": refused.what, "remedy": refused.remedy}
    if refused.where:
        told["where"] = refused.where
    if refused.detail is not None:
        told["reasons"] = refused.detail
    content = msgspec.json.encode({"error": told})
    await answer(send, refused.status, content, (JSON, *headers, *refused.headers))


def header(scope: Scope, name: bytes) -> bytes | None:
    """Return a header's value; the last one, where it was given twice."""
    found = None
    for key, value in scope["headers"]:
        if key == name:
            found = value
    return found


def media_type(kind: bytes) -> bytes:
    """Return what a `content-type` says, without its parameters.

    Example:
        >>> media_type(b"Application/JSON; charset=utf-8")
        b'application/json'
    """
    return kind.partition(b";")[0].strip().lower()


def not_json(kind: bytes | None, what: str, remedy: str, *, takes: Iterable[bytes]) -> Refused:
    """Return the refusal of a body that cannot be read as JSON: 415 where it says that it is none.

    Many clients name no type, or a form's as `curl -d` does, and send JSON all the same.

    Args:
        kind: Its `content-type`, if it has one.
        what: What is wrong with it as JSON.
        remedy: What JSON to send.
        takes: Media types that the endpoint takes.
    """
    told = b"" if kind is None else media_type(kind)
    if told in UNTOLD or told.endswith(b"json"):
        return Refused(400, what, remedy)
    named = told.decode("latin-1")[:80]
    accepted = ", ".join(each.decode() for each in takes)
    return Refused(415, f"a body of type '{named}' is not read here", f"send one of {accepted}")


def authorised(scope: Scope, token: bytes | None) -> bool:
    """Return whether a request holds the bearer token; every one does where none is asked for."""
    if token is None:
        return True
    given = header(scope, b"authorization") or b""
    return hmac.compare_digest(given, b"Bearer " + token)
