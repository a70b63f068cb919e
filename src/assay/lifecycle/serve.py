"""Serve the champion: check that it may be, then hand a plan to the server."""

from __future__ import annotations

from pathlib import Path

from assay.core.errors import InputError
from assay.core.project import Project, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.serving import routes, tokens
from assay.serving.model import ServedModel
from assay.serving.plan import ServePlan


def serve(
    project: ProjectOrFolder,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    certificate: Path | None = None,
    private_key: Path | None = None,
) -> None:
    """Answer requests with the champion until the process is told to stop.

    The champion's certificate is checked on this machine first.

    Args:
        project: The project, or its folder.
        host: Address to listen at.
        port: Port to listen at; 0 takes a free one.
        workers: Processes that answer.
        certificate: TLS certificate file, PEM.
        private_key: Its private key, PEM.

    Raises:
        InputError: If there is no champion, it is not what was registered, it scores differently
            on this machine, the environment lacks a token that the project names, two names
            have one token, or the address is taken.
    """
    from assay.serving import server

    project = loaded(project)
    plan = plan_of(project)
    tokens.of(plan)  # told now, not by each worker
    if plan.control_token is not None:
        tokens.secret(plan.control_token)
    champion(project, plan)
    server.serve(
        plan,
        host=host,
        port=port,
        workers=workers,
        certificate=certificate,
        private_key=private_key,
    )


def champion(project: Project, plan: ServePlan) -> ServedModel:
    """Load the champion and prove it on this machine.

    Raises:
        InputError: If that fails, or there is none.
    """
    workspace = Workspace(project)
    routing = routes.read(workspace.ledger)
    if routing.champion is None:
        raise InputError(
            "there is no champion to serve",
            where=str(workspace.root),
            remedy="`assay run` registers a candidate, `assay promote` makes it champion",
        )
    registered = routing.registered[routing.champion]
    folder = workspace.root / "runs" / registered.run / "model"
    return ServedModel.load(folder, registered, policy=plan.policy)


def plan_of(project: Project) -> ServePlan:
    """Return what the workers of a project are told."""
    workspace, settings = Workspace(project), project.settings.serve
    url = project.settings.registry.ledger or f"sqlite:///{workspace.root / 'ledger.db'}"
    return ServePlan(
        name=workspace.model_name,
        root=str(workspace.root),
        project=str(project.root),
        ledger=url,
        rollback="assay.lifecycle.rollback:take_back",
        deploy="assay.lifecycle.deploy:deploy",
        refuse="assay.lifecycle.deploy:refuse",
        grow="assay.lifecycle.ramp:grow",
        losses="assay.lifecycle.outcomes:sums_since",
        pairs="assay.lifecycle.pairs:Pairs",
        look="assay.lifecycle.experiment.look:look",
        winner="assay.lifecycle.experiment.announced:has_winner",
        experiment="assay.lifecycle.experiment.announced:experiment",
        stop="assay.lifecycle.experiment.end:stop_experiment",
        orders="assay.lifecycle.orders",
        follow="assay.lifecycle.rollback",
        **settings.model_dump(),
    )
