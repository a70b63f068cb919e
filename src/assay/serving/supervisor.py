"""Keep as many workers as were asked for: see at once that one died, and start the next quickly.

Uvicorn's own supervisor asks each worker in turn whether it is well, and waits for the answer:
while one that was just started still loads, it does not see that another died. Here nobody is
waited for. Workers are forked from a process that has loaded what they need and no model, so that a
new one answers soon even where the machine is busy. A worker ends when the server does, however
that ended.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from socket import socket
from typing import Any

from uvicorn._subprocess import subprocess_started
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors.multiprocess import Multiprocess, Process

PRELOADED = ["assay.serving.worker", "assay.serving.connection", "uvicorn.lifespan.on", "uvloop"]
"""What the process that workers are forked from has loaded; nothing in it runs threads of its own
that a fork would lose."""

HUNG_SECONDS = 30.0
"""How long a worker may stay silent, while it starts or later, before it is ended."""

logger = logging.getLogger("assay.serving")


class Worker(Process):
    """A worker process as the supervisor sees it."""

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        forking = multiprocessing.get_context("forkserver")
        forking.set_forkserver_preload(PRELOADED)
        self.config = config
        self._server = None
        self.parent_conn, self.child_conn = forking.Pipe()
        self.process = forking.Process(  # type: ignore[assignment]
            target=subprocess_started,
            kwargs={
                "config": config,
                "target": self.target,
                "sockets": sockets,
                "stdin_fileno": None,
            },
        )
        self._heard = time.monotonic()
        self._asked = False

    def __getstate__(self) -> dict[str, Any]:
        """Return what the worker process gets: not the server's end of the pipe.

        The server alone holds that end, so the worker's end closes when the server dies.
        """
        return {**vars(self), "parent_conn": None}

    def always_pong(self) -> None:
        """Say that the worker is well as long as the server asks; drain and end when it is gone."""
        try:
            super().always_pong()
        except (EOFError, OSError):  # it died, or has let this worker go and told it so already
            os.kill(os.getpid(), signal.SIGTERM)

    def died(self) -> bool:
        """Return whether it ended, or has been silent for too long; never waits."""
        if not self.process.is_alive():
            return True
        try:
            while self.parent_conn.poll(0):
                self.parent_conn.recv()
                self._heard, self._asked = time.monotonic(), False
            if not self._asked:
                self.parent_conn.send(b"ping")
                self._asked = True
        except (OSError, EOFError):
            return True
        return time.monotonic() - self._heard > HUNG_SECONDS


class Supervisor(Multiprocess):
    """Runs the workers."""

    def init_processes(self) -> None:
        """Start all workers."""
        self.processes = [self._started() for _ in range(self.processes_num)]

    def keep_subprocess_alive(self) -> None:
        """Start a worker for each that died."""
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            assert isinstance(process, Worker)
            if not process.died():
                continue
            process.kill()
            process.join()
            if process.exitcode == STARTUP_FAILURE:  # each next one would fail in the same way
                logger.error("a worker cannot be started at all; the server stops")
                self.should_exit.set()
                return
            logger.error("worker %d ended with %s", process.pid, process.exitcode)
            self.processes[place] = self._started()

    def restart_all(self) -> None:
        """Put a new worker in the place of each, one after the other (SIGHUP)."""
        for place, before in enumerate(self.processes):
            after = self._started()
            if not after.wait_until_ready(HUNG_SECONDS, self.should_exit):
                after.kill()
                after.join()
                logger.error("a new worker was not ready in time; the one before goes on")
                return
            before.terminate()
            before.join()
            self.processes[place] = after

    def handle_ttin(self) -> None:
        """Start one worker more (SIGTTIN)."""
        self.processes_num += 1
        self.processes.append(self._started())

    def _started(self) -> Worker:
        worker = Worker(self.config, self.sockets)
        worker.start()
        return worker
