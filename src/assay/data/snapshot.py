"""Keep each version of the data once, immutable, under the hash of its content, in Delta Lake."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from assay.core.address import public
from assay.core.errors import BackendError, InputError
from assay.core.evidence.codec import digest
from assay.core.evidence.data import SnapshotEvidence
from assay.data.rowhash import mix, row_hashes
from assay.data.snapshot_diff import SnapshotDiff, diff
from assay.data.storable import storable, type_name

__all__ = ["Snapshot", "SnapshotDiff", "content_hash", "diff", "log", "open_version", "take"]

BATCH_ROWS = 65_536
ATTEMPTS = 5
ORPHAN_HOURS = 24
"""Age at which rows that no version names are of a writer that died; a living one is quicker."""
HASH_KEY, ROWS_KEY, SOURCE_KEY, SCHEMA_KEY = (
    "assay.hash",
    "assay.rows",
    "assay.source",
    "assay.schema",
)
FIRST, SECOND = np.uint64(0x243F6A8885A308D3), np.uint64(0x13198A2E03707344)
KEEP_ALL = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
"""Old versions must stay readable: nothing may clean them up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An immutable version of a table.

    Attributes:
        frame: Its rows, read when collected.
        evidence: Where it stands, its hash, schema and row count.
    """

    frame: pl.LazyFrame
    evidence: SnapshotEvidence


def content_hash(frame: pl.LazyFrame) -> str:
    """Return the SHA-256 over schema, row count and the sum of all row hashes.

    The order of rows and columns does not change it; any value, type or name does. Reads in
    batches, so memory stays bounded.

    Raises:
        InputError: If a column has a type that a snapshot cannot hold.

    Example:
        >>> one = content_hash(pl.LazyFrame({"a": [1, 2], "b": ["x", None]}))
        >>> one == content_hash(pl.LazyFrame({"b": [None, "x"], "a": [2, 1]}))
        True
    """
    stored = storable(frame)
    tally = _Tally(stored.collect_schema())
    for batch in _batches(stored):
        tally.add(batch)
    return tally.hash()


def take(frame: pl.LazyFrame, folder: Path, *, source: str) -> Snapshot:
    """Keep the rows as a version, or return the version that already holds them.

    The rows are read once to hash them and, if they are new, once more to write them. A crash
    before the last step leaves the versions before as they were.

    Args:
        frame: The rows.
        folder: Where the Delta tables stand, one a source.
        source: The URL or name the rows came from; credentials in it are not kept.

    Returns:
        The version that holds exactly these rows.

    Raises:
        InputError: If there are no rows, a type cannot be held, or the source changed meanwhile.
        BackendError: If the Delta table cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     one = take(pl.LazyFrame({"a": [1, 2]}), Path(folder), source="a.csv")
        ...     two = take(pl.LazyFrame({"a": [2, 1]}), Path(folder), source="a.csv")
        >>> one.evidence.version == two.evidence.version == 0
        True
    """
    source = public(source)
    stored = storable(frame)
    tally = _Tally(stored.collect_schema())
    for batch in _batches(stored):
        tally.add(batch)
    if not tally.rows:
        raise InputError(
            "the table has no rows",
            where=source,
            remedy="check the source and the rules that take rows out",
        )
    wanted = tally.hash()
    for _ in range(ATTEMPTS):
        if held := _find(folder, wanted):
            return _opened(held, source=source)
        _sweep(_table(folder, source))
        if _write(stored, _table(folder, source), wanted, tally.rows, source):
            continue
    raise BackendError(
        "the snapshot was overtaken by other writers each time",
        where=str(_table(folder, source)),
        remedy="try again",
    )


def log(folder: Path) -> tuple[SnapshotEvidence, ...]:
    """Return every version in the folder, by source, oldest first.

    Example:
        >>> log(Path("/nowhere"))
        ()
    """
    return tuple(version for table in _tables(folder) for version in _versions(table))


def open_version(folder: Path, version: int | str, *, source: str | None = None) -> Snapshot:
    """Return a version by its number, or by the first digits of its hash.

    Args:
        folder: Where the Delta tables stand.
        version: The number, from 0, or at least four digits of the hash. A number of more than
            three digits given as text is taken for a hash.
        source: Which table, where numbers of several sources could be meant.

    Raises:
        InputError: If there is no such version, or more than one.
    """
    versions = [v for v in log(folder) if source is None or v.source == public(source)]
    text = str(version)
    number = int(text) if text.isdigit() and (isinstance(version, int) or len(text) < 4) else None
    if number is not None:
        matching = [v for v in versions if v.version == number]
    else:
        matching = [v for v in versions if len(text) >= 4 and v.content_hash.startswith(text)]
    if len(matching) == 1:
        return _opened(matching[0])
    listed = ", ".join(f"{v.version} ({v.content_hash[:12]})" for v in (matching or versions)[-5:])
    count = f"{len(matching)} versions are" if matching else "there is no version"
    raise InputError(
        f"{count} '{version}'",
        where=str(folder),
        remedy=f"name one of: {listed}" if listed else "take a snapshot first: `assay run` does",
    )


class _Tally:
    """Sums over batches that a hash is finished from."""

    def __init__(self, schema: pl.Schema) -> None:
        self.rows = 0
        self._schema = sorted((name, type_name(dtype)) for name, dtype in schema.items())
        self._sums = [0, 0]

    def add(self, batch: pl.DataFrame) -> None:
        hashes = row_hashes(batch)
        self.rows += batch.height
        for place, salt in enumerate((FIRST, SECOND)):
            self._sums[place] += int(mix(hashes, salt=salt).sum(dtype=np.uint64))
            self._sums[place] %= 2**64

    def hash(self) -> str:
        return digest(["assay content 1", self._schema, self.rows, *map(str, self._sums)])


def _batches(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    try:
        yield from frame.collect_batches(
            chunk_size=BATCH_ROWS, maintain_order=True, engine="streaming"
        )
    except pl.exceptions.InvalidOperationError as cause:
        raise InputError(
            f"a value has no form that a snapshot can hold: {str(cause).splitlines()[0]}",
            where="the table's columns",
            remedy="turn the column into text or a number of 64 bits in the source",
        ) from cause


def _write(frame: pl.LazyFrame, table: Path, wanted: str, rows: int, source: str) -> bool:
    """Commit the rows as the next version; False if another writer was quicker."""
    from arro3.core import RecordBatch, RecordBatchReader, Table
    from deltalake import CommitProperties, PostCommitHookProperties, write_deltalake
    from deltalake.exceptions import CommitFailedError, DeltaError

    schema = frame.collect_schema()
    changed: list[str] = []

    def stream() -> Iterator[RecordBatch]:
        tally = _Tally(schema)
        for batch in _batches(frame):
            tally.add(batch)
            yield from Table.from_arrow(batch).to_batches()
        if (seen := tally.hash()) != wanted:
            changed.append(seen)
            raise ValueError("the rows changed between hashing and writing")  # stops the commit

    empty = pl.DataFrame(schema=schema)
    table.mkdir(parents=True, exist_ok=True)
    described = {
        HASH_KEY: wanted,
        ROWS_KEY: str(rows),
        SOURCE_KEY: source,
        SCHEMA_KEY: _schema_text(schema),
    }
    try:
        write_deltalake(
            str(table),
            RecordBatchReader.from_batches(Table.from_arrow(empty).schema, stream()),
            mode="overwrite",
            schema_mode="overwrite",
            configuration=KEEP_ALL,
            commit_properties=CommitProperties(custom_metadata=described, max_commit_retries=0),
            post_commithook_properties=PostCommitHookProperties(cleanup_expired_logs=False),
        )
    except CommitFailedError:
        return False
    except (DeltaError, OSError) as cause:
        if changed:
            raise InputError(
                "the source changed while it was read",
                where=source,
                remedy="read it again when nothing writes to it, or from a copy",
            ) from cause
        raise BackendError(
            f"the snapshot cannot be written: {str(cause).splitlines()[0]}",
            where=str(table),
            remedy="check free space and rights, then try again",
        ) from cause
    return True


def _sweep(table: Path) -> None:
    """Remove what killed writers left; the log keeps every commit, so it names all that counts."""
    oldest = time.time() - ORPHAN_HOURS * 3600
    left = [path for path in table.glob("*.parquet") if path.stat().st_mtime < oldest]
    if not left:
        return
    log_text = "".join(path.read_text("utf-8") for path in (table / "_delta_log").glob("*.json"))
    for path in left:
        if path.name not in log_text:
            path.unlink(missing_ok=True)


def _schema_text(schema: pl.Schema) -> str:
    return json.dumps([[name, str(dtype)] for name, dtype in schema.items()])


def _table(folder: Path, source: str) -> Path:
    stem = "".join(letter if letter.isalnum() else "-" for letter in Path(source).name)[:40]
    return (
        folder / f"{stem.strip('-') or 'table'}-{hashlib.sha256(source.encode()).hexdigest()[:8]}"
    )


def _tables(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/_delta_log"))


def _versions(table: Path) -> list[SnapshotEvidence]:
    from deltalake import DeltaTable
    from deltalake.exceptions import TableNotFoundError

    try:
        history = DeltaTable(str(table)).history()
    except TableNotFoundError:
        return []  # a first write was cut short: no version yet
    versions = [
        SnapshotEvidence(
            uri=str(table),
            version=commit["version"],
            content_hash=commit[HASH_KEY],
            rows=int(commit[ROWS_KEY]),
            schema=tuple((name, dtype) for name, dtype in json.loads(commit[SCHEMA_KEY])),
            source=public(commit[SOURCE_KEY]),
        )
        for commit in history
        if HASH_KEY in commit
    ]
    return sorted(versions, key=lambda version: version.version)


def _find(folder: Path, wanted: str) -> SnapshotEvidence | None:
    return next((version for version in log(folder) if version.content_hash == wanted), None)


def _opened(evidence: SnapshotEvidence, **changes: Any) -> Snapshot:
    frame = pl.scan_delta(evidence.uri, version=evidence.version)
    return Snapshot(frame=frame, evidence=dataclasses.replace(evidence, **changes))
