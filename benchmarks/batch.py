"""Batch scoring: rows a second and peak memory, against a bare copy of the file and peers.

Run `python benchmarks/batch.py` (`--quick` for a look). The table is the flights of 2013 from New
York, several times over, as one Parquet file; the model is of late flights. Each side reads the
file, scores every row and writes scores to Parquet, in a process of its own; sides take turns, and
each figure is the median. `copy` reads the same columns and writes them with Polars: what a disk
and its format allow. `scorer alone` scores rows that are in memory already, read and checked, with
Assay's compiled scorer on every core: what the model's arithmetic allows. MLflow and scikit-learn
get chunks of pandas frames, as their users do it; MLflow serves the same registered version, so its
answers are compared bit for bit.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # so that the script runs by its path

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402

import assay  # noqa: E402
from assay.core.project import loaded  # noqa: E402
from assay.core.workspace import Workspace  # noqa: E402
from assay.lifecycle.tracking import model_folder, tracker, version_of  # noqa: E402
from assay.registry import rows as raw  # noqa: E402
from assay.registry.scorer import CompiledScorer  # noqa: E402
from benchmarks.servers.project import Flights, flights, pipeline  # noqa: E402

PEER_ROWS = 100_000
"""Rows of a pandas frame that a peer is given at once."""

ROW_GROUP = 250_000


def table(project: Flights, times: int, form: str) -> Path:
    """Return the flights, several times over, with a number for each row."""
    path = project.folder / f"flights-{times}.{form}"
    if not path.exists():
        frame = pl.scan_parquet(project.folder / "flights.parquet").drop("late")
        whole = pl.concat([frame] * times).with_row_index("row")
        part = path.with_name(f".{path.name}")
        if form == "parquet":
            whole.sink_parquet(part, row_group_size=ROW_GROUP)
        else:
            whole.sink_csv(part)
        part.replace(path)
    return path


Work = Callable[[], object]
"""What is measured of a side, once it is ready."""


def by_copy(_project: Flights, source: Path, out: Path) -> Work:
    scan = pl.scan_parquet if source.suffix == ".parquet" else pl.scan_csv
    return lambda: scan(source).sink_parquet(out)


def by_scorer(project: Flights, source: Path, out: Path) -> Work:
    workspace = Workspace(loaded(project.folder))
    folder = model_folder(workspace, version_of(tracker(workspace), project.version, None))
    scorer = CompiledScorer.load(folder, threads=1).for_tables()
    scan = pl.scan_parquet if source.suffix == ".parquet" else pl.scan_csv
    chunks = [raw.load(folder).read(chunk) for chunk in scan(source).collect_batches()]

    def score() -> None:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            scores = np.concatenate(list(pool.map(scorer.scores, chunks)))
        pl.DataFrame({"probability_true": scores}).write_parquet(out)

    return score


def by_assay(project: Flights, source: Path, out: Path) -> Work:
    return lambda: assay.predict(
        project.folder, str(source), out, keep=["row"], version=project.version, mode="overwrite"
    )


def by_mlflow(project: Flights, source: Path, out: Path) -> Work:
    import mlflow

    workspace = Workspace(loaded(project.folder))
    mlflow.set_tracking_uri(workspace.tracking_uri)
    mlflow.set_registry_uri(workspace.tracking_uri)
    model = mlflow.pyfunc.load_model(f"models:/{workspace.model_name}/{project.version}")
    columns = list(project.texts + project.numbers)

    def score(chunk: Any) -> Any:
        said = model.predict(chunk[columns])
        said.insert(0, "row", chunk["row"].to_numpy())
        return said

    return lambda: _in_pandas(source, out, score)


def by_sklearn(project: Flights, source: Path, out: Path) -> Work:
    import joblib
    import pandas as pd

    fitted = joblib.load(pipeline(project))
    texts, numbers = list(project.texts), list(project.numbers)

    def score(chunk: Any) -> Any:
        positive = fitted.predict_proba(chunk[[*texts, *numbers]])[:, 1]
        return pd.DataFrame({"row": chunk["row"], "probability_true": positive})

    return lambda: _in_pandas(source, out, score)


def _in_pandas(source: Path, out: Path, score: Callable[[Any], Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    for chunk in _chunks(source):
        said = pa.Table.from_pandas(score(chunk), preserve_index=False)
        writer = writer or pq.ParquetWriter(out, said.schema)
        writer.write_table(said)
    if writer is not None:
        writer.close()


def _chunks(source: Path) -> Iterator[Any]:
    import pandas as pd
    import pyarrow.parquet as pq

    if source.suffix == ".csv":
        yield from pd.read_csv(source, chunksize=PEER_ROWS)
        return
    for batch in pq.ParquetFile(source).iter_batches(batch_size=PEER_ROWS):
        yield batch.to_pandas()


SIDES: dict[str, Callable[[Flights, Path, Path], Work]] = {
    "copy": by_copy,
    "scorer alone": by_scorer,
    "Assay": by_assay,
    "MLflow pyfunc": by_mlflow,
    "scikit-learn pipeline": by_sklearn,
}


def measure(side: str, folder: Path, source: Path, out: Path) -> dict[str, float]:
    """Run one side in a process of its own, and return what it cost."""
    command = [sys.executable, __file__, "--folder", str(folder), "--side", side]
    paths = f"{ROOT}:{ROOT / 'src'}"
    done = subprocess.run(
        [*command, "--source", str(source), "--out", str(out)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    cost: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return cost


def _side(given: argparse.Namespace) -> None:
    project = flights(given.folder, budget_seconds=given.budget)
    os.chdir(given.folder)
    _warm(given.side, project)
    work = SIDES[given.side](project, given.source, given.out)
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": after.ru_maxrss / 1024}))


def _warm(side: str, project: Flights) -> None:
    """Score some rows first, so that imports and the opening of the registry do not count."""
    small = table(project, 1, "parquet")
    few = small.with_name(f"few-{os.getpid()}.parquet")
    pl.scan_parquet(small).head(1_000).sink_parquet(few)
    out = few.with_name(f"out-{os.getpid()}.parquet")
    SIDES[side](project, few, out)()
    few.unlink()
    out.unlink()


def main() -> None:
    """Measure every side, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench" / "flights")
    parser.add_argument("--budget", type=int, default=20, help="seconds of the search for a model")
    parser.add_argument("--times", type=int, default=10, help="copies of the 336,776 flights")
    parser.add_argument("--form", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="the flights once, one turn")
    parser.add_argument("--only", nargs="*", help="sides, such as Assay; all if absent")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder = given.folder.resolve()
    if given.side:
        _side(given)
        return
    times, repeats = (1, 1) if given.quick else (given.times, given.repeats)
    project = flights(given.folder, budget_seconds=given.budget)
    source = table(project, times, given.form)
    rows = int(pl.scan_parquet(table(project, times, "parquet")).select(pl.len()).collect().item())
    sides = [name for name in SIDES if not given.only or name in given.only]
    outs = {name: project.folder / f"scored by {name}.parquet" for name in sides}
    load = os.getloadavg()[0]
    turns: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    for _ in range(repeats):
        for name in sides:
            turns[name].append(measure(name, given.folder, source, outs[name]))
    print(
        f"{rows:,} rows, {source.stat().st_size / 1e6:,.0f} MB of {given.form}, {repeats} turns, "
        f"load {load:.1f} before and {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores"
    )
    _table(rows, turns)
    _compare(outs)


def _table(rows: int, turns: dict[str, list[dict[str, float]]]) -> None:
    heads = ("seconds", "rows/s", "cpu us/row", "peak MB")
    print(f"{'':24}" + "".join(f"{head:>12}" for head in heads))
    for name, each in turns.items():
        seconds, cpu, peak = (
            statistics.median(turn[what] for turn in each) for what in ("seconds", "cpu", "peak_mb")
        )
        print(
            f"{name:24}{seconds:>12.2f}{rows / seconds:>12,.0f}{cpu / rows * 1e6:>12.2f}"
            f"{peak:>12,.0f}"
        )


def _compare(outs: dict[str, Path]) -> None:
    """Say whether MLflow, which has the same version, gives the same bits."""
    if not {"Assay", "MLflow pyfunc"} <= outs.keys():
        return
    own, peer = (
        pl.scan_parquet(outs[name]).select("probability_true")
        for name in ("Assay", "MLflow pyfunc")
    )
    both = pl.concat([own, peer.rename({"probability_true": "peer"})], how="horizontal")
    equal = both.select(pl.col("probability_true").eq_missing(pl.col("peer")).mean())
    print(f"answers equal to MLflow's, bit for bit: {equal.collect().item():.4%}")


if __name__ == "__main__":
    main()
