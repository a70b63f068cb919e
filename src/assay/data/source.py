"""Open a table by its URL as a lazy Polars frame."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from assay.core.errors import InputError

_CSV = {".csv", ".tsv", ".gz", ".zst"}


def scan(
    url: str, *, query: str | None = None, header: bool = True, root: Path | None = None
) -> pl.LazyFrame:
    """Open a table; nothing but its types is read yet."""
    path = Path(url) if root is None else root / url
    names = "*" in path.name
    if not names and not path.exists():
        raise InputError(f"there is no file '{path}'", remedy="correct data.source")
    suffix = path.suffix.lower()
    if suffix in _CSV:
        return pl.scan_csv(
            path,
            has_header=header,
            infer_schema_length=None,
            with_column_names=None
            if header
            else lambda names: [f"column_{i + 1}" for i in range(len(names))],
        )
    if suffix in {".parquet", ".pq"}:
        return pl.scan_parquet(path)
    if suffix in {".jsonl", ".ndjson"}:
        return pl.scan_ndjson(path, infer_schema_length=None)
    if suffix in {".arrow", ".ipc", ".feather"}:
        return pl.scan_ipc(path)
    raise InputError(f"'{path}' is of no known format")
