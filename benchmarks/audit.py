"""Time and memory of an audit as a command: Assay, Deepchecks, and a plain scan of the same files.

Run `python benchmarks/audit.py [--sizes 100000x13,100000x50,10000000x20] [--deepchecks 100000x13]`.
Each side is a process of its own, from its start to its end: imports, reading, findings, prices.
The scan reads each column's extremes and counts its nulls. Deepchecks runs the suites
`data_integrity` and `train_test_validation` in an environment of its own, made at the first call.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

SIZES = ("100000x13", "100000x50", "10000000x20")
ASSAY = "from assay.cli.main import main; main()"
SCAN = """
import sys, polars as pl
for path in sys.argv[1:]:
    frame = pl.scan_parquet(path)
    every = pl.all()
    frame.select(
        every.min().name.suffix(" min"),
        every.max().name.suffix(" max"),
        every.null_count().name.suffix(" null"),
    ).collect(engine="streaming")
"""
MAKE = """
import sys
from pathlib import Path
from benchmarks.audit_tables import make
rows, columns = map(int, sys.argv[2].split("x"))
make(Path(sys.argv[1]), rows=rows, columns=columns)
"""
Result = dict[str, float]


def main() -> None:
    """Measure every size, and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(SIZES), help="rows x columns, by commas")
    parser.add_argument(
        "--deepchecks", default=SIZES[0], help="sizes that it is held against; none if empty"
    )
    parser.add_argument("--folder", type=Path, help="where the tables are made; a temporary one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    found = {}
    for size in given.sizes.split(","):
        with tempfile.TemporaryDirectory(prefix="assay-bench-", dir=given.folder) as name:
            found[size] = _measured(Path(name), size, peer=size in given.deepchecks.split(","))
        if not given.json:
            _draw(size, found[size])
    if given.json:
        print(json.dumps(found))


def _measured(folder: Path, size: str, *, peer: bool) -> dict[str, Result]:
    subprocess.run([sys.executable, "-c", MAKE, str(folder), size], check=True, env=_within(ROOT))
    train, test = (str(folder / f"{side}.parquet") for side in ("train", "test"))
    tables = ["--train", train, "--test", test, "--target", "late", "--json"]
    sides = {
        "scan": _timed([sys.executable, "-c", SCAN, train, test]),
        "assay": _timed([sys.executable, "-c", ASSAY, "audit", *tables], ends=(0, 1)),
    }
    if peer:
        sides["deepchecks"] = _deepchecks(folder)
    return sides


def _deepchecks(folder: Path) -> Result:
    from benchmarks.planted.tools import PEERS, environment

    roles = dict.fromkeys(("time", "group", "id", "metric", "model"))
    told = {"name": folder.name, "target": "late", **roles}
    (folder / "case.json").write_text(json.dumps(told), encoding="utf-8")
    python = environment("deepchecks")
    script = str(PEERS / "deepchecks.py")
    result = _timed([str(python), "-W", "ignore", script, str(folder)])
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    if said["broken"]:
        raise RuntimeError(said["broken"])
    return result


def _timed(command: Sequence[str], *, ends: Sequence[int] = (0,)) -> Result:
    """Run a command; return seconds, those of the processor, and the largest memory of its tree."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=_within(ROOT))
        watch = _Watch(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        if child.returncode not in ends:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace")[-2_000:])
    return {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "megabytes": max(watch.megabytes, usage.ru_maxrss / 1024),
    }


class _Watch(threading.Thread):
    """Sum the peaks of a process and of its children while it runs.

    Attributes:
        megabytes: The largest sum seen.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.05):
            self.megabytes = max(self.megabytes, sum(map(_peak, _tree(self._pid))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for own in found:
        for tasks in Path(f"/proc/{own}/task").glob("*/children"):
            try:
                found += map(int, tasks.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line[:6] == "VmHWM:"), 0.0)


def _within(root: Path) -> dict[str, str]:
    paths = [str(root), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _draw(size: str, sides: dict[str, Result]) -> None:
    rows, columns = size.split("x")
    print(f"\n{int(rows):,} rows x {columns} columns, training and test together")
    heads = ("seconds", "cpu s", "peak MB", "x seconds", "x cpu", "x MB")
    print(f"{'':12}" + "".join(f"{head:>11}" for head in heads))
    for side, one in sides.items():
        ratios = [one[unit] / sides["assay"][unit] for unit in one]
        cells = [f"{one['seconds']:>11.2f}", f"{one['cpu_seconds']:>11.2f}"]
        cells += [f"{one['megabytes']:>11,.0f}", *(f"{ratio:>11.2f}" for ratio in ratios)]
        print(f"{side:12}" + "".join(cells))


if __name__ == "__main__":
    main()
