"""What Assay needs of a tracking system and of a model registry, over plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from assay.core.evidence.data import SnapshotEvidence

Status = Literal["finished", "failed", "killed"]

CANDIDATE = "candidate"
"""Alias of the latest version that the gate let into the registry."""

CHAMPION = "champion"
"""Alias of the version that serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedRun:
    """One run as the tracking system knows it.

    Attributes:
        tracking_id: The tracking system's own name of the run.
        run_id: Assay's name of it; empty for runs that Assay did not make.
        started_at: ISO 8601 UTC.
        status: `running`, `finished`, `failed`, `killed` or `scheduled`.
    """

    tracking_id: str
    run_id: str
    name: str
    started_at: str
    status: str
    params: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the registered model.

    Attributes:
        number: From 1; never used twice, also when a version is deleted.
        tracking_id: The run it came from.
        created_at: ISO 8601 UTC.
        aliases: Names that point at it now.
    """

    name: str
    number: int
    tracking_id: str
    created_at: str
    aliases: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def run_id(self) -> str:
        """Assay's name of the run it came from; empty if Assay did not make it."""
        return self.tags.get("assay.run_id", "")


@runtime_checkable
class Tracker(Protocol):
    """Where runs are recorded. Every call may be repeated without harm."""

    def start(self, *, name: str, run_id: str) -> str:
        """Return the tracking id of the run; the same run id gives the same one."""
        ...

    def log(
        self,
        tracking_id: str,
        *,
        params: Mapping[str, object] | None = None,
        metrics: Mapping[str, float] | None = None,
        tags: Mapping[str, object] | None = None,
    ) -> None:
        """Record parameters, metrics and tags, all at once."""
        ...

    def dataset(self, tracking_id: str, snapshot: SnapshotEvidence, *, target: str) -> None:
        """Record which version of the data the run read."""
        ...

    def artifacts(self, tracking_id: str, folder: Path, *, into: str | None = None) -> None:
        """Keep a folder of files with the run."""
        ...

    def finish(self, tracking_id: str, *, status: Status) -> None:
        """Record how the run ended."""
        ...

    def runs(self) -> tuple[TrackedRun, ...]:
        """Return the project's runs, newest first."""
        ...


@runtime_checkable
class VersionStore(Protocol):
    """Where versions of one model are kept. Every call may be repeated without harm."""

    def register(
        self,
        tracking_id: str,
        folder: Path,
        *,
        columns: tuple[str, ...],
        classes: tuple[str, ...],
        tags: Mapping[str, object],
    ) -> Version:
        """Keep the compiled scorer of a folder as the run's version; one run has one version."""
        ...

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, newest first."""
        ...

    def alias(self, alias: str) -> Version | None:
        """Return the version an alias points at, or None."""
        ...

    def set_alias(self, alias: str, version: int) -> None:
        """Point an alias at a version."""
        ...

    def tag_version(self, version: int, tags: Mapping[str, object]) -> None:
        """Add tags to a version."""
        ...

    def delete_version(self, version: int) -> None:
        """Remove a version that must not stand."""
        ...
