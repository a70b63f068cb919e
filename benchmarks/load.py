"""A steady load: connections that ask one record after another, and note all that they are told.

It is a process of its own, so that what it notes does not depend on the server. Each line of its
file is an answer (with when it was asked and got, its row, and what it said), or a failure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any, TextIO

PATIENCE_SECONDS = 20.0
EACH = 20
"""Requests of one connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a client was told, or why it was told nothing.

    Attributes:
        asked: When the request was sent, seconds since 1970.
        got: When its answer, or its failure, was there.
        row: Row of the table that was asked about.
        status: HTTP status; 0 where no answer came.
        failure: Kind of the failure, or "".
        request: Id that the server gave; it names the process that answered.
    """

    asked: float
    got: float
    row: int
    status: int
    failure: str = ""
    request: str = ""
    version: int = 0
    prediction: str = ""
    probability: dict[str, float] | None = None

    @property
    def worker(self) -> int:
        """The process that answered."""
        return int(self.request.split("-")[1], 16)


def read(path: Path) -> Iterator[Told]:
    """Yield what a load noted."""
    for line in path.read_text().splitlines():
        yield Told(**json.loads(line))


async def connection(
    host: str, port: int, bodies: list[bytes], rows: Iterator[int], out: TextIO, pause: float
) -> None:
    """Ask without end, by a new connection now and then, so that every worker gets some."""
    while True:
        writer = None
        try:
            reader, writer = await asyncio.open_connection(host, port)
            for _ in range(EACH):
                row = next(rows) % len(bodies)
                told = await asyncio.wait_for(
                    _ask(reader, writer, bodies[row], row), PATIENCE_SECONDS
                )
                _note(out, told)
                if told.failure:
                    break
                await asyncio.sleep(pause)
        except OSError as error:
            now = time.time()
            _note(out, Told(asked=now, got=now, row=-1, status=0, failure=type(error).__name__))
        finally:
            if writer is not None:
                writer.close()
        await asyncio.sleep(pause)


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes, row: int
) -> Told:
    asked = time.time()
    head = b"POST /v1/predict HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
    writer.write(b"%scontent-length: %d\r\n\r\n%s" % (head, len(body), body))
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        (size,) = (int(line[15:]) for line in lines if line.startswith(b"content-length:"))
        said: dict[str, Any] = json.loads(await reader.readexactly(size))
    except (OSError, asyncio.IncompleteReadError) as error:
        kind = type(error).__name__
        return Told(asked=asked, got=time.time(), row=row, status=0, failure=kind)
    status = int(lines[0].split()[1])
    if status != 200:
        return Told(asked=asked, got=time.time(), row=row, status=status)
    return Told(
        asked=asked,
        got=time.time(),
        row=row,
        status=status,
        request=said["request_id"],
        version=said["model_version"],
        prediction=said["prediction"],
        probability=said["probability"],
    )


def _note(out: TextIO, told: Told) -> None:
    out.write(json.dumps(asdict(told)) + "\n")


async def run(port: int, bodies: list[bytes], out: TextIO, connections: int, pause: float) -> None:
    """Ask until told to stop."""
    rows = count()
    asking = [connection("127.0.0.1", port, bodies, rows, out, pause) for _ in range(connections)]
    await asyncio.gather(*asking)


def main() -> None:
    """Ask until the process is told to stop (SIGINT)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("bodies", type=Path, help="one JSON record a line")
    parser.add_argument("out", type=Path, help="what is noted, one JSON object a line")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--pause", type=float, default=0.01, help="seconds between two requests")
    given = parser.parse_args()
    bodies = given.bodies.read_bytes().splitlines()
    with given.out.open("w", buffering=1) as out:
        try:
            asyncio.run(run(given.port, bodies, out, given.connections, given.pause))
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
