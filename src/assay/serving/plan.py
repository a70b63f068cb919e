"""What a server is told when it starts, as plain values that every worker reads."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from assay.core.errors import InputError
from assay.core.evidence import codec
from assay.core.workspace import write_atomic
from assay.serving.field import Policy

ENVIRONMENT = "ASSAY_SERVE_PLAN"
"""Variable that names the file of the plan to the workers."""


class ServePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a worker needs; secrets stay in the environment.

    Attributes:
        name: Name of the model in addresses.
        root: The workspace, `.assay`.
        project: Folder of `assay.toml`, for what control endpoints do.
        ledger: URL of the ledger, with `${NAME}` as written.
        rollback: `module:function` that control calls to take the champion back.
        deploy: The same to deploy a version.
        refuse: The same to refuse at once what cannot be deployed.
        grow: The same to give a canary the share that it has earned.
        losses: The same to say what losses are known of each version.
        pairs: The same to let each outcome judge both versions.
        look: The same to take the look of an experiment that is due.
        winner: The same to say whether an experiment found somebody to promote.
        experiment: The same to say what was announced last.
        stop: The same to end an experiment.
        orders: Module that is run to carry out what a worker would load too much for.
        follow: Module that is run after a move, to bring the registry's alias after it.
        key: Column that decides which version answers.
        token: `${NAME}` of the token for predictions, or None.
        tokens: The same of each client, by its name.
        control_token: The same for control endpoints.
        rate: Requests that a client may make, such as `100/s`, or None.
        burst: Requests that it may make at once; those of a second if None.
        client_header: Header that names the client; its address does if None.
        most_waiting: Requests that a worker holds at once.
        timeout_seconds: How long a body may take to arrive.
        slow_ms: From how long on an answer counts as slow, for the guard of canaries.
        answers_change_outcomes: Whether an outcome judges only the version that answered.
        explain_seconds: How long an answer waits for its explanation.
        most_log_bytes: Bytes of unfiled answers above which more are dropped.
    """

    name: str
    root: str
    project: str
    ledger: str
    rollback: str
    deploy: str
    refuse: str
    grow: str
    losses: str
    pairs: str
    look: str
    winner: str
    experiment: str
    stop: str
    orders: str
    follow: str
    policy: Policy = "reject"
    key: str | None = None
    token: str | None = None
    tokens: dict[str, str] = {}
    control_token: str | None = None
    rate: str | None = None
    burst: int | None = None
    client_header: str | None = None
    most_rows: int = 10_000
    most_bytes: int = 10_000_000
    most_waiting: int = 256
    timeout_seconds: float = 10.0
    lossless: bool = False
    most_log_bytes: int = 1_000_000_000
    redact: tuple[str, ...] = ()
    retention_days: int = 90
    slow_ms: float = 50.0
    answers_change_outcomes: bool = False
    explain_seconds: float = 5.0

    @property
    def folder(self) -> Path:
        """Where the server keeps its own state."""
        return Path(self.root) / "serving"

    @property
    def spool(self) -> Path:
        """Where workers write what they answered, before it is filed."""
        return self.folder / "spool"

    @property
    def log(self) -> Path:
        """The filed answers, a Delta table."""
        return self.folder / "log"

    @property
    def limits(self) -> Path:
        """How often each client asked lately, for all workers."""
        return self.folder / "limits"

    @property
    def guard(self) -> Path:
        """Where the keeper writes down what its guards counted."""
        return self.folder / "guard.json"

    @property
    def copies(self) -> Path:
        """Copies of the versions that are loaded."""
        return self.folder / "versions"

    @property
    def counters(self) -> Path:
        """Where workers count, for `/metrics`."""
        return self.folder / "metrics"


def hand_over(plan: ServePlan) -> Path:
    """Write the plan and name it to the processes that are started from here."""
    path = plan.folder / "plan.json"
    write_atomic(path, codec.encode(plan))
    os.environ[ENVIRONMENT] = str(path)
    return path


def handed_over() -> ServePlan:
    """Return the plan that the parent process handed over.

    Raises:
        InputError: If there is none.
    """
    path = os.environ.get(ENVIRONMENT)
    if path is None:
        raise InputError(
            "a worker runs under `assay serve`", where=ENVIRONMENT, remedy="`assay serve`"
        )
    return codec.decode(Path(path).read_bytes(), ServePlan)
