"""The append-only, hash-chained record of runs, openings, waivers, promotions and rollbacks."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from assay.core.address import in_text, public, with_driver
from assay.core.errors import BackendError, InputError, MissingExtra

Kind = Literal[
    "run-started",
    "run-finished",
    "opening",
    "registered",
    "waiver",
    "promotion",
    "rollback",
    "deployment",
    "drill",
    "shadow",
    "experiment",
    "export",
]
GENESIS = "0" * 64

_metadata = sa.MetaData()
_table = sa.Table(
    "assay_ledger",
    _metadata,
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
)

_GUARDED = {
    "sqlite": "SELECT 1 WHERE 2 = (SELECT count(*) FROM sqlite_master WHERE type = 'trigger' "
    "AND name IN ('assay_ledger_no_update', 'assay_ledger_no_delete'))",
    "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = 'assay_ledger_no_change' "
    "AND tgrelid = CAST('assay_ledger' AS regclass) AND tgenabled <> 'D'",
}
_LOCKS = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(hashtext('assay_ledger'))",
}
"""Two may open a new ledger at once."""
_GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS assay_ledger_no_{verb.lower()} "
        f"BEFORE {verb} ON assay_ledger "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION assay_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
        "CREATE OR REPLACE TRIGGER assay_ledger_no_change "
        "BEFORE UPDATE OR DELETE OR TRUNCATE ON assay_ledger "
        "FOR EACH STATEMENT EXECUTE FUNCTION assay_ledger_refuse()",
    ),
}
"""By dialect; other databases have the hash chain alone. PostgreSQL needs version 14."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger.

    Attributes:
        sequence: From 1, without gaps.
        at: When, ISO 8601 UTC.
        hash: SHA-256 over sequence, at, kind, body and the hash before.
    """

    sequence: int
    at: str
    kind: str
    body: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What `verify` found.

    Attributes:
        head: Hash of the last sound entry.
        broken: What is wrong, in words, or None.
    """

    entries: int
    head: str
    broken: str | None


class Ledger:
    """A hash chain in any SQL database.

    Args:
        url: SQLAlchemy URL, such as `sqlite:///.assay/ledger.db`.

    Raises:
        InputError: If the URL cannot be read.
        BackendError: If the database cannot be reached.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = sa.make_url(with_driver(url))
            sqlite = parsed.get_backend_name() == "sqlite"
            # SQLite opens a file in a moment, and a connection that is kept is never closed
            own = {"connect_args": {"timeout": 30}, "poolclass": sa.NullPool} if sqlite else {}
            self._engine = sa.create_engine(parsed, **own)
        except (sa.exc.ArgumentError, ValueError) as cause:  # the second: port is no number
            raise InputError(
                "the ledger's URL cannot be read",
                where="assay.toml, [registry] ledger",  # what is no URL has no public form
                remedy="write dialect://host/database, with user:${PASSWORD}@ before the host, "
                "or sqlite:///file.db",
            ) from cause
        except ImportError as cause:
            raise MissingExtra(
                f"the ledger's database needs a package that is not installed: {cause}",
                where=public(url),
                remedy="pip install 'assay-ml[postgresql]', or the driver of another database",
            ) from cause
        self._url = url
        with _mapped(url):
            self._prepare()

    def append(self, kind: Kind, body: Mapping[str, Any]) -> Entry:
        """Add one entry; concurrent writers each get a place of their own in the chain.

        Raises:
            BackendError: If the database cannot be written.
        """
        while True:
            with _mapped(self._url), self._engine.connect() as connection:
                last = connection.execute(
                    sa.select(_table.c.sequence, _table.c.hash)
                    .order_by(_table.c.sequence.desc())
                    .limit(1)
                ).first()
                sequence, previous = (last.sequence + 1, last.hash) if last else (1, GENESIS)
                at = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
                text = json.dumps(body, sort_keys=True, separators=(",", ":"), default=str)
                hashed = _hash(sequence, at, kind, text, previous)
                row = (sequence, at, kind, text, previous, hashed)
                try:
                    connection.execute(_table.insert().values(row))
                    connection.commit()
                except sa.exc.IntegrityError:
                    continue  # another writer took this place
            return Entry(
                sequence=sequence,
                at=at,
                kind=kind,
                body=json.loads(text),
                previous=previous,
                hash=hashed,
            )

    def entries(self, *kinds: Kind) -> Iterator[Entry]:
        """Yield entries in order, all or of some kinds."""
        query = sa.select(_table).order_by(_table.c.sequence)
        if kinds:
            query = query.where(_table.c.kind.in_(kinds))
        with _mapped(self._url), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield Entry(
                sequence=row.sequence,
                at=row.at,
                kind=row.kind,
                body=json.loads(row.body),
                previous=row.previous,
                hash=row.hash,
            )

    def length(self) -> int:
        """Return the number of entries, in one quick question.

        Raises:
            BackendError: If the database cannot be read.
        """
        query = sa.select(sa.func.max(_table.c.sequence))
        with _mapped(self._url), self._engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def verify(self) -> Proof:
        """Recompute the whole chain.

        Returns:
            The number of sound entries and, if the chain is broken, what is wrong with the next.
        """
        previous, count = GENESIS, 0
        with _mapped(self._url), self._engine.connect() as connection:
            rows = connection.execute(sa.select(_table).order_by(_table.c.sequence)).all()
        for row in rows:
            broken = None
            if row.sequence != count + 1:
                broken = f"entry {count + 1} is missing"
            elif row.previous != previous:
                broken = f"entry {row.sequence} does not follow the one before"
            elif row.hash != _hash(row.sequence, row.at, row.kind, row.body, row.previous):
                broken = f"entry {row.sequence} ({row.kind}) was changed after it was written"
            if broken:
                return Proof(entries=count, head=previous, broken=broken)
            previous, count = row.hash, count + 1
        return Proof(entries=count, head=previous, broken=None)

    def close(self) -> None:
        """Give back the database connections."""
        self._engine.dispose()

    def _prepare(self) -> None:
        """Make the table, and have the database refuse changes where Assay knows how.

        A ledger that stands is only looked at: to make it again would need the owner's rights.
        """
        dialect = self._engine.dialect.name
        with self._engine.begin() as connection:
            if self._stands(connection, dialect):
                return
            if dialect in _LOCKS:
                connection.execute(sa.text(_LOCKS[dialect]))
            _metadata.create_all(connection)
            for statement in _GUARDS.get(dialect, ()):
                connection.execute(sa.text(statement))

    @staticmethod
    def _stands(connection: sa.Connection, dialect: str) -> bool:
        if not sa.inspect(connection).has_table(_table.name):
            return False
        guarded = _GUARDED.get(dialect)
        return guarded is None or connection.execute(sa.text(guarded)).first() is not None


def _hash(sequence: int, at: str, kind: str, body: str, previous: str) -> str:
    return hashlib.sha256(f"{sequence}\n{at}\n{kind}\n{body}\n{previous}".encode()).hexdigest()


@contextlib.contextmanager
def _mapped(url: str) -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise BackendError(
            f"the ledger's database failed: {in_text(str(error.orig), of=url)}",
            where=public(url),
            remedy="check that the database is reachable and lets you read and add, then try again",
        ) from error
