"""What a server and its children cost, from /proc: processor time, memory, and their end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of a tree of processes, MB.

    Attributes:
        peak: Largest resident size of its largest process since it began (`VmHWM`).
        shared_out: Sum over all processes, a page that n share counted as an n-th (`Pss`).
    """

    peak: float
    shared_out: float


def tree(root: int) -> list[int]:
    """Return a process and all its descendants that live."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
            found.append(process)
    return found


def cpu_seconds(root: int) -> float:
    """Return what the processes of a tree that live have used, user and system."""
    total = 0
    for process in tree(root):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory(root: int) -> Memory:
    """Return the memory of a tree of processes."""
    processes = tree(root)
    return Memory(
        peak=max(_kilobytes(process, "status", "VmHWM") for process in processes) / 1024,
        shared_out=sum(_kilobytes(process, "smaps_rollup", "Pss") for process in processes) / 1024,
    )


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop a server that was started here, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        server.send_signal(signal.SIGTERM)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _kilobytes(process: int, file: str, name: str) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/{file}").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    return 0
