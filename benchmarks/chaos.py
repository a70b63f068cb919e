"""Break a server while it is asked, and count wrong, lost and late answers, and errors.

Run `python benchmarks/chaos.py` (Linux; the full disk needs root). Each scenario runs a server of
two workers under a steady load from another process. An answer is wrong if it is not, bit for bit,
what the version that it names says of the row in batch; it is lost if it was acknowledged and is
not in the prediction log.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # so that the script runs by its path

import assay  # noqa: E402
from assay.core.workspace import Workspace  # noqa: E402
from assay.registry.pyfunc import Predictor  # noqa: E402
from assay.registry.rows import RawRows  # noqa: E402
from assay.registry.scorer import CompiledScorer  # noqa: E402
from assay.serving import routes  # noqa: E402
from assay.serving.log import filing  # noqa: E402
from benchmarks import faults  # noqa: E402
from benchmarks.faults import Server, Switch  # noqa: E402
from benchmarks.load import Told, read  # noqa: E402

WORKERS = 2
LOCK_SECONDS = 5.0
MOST_LAG_SECONDS = 1.0

Expected = dict[int, list[tuple[str, dict[str, float]]]]


@dataclass(slots=True)
class Seen:
    """What came of a scenario.

    Attributes:
        lags: Of each switch and worker, seconds from the entry in the ledger to the last answer
            by the version before it.
        notes: What else is worth knowing.
    """

    acknowledged: int = 0
    wrong: int = 0
    lost: int = 0
    twice: int = 0
    lags: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    longest_ms: float = 0.0
    notes: list[str] = field(default_factory=list)


Fault = Callable[[Server, Seen], list[Switch]]


def scenario(
    template: Path, fault: Fault, *, settings: str = "", small: bool = False, clock: bool = False
) -> Seen:
    """Run a server under load, do something to it, and judge what was told."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(template, Path(place) / "project"))
        toml = folder / "assay.toml"
        toml.write_text(f"{toml.read_text()}\n[serve]\n{settings}\n")
        spool = folder / ".assay" / "serving" / "spool"
        disk = faults.small_disk(spool, kilobytes=8192) if small else contextlib.nullcontext()
        out = folder / "told.jsonl"
        environment = faults.own_clock(folder) if clock else {}
        running = faults.serving(folder, workers=WORKERS, environment=environment)
        with disk, running as server:
            with load(server, out):
                time.sleep(2.0)
                moves = fault(server, seen)
                time.sleep(2.0)
            time.sleep(2.0)  # until every worker has written down what it counted
            if dropped := server.counted("log_dropped"):
                seen.notes.append(f"{dropped:,} counted as dropped")
        told = list(read(out))
        judge(seen, told, expected(folder))
        seen.lags += lags(moves, told)
        logged(seen, told, folder)
    return seen


@contextlib.contextmanager
def load(server: Server, out: Path) -> Iterator[None]:
    """Ask from another process."""
    bodies = server.project / "bodies"
    rows = pl.read_parquet(server.project / "cells.parquet").drop("diagnosis").to_dicts()
    bodies.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    command = [sys.executable, ROOT / "benchmarks" / "load.py", str(server.port), bodies, out]
    asking = subprocess.Popen(command)
    try:
        yield
    finally:
        asking.send_signal(signal.SIGINT)
        asking.wait(timeout=30)


def expected(folder: Path) -> Expected:
    """Return what each version says of each row in batch."""
    workspace = Workspace(assay.load(folder))
    table = pl.read_parquet(folder / "cells.parquet")
    found: Expected = {}
    for version, registered in routes.read(workspace.ledger).registered.items():
        model = workspace.root / "runs" / registered.run / "model"
        said = Predictor(CompiledScorer.load(model), RawRows.load(model)).predict(table)
        names = [name.removeprefix("probability_") for name in said.columns[1:]]
        found[version] = [
            (str(row[0]), dict(zip(names, map(float, row[1:]), strict=True)))
            for row in said.itertuples(index=False)
        ]
    return found


def judge(seen: Seen, told: list[Told], said: Expected) -> None:
    """Compare each answer with the batch scores, and count failures by kind."""
    for one in told:
        seen.longest_ms = max(seen.longest_ms, (one.got - one.asked) * 1000)
        if one.status != 200:
            seen.errors[one.failure or f"status {one.status}"] += 1
            continue
        seen.acknowledged += 1
        seen.wrong += said[one.version][one.row] != (one.prediction, one.probability)


def lags(moves: list[Switch], told: list[Told]) -> list[float]:
    """Return how long each worker went on answering by the version before each move."""
    found: list[float] = []
    for place, move in enumerate(moves):
        end = moves[place + 1].at if place + 1 < len(moves) else float("inf")
        last: dict[int, float] = {}
        for one in told:
            if one.status == 200 and move.at < one.got < end:
                stale = one.got - move.at if one.version == move.before else 0.0
                last[one.worker] = max(last.get(one.worker, 0.0), stale)
        found += last.values()
    return found


