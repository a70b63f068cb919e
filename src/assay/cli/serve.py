"""The verbs of a running model: serve, deploy, routes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, say, table


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    for verb in (serve, deploy, routes):
        app.command()(verb)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1)] = 1,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, PEM.")] = None,
    private_key: Annotated[Path | None, typer.Option(help="Its private key, PEM.")] = None,
    project: Folder = Path(),
) -> None:
    """Answer requests with the champion, after proving it on this machine."""
    from assay.core.project import load
    from assay.lifecycle.serve import serve as answer

    answer(
        load(project),
        host=host,
        port=port,
        workers=workers,
        certificate=certificate,
        private_key=private_key,
    )


def deploy(
    version: Annotated[int, typer.Argument(help="A registered version.")],
    role: Annotated[
        str, typer.Option("--as", help="shadow, canary, none, or champion (through the gate).")
    ] = "shadow",
    percent: Annotated[
        float | None, typer.Option(help="Share that a canary answers; 10 if absent.")
    ] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Deploy a version beside the champion, or in its place."""
    from assay.core.project import load

    if role == "champion":
        from assay.cli.ship import promote

        promote(version, project, as_json)
        return
    from assay.lifecycle.deploy import deploy as give

    done = give(load(project), version, role=role, percent=percent)
    if as_json:
        emit(done)
        return
    share = f", answering {done.percent:g} % of the requests" if done.percent else ""
    said = "is deployed no more" if role == "none" else f"is {role}{share}"
    say(f"version {done.version} {said}; champion is version {done.champion}")


def routes(project: Folder = Path(), as_json: AsJson = False) -> None:
    """Say which versions answer now, and to whom a rollback would go."""
    from assay.core.project import load
    from assay.lifecycle.deploy import routing

    found = routing(load(project))
    if as_json:
        emit(
            {
                "champion": found.champion,
                "rollback_to": found.before,
                "canaries": [
                    {"version": each.version, "percent": each.share * 100}
                    for each in found.canaries
                ],
                "shadows": found.shadows,
            }
        )
        return
    left = 100 - sum(each.share for each in found.canaries) * 100
    rows = [(found.champion or "nobody", "champion", f"{left:g} %")]
    rows += [(each.version, "canary", f"{each.share * 100:g} %") for each in found.canaries]
    rows += [(version, "shadow", "sees all, answers none") for version in found.shadows]
    table(None, ("version", "role", "answers"), rows)
    if found.before is not None:
        say(f"`assay rollback` gives the place to version {found.before}")
