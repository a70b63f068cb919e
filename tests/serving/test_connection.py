"""Head and body of an answer leave together, and nothing waits that must not."""

from __future__ import annotations

import asyncio
from typing import cast

from assay.serving.connection import Together

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


class Wire:
    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True


def together() -> tuple[Together, Wire]:
    wire = Wire()
    return Together(cast(asyncio.Transport, wire)), wire


def test_head_and_body_are_one_write() -> None:
    transport, wire = together()
    for part in (HEAD, b"{}", b"more"):
        transport.write(part)
    assert wire.sent == [HEAD + b"{}", b"more"]


def test_a_head_without_a_body_is_sent_at_the_end_of_its_answer_or_of_the_connection() -> None:
    transport, wire = together()
    transport.write(HEAD)
    assert wire.sent == []
    transport.flush()
    transport.write(HEAD)
    transport.close()
    transport.flush()
    assert wire.sent == [HEAD, HEAD]
    assert wire.closed


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it_at_once() -> None:
    transport, wire = together()
    transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert wire.sent == [b"HTTP/1.1 100 Continue\r\n\r\n"]
