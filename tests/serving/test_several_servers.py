"""Several servers that share a ledger in PostgreSQL move together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.serving.conftest import Serve, Served, records, wait_until
from tests.systems import postgresql

from assay.core.ledger import Ledger


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The URL of a real database."""
    with postgresql.server() as place:
        yield f"postgresql://{place}"


def test_a_rollback_at_one_server_reaches_the_other(
    project: Path, tmp_path: Path, address: str, serve: Serve
) -> None:
    shared, own = Ledger(address), Ledger(f"sqlite:///{project / '.assay' / 'ledger.db'}")
    for entry in own.entries():
        shared.append(entry.kind, entry.body)  # type: ignore[arg-type]
    shared.close()
    settings = project / "assay.toml"
    settings.write_text(settings.read_text() + f'\n[registry]\nledger = "{address}"\n')
    other = Path(shutil.copytree(project, tmp_path / "other"))
    record = records(project)[0]
    with serve(project) as here, serve(other) as there:
        assert {_version(server, record) for server in (here, there)} == {2}
        assert here.control("rollback", {"reason": "at one of them"})[0] == 200
        wait_until(lambda: {_version(server, record) for server in (here, there)} == {1})


def _version(server: Served, record: dict[str, Any]) -> int:
    version: int = server.ask("/v1/predict", record)[1]["model_version"]
    return version
