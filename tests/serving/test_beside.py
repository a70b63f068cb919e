"""A process beside a worker that dies costs its questions an answer, and no request an error."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
import uvloop

from assay.serving.beside.process import Beside, Unavailable

DYING = """
import os, time
from assay.serving.beside.pipe import HEAD
number, size = HEAD.unpack(os.read(0, HEAD.size))
heir = os.fork()
if heir == 0:
    os.close(0)
    os.closerange(3, 256)
    time.sleep(60)
    os._exit(0)
answer = str(heir).encode()
os.write(1, HEAD.pack(number, len(answer)) + answer)
os._exit(0)
"""
"""It answers once and ends, while a process of its own keeps its output open: so the worker has
seen that nobody listens, and has not yet read to the end of what is said."""

SEEN_SECONDS = 0.5
"""How long the loop goes on, so that it sees an end."""


def test_a_question_to_a_process_that_just_ended_is_unavailable_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dying.py").write_text(DYING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")

    async def asked() -> None:
        beside = Beside("dying", most_waiting=4)
        heir = int(await beside.ask(b"why", timeout_seconds=60))
        await asyncio.sleep(SEEN_SECONDS)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await beside.ask(b"why", timeout_seconds=0.2)
        os.kill(heir, signal.SIGKILL)
        await asyncio.sleep(SEEN_SECONDS)
        beside.close()

    uvloop.run(asked())
