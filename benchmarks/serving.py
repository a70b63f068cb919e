"""Latency, throughput, processor time and memory of servers of one model, measured in one run.

Run `python benchmarks/serving.py` (`--quick` for a look). The model is of late flights; each side
is one worker in a process of its own, driven by `wrk` from another: first one connection, for
latency, then sixteen, for throughput. Sides take turns, three times over, and each figure is the
median. A no-op app on the same server shows what is left to gain. Every side's answers are first
compared with what the batch scores say, where it serves the same model.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # so that the script runs by its path

from assay.core.project import loaded  # noqa: E402
from assay.core.workspace import Workspace  # noqa: E402
from benchmarks.servers import processes, wrk  # noqa: E402
from benchmarks.servers.project import Flights, flights, pipeline  # noqa: E402

MANY = 16
"""Connections at once, for throughput."""

PATIENCE_SECONDS = 180
MOST_TIMES_NOOP = 3.0
LEAST_TIMES_MLFLOW = {"p50": 30.0, "requests": 50.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A server.

    Attributes:
        command: How it is started; `{port}` is filled in.
        body: What it is sent for a record.
        positive: The probability of `true` in its answer; None where it is of another model.
    """

    command: tuple[str, ...]
    path: str
    body: Callable[[dict[str, Any]], object] = lambda record: record
    positive: Callable[[Any], float] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT


def sides(project: Flights) -> dict[str, Side]:
    """Return all servers, the no-op first."""
    uvicorn = (sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}")
    quiet = ("--workers", "1", "--loop", "uvloop", "--http", "httptools", "--no-access-log")
    columns = {
        "BENCH_TEXTS": json.dumps(project.texts),
        "BENCH_NUMBERS": json.dumps(project.numbers),
    }
    workspace = Workspace(loaded(project.folder))
    mlflow = ("-m", "mlflow", "models", "serve", "--env-manager", "local", "--host", "127.0.0.1")
    model = f"models:/{workspace.model_name}/{project.version}"
    return {
        "no-op": Side(command=(*uvicorn, *quiet, "benchmarks.servers.noop:app"), path="/"),
        "Assay": Side(
            command=(
                *(sys.executable, "-m", "assay.cli.main", "serve"),
                *("--host", "127.0.0.1", "--port", "{port}", "--workers", "1"),
            ),
            path="/v1/predict",
            positive=lambda said: said["probability"]["true"],
            folder=project.folder,
        ),
        "FastAPI + ONNX Runtime": Side(
            command=(*uvicorn, *quiet, "benchmarks.servers.fastapi_onnx:app"),
            path="/predict",
            positive=lambda said: said["probability"]["true"],
            environment={**columns, "BENCH_MODEL": str(project.model)},
        ),
        "FastAPI + scikit-learn": Side(
            command=(*uvicorn, *quiet, "benchmarks.servers.fastapi_sklearn:app"),
            path="/predict",
            environment={**columns, "BENCH_PIPELINE": str(pipeline(project))},
        ),
        "MLflow": Side(
            command=(sys.executable, *mlflow, "--port", "{port}", "--workers", "1", "-m", model),
            path="/invocations",
            body=lambda record: {
                "dataframe_split": {"columns": list(record), "data": [list(record.values())]}
            },
            positive=lambda said: said["predictions"][0]["probability_true"],
            environment={
                "MLFLOW_TRACKING_URI": workspace.tracking_uri,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            },
            folder=project.folder,
        ),
    }


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    side: Side
    process: subprocess.Popen[bytes]
    url: str
    bodies: Path


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one turn.

    Attributes:
        cpu_us: Processor time of the server and its children a request, at many connections.
    """

    p50_us: float
    p99_us: float
    per_second: float
    cpu_us: float


@contextlib.contextmanager
def running(name: str, side: Side, project: Flights) -> Iterator[Running]:
    """Start a server, check its answers, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.format(port=port) for part in side.command]
    paths = f"{ROOT}:{ROOT / 'src'}"
    environment = {**os.environ, "PYTHONPATH": paths, **side.environment}
    bodies = [side.body(record) for record in project.records]
    said = project.folder / f"{name.replace(' ', '-')}.log"
    file = wrk.write_bodies(said.with_suffix(".bodies"), bodies)
    with said.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=side.folder, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://127.0.0.1:{port}{side.path}"
        _check(name, side, url, bodies, project, process, said)
        yield Running(side, process, url, file)
    finally:
        processes.end(process)


