"""The ledger in a real PostgreSQL server: append-only, chained, and shared by processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest

from assay.core.errors import BackendError
from assay.core.ledger import Ledger

Database = Callable[[str], str]

WRITER = """
import sys
from assay.core.ledger import Ledger
ledger = Ledger(sys.argv[1])
for number in range(25):
    ledger.append("opening", {"writer": sys.argv[2], "number": number})
ledger.close()
"""


def _run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_entries_come_back_and_the_chain_verifies(database: Database, scheme: str) -> None:
    ledger = Ledger(database(scheme))
    written = [ledger.append("opening", {"name": f"Zoë {n}", "n": n}) for n in range(3)]
    ledger.close()
    again = Ledger(database(scheme))
    assert list(again.entries()) == written
    proof = again.verify()
    assert (proof.entries, proof.head, proof.broken) == (3, written[-1].hash, None)
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assay_ledger SET body = '{}'",
        "DELETE FROM assay_ledger",
        "TRUNCATE assay_ledger",
    ],
)
def test_server_refuses_changes_even_of_its_superuser(database: Database, statement: str) -> None:
    ledger = Ledger(database("postgresql"))
    ledger.append("opening", {})
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        _run(database("postgresql"), statement)
    assert ledger.verify().entries == 1
    ledger.close()


def test_change_past_the_trigger_is_found(database: Database) -> None:
    ledger = Ledger(database("postgresql"))
    for number in range(3):
        ledger.append("opening", {"n": number})
    _run(
        database("postgresql"),
        "ALTER TABLE assay_ledger DISABLE TRIGGER ALL",
        "UPDATE assay_ledger SET body = '{\"n\":9}' WHERE sequence = 2",
    )
    assert "entry 2" in str(ledger.verify().broken)
    ledger.close()


def test_trigger_that_was_switched_off_is_on_again_at_the_next_opening(
    database: Database,
) -> None:
    Ledger(database("postgresql")).close()
    _run(database("postgresql"), "ALTER TABLE assay_ledger DISABLE TRIGGER ALL")
    ledger = Ledger(database("postgresql"))
    ledger.append("opening", {})
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        _run(database("postgresql"), "DELETE FROM assay_ledger")
    ledger.close()


def test_processes_that_open_and_append_at_once_make_one_chain(database: Database) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, database("postgresql"), str(number)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for writer in writers:
        said = writer.communicate(timeout=60)[1]
        assert writer.returncode == 0, said
    ledger = Ledger(database("postgresql"))
    proof = ledger.verify()
    assert (proof.entries, proof.broken) == (75, None)
    assert {entry.body["writer"] for entry in ledger.entries()} == {"0", "1", "2"}
    ledger.close()


def test_role_that_may_only_read_and_add_is_enough(database: Database) -> None:
    owner = Ledger(database("postgresql"))
    owner.append("opening", {})
    owner.close()
    name = database("postgresql").rpartition("/")[2]
    _run(
        database("postgresql"),
        f"CREATE ROLE writer_{name} LOGIN PASSWORD 'writes'",
        f"GRANT SELECT, INSERT ON assay_ledger TO writer_{name}",
        f"CREATE ROLE reader_{name} LOGIN PASSWORD 'reads'",
        f"GRANT SELECT ON assay_ledger TO reader_{name}",
    )
    address = database("postgresql").partition("@")[2]
    writer = Ledger(f"postgresql://writer_{name}:writes@{address}")
    writer.append("opening", {})
    assert writer.verify().entries == 2
    writer.close()
    reader = Ledger(f"postgresql://reader_{name}:reads@{address}")
    assert reader.verify().broken is None
    with pytest.raises(BackendError, match="permission denied"):
        reader.append("opening", {})
    reader.close()
