"""Predictions in a table of any database that SQLAlchemy knows, in one transaction a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError, did_you_mean
from assay.data.adapters import sql
from assay.lifecycle.batch.sink import Mode, demand_flat, exists_already

BATCH = "batch"
"""Column that names the batch, so that rows of a killed call are not added twice."""

ROWS_AT_ONCE = 50_000


class Database:
    """A table of a database; its rows name their batch.

    Args:
        url: SQLAlchemy URL.
        table: `schema.name` or `name`.
        mode: What is done if the table is there already.
        work: Folder for what is not finished.

    Raises:
        InputError: If the URL cannot be read.
        MissingExtra: If the database's driver is not installed.
    """

    def __init__(self, url: str, table: str, mode: Mode, work: Path) -> None:
        self.place: Path | None = None
        self.shown = f"{public(url)}, table {table}"
        self.work = work
        self._url, self._mode = url, mode
        schema, _, self._name = table.rpartition(".")
        self._schema = schema or None
        self._engine = sql.engine_of(url, root=Path.cwd(), new=True)
        if self._engine.dialect.name == "sqlite":
            _begin_for_sure(self._engine)

    def demand_free(self) -> None:
        """Raise InputError if a table is there that may not be touched."""
        with self._transaction() as connection:
            if self._columns(connection) is not None and self._mode == "new":
                raise exists_already(self.shown, appends=True)

    def demand_form(self, schema: pl.Schema) -> None:
        """Raise InputError if the table cannot hold the columns."""
        demand_flat(schema, what="a table", shown=self.shown)
        with self._transaction() as connection:
            self._demand_columns(self._columns(connection), [*schema, BATCH])

    def publish(self, parts: Sequence[Path], batch: str, *, again: bool) -> None:
        """Write all rows in one transaction."""
        import sqlalchemy as sa

        frame = pl.scan_parquet(list(parts), glob=False).with_columns(pl.lit(batch).alias(BATCH))
        schema = frame.collect_schema()
        columns = [sa.Column(name, _type(dtype)) for name, dtype in schema.items()]
        table = sa.Table(self._name, sa.MetaData(), *columns, schema=self._schema)
        with self._transaction() as connection:
            known = self._columns(connection)
            if known is None:
                table.create(connection)
            else:
                self._demand_columns(known, list(schema))
                if self._mode != "append":
                    connection.execute(sa.delete(table))
                elif again and _holds(connection, table, batch):
                    return
            for rows in frame.collect_batches(chunk_size=ROWS_AT_ONCE, maintain_order=True):
                _insert(connection, table, rows)

    def _transaction(self) -> Any:
        return _Transaction(self._engine, self._url, self.shown)

    def _columns(self, connection: Any) -> list[str] | None:
        """Return the names of the table's columns; None if there is no table."""
        import sqlalchemy as sa

        inspector = sa.inspect(connection)
        if not inspector.has_table(self._name, schema=self._schema):
            return None
        found = inspector.get_columns(self._name, schema=self._schema)
        return [str(column["name"]) for column in found]

    def _demand_columns(self, known: list[str] | None, wanted: Sequence[str]) -> None:
        lacking = [name for name in wanted if known is not None and name not in known]
        if lacking:
            raise InputError(
                f"the table lacks the columns {', '.join(map(repr, lacking))}"
                f"{did_you_mean(lacking[0], known or [])}",
                where=self.shown,
                remedy="add them to the table, keep others (--keep), or write to another table",
            )


class _Transaction:
    """A transaction whose errors are told as Assay's own."""

    def __init__(self, engine: Any, url: str, shown: str) -> None:
        self._engine, self._url, self._shown = engine, url, shown

    def __enter__(self) -> Any:
        try:
            self._begun = self._engine.begin()
            return self._begun.__enter__()
        except Exception as cause:
            self._tell(cause)
            raise

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        try:
            self._begun.__exit__(kind, error, trace)
        except Exception as cause:
            self._tell(cause)
            raise
        finally:
            self._engine.dispose()
        self._tell(error)

    def _tell(self, error: BaseException | None) -> None:
        import sqlalchemy as sa

        if isinstance(error, (sa.exc.SQLAlchemyError, *_driver_errors(self._engine))):
            said = in_text(str(getattr(error, "orig", None) or error).strip(), of=self._url)
            raise BackendError(
                f"the database refuses: {said.splitlines()[0] if said else type(error).__name__}",
                where=self._shown,
                remedy="check the table and your rights; the same call then goes on from here",
            ) from error


def _driver_errors(engine: Any) -> tuple[type[Exception], ...]:
    error = getattr(engine.dialect.dbapi, "Error", None)
    return () if error is None else (error,)


def _begin_for_sure(engine: Any) -> None:
    """Make SQLite begin a transaction before anything, also before a table is made."""
    import sqlalchemy as sa

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")


def _holds(connection: Any, table: Any, batch: str) -> bool:
    import sqlalchemy as sa

    found = connection.execute(sa.select(sa.literal(1)).where(table.c[BATCH] == batch).limit(1))
    return found.first() is not None


def _insert(connection: Any, table: Any, rows: pl.DataFrame) -> None:
    driver = connection.engine.driver
    if driver == "psycopg":
        _copy(connection, table, rows)
        return
    for part in rows.iter_slices(5_000):
        connection.execute(table.insert(), list(_plain(part)))


def _plain(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    yield from rows.iter_rows(named=True)


def _copy(connection: Any, table: Any, rows: pl.DataFrame) -> None:
    """Hand rows to PostgreSQL as CSV, ten times as quick as INSERT; empty text is no null."""
    quote = connection.dialect.identifier_preparer
    names = ", ".join(quote.quote(name) for name in rows.columns)
    with connection.connection.cursor() as cursor:
        statement = f"COPY {quote.format_table(table)} ({names}) FROM STDIN (FORMAT csv)"
        with cursor.copy(statement) as copy:
            copy.write(rows.write_csv(include_header=False))


def _type(dtype: pl.DataType) -> Any:
    import sqlalchemy as sa

    if dtype.is_integer():
        return sa.BigInteger()
    if dtype.is_decimal():
        return sa.Numeric(dtype.precision, dtype.scale)  # type: ignore[attr-defined]
    if dtype.is_float():
        return sa.Double()
    if isinstance(dtype, pl.Datetime):
        return sa.DateTime(timezone=dtype.time_zone is not None)
    kinds = {pl.Boolean(): sa.Boolean(), pl.Date(): sa.Date(), pl.Binary(): sa.LargeBinary()}
    return kinds.get(dtype, sa.Text())
