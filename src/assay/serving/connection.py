"""One connection of the server: head and body of an answer leave in one write, not in two.

Uvicorn writes the head of an answer as soon as it knows it. That is a system call and a packet of
its own, which wakes the client for nothing and lets it take the processor away from the server.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from assay.serving.batch import TURN

INTERIM = b"HTTP/1.1 100"
"""Start of what is no answer yet, and must not wait for one."""


class Connection(HttpToolsProtocol):
    """Uvicorn's protocol over a transport that holds a head until its body comes."""

    _together: Together

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        self._together = Together(transport)
        super().connection_made(self._together)  # type: ignore[arg-type]

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        TURN.arrived += 1
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Send what no body followed, such as the answer to HEAD."""
        self._together.flush()
        super().on_response_complete()


class Together:
    """A transport that sends the first write of an answer with the second.

    Args:
        transport: Where it goes.
    """

    __slots__ = ("_held", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Hold the head of an answer; send anything else, after what is held."""
        if self._held:
            data, self._held = self._held + data, b""
        elif data.startswith(b"HTTP/1.1 ") and not data.startswith(INTERIM):
            self._held = data
            return
        self._transport.write(data)

    def flush(self) -> None:
        """Send what is held."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)

    def close(self) -> None:
        """Send what is held, and end the connection."""
        self.flush()
        self._transport.close()
