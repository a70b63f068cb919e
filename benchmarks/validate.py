"""Time and memory of 60 checks on a Parquet table: Assay, pandera, pointblank, a plain scan.

Run `python benchmarks/validate.py --rows 10000000`. Each side runs in a process of its own, so that
its peak memory is its own; the scan only reads each column's extremes and counts its nulls, which
is what the disk and Polars allow at best. The data holds `--bad` rows below a minimum.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from assay.data.contract.model import Column, Contract, Expression, Table
from assay.data.contract.validate import validate

CHUNK_ROWS = 250_000
COLOURS = ("black", "blue", "green", "red", "white")
NUMBERS = tuple(f"reading_{place}" for place in range(8))
COUNTS = tuple(f"count_{place}" for place in range(4))
WORDS = tuple(f"colour_{place}" for place in range(5))
EXPRESSIONS = tuple(
    Expression(name=f"{left} near {right}", sql=f"{left} <= {right} + 1000")
    for left, right in itertools.pairwise(NUMBERS)
)
NUMBER = Column(type="number", min=-100.0, max=200.0)
COUNT = Column(type="integer", min=0, max=10**12)
CONTRACT = Contract(
    format=1,
    table=Table(target="flag"),
    columns={
        "row_id": COUNT,
        **dict.fromkeys(NUMBERS, NUMBER),
        **dict.fromkeys(COUNTS, COUNT),
        **dict.fromkeys(WORDS, Column(type="text", categories=COLOURS)),
        "at": Column(type="integer", min=0, max=2**40),
        "flag": Column(type="boolean"),
    },
    expressions=EXPRESSIONS,
)
"""53 checks of columns (missing, bounds, categories), 7 across columns; types come on top."""


def make(folder: Path, rows: int, bad: float) -> Path:
    """Write the table in chunks, and return its path."""
    generator = np.random.default_rng(0)
    parts = folder / "parts"
    parts.mkdir()
    for start in range(0, rows, CHUNK_ROWS):
        size = min(CHUNK_ROWS, rows - start)
        colours = pl.Series(COLOURS)
        frame = pl.DataFrame(
            {
                "row_id": np.arange(start, start + size),
                **{name: generator.normal(50, 10, size) for name in NUMBERS},
                **{name: generator.integers(0, 10_000, size) for name in COUNTS},
                **{name: colours.gather(generator.integers(0, 5, size)) for name in WORDS},
                "at": 1_500_000_000 + np.arange(start, start + size),
                "flag": generator.random(size) < 0.3,
            }
        )
        wrong = pl.Series(generator.random(size) < bad)
        frame = frame.with_columns(
            pl.when(wrong).then(-500.0).otherwise("reading_0").alias("reading_0")
        )
        frame.write_parquet(parts / f"{start:012d}.parquet")
    path = folder / "table.parquet"
    pl.scan_parquet(parts / "*.parquet").sink_parquet(path, row_group_size=CHUNK_ROWS)
    for part in parts.iterdir():
        part.unlink()
    return path


def with_scan(path: Path) -> int:
    frame = pl.scan_parquet(path)
    columns = [pl.col(name) for name in frame.collect_schema()]
    frame.select(
        *(column.min().name.suffix(" min") for column in columns),
        *(column.max().name.suffix(" max") for column in columns),
        *(column.null_count().name.suffix(" null") for column in columns),
    ).collect(engine="streaming")
    return 0


def with_assay(path: Path) -> int:
    return validate(pl.scan_parquet(path), CONTRACT).evidence.quarantined


def with_pandera(path: Path) -> int:
    import pandera.errors

    from assay.data.adapters.pandera import to_pandera

    schema = to_pandera(CONTRACT)
    try:
        schema.validate(pl.read_parquet(path), lazy=True)
    except pandera.errors.SchemaErrors as found:
        return int(found.failure_cases.height)
    return 0


def with_pointblank(path: Path) -> int:
    import pointblank

    checks = pointblank.Validate(data=pl.read_parquet(path))
    for name, column in CONTRACT.columns.items():
        checks = checks.col_vals_not_null(columns=name)
        if column.min is not None and column.max is not None:
            checks = checks.col_vals_ge(columns=name, value=column.min)
            checks = checks.col_vals_le(columns=name, value=column.max)
        if column.categories:
            checks = checks.col_vals_in_set(columns=name, set=list(column.categories))
    for expression in EXPRESSIONS:
        checks = checks.col_vals_expr(expr=pl.sql_expr(expression.sql))
    failed = checks.interrogate().n_failed()
    return int(sum(failed.values()))


SIDES: dict[str, Callable[[Path], int]] = {
    "scan": with_scan,
    "assay": with_assay,
    "pandera": with_pandera,
    "pointblank": with_pointblank,
}


def measure(side: str, path: Path) -> dict[str, float]:
    """Run one side in this process; return seconds, peak megabytes, and bad rows found.

    Seconds of processor time stay true on a machine that is busy with other things.
    """
    started, worked = time.perf_counter(), time.process_time()
    found = SIDES[side](path)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "megabytes": round(peak),
        "bad": found,
    }


def in_child(*arguments: str) -> dict[str, float]:
    """Run this file again; a child's peak begins at its parent's size, so this one stays small."""
    command = [sys.executable, __file__, *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Measure every side that is installed, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument(
        "--bad", type=float, default=0.0001, help="share of rows that break a check"
    )
    parser.add_argument("--folder", type=Path, help="where the table is made; a temporary one")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--side", choices=["make", *SIDES], help=argparse.SUPPRESS)
    parser.add_argument("--table", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side == "make":
        print(json.dumps({"path": str(make(given.table, given.rows, given.bad))}))
        return
    if given.side:
        print(json.dumps(measure(given.side, given.table)))
        return
    installed = [
        side for side in SIDES if side in ("scan", "assay") or importlib.util.find_spec(side)
    ]
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        amount = ["--rows", str(given.rows), "--bad", str(given.bad)]
        in_child("--side", "make", "--table", folder, *amount)
        path = Path(folder) / "table.parquet"
        size = path.stat().st_size / 2**20
        results = {side: in_child("--side", side, "--table", str(path)) for side in installed}
    if given.json:
        print(json.dumps({"rows": given.rows, "file_megabytes": round(size), "sides": results}))
        return
    print(
        f"60 checks, {given.rows:,} rows x {len(CONTRACT.columns)} columns, {size:,.0f} MB Parquet"
    )
    heads = ("seconds", "cpu s", "peak MB", "bad", "x seconds", "x cpu", "x MB")
    print(f"{'':12}" + "".join(f"{head:>11}" for head in heads))
    own = results["assay"]
    for side, result in results.items():
        ratios = [result[unit] / own[unit] for unit in ("seconds", "cpu_seconds", "megabytes")]
        print(
            f"{side:12}{result['seconds']:>11.2f}{result['cpu_seconds']:>11.2f}"
            f"{result['megabytes']:>11,.0f}{result['bad']:>11,}"
            + "".join(f"{ratio:>11.1f}" for ratio in ratios)
        )


if __name__ == "__main__":
    main()
