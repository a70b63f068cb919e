"""Time and memory of the profile against a plain Polars scan, on a Parquet file made for it.

Run `python benchmarks/profile.py --rows 10000000`. Each side runs in a process of its own, so that
its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

CHUNK_ROWS = 500_000
SIDES = ("scan", "profile")


def make(folder: Path, rows: int) -> Path:
    """Write 20 columns: 9 numeric, 6 categorical, 2 dates, a key, a constant, a target."""
    generator = np.random.default_rng(0)
    parts = folder / "parts"
    parts.mkdir()
    for number, start in enumerate(range(0, rows, CHUNK_ROWS)):
        size = min(CHUNK_ROWS, rows - start)
        chunk(generator, start, size).write_parquet(parts / f"{number:05d}.parquet")
    path = folder / "table.parquet"
    pl.scan_parquet(parts / "*.parquet").sink_parquet(path, row_group_size=250_000)
    for part in parts.iterdir():
        part.unlink()
    return path


def chunk(generator: np.random.Generator, start: int, size: int) -> pl.DataFrame:
    def level(count: int, prefix: str) -> pl.Series:
        names = pl.Series([f"{prefix}{index}" for index in range(count)])
        return names.gather(np.minimum(generator.geometric(3 / count, size) - 1, count - 1))

    amounts = {f"amount_{i}": generator.lognormal(i, 1, size) for i in range(4)}
    normals = {f"reading_{i}": generator.normal(0, 10**i, size) for i in range(3)}
    seconds = np.int64(1_500_000_000) + generator.integers(0, 10**8, (2, size))
    frame = pl.DataFrame(
        {
            "row_id": np.arange(start, start + size),
            **amounts,
            **normals,
            "visits": generator.poisson(3, size),
            "age": generator.integers(18, 95, size),
            "constant": np.zeros(size),
            "city": level(500, "city-"),
            "product": level(50, "product-"),
            "channel": level(4, "channel-"),
            "colour": level(12, "colour-"),
            "plan": level(3, "plan-"),
            "zip": level(20_000, "zip-"),
            "opened": pl.Series(seconds[0] * 1_000_000).cast(pl.Datetime("us")),
            "closed": pl.Series(seconds[1] // 86_400).cast(pl.Int32).cast(pl.Date),
        }
    )
    gaps = [
        pl.when(pl.Series(generator.random(size) >= 0.05)).then(pl.col(name)).alias(name)
        for name in ("amount_0", "city", "closed")
    ]
    late = pl.Series(generator.random(size)) < 0.1 + 0.2 * (frame["channel"] == "channel-1")
    return frame.with_columns(*gaps, late.alias("late"))


def scan(path: Path) -> None:
    """Do what one would write by hand: nulls, extremes, means, distinct values."""
    names = pl.all()
    numeric = pl.selectors.numeric()
    pl.scan_parquet(path).select(
        names.null_count().name.suffix("_null"),
        names.min().name.suffix("_min"),
        names.max().name.suffix("_max"),
        numeric.mean().name.suffix("_mean"),
        names.n_unique().name.suffix("_distinct"),
    ).collect(engine="streaming")


def profile(path: Path) -> None:
    from assay.data.profile import profile as run
    from assay.data.source import scan as open_source

    seen = run(open_source(str(path)), source=path.name, target="late")
    assert seen.column("row_id").kind == "identifier"
    assert seen.column("constant").kind == "constant"


def measure(side: str, path: Path) -> dict[str, float]:
    """Run one side in a child process."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", side, "--path", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout))


def child(side: str, path: Path) -> None:
    started = time.perf_counter()
    {"scan": scan, "profile": profile}[side](path)
    seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = usage.ru_utime + usage.ru_stime
    found = {"seconds": seconds, "cpu_seconds": cpu, "peak_mb": usage.ru_maxrss / 1024}
    print(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--child", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.path)
        return
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as folder:
        path = make(Path(folder), given.rows)
        size = path.stat().st_size / 2**20
        found = {side: measure(side, path) for side in SIDES}
    if given.json:
        print(json.dumps({"rows": given.rows, "columns": 20, "file_mb": size, **found}))
        return
    print(f"{given.rows:,} rows x 20 columns, {size:,.0f} MB of Parquet")
    keys = {"seconds": "seconds", "cpu_seconds": "CPU s", "peak_mb": "peak MB"}
    print(f"{'':<10}" + "".join(f"{name:>10}{'ratio':>8}" for name in keys.values()))
    for side, own in found.items():
        cells = [f"{own[key]:>10.1f}{own[key] / found['scan'][key]:>7.2f}x" for key in keys]
        print(f"{side:<10}{''.join(cells)}")


if __name__ == "__main__":
    main()
