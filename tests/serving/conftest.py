"""A project with two champions, and its server as a process."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.journeys.conftest import breast_cancer
from tests.shared import built_once, leave_out_self_test

import assay

TOKEN = "open-sesame"
PATIENCE_SECONDS = 90
"""How long a test waits for what has to happen; it fails after that."""


@pytest.fixture(scope="session")
def two_champions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose champion is version 2, and whose way back leads to version 1."""
    return built_once(tmp_path_factory, "served", _two_champions)


def _two_champions(folder: Path) -> None:
    table = breast_cancer().with_columns(patient=pl.int_range(pl.len()).cast(pl.String))
    with contextlib.chdir(folder):
        for columns in (["radius_error", "mean_symmetry", "diagnosis"], breast_cancer().columns):
            table.select("patient", *columns).write_parquet("cells.parquet")
            assay.initialise("cells.parquet", target_column="diagnosis", folder=folder, force=True)
            settings = folder / "assay.toml"
            text = settings.read_text() + f'\n[serve]\ncontrol_token = "{TOKEN}"\nkey = "patient"\n'
            settings.write_text(text)
            leave_out_self_test(folder)
            outcome = assay.run(assay.load(folder), budget_seconds=2)
            assert outcome.version is not None
            assay.promote(folder)


@pytest.fixture
def project(two_champions: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    unlogged = shutil.ignore_patterns("serving")
    return Path(shutil.copytree(two_champions, tmp_path / "project", ignore=unlogged))


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    url: str
    project: Path
    trusted: Path | None = None

    def ask(
        self,
        path: str,
        body: object = None,
        *,
        headers: dict[str, str] | None = None,
        method: str | None = None,
    ) -> tuple[int, Any]:
        """Return status and answer; bytes go as they are, anything else as JSON."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, headers=headers or {}, method=method
        )
        try:
            context = ssl.create_default_context(cafile=self.trusted) if self.trusted else None
            with urllib.request.urlopen(
                request, timeout=PATIENCE_SECONDS, context=context
            ) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        try:
            return status, json.loads(content)
        except ValueError:
            return status, content.decode()

    def control(self, verb: str, body: object = None) -> tuple[int, Any]:
        """Call a control endpoint with the token."""
        return self.ask(f"/v1/control/{verb}", body, headers={"authorization": f"Bearer {TOKEN}"})

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        return [
            worker
            for child in children_of(self.process.pid)
            if b"multiprocessing.forkserver" in Path(f"/proc/{child}/cmdline").read_bytes()
            for worker in children_of(child)
        ]


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for each in listed for child in each.read_text().split()]


def descendants_of(process: int) -> list[int]:
    """Return the processes that a process has started, those that they have started, and so on."""
    found = children_of(process)
    return found + [each for child in found for each in descendants_of(child)]


Serve = Callable[..., contextlib.AbstractContextManager[Served]]


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Run `assay serve` in a project, and stop it."""
    return _serve


@contextlib.contextmanager
def _serve(project: Path, *options: str, trusted: Path | None = None) -> Iterator[Served]:
    command = [sys.executable, "-m", "assay.cli.main", "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"at (https?://\S+)", line)
        if found is None:
            _, said = process.communicate(timeout=PATIENCE_SECONDS)
            raise AssertionError(f"the server did not start: {line}{said}")
        served = Served(process, found[1], project, trusted)
        wait_until(lambda: answers_at_all(served))
        yield served
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)


def answers_at_all(served: Served) -> bool:
    try:
        return served.ask("/health")[0] == 200
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail if it does not come to."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)


def records(project: Path, rows: int = 20) -> list[dict[str, Any]]:
    """Return rows of the project's table as a client would send them."""
    table = pl.read_parquet(project / "cells.parquet").head(rows).drop("diagnosis")
    return table.to_dicts()
