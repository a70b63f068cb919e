"""Head and body of an answer leave together, and nothing waits that must not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn

from assay.serving import http
from assay.serving.connection import Connection
from assay.serving.http import JSON, Receive, Scope, Send

BODY = b'{"said":true}'


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the body, and answer it by what the path asks for."""
    if scope["type"] != "http":
        return
    await http.body_of(receive, most_bytes=100, timeout_seconds=5)
    if scope["path"] == "/last":
        await http.answer(send, 413, BODY, (JSON, (b"connection", b"close")))
    elif scope["path"] == "/parts":
        await http.in_parts(send, 200, BODY, (JSON, (b"content-length", b"%d" % len(BODY))))
    else:
        await http.answer(send, 200, BODY)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that runs while this module is tested."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=Connection,
            loop="asyncio",
            lifespan="off",
            log_level="warning",
            server_header=False,
            date_header=False,
        )
    )
    running = Thread(target=lambda: asyncio.run(server.serve([listening])))
    running.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    running.join(timeout=10)
    listening.close()


@contextmanager
def wire(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as found:
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield found


def asked(path: str, *lines: str, method: str = "POST", body: bytes = b"{}") -> bytes:
    head = [f"{method} {path} HTTP/1.1", "host: test", f"content-length: {len(body)}", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def heard(sock: socket.socket, end: bytes) -> bytes:
    said = b""
    while not said.endswith(end):
        part = sock.recv(4096)
        if not part:
            break
        said += part
    return said


def test_head_and_body_are_one_packet_and_what_they_were_in_two(port: int) -> None:
    with wire(port) as sock:
        for _ in range(3):  # the connection goes on
            sock.sendall(asked("/"))
            whole = sock.recv(4096)
            assert whole.startswith(b"HTTP/1.1 200 OK\r\n")
            assert whole.endswith(b"\r\n\r\n" + BODY)
        sock.sendall(asked("/parts"))
        assert heard(sock, BODY) == whole


def test_requests_that_arrive_together_are_answered_in_their_order(port: int) -> None:
    with wire(port) as sock:
        sock.sendall(asked("/") + asked("/parts") + asked("/last"))
        said = heard(sock, b"nothing")
    assert said.count(BODY) == 3
    assert said.index(b"413") > said.rindex(b"200 OK")


def test_the_last_answer_of_a_connection_ends_it(port: int) -> None:
    for request in (asked("/last"), asked("/", "connection: close")):
        with wire(port) as sock:
            sock.sendall(request)
            said = heard(sock, b"nothing")
        assert said.endswith(BODY)
        assert said.lower().count(b"connection: close") == 1


def test_a_client_that_wants_the_head_alone_gets_no_body(port: int) -> None:
    with wire(port) as sock:
        sock.sendall(asked("/", method="HEAD") + asked("/"))
        said = heard(sock, BODY)
    assert said.count(b"200 OK") == 2
    assert said.count(BODY) == 1


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it_at_once(port: int) -> None:
    with wire(port) as sock:
        sock.sendall(asked("/", "expect: 100-continue")[:-2])
        assert sock.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"{}")
        assert heard(sock, BODY).startswith(b"HTTP/1.1 200 OK\r\n")