def logged(seen: Seen, told: list[Told], folder: Path) -> None:
    """Look every acknowledged answer up in the prediction log."""
    serving = folder / ".assay" / "serving"
    log = filing.read(serving / "spool", serving / "log").collect()
    counts = Counter(log["request"].to_list())
    acknowledged = [one.request for one in told if one.status == 200]
    seen.lost += sum(counts[request] == 0 for request in acknowledged)
    seen.twice += sum(counts[request] > 1 for request in acknowledged)
    seen.notes.append(f"{len(log):,} in the log")


def switching(times: int) -> Fault:
    return lambda server, _seen: faults.switches(server, times)


def killing(times: int) -> Fault:
    def fault(server: Server, seen: Seen) -> list[Switch]:
        seen.notes.append(f"{faults.kills(server, times)} workers killed")
        return []

    return fault


def locking(server: Server, _seen: Seen) -> list[Switch]:
    faults.locked_ledger(server, LOCK_SECONDS)
    moved = [faults.switch(server)]  # the first that can be written again
    time.sleep(2.0)
    return moved


def filling(server: Server, _seen: Seen) -> list[Switch]:
    spool = server.project / ".assay" / "serving" / "spool"
    filler = faults.fill(spool)
    time.sleep(4.0)
    filler.unlink()
    time.sleep(4.0)
    return []


def corrupting(server: Server, seen: Seen) -> list[Switch]:
    """Change the champion's file, kill one of two workers, and put the file right again."""
    graph, content = faults.corrupt(server, 2)
    victim, other = server.workers()
    os.kill(victim, signal.SIGKILL)
    loaded, end = 0, time.monotonic() + faults.PATIENCE_SECONDS
    while loaded < 1 and time.monotonic() < end:
        time.sleep(0.5)
        loaded = (server.project / "server.log").read_text().count("version 2 is loaded from")
    alive = server.process.poll() is None and other in server.workers()
    seen.notes.append("the other worker went on" if alive else "the other worker ended too")
    seen.notes.append(f"{loaded} new worker took the version's copy")
    graph.write_bytes(content)
    time.sleep(6.0)
    return []


def stepping_back(server: Server, seen: Seen) -> list[Switch]:
    """Set the server's clock back by an hour, then kill a worker, and switch the champion."""
    faults.set_clock(server.project, -3600)
    time.sleep(5.0)
    faults.kills(server, 1)
    moved = [faults.switch(server)]
    time.sleep(5.0)
    seen.notes.append("an hour back")
    return moved


def scenarios(quick: bool) -> dict[str, tuple[Fault, dict[str, str | bool]]]:
    """Return all scenarios by name."""
    return {
        "champion switched": (switching(10 if quick else 100), {}),
        "workers killed": (killing(3 if quick else 20), {}),
        f"ledger locked {LOCK_SECONDS:g} s": (locking, {}),
        "disk full": (filling, {"small": True}),
        "disk full, lossless": (filling, {"small": True, "settings": "lossless = true"}),
        "model file changed": (corrupting, {}),
        "clock set back": (stepping_back, {"clock": True}),
    }


def main() -> None:
    """Run every scenario, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench" / "cells")
    parser.add_argument("--quick", action="store_true", help="10 switches and 3 kills")
    parser.add_argument(
        "--only", nargs="*", choices=scenarios(quick=False), help="scenarios; all if absent"
    )
    given = parser.parse_args()
    template = given.folder.resolve()
    if not (template / "assay.toml").exists():
        faults.project(template)
    heads = ("answers", "wrong", "lost", "twice", "lag p50", "lag max", "slowest")
    print(f"{'':24}" + "".join(f"{head:>10}" for head in heads) + "  errors; notes")
    for name, (fault, options) in scenarios(given.quick).items():
        if given.only and name not in given.only:
            continue
        if options.get("small") and os.geteuid() != 0:
            print(f"{name:24}not tried: only root can mount a small disk")
            continue
        if options.get("clock") and not faults.FAKETIME.exists():
            print(f"{name:24}not tried: apt-get install faketime")
            continue
        seen = scenario(template, fault, **options)  # type: ignore[arg-type]
        print(line(name, seen), flush=True)
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


def line(name: str, seen: Seen) -> str:
    """Return a scenario's line of the table."""
    late = sorted(seen.lags)
    times = (f"{late[len(late) // 2]:.2f} s", f"{late[-1]:.2f} s") if late else ("", "")
    errors = ", ".join(f"{count} {kind}" for kind, count in seen.errors.items()) or "none"
    over = sum(lag > MOST_LAG_SECONDS for lag in late)
    notes = [*seen.notes, *([f"{over} of {len(late)} lags over the goal"] if over else [])]
    return (
        f"{name:24}{seen.acknowledged:>10,}{seen.wrong:>10,}{seen.lost:>10,}{seen.twice:>10,}"
        f"{times[0]:>10}{times[1]:>10}{seen.longest_ms:>7,.0f} ms  {errors}; {'; '.join(notes)}"
    )


if __name__ == "__main__":
    main()
