"""Open the rows to be scored, so that a call that goes on later reads the very same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from assay.core.address import expanded, public
from assay.core.errors import InputError
from assay.data import source
from assay.data.identity import files_of, identity
from assay.lifecycle.batch.durable import replace_durably
from assay.lifecycle.batch.job import Settings

COPY = "source.parquet"
"""Copy of a source that cannot say whether it changed, in the work folder."""

CHUNK_ROWS = 32_768
"""Rows that are read, scored and handed on at once; no answer depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the rows come from.

    Attributes:
        url: As the user gave it, with `${NAME}` as it stands.
        query: The SELECT, for a database.
        header: For CSV, whether the first line names the columns.
        root: Where relative paths start.
    """

    url: str
    query: str | None
    header: bool
    root: Path

    @property
    def shown(self) -> str:
        """The address without its credentials."""
        return public(self.url)

    def identity(self) -> tuple[str, ...] | None:
        """Return what changes if the rows change; None if only reading them could tell."""
        return None if self.query is not None else identity(self.url, root=self.root)

    def open(self) -> pl.LazyFrame:
        """Open the rows where they are.

        Raises:
            InputError: If they cannot be read as a table.
        """
        return source.scan(self.url, query=self.query, header=self.header, root=self.root)

    def is_copied(self, left: Settings, work: Path) -> bool:
        """Say whether an interrupted call has copied these very rows."""
        same = (left.source, left.query, left.header) == (self.shown, self.query, self.header)
        return same and left.identity is None and (work / COPY).exists()

    def demand_unchanged(self, identity: tuple[str, ...] | None) -> None:
        """Raise InputError if the source is not what it was."""
        if self.identity() != identity:
            raise InputError(
                "the source changed while it was read",
                where=self.shown,
                remedy="call again when nobody writes to it; that call starts anew",
            )

    def refuse_output(self, out: Path) -> None:
        """Refuse an output that would be read as a part of the source, or take its place."""
        address = expanded(self.url.strip()).removeprefix("delta://")
        if "://" in address:
            return
        pattern = (self.root / Path(address).expanduser()).resolve()
        out = out.resolve()
        inside = pattern.is_dir() and out.is_relative_to(pattern)
        among = out in {path.resolve() for path in files_of(self.url, root=self.root)}
        if inside or among or fnmatch(str(out), str(pattern)):
            raise InputError(
                "the predictions would overwrite their source, or become a part of it",
                where=str(out),
                remedy="write them elsewhere",
            )


def copied(open_: Callable[[], pl.LazyFrame], work: Path) -> pl.LazyFrame:
    """Return the rows of a foreign source from a copy that lasts as long as the work folder.

    A query that is asked again may give other rows, or another order.

    Args:
        open_: Opens the source, if there is no copy yet.
        work: The work folder.
    """
    path = work / COPY
    if not path.exists():
        part = work / f"{COPY}.part"
        open_().sink_parquet(part, compression="lz4")
        replace_durably(part, path)
    return pl.scan_parquet(path, glob=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are read in order, from any position on, in bounded memory.

    Attributes:
        frame: The rows.
        chunk_rows: Rows of a chunk, at most.
    """

    frame: pl.LazyFrame
    chunk_rows: int = CHUNK_ROWS

    def count(self) -> int:
        """Return how many there are."""
        return int(self.frame.select(pl.len()).collect(engine="streaming").item())

    def chunks(self, start: int) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the rows from a position on, with the position of each chunk's first."""
        batches = self.frame.slice(start).collect_batches(
            chunk_size=self.chunk_rows, maintain_order=True
        )
        for batch in batches:
            for chunk in batch.iter_slices(self.chunk_rows):
                yield start, chunk
                start += chunk.height
