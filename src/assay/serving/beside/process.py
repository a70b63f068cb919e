"""A process beside a worker: started when it is first asked, again when it dies, never waited for.

A question waits for its answer as long as the worker says and no longer; an answer that comes too
late is dropped. What a process takes to start, until its first answer, may be granted beyond that.
So a process that is slow, stuck or dead costs no request more.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process

from assay.serving.beside.pipe import HEAD

AGAIN_SECONDS = 1.0
"""Least time between two starts."""

STUCK_SECONDS = 60.0
"""Age of an unanswered question at which the process is ended."""

logger = logging.getLogger("assay.serving")


class Unavailable(Exception):  # noqa: N818  (the worker answers without it)
    """The process cannot answer now; the message says why."""


class Exhausted(Unavailable):
    """The process ended at the question, for want of memory."""


class Beside:
    """The worker's end.

    Args:
        module: Module that is run, which calls `pipe.serve`.
        most_waiting: Questions that may wait at once.
    """

    def __init__(self, module: str, *, most_waiting: int) -> None:
        self._module = module
        self._most = most_waiting
        self._waiting: dict[int, tuple[float, asyncio.Future[bytes]]] = {}
        self._number = 0
        self._process: Process | None = None
        self._answered = False
        self._reading: asyncio.Task[None] | None = None
        self._starting: asyncio.Lock | None = None
        self._started = -AGAIN_SECONDS

    async def ask(
        self, content: bytes, *, timeout_seconds: float, start_seconds: float = 0.0
    ) -> bytes:
        """Return the answer.

        Args:
            content: The question.
            timeout_seconds: How long it may take.
            start_seconds: How much longer while no process of this worker's has ever answered.

        Raises:
            Unavailable: If too many wait, the process died, or it took too long.
        """
        if len(self._waiting) >= self._most:
            self._end_if_stuck()
            raise Unavailable("too many wait for it")
        self._number += 1
        number = self._number
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[number] = time.monotonic(), answer
        if not self._answered:
            timeout_seconds += start_seconds
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._send(number, content)
                return await asyncio.shield(answer)
        except TimeoutError as cause:
            self._end_if_stuck()
            raise Unavailable(f"it took longer than {timeout_seconds:g} s") from cause
        except BaseException:
            self._waiting.pop(number, None)
            raise

    async def _send(self, number: int, content: bytes) -> None:
        """Write a question, after starting the process where none lives."""
        if self._starting is None:
            self._starting = asyncio.Lock()
        async with self._starting:
            if self._process is None:
                await self._start()
        process = self._process
        if process is None or process.stdin is None or process.stdin.is_closing():
            raise Unavailable("its process ended")  # uvloop refuses to write with a RuntimeError
        try:
            process.stdin.write(HEAD.pack(number, len(content)) + content)
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as cause:
            raise Unavailable("its process ended") from cause

    async def _start(self) -> None:
        if time.monotonic() - self._started < AGAIN_SECONDS:
            raise Unavailable("its process ended and is started again")
        self._started = time.monotonic()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, stdin=PIPE, stdout=PIPE
        )
        self._reading = asyncio.create_task(self._read(self._process))

    async def _read(self, process: Process) -> None:
        """Hand out answers until the process ends; those that wait then get none."""
        assert process.stdout is not None
        exhausted = False
        try:
            while True:
                head = await process.stdout.readexactly(HEAD.size)
                number, size = HEAD.unpack(head)
                content = await process.stdout.readexactly(size)
                self._answered = True
                _, answer = self._waiting.pop(number, (0.0, None))
                if answer is not None and not answer.done():
                    answer.set_result(content)
        except asyncio.IncompleteReadError:
            code = await process.wait()
            logger.error("%s ended with %s; the next question starts it again", self._module, code)
            exhausted = code == -signal.SIGABRT
        finally:
            if self._process is process:
                self._process = None
            waiting, self._waiting = self._waiting, {}
            for place, (_, answer) in enumerate(waiting.values()):
                if not answer.done():
                    kind = Exhausted if exhausted and place == 0 else Unavailable
                    answer.set_exception(kind("its process ended"))
                    answer.exception()  # one that nobody waits for any more is no fault

    def _end_if_stuck(self) -> None:
        oldest = min((since for since, _ in self._waiting.values()), default=time.monotonic())
        if self._process is not None and time.monotonic() - oldest > STUCK_SECONDS:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def close(self) -> None:
        """End the process."""
        if self._reading is not None:
            self._reading.cancel()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
