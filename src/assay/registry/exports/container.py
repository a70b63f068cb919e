"""Do what a Dockerfile says, without an engine: copy, install, start, ask after health, stop.

What only an engine can do is left out: the base image, the user, the volume. The packages are
those of this machine that the requirements name, and no others; Assay is the wheel of the image.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.registry.exports import alone, dockerfile, fresh
from assay.registry.exports.dockerfile import Instruction

START_SECONDS = 120
STOP_SECONDS = 30

_WHAT = "the server starts as the Dockerfile says"


@dataclass(frozen=True, slots=True)
class Container:
    """What a Dockerfile came to, in a folder of this machine.

    Attributes:
        root: The working directory.
        site: Where the wheel was installed.
        instructions: The Dockerfile's.
        variables: The environment of what runs in it.
    """

    root: Path
    site: Path
    instructions: tuple[Instruction, ...]
    variables: Mapping[str, str]

    def one(self, name: str) -> Instruction:
        """Return the instruction of a name; the last, as an engine does."""
        return [each for each in self.instructions if each.name == name][-1]

    def output(self, *command: str) -> str:
        """Return what a command prints in it.

        Raises:
            GateClosed: If it fails.
        """
        return fresh.run(command, cwd=self.root, variables=self.variables, what=command[0])

    def ended(self) -> tuple[int | None, str]:
        """Run `CMD` where it should not start: return its exit code, or None, and what it says."""
        running = self._run()
        try:
            return running.process.wait(START_SECONDS), running.said()
        except subprocess.TimeoutExpired:
            return None, "it went on"
        finally:
            running.end()

    @contextlib.contextmanager
    def started(self) -> Iterator[Running]:
        """Start `CMD` and wait until it answers; stop it by `STOPSIGNAL`.

        Raises:
            GateClosed: If it does not start, or does not stop.
        """
        running = self._run()
        try:
            running.wait()
            yield running
            running.stop()
        finally:
            running.end()

    def _run(self) -> Running:
        """Start `CMD` in a group of its own; what it says goes to a file."""
        port, output = _free_port(), self.root.parent / "output"
        try:
            with output.open("wb") as file:
                process = subprocess.Popen(
                    _here(self.one("CMD").words(), port),
                    cwd=self.root,
                    env=dict(self.variables),
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as cause:
            raise fresh.failed(_WHAT, f"CMD {self.one('CMD').said}: {cause.strerror}") from cause
        return Running(self, process, port, output)


@dataclass(frozen=True, slots=True)
class Running:
    """The server of a container, as a process of this machine."""

    container: Container
    process: subprocess.Popen[bytes]
    port: int
    output: Path

    def said(self) -> str:
        """Return the last lines that it said."""
        lines = self.output.read_text(errors="replace").strip().splitlines()
        return "\n".join(lines[-5:])

    def healthy(self) -> bool:
        """Run `HEALTHCHECK`, as an engine does."""
        command = _here(self.container.one("HEALTHCHECK").words(), self.port)
        done = subprocess.run(
            command,
            cwd=self.container.root,
            env=dict(self.container.variables),
            capture_output=True,
            timeout=START_SECONDS,
            check=False,
        )
        return done.returncode == 0

    def wait(self) -> None:
        """Wait until it listens.

        Raises:
            GateClosed: If it ends before, or takes too long.
        """
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None:
                raise fresh.failed(_WHAT, self.said())
            if time.monotonic() > end:
                raise fresh.failed(_WHAT, f"it did not answer within {START_SECONDS} s")
            time.sleep(0.05)

    def stop(self) -> None:
        """Send `STOPSIGNAL`, and wait until it has ended.

        Raises:
            GateClosed: If it takes too long.
        """
        name = self.container.one("STOPSIGNAL").said
        self.process.send_signal(signal.Signals[name])
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as cause:
            raise fresh.failed(
                "the server stops when it is told to", f"{name} did not end it in {STOP_SECONDS} s"
            ) from cause

    def end(self) -> None:
        """End what is left of it, politely first."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # workers outlive a parent that is killed
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False


@contextlib.contextmanager
def built(context: Path, *, hidden: Sequence[str], **variables: str) -> Iterator[Container]:
    """Copy and install as a Dockerfile says, in a folder that goes away again.

    Args:
        context: Folder of the Dockerfile.
        hidden: Modules that are installed here, and will not be in the image.
        variables: What a container would be given by `--env`.

    Raises:
        GateClosed: If the wheel cannot be installed.
    """
    instructions = tuple(dockerfile.read((context / "Dockerfile").read_text()))
    with tempfile.TemporaryDirectory(prefix="assay-image-") as scratch:
        root, site, first = (Path(scratch) / name for name in ("root", "site", "first"))
        root.mkdir()
        first.mkdir()
        shutil.copy2(alone.__file__, first / "sitecustomize.py")  # every Python begins with it
        (first / alone.HIDDEN).write_text(json.dumps(hidden))
        for each in instructions:
            if each.name == "COPY":
                _copy(context, root, each.words())
        (wheel,) = root.glob("*.whl")
        install: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--target",
            site,
            "--quiet",
        ]
        options = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
        fresh.run([*install, *options, wheel], cwd=root, what="pip installs the wheel of Assay")
        path = os.pathsep.join(
            [str(site / "bin"), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        )
        declared = _declared(instructions)
        yield Container(
            root,
            site,
            instructions,
            fresh.environment(
                PATH=path, PYTHONPATH=f"{first}{os.pathsep}{site}", **declared, **variables
            ),
        )


def _copy(context: Path, root: Path, words: list[str]) -> None:
    *sources, target = words
    for name in sources:
        if (context / name).is_dir():
            shutil.copytree(context / name, root / target)
        else:
            shutil.copy2(context / name, root / target)


def _declared(instructions: tuple[Instruction, ...]) -> dict[str, str]:
    said = (each.said for each in instructions if each.name == "ENV")
    return dict(pair.split("=", 1) for line in said for pair in line.split())


def _here(words: list[str], port: int) -> list[str]:
    """Return a command that listens and asks on this machine alone, at a free port."""
    given = re.compile(rf"\b{dockerfile.PORT}\b")
    return ["127.0.0.1" if word == "0.0.0.0" else given.sub(str(port), word) for word in words]


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
