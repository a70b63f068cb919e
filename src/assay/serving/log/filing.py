"""File spooled answers into Delta tables, each segment exactly once, and drop what is too old."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl
from arro3.core import Table
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import TableNotFoundError

from assay.core.evidence import codec
from assay.core.workspace import write_atomic
from assay.serving.log.record import Answered, Feedback, Record, Shadowed, frames
from assay.serving.log.spool import segments
from assay.serving.log.tables import answers_of, feedback_of, shadows_of

FILER = "assay-filer"
"""Name under which Delta keeps the number of the last commit."""

INTENT = "filing.json"

Kind = TypeVar("Kind", Answered, Feedback, Shadowed)

MOST_SEGMENTS = 200
"""Segments that one commit takes."""

TABLES = ("answers", "feedback", "shadows")


Seen = Callable[[int, pl.DataFrame, pl.DataFrame], None]
"""Takes the number of a commit, its answers and its outcomes."""


def file(spool: Path, log: Path, *, seen: Seen | None = None) -> int:
    """File all closed segments, and return the number of records; one process does it at a time.

    What a commit takes is written down before it and numbered, so that a kill at any moment files
    nothing twice and loses nothing.

    Args:
        spool: Where segments stand.
        log: Folder of the tables.
        seen: Called with each commit after it was made; again with the same number, and with what
            is left of it, where a kill came between.
    """
    filed = 0
    log.mkdir(parents=True, exist_ok=True)
    note = log / INTENT
    while True:
        if note.exists():
            intent = codec.decode(note.read_bytes(), _Intent)
        else:
            names = [path.name for path in segments(spool)[:MOST_SEGMENTS]]
            if not names:
                return filed
            intent = _Intent(number=_number(log), segments=tuple(names))
            write_atomic(note, codec.encode(intent))
        batch = [path for name in intent.segments if (path := spool / name).exists()]
        records = [record for path in batch for record in frames(path.read_bytes())]
        table, told = answers_of(_only(records, Answered)), feedback_of(_only(records, Feedback))
        _commit(log / "answers", intent.number, table)
        _commit(log / "feedback", intent.number, told)
        _commit(log / "shadows", intent.number, shadows_of(_only(records, Shadowed)))
        if seen is not None:  # before the segments go, so that a kill makes nobody miss a batch
            seen(intent.number, table, told)
        for path in batch:
            path.unlink()
        note.unlink()
        filed += len(records)


@dataclass(frozen=True, slots=True)
class _Intent:
    """The segments that one commit takes, and the commit's number."""

    number: int
    segments: tuple[str, ...]


def forget(log: Path, *, retention_days: int, today: datetime.date) -> None:
    """Delete answers and outcomes of days that are past their retention, and their files."""
    border = today - datetime.timedelta(days=retention_days)
    for name in TABLES:
        try:
            table = DeltaTable(log / name)
        except TableNotFoundError:
            continue
        table.delete(f"day < '{border.isoformat()}'")
        table.optimize.compact()
        table.vacuum(retention_hours=1, dry_run=False, enforce_retention_duration=False)
        table.create_checkpoint()
        table.cleanup_metadata()


def read(spool: Path, log: Path) -> pl.LazyFrame:
    """Return all answers, those that wait to be filed included."""
    return _with_filed(log / "answers", answers_of(_only(_waiting(spool), Answered)))


def read_feedback(spool: Path, log: Path, *, signal: str = "") -> pl.LazyFrame:
    """Return all outcomes, or all of an early signal, those that wait to be filed included."""
    found = _with_filed(log / "feedback", feedback_of(_only(_waiting(spool), Feedback)))
    return found.filter(pl.col("signal").fill_null("") == signal)


def read_shadows(spool: Path, log: Path) -> pl.LazyFrame:
    """Return all that shadows said, what waits to be filed included."""
    return _with_filed(log / "shadows", shadows_of(_only(_waiting(spool), Shadowed)))


def _only(records: Iterable[Record], kind: type[Kind]) -> list[Kind]:
    return [each for each in records if isinstance(each, kind)]


def _waiting(spool: Path) -> list[Record]:
    found: list[Record] = []
    for segment in sorted(spool.iterdir() if spool.is_dir() else []):
        try:
            found.extend(frames(segment.read_bytes()))
        except FileNotFoundError:
            continue  # filed, or closed, just now; the next reading has it
    return found


def _with_filed(path: Path, fresh: pl.DataFrame) -> pl.LazyFrame:
    if not DeltaTable.is_deltatable(str(path)):
        return fresh.lazy()
    filed = pl.scan_delta(str(path))
    known = filed.collect_schema().names()
    older = [pl.lit(None).alias(name) for name in fresh.columns if name not in known]
    filed = filed.with_columns(older).select(fresh.columns).cast(fresh.schema)
    return pl.concat([filed, fresh.lazy()])


def _number(log: Path) -> int:
    """Return a number above those of all commits; the clock alone may have been set back."""
    last = [_last(log / name) or 0 for name in TABLES]
    return max(time.time_ns(), *(number + 1 for number in last))


def _last(path: Path) -> int | None:
    """Return the number of a table's last commit, or None."""
    if not DeltaTable.is_deltatable(str(path)):
        return None
    return DeltaTable(path).transaction_version(FILER)


def _commit(path: Path, number: int, table: pl.DataFrame) -> None:
    """Append rows, unless an earlier call did so before it was killed."""
    if not table.height:
        return
    last = _last(path)
    if last is not None and last >= number:
        return
    write_deltalake(
        path,
        Table.from_arrow(table),  # PyArrow is no package that a server has
        mode="append",
        schema_mode="merge",  # an older log has fewer columns
        partition_by=["day"],
        commit_properties=CommitProperties(app_transactions=[Transaction(FILER, number)]),
    )
