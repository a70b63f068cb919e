"""Where a project keeps its state: the folder `.assay` beside `assay.toml`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from assay.core.address import expanded

if TYPE_CHECKING:
    from assay.core.ledger import Ledger
    from assay.core.project import Project


class Workspace:
    """The state of one project.

    Args:
        project: The project; its `registry` section may name databases elsewhere.

    Attributes:
        root: The folder `.assay`.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = project.root / ".assay"
        self.root.mkdir(parents=True, exist_ok=True)
        self._ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened at first use."""
        if self._ledger is None:
            from assay.core.ledger import Ledger  # SQLAlchemy: a quarter of a second to import

            url = self.project.settings.registry.ledger
            self._ledger = Ledger(expanded(url) if url else f"sqlite:///{self.root / 'ledger.db'}")
        return self._ledger

    @property
    def tracking_uri(self) -> str:
        """Where MLflow keeps runs and models, with credentials: to connect, not to show."""
        uri = self.project.settings.registry.tracking_uri
        return expanded(uri) if uri else f"sqlite:///{self.root / 'mlflow.db'}"

    @property
    def model_name(self) -> str:
        """The registered model's name."""
        return self.project.settings.registry.model or self.project.settings.name

    @property
    def artifacts(self) -> Path:
        """Where MLflow puts artefacts when the tracking database is local."""
        return self.root / "artifacts"

    @property
    def snapshots(self) -> Path:
        """Delta tables, one a source."""
        return self.root / "snapshots"

    @property
    def sealed(self) -> Path:
        """Labels of sealed tests; only `evaluation.sealed` opens them."""
        return self.root / "sealed"

    def run(self, run_id: str) -> Path:
        """Return the folder of one run, made if need be."""
        folder = self.root / "runs" / run_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def runs(self) -> list[str]:
        """Return the names of all runs, oldest first."""
        folder = self.root / "runs"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part.

    Raises:
        OSError: If the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
