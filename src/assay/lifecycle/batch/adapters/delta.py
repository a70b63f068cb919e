"""Predictions in a Delta table: one commit a batch, marked so that it cannot come twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError
from assay.data.storable import storable
from assay.lifecycle.batch.sink import Mode, exists_already


class DeltaSink:
    """A Delta table, here or in an object store; its rows name their batch.

    Args:
        place: Folder or address.
        mode: What is done if it is there already.
        work: Folder for what is not finished, if it lies elsewhere.
    """

    def __init__(self, place: str, mode: Mode, work: Path) -> None:
        self.place = None if "://" in place else Path(place)
        self.shown = public(place)
        self.work = self.place.with_name(f".{self.place.name}.assay") if self.place else work
        self._uri, self._mode = place, mode

    def demand_free(self) -> None:
        """Raise InputError if a table is there that may not be touched."""
        if self._mode == "new" and self._table() is not None:
            raise exists_already(self.shown, appends=True)
        if self.place and self.place.exists() and self._table() is None:
            raise InputError(
                "there is something that is no Delta table",
                where=self.shown,
                remedy="write elsewhere",
            )

    def demand_form(self, schema: pl.Schema) -> None:
        """Raise InputError if columns have types that Delta Lake cannot hold."""
        storable(pl.LazyFrame(schema=schema)).collect_schema()

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Commit all rows at once."""
        from arro3.core import RecordBatchReader, Table
        from deltalake import CommitProperties, Transaction, write_deltalake
        from deltalake.exceptions import DeltaError, SchemaMismatchError

        known = self._table()
        if again and known is not None and known.transaction_version(batch) is not None:
            return
        frame = storable(pl.scan_parquet(list(parts), glob=False).with_columns(batch=pl.lit(batch)))
        empty = Table.from_arrow(pl.DataFrame(schema=frame.collect_schema()))
        try:
            write_deltalake(
                self._uri,
                RecordBatchReader.from_batches(empty.schema, _batches(frame)),
                mode="append" if self._mode == "append" else "overwrite",
                schema_mode=None if self._mode == "append" else "overwrite",
                commit_properties=CommitProperties(app_transactions=[Transaction(batch, 1)]),
            )
        except SchemaMismatchError as cause:
            raise InputError(
                f"the table has other columns: {str(cause).splitlines()[0]}",
                where=self.shown,
                remedy="keep the columns that it has (--keep), or write to another table",
            ) from cause
        except (DeltaError, OSError) as cause:
            raise BackendError(
                f"the Delta table cannot be written: {in_text(str(cause), of=self._uri)}",
                where=self.shown,
                remedy="check the place and the credentials; the same call then goes on from here",
            ) from cause

    def _table(self) -> Any:
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError, TableNotFoundError

        try:
            return DeltaTable(self._uri)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError) as cause:
            raise BackendError(
                f"the Delta table cannot be opened: {in_text(str(cause), of=self._uri)}",
                where=self.shown,
                remedy="check the credentials and the network, then try again",
            ) from cause


def _batches(frame: pl.LazyFrame) -> Iterator[Any]:
    from arro3.core import Table

    for batch in frame.collect_batches(maintain_order=True):
        yield from Table.from_arrow(batch).to_batches()
