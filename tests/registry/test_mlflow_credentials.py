"""MLflow keeps where the data came from, without the password."""

from __future__ import annotations

from pathlib import Path

from assay.core.evidence.data import SnapshotEvidence
from assay.registry.adapters.mlflow import Mlflow


def test_origin_of_the_data_is_kept_without_its_password(tmp_path: Path) -> None:
    database = tmp_path / "mlflow.db"
    registry = Mlflow(
        f"sqlite:///{database}", artifacts=tmp_path / "artifacts", project="p", model="m"
    )
    snapshot = SnapshotEvidence(
        uri=str(tmp_path / "snapshots"),
        version=0,
        content_hash="ab" * 32,
        rows=3,
        schema=(("a", "Int64"),),
        source="postgresql://bob:hunter2@db",
    )
    registry.dataset(registry.start(name="run", run_id="R1"), snapshot, target="a")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"hunter2" not in kept
    assert b"postgresql://bob:***@db" in kept
