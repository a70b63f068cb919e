"""What is done to a server while it answers: each fault as a function on a running one."""

from __future__ import annotations

import contextlib
import datetime
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from sklearn import datasets

import assay
from assay.core.ledger import Ledger
from assay.core.workspace import Workspace
from assay.lifecycle import rollback
from assay.serving import routes

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 60
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
FOLLOW_SECONDS = 0.8
"""Time that workers have after a switch, before the next one."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A move of the champion, at the moment that the ledger holds."""

    at: float
    before: int
    after: int


def _children(process: int) -> list[int]:
    found = []
    for each in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, each.read_text().split())
    return found


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@dataclass(frozen=True, slots=True)
class Server:
    """A server under load."""

    process: subprocess.Popen[str]
    port: int
    project: Path

    @property
    def ledger(self) -> Ledger:
        """The project's ledger."""
        return Workspace(assay.load(self.project)).ledger

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        return [
            worker
            for child in _children(self.process.pid)
            if b"multiprocessing.forkserver" in _command(child)
            for worker in _children(child)
        ]

    def counted(self, name: str) -> int:
        """Return a counter of `/metrics`, added up over all workers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics") as answer:
            text = answer.read().decode()
        found = re.search(rf"^assay_{name}_total (\S+)", text, re.MULTILINE)
        return int(float(found[1])) if found else 0


def project(folder: Path) -> Path:
    """Make a project whose champion is version 2, and whose way back leads to version 1."""
    bunch = datasets.load_breast_cancer()
    names = [name.replace(" ", "_") for name in bunch.feature_names]
    table = pl.DataFrame(bunch.data, schema=names).with_columns(
        pl.Series("diagnosis", bunch.target_names[bunch.target])
    )
    folder.mkdir(parents=True)
    path = folder / "cells.parquet"
    for columns in (["radius_error", "mean_symmetry", "diagnosis"], table.columns):
        table.select(columns).write_parquet(path)
        with contextlib.chdir(folder):
            assay.initialise(path.name, target_column="diagnosis", folder=folder, force=True)
            assay.run(assay.load(folder), budget_seconds=3)
    ledger = Workspace(assay.load(folder)).ledger
    for registered in list(ledger.entries("registered")):
        ledger.append("promotion", {**registered.body, "before": None})
    return folder


@contextlib.contextmanager
def serving(
    folder: Path, *, workers: int, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run a server, and stop it."""
    command = [sys.executable, "-m", "assay.cli.main", "serve", "--port", "0"]
    log = (folder / "server.log").open("a")
    process = subprocess.Popen(
        [*command, "--workers", str(workers)],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)\s*$", process.stdout.readline())
        assert found is not None, f"the server did not start: {folder / 'server.log'}"
        server = Server(process, int(found[1]), folder)
        _wait(server, workers)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_SECONDS)
        log.close()


def _wait(server: Server, workers: int) -> None:
    """Wait until something answers, and give the other workers the time that it took."""
    began = time.monotonic()
    while time.monotonic() < began + PATIENCE_SECONDS:
        try:
            server.counted("rows")
            break
        except OSError:
            time.sleep(0.1)
    time.sleep((time.monotonic() - began) * 0.5 * workers)


def switch(server: Server) -> Switch:
    """Take the champion back if there is one before, else promote the second version again."""
    ledger = server.ledger
    routing = routes.read(ledger)
    if routing.before is not None:
        moved = rollback.take_back(server.project, reason="chaos")
        rollback.finished(Workspace(assay.load(server.project)))
        assert moved.before is not None
        assert moved.after is not None
        (*_, entry) = ledger.entries("rollback")
        done = Switch(_moment(entry.at), moved.before, moved.after)
    else:
        assert routing.champion is not None
        entry = ledger.append("promotion", {"version": 2, "before": routing.champion})
        done = Switch(_moment(entry.at), routing.champion, 2)
    ledger.close()
    return done


def switches(server: Server, times: int) -> list[Switch]:
    """Switch the champion to and fro."""
    done = []
    for _ in range(times):
        done.append(switch(server))
        time.sleep(FOLLOW_SECONDS)
    return done


def kills(server: Server, times: int) -> int:
    """Kill a worker, wait until there are as many as before, again and again; return how many."""
    number = len(server.workers())
    for _ in range(times):
        victim = random.choice(server.workers())
        os.kill(victim, signal.SIGKILL)
        end = time.monotonic() + PATIENCE_SECONDS
        while victim in (alive := server.workers()) or len(alive) < number:
            assert time.monotonic() < end, "a killed worker was not replaced"
            time.sleep(0.05)
        time.sleep(2.0)  # the new one has to load its model, or only one would ever answer
    return times


def locked_ledger(server: Server, seconds: float) -> None:
    """Hold the ledger's database, so that nobody can read or write it."""
    path = server.project / ".assay" / "ledger.db"
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("BEGIN EXCLUSIVE")
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


@contextlib.contextmanager
def small_disk(spool: Path, *, kilobytes: int) -> Iterator[None]:
    """Put the spool on a disk of its own that is small; root may do that."""
    spool.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(spool)]
    subprocess.run(command, check=True)
    try:
        yield
    finally:
        kept = spool.with_name("kept")
        shutil.copytree(spool, kept, ignore=shutil.ignore_patterns("filler"))
        subprocess.run(["umount", str(spool)], check=True)
        shutil.copytree(kept, spool, dirs_exist_ok=True)


def fill(spool: Path) -> Path:
    """Fill the disk up, and return the file that does."""
    filler = spool / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return filler


def corrupt(server: Server, version: int) -> tuple[Path, bytes]:
    """Change one byte of a version's graph; return the file, and what it was."""
    registered = routes.read(server.ledger).registered[version]
    graph = server.project / ".assay" / "runs" / registered.run / "model" / "scorer.onnx"
    content = graph.read_bytes()
    graph.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return graph, content


def own_clock(project: Path) -> dict[str, str]:
    """Return the environment of a server whose clock `set_clock` sets."""
    set_clock(project, 0)
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(project / "clock"),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def set_clock(project: Path, seconds: int) -> None:
    """Set the clock of a project's server, as seconds from the true time."""
    (project / "clock").write_text(f"{seconds:+d}\n")


def _moment(at: str) -> float:
    return datetime.datetime.fromisoformat(at).timestamp()
