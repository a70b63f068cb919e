"""Runs and model versions in MLflow: SQLite beside the project, or any tracking URI."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assay.core.address import in_text, public
from assay.core.errors import BackendError, InputError
from assay.core.evidence.data import SnapshotEvidence
from assay.core.version import __version__
from assay.registry.adapters import mlflow_model
from assay.registry.tracking import Status, TrackedRun, Version

BATCH = 100
"""Parameters and tags that MLflow takes in one call."""
RUN_TAG = "assay.run_id"
_FORBIDDEN = re.compile(r"""[/:.%"']""")
_STATUS = {"finished": "FINISHED", "failed": "FAILED", "killed": "KILLED"}


class Mlflow:
    """A `Tracker` and `VersionStore` in MLflow.

    Args:
        uri: Tracking URI. A SQLite database that is not there yet is made.
        artifacts: Folder for files, where the URI names a database and not a server.
        project: Name of the experiment.
        model: Name of the registered model; characters that MLflow refuses become hyphens.

    Raises:
        BackendError: If the database or server cannot be reached.

    Attributes:
        model: The name as it stands in the registry.
    """

    def __init__(self, uri: str, *, artifacts: Path, project: str, model: str) -> None:
        os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")  # seven take four minutes
        self.uri = uri
        self.model = _FORBIDDEN.sub("-", model)
        with self._calling():
            from mlflow.tracking import MlflowClient

            if path := _sqlite_path(uri):
                _create_database(path, artifacts)
            self._client = MlflowClient(tracking_uri=uri, registry_uri=uri)
            self._experiment = self._find_experiment(project, artifacts)

    def start(self, *, name: str, run_id: str) -> str:
        """Return the tracking id of the run; the same run id gives the same one."""
        with self._calling():
            found = self._client.search_runs(
                [self._experiment], f"tags.`{RUN_TAG}` = {_quoted(run_id)}", max_results=1
            )
            if found:
                self._client.update_run(found[0].info.run_id, status="RUNNING")
                return str(found[0].info.run_id)
            tags = {RUN_TAG: run_id, "mlflow.source.name": "assay"}
            run = self._client.create_run(self._experiment, run_name=name, tags=tags)
            return str(run.info.run_id)

    def log(
        self,
        tracking_id: str,
        *,
        params: Mapping[str, object] | None = None,
        metrics: Mapping[str, float] | None = None,
        tags: Mapping[str, object] | None = None,
    ) -> None:
        """Record parameters, metrics and tags; a parameter keeps the first value it was given."""
        with self._calling():
            from mlflow.entities import Metric, Param, RunTag

            known = self._client.get_run(tracking_id).data.params
            now = int(time.time() * 1000)
            many_params = [Param(k, str(v)) for k, v in (params or {}).items() if k not in known]
            many_metrics = [Metric(k, float(v), now, 0) for k, v in (metrics or {}).items()]
            many_tags = [RunTag(k, str(v)) for k, v in (tags or {}).items()]
            longest = max(len(many_params), len(many_metrics), len(many_tags))
            for first in range(0, longest, BATCH):
                part = slice(first, first + BATCH)
                self._client.log_batch(
                    tracking_id, many_metrics[part], many_params[part], many_tags[part]
                )

    def dataset(self, tracking_id: str, snapshot: SnapshotEvidence, *, target: str) -> None:
        """Record which version of the data the run read."""
        with self._calling():
            from mlflow.entities import Dataset, DatasetInput, InputTag

            columns = [{"type": kind, "name": name} for name, kind in snapshot.schema]
            origin = public(snapshot.source)
            entity = Dataset(
                name=Path(urlsplit(origin).path).stem[:500] or "data",
                digest=snapshot.content_hash[:36],  # what MLflow has room for
                source_type="local" if "://" not in snapshot.uri else "uri",
                source=json.dumps(
                    {"uri": snapshot.uri, "version": snapshot.version, "origin": origin}
                ),
                schema=json.dumps({"mlflow_colspec": columns, "target": target}),
                profile=json.dumps(
                    {"num_rows": snapshot.rows, "content_hash": snapshot.content_hash}
                ),
            )
            tags = [InputTag("mlflow.data.context", "training")]
            self._client.log_inputs(tracking_id, [DatasetInput(entity, tags)])

    def artifacts(self, tracking_id: str, folder: Path, *, into: str | None = None) -> None:
        """Keep a folder of files with the run."""
        with self._calling():
            self._client.log_artifacts(tracking_id, str(folder), into)

    def finish(self, tracking_id: str, *, status: Status) -> None:
        """Record how the run ended."""
        with self._calling():
            self._client.set_terminated(tracking_id, _STATUS[status])

    def runs(self) -> tuple[TrackedRun, ...]:
        """Return the project's runs, newest first."""
        found: list[TrackedRun] = []
        with self._calling():
            token: str | None = None
            while True:
                page = self._client.search_runs(
                    [self._experiment],
                    max_results=1000,
                    order_by=["attributes.start_time DESC"],
                    page_token=token,
                )
                found += [_run(run) for run in page]
                if not (token := page.token):
                    return tuple(found)

    def register(
        self,
        tracking_id: str,
        folder: Path,
        *,
        columns: tuple[str, ...],
        classes: tuple[str, ...],
        tags: Mapping[str, object],
    ) -> Version:
        """Keep the compiled scorer of a folder as the run's version; one run has one version.

        Args:
            tracking_id: What `start` returned.
            folder: Holds `scorer.onnx` and `scorer.json`.
            columns: Columns that the scorer reads.
            classes: Names of the classes; empty for regression.
            tags: Run, hashes, certificate, snapshot; written with the version, not after it.
        """
        with self._calling():
            for version in self._search(f"run_id = {_quoted(tracking_id)}"):
                return version
            for stale in self._client.search_logged_models(
                [self._experiment], f"source_run_id = {_quoted(tracking_id)}"
            ):
                self._client.delete_logged_model(stale.model_id)  # of a try that was cut short
            source, model_id = self._upload(tracking_id, folder, columns, classes)
            self._ensure_model()
            made = self._client.create_model_version(
                self.model,
                source,
                run_id=tracking_id,
                tags={key: str(value) for key, value in tags.items()},
                model_id=model_id,
            )
            return _version(made, ())

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, newest first."""
        with self._calling():
            return tuple(self._search(f"name = {_quoted(self.model)}"))

    def alias(self, alias: str) -> Version | None:
        """Return the version an alias points at, or None."""
        with self._calling():
            from mlflow.exceptions import MlflowException

            try:
                found = self._client.get_model_version_by_alias(self.model, alias)
            except MlflowException as error:
                if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                    return None
                raise
            return _version(found, tuple(found.aliases))

    def set_alias(self, alias: str, version: int) -> None:
        """Point an alias at a version.

        Raises:
            InputError: If there is no such version.
        """
        self._require(version)
        with self._calling():
            self._client.set_registered_model_alias(self.model, alias, str(version))

    def tag_version(self, version: int, tags: Mapping[str, object]) -> None:
        """Add tags to a version.

        Raises:
            InputError: If there is no such version.
        """
        self._require(version)
        with self._calling():
            for key, value in tags.items():
                self._client.set_model_version_tag(self.model, str(version), key, str(value))

    def delete_version(self, version: int) -> None:
        """Remove a version that must not stand; nothing happens if it is gone already."""
        if any(version == each.number for each in self.versions()):
            with self._calling():
                self._client.delete_model_version(self.model, str(version))

    def _find_experiment(self, project: str, artifacts: Path) -> str:
        from mlflow.exceptions import MlflowException

        if found := self._client.get_experiment_by_name(project):
            if found.lifecycle_stage == "deleted":
                self._client.restore_experiment(found.experiment_id)
            return str(found.experiment_id)
        location = (artifacts / project).absolute().as_uri() if _is_database(self.uri) else None
        try:
            return str(self._client.create_experiment(project, artifact_location=location))
        except MlflowException:
            found = self._client.get_experiment_by_name(project)  # another process was quicker
            if found is None:
                raise
            return str(found.experiment_id)

    def _upload(
        self, tracking_id: str, folder: Path, columns: tuple[str, ...], classes: tuple[str, ...]
    ) -> tuple[str, str]:
        from mlflow.entities import LoggedModelOutput, LoggedModelStatus

        logged = self._client.create_logged_model(
            self._experiment, name=self.model, source_run_id=tracking_id, model_type="assay"
        )
        with tempfile.TemporaryDirectory(prefix="assay-model-") as scratch:
            target = Path(scratch) / "model"
            mlflow_model.save(
                target,
                folder,
                columns=columns,
                classes=classes,
                requirements=[f"assay-ml=={__version__}"],
                registered={
                    "run_id": tracking_id,
                    "model_id": logged.model_id,
                    "artifact_path": logged.artifact_location,
                },
            )
            self._client.log_model_artifacts(logged.model_id, str(target))
        self._client.finalize_logged_model(logged.model_id, LoggedModelStatus.READY)
        self._client.log_outputs(tracking_id, [LoggedModelOutput(logged.model_id, step=0)])
        return str(logged.artifact_location), str(logged.model_id)

    def _ensure_model(self) -> None:
        from mlflow.exceptions import MlflowException

        try:
            self._client.create_registered_model(self.model)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise

    def _search(self, query: str) -> list[Version]:
        aliases: dict[int, list[str]] = {}
        for model in self._client.search_registered_models(f"name = {_quoted(self.model)}"):
            for alias, number in model.aliases.items():
                aliases.setdefault(int(number), []).append(alias)
        found: list[Version] = []
        token: str | None = None
        while True:
            page = self._client.search_model_versions(query, page_token=token)
            for each in page:
                if each.name == self.model:
                    found.append(_version(each, tuple(sorted(aliases.get(int(each.version), [])))))
            if not (token := page.token):
                return sorted(found, key=lambda version: -version.number)

    def _require(self, version: int) -> None:
        numbers = [each.number for each in self.versions()]
        if version not in numbers:
            raise InputError(
                f"model '{self.model}' has no version {version}",
                where=public(self.uri),
                remedy=f"choose one of {', '.join(map(str, numbers))}"
                if numbers
                else "`assay run` registers the first",
            )

    @contextlib.contextmanager
    def _calling(self) -> Iterator[None]:
        """Silence MLflow's chatter, and turn its errors into Assay's."""
        import sqlalchemy as sa

        with mlflow_model.quiet():
            try:
                from mlflow.exceptions import MlflowException

                yield
            except (MlflowException, sa.exc.SQLAlchemyError) as error:
                said = in_text(str(error).strip().splitlines()[0], of=self.uri)
                raise BackendError(
                    f"MLflow failed: {said}",
                    where=public(self.uri),
                    remedy="check that the tracking server or database is reachable and writable, "
                    "then try again",
                ) from error


def _create_database(path: Path, artifacts: Path) -> None:
    """Make MLflow's tables under another name first: a kill leaves no half database."""
    if path.exists():
        return
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as scratch:
        fresh = Path(scratch) / path.name
        store = SqlAlchemyStore(  # type: ignore[no-untyped-call]
            f"sqlite:///{fresh}", artifacts.absolute().as_uri()
        )
        store.engine.dispose()
        with contextlib.suppress(FileExistsError):  # another process was quicker; its own stands
            path.hardlink_to(fresh)


def _run(run: Any) -> TrackedRun:
    tags = dict(run.data.tags)
    return TrackedRun(
        tracking_id=run.info.run_id,
        run_id=tags.get(RUN_TAG, ""),
        name=run.info.run_name or "",
        started_at=_iso(run.info.start_time),
        status=str(run.info.status).lower(),
        params=dict(run.data.params),
        metrics=dict(run.data.metrics),
        tags=tags,
    )


def _version(found: Any, aliases: tuple[str, ...]) -> Version:
    return Version(
        name=found.name,
        number=int(found.version),
        tracking_id=found.run_id or "",
        created_at=_iso(found.creation_timestamp),
        aliases=aliases,
        tags=dict(found.tags),
    )


def _iso(milliseconds: int) -> str:
    at = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
    return at.isoformat(timespec="milliseconds")


def _quoted(text: str) -> str:
    return '"' + text + '"' if "'" in text else "'" + text + "'"


def _is_database(uri: str) -> bool:
    return urlsplit(uri).scheme.partition("+")[0] in ("sqlite", "postgresql", "mysql", "mssql")


def _sqlite_path(uri: str) -> Path | None:
    return Path(uri.removeprefix("sqlite:///")) if uri.startswith("sqlite:///") else None