def _check(
    name: str,
    side: Side,
    url: str,
    bodies: list[object],
    project: Flights,
    process: subprocess.Popen[bytes],
    said: Path,
) -> None:
    """Wait for the first answer, then compare some with the batch scores."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _ask(url, bodies[0])
            break
        except urllib.error.HTTPError as error:
            raise SystemExit(f"error: {name} refuses: {error.read().decode()}") from error
        except OSError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"error: {name} does not answer\n where: {said}") from error
            time.sleep(0.2)
    if side.positive is None:
        return
    differences = [
        abs(side.positive(_ask(url, body)) - positive)
        for body, positive in zip(bodies, project.positives, strict=True)
    ]
    print(f"{name}: answers differ by {max(differences):.1g} from the batch scores", flush=True)


def _ask(url: str, body: object) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def measure(server: Running, *, seconds: int) -> Measured:
    """Warm a server up, then measure it."""
    wrk.drive(server.url, server.bodies, connections=1, seconds=max(1, seconds // 5))
    alone = wrk.drive(server.url, server.bodies, connections=1, seconds=seconds)
    before = processes.cpu_seconds(server.process.pid)
    many = wrk.drive(server.url, server.bodies, connections=MANY, seconds=seconds)
    used = processes.cpu_seconds(server.process.pid) - before
    for driven in (alone, many):
        if driven.refused or driven.broken:
            raise SystemExit(f"error: {server.url}: refused or broken: {driven}")
    return Measured(alone.p50_us, alone.p99_us, many.per_second, used / many.requests * 1e6)


def main() -> None:
    """Measure every side, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench" / "flights")
    parser.add_argument("--budget", type=int, default=20, help="seconds of the search for a model")
    parser.add_argument("--seconds", type=int, default=10, help="of each measurement")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="2 seconds each, once")
    parser.add_argument("--only", nargs="*", help="sides, such as Assay; all if absent")
    given = parser.parse_args()
    seconds, repeats = (2, 1) if given.quick else (given.seconds, given.repeats)
    wrk.require()
    project = flights(given.folder.resolve(), budget_seconds=given.budget)
    chosen = {name: s for name, s in sides(project).items() if not given.only or name in given.only}
    load = os.getloadavg()[0]
    with contextlib.ExitStack() as stack:
        servers = {
            name: stack.enter_context(running(name, side, project)) for name, side in chosen.items()
        }
        turns: dict[str, list[Measured]] = {name: [] for name in servers}
        for _ in range(repeats):
            for name, server in servers.items():
                turns[name].append(measure(server, seconds=seconds))
        memory = {name: processes.memory(each.process.pid) for name, each in servers.items()}
    found = {
        name: Measured(
            *(statistics.median(column) for column in zip(*map(_row, each), strict=True))
        )
        for name, each in turns.items()
    }
    print(
        f"\n{repeats} x {seconds} s, load {load:.1f} before and {os.getloadavg()[0]:.1f} after, ",
        end="",
    )
    print(f"{os.cpu_count()} cores, {len(project.texts) + len(project.numbers)} columns a record")
    table(found, memory)
    goals(found)


def _row(measured: Measured) -> tuple[float, ...]:
    return measured.p50_us, measured.p99_us, measured.per_second, measured.cpu_us


def table(found: dict[str, Measured], memory: dict[str, processes.Memory]) -> None:
    """Print the figures, and their ratios to the no-op's."""
    heads = ("p50 us", "p99 us", "req/s", "cpu us", "peak MB", "all MB", "x p50", "x req/s")
    print(f"{'':24}" + "".join(f"{head:>10}" for head in heads))
    base = next(iter(found.values()))
    for name, each in found.items():
        print(
            f"{name:24}{each.p50_us:>10,.0f}{each.p99_us:>10,.0f}{each.per_second:>10,.0f}"
            f"{each.cpu_us:>10,.0f}{memory[name].peak:>10,.0f}{memory[name].shared_out:>10,.0f}"
            f"{each.p50_us / base.p50_us:>10.1f}{base.per_second / each.per_second:>10.1f}"
        )


def goals(found: dict[str, Measured]) -> None:
    """Print whether Assay is as quick as it means to be."""
    if not {"no-op", "Assay", "MLflow"} <= found.keys():
        return
    own, base, peer = found["Assay"], found["no-op"], found["MLflow"]
    for what, ratio, goal, kept in (
        ("p50, times the no-op's", own.p50_us / base.p50_us, MOST_TIMES_NOOP, -1),
        ("p50, times below MLflow's", peer.p50_us / own.p50_us, LEAST_TIMES_MLFLOW["p50"], 1),
        (
            "requests/s, times MLflow's",
            own.per_second / peer.per_second,
            LEAST_TIMES_MLFLOW["requests"],
            1,
        ),
    ):
        met = "met" if (ratio - goal) * kept >= 0 else "missed"
        print(f"{what}: {ratio:.1f}, goal {'under' if kept < 0 else 'over'} {goal:g}: {met}")


if __name__ == "__main__":
    main()
