"""One connection of the server: a whole answer leaves in one write, not in two.

Uvicorn writes the head of an answer as soon as it knows it. That is a system call and a packet of
its own, which wakes the client for nothing and lets it take the processor away from the server.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from assay.serving import http
from assay.serving.batch import TURN
from assay.serving.http import Headers


class Connection(HttpToolsProtocol):
    """Uvicorn's protocol, whose answers may be sent whole."""

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        TURN.arrived += 1
        cycle.send = Sending(cycle)
        super()._start_asgi_task(cycle, app)


class Sending:
    """What an app sends the answer to one request with.

    Args:
        cycle: Uvicorn's state of the request.
    """

    __slots__ = ("_cycle", "_send")

    def __init__(self, cycle: Any) -> None:
        self._cycle = cycle
        self._send = cycle.send

    async def __call__(self, message: Any) -> None:
        """Send a part of an answer."""
        await self._send(message)

    async def whole(self, status: int, content: bytes, headers: Headers) -> None:
        """Send an answer of the server's own at once.

        In parts where the client asked for the head alone, waits to be told to go on, or reads too
        slowly, and where the connection ends with the answer.

        Args:
            status: HTTP status.
            content: The body.
            headers: All of the head, content length included.
        """
        cycle = self._cycle
        if (
            cycle.response_started
            or cycle.disconnected
            or cycle.waiting_for_100_continue
            or cycle.flow.write_paused
            or not cycle.keep_alive
            or cycle.scope["method"] == "HEAD"
            or (b"connection", b"close") in headers
        ):
            await http.in_parts(self._send, status, content, headers)
            return
        said = [STATUS_LINE[status]]
        for name, value in (*cycle.default_headers, *headers):
            said += (name, b": ", value, b"\r\n")
        said += (b"\r\n", content)
        cycle.response_started = cycle.response_complete = True
        cycle.transport.write(b"".join(said))
        cycle.message_event.set()
        cycle.on_response()
