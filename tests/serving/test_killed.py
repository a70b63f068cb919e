"""Workers and servers that are killed: nothing acknowledged is lost, and nothing lives on."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import polars as pl
from tests.serving.conftest import Serve, Served, descendants_of, records, wait_until

from assay.serving.log import filing


def test_a_killed_worker_is_replaced_and_nothing_acknowledged_is_lost(
    project: Path, serve: Serve
) -> None:
    record = records(project)[0]
    told = []
    with serve(project, "--workers", "2") as server:
        for number in range(60):
            if number % 20 == 10:
                os.kill(server.workers()[0], signal.SIGKILL)
                wait_until(lambda: len(server.workers()) == 2)
            try:
                status, said = server.ask("/v1/predict", record)
            except OSError:  # the worker died with the question; nothing was acknowledged
                continue
            assert status == 200
            told.append(said["request_id"])
    folder = project / ".assay" / "serving"
    logged = filing.read(folder / "spool", folder / "log").collect()["request"].to_list()
    assert set(told) <= set(logged)
    assert len(logged) == len(set(logged))
    assert len(told) > 40


def test_a_killed_server_leaves_no_process_behind_and_its_port_free(
    project: Path, serve: Serve
) -> None:
    record = records(project)[0]
    with serve(project, "--workers", "2") as server:
        assert server.control("deploy", {"version": 1, "as": "shadow"})[0] == 200
        body = io.BytesIO()
        pl.DataFrame([record]).write_ipc_stream(body)
        arrow = {"content-type": "application/vnd.apache.arrow.stream"}
        assert server.ask("/v1/predict", body.getvalue(), headers=arrow)[0] == 200
        assert server.ask("/v1/predict?explain=true", record)[0] == 200
        wait_until(lambda: _shadowed(server, record))
        started = descendants_of(server.process.pid)
        assert b"keeper" in _commands(server.process.pid)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        wait_until(lambda: not any(map(_lives, started)))
        with socket.create_server(("127.0.0.1", _port(server))):
            pass


def test_a_server_killed_while_it_starts_leaves_no_process_behind(project: Path) -> None:
    command = [sys.executable, "-m", "assay.cli.main", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        wait_until(lambda: b"keeper" in _commands(server.pid))
        started = descendants_of(server.pid)
        server.kill()
    wait_until(lambda: not any(map(_lives, started)))


def _commands(process: int) -> bytes:
    """Return the commands of all that a process has started."""
    return b"".join(Path(f"/proc/{each}/cmdline").read_bytes() for each in descendants_of(process))


def _shadowed(server: Served, record: dict[str, object]) -> bool:
    """Ask once more, and say whether the shadow has a process by now."""
    server.ask("/v1/predict", record)
    return b"shadow_scorer" in _commands(server.process.pid)


def _lives(process: int) -> bool:
    """Return whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _port(server: Served) -> int:
    return int(server.url.rpartition(":")[2])
