"""A process beside a worker that dies costs its questions an answer, and no request an error."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import uvloop

from assay.serving.beside.process import Beside, Unavailable

DEAF = """
import os, time
from assay.serving.beside.pipe import HEAD
number, size = HEAD.unpack(os.read(0, HEAD.size))
os.write(1, HEAD.pack(number, size) + os.read(0, size))
os.close(0)
time.sleep(60)
"""
"""It answers once, then listens no more, as one that is just dying."""

ENDING_SECONDS = 0.5
"""How long the loop goes on, so that it sees the process end."""


@pytest.mark.parametrize("run", [uvloop.run, asyncio.run])
def test_questions_to_a_dying_process_are_unavailable_and_nothing_else(
    run: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deaf.py").write_text(DEAF)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")

    async def asked() -> None:
        beside = Beside("deaf", most_waiting=4)
        assert await beside.ask(b"why", timeout_seconds=60) == b"why"
        for _ in range(5):
            with pytest.raises(Unavailable):
                await beside.ask(b"why", timeout_seconds=0.2)
        beside.close()
        await asyncio.sleep(ENDING_SECONDS)

    assert callable(run)
    run(asked())
