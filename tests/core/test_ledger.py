"""The ledger: append-only, chained, and honest about changes."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from assay.core.errors import BackendError, InputError
from assay.core.ledger import Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def _ledger(path: Path) -> Ledger:
    return Ledger(f"sqlite:///{path}")


def _without_guards(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER assay_ledger_no_update")
    connection.execute("DROP TRIGGER assay_ledger_no_delete")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_entries_come_back_in_order_with_their_bodies(path: Path) -> None:
    ledger = _ledger(path)
    for number in range(5):
        ledger.append("opening", {"number": number})
    ledger.append("promotion", {"version": 1})
    assert [entry.body["number"] for entry in ledger.entries("opening")] == list(range(5))
    assert [entry.sequence for entry in ledger.entries()] == list(range(1, 7))
    assert ledger.verify().broken is None
    ledger.close()


def test_database_refuses_update_and_delete(path: Path) -> None:
    ledger = _ledger(path)
    ledger.append("opening", {})
    ledger.close()
    connection = sqlite3.connect(path)
    for statement in ("DELETE FROM assay_ledger", "UPDATE assay_ledger SET body = '{}'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE assay_ledger SET body = '{\"n\":9}' WHERE sequence = 2", "entry 2"),
        ("DELETE FROM assay_ledger WHERE sequence = 2", "entry 2 is missing"),
        ("UPDATE assay_ledger SET at = '2000-01-01' WHERE sequence = 3", "entry 3"),
    ],
)
def test_changed_history_is_found(path: Path, statement: str, said: str) -> None:
    ledger = _ledger(path)
    for number in range(3):
        ledger.append("opening", {"n": number})
    ledger.close()
    _without_guards(path, statement)
    ledger = _ledger(path)
    broken = ledger.verify().broken
    assert broken is not None
    assert said in broken
    ledger.close()


def test_concurrent_writers_make_one_chain(path: Path) -> None:
    _ledger(path).close()

    def write() -> None:
        ledger = _ledger(path)
        for number in range(10):
            ledger.append("opening", {"n": number})
        ledger.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger = _ledger(path)
    proof = ledger.verify()
    assert (proof.entries, proof.broken) == (40, None)
    ledger.close()


def test_unreachable_database_is_a_backend_error_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(BackendError) as caught:
        Ledger(f"sqlite:///{tmp_path / 'missing' / 'ledger.db'}")
    assert "remedy" in str(caught.value)


@pytest.mark.parametrize("name", ["shop", "sqlite"])
def test_unreachable_server_is_a_backend_error_without_the_password(name: str) -> None:
    with pytest.raises(BackendError) as caught:
        Ledger(f"postgresql+psycopg://bob:hunter2@127.0.0.1:9/{name}")
    assert "hunter2" not in str(caught.value)
    assert f"bob:***@127.0.0.1:9/{name}" in caught.value.where


@pytest.mark.parametrize("url", ["bob:hunter2@db", "postgresql://bob:hunter2@db:port/shop"])
def test_url_that_is_none_is_told_without_the_password(url: str) -> None:
    with pytest.raises(InputError) as caught:
        Ledger(url)
    assert "hunter2" not in str(caught.value)
