"""The verbs of a running model: serve, deploy, routes, drill; and those of what it answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.answered import blame, replay, shadow
from assay.cli.output import AsJson, Folder, emit, plain_text, say, table

if TYPE_CHECKING:
    from assay.serving.routes import Ramp


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    for verb in (serve, deploy, routes, shadow, replay, blame, drill):
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
    ramp: Annotated[
        str | None,
        typer.Option(help="Shares that a canary earns by evidence: 1,5,20,50."),
    ] = None,
    margin: Annotated[
        float | None,
        typer.Option(help="How much higher its rates of bad answers may be; 0.01 if absent."),
    ] = None,
    loss_margin: Annotated[
        float | None,
        typer.Option(help="How much higher its mean loss may be; not asked if absent."),
    ] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Deploy a version beside the champion, or in its place; who is to answer asks the gate."""
    from assay.core.project import load
    from assay.lifecycle.deploy import deploy as give

    climb = None if ramp is None else _ramp(ramp, margin, loss_margin)
    done = give(load(project), version, role=role, percent=percent, ramp=climb)
    if as_json:
        emit(done)
        return
    share = f", answering {done.percent:g} % of the requests" if done.percent else ""
    said = "is deployed no more" if role == "none" else f"is {role}{share}"
    beside = "" if role == "champion" else f"; champion is version {done.champion}"
    say(f"version {done.version} {said}{beside}")
    if climb is not None:
        from assay.serving.ramp import fewest

        later = ", ".join(f"{each:g}" for each in climb.percents[1:])
        say(f"{later} % come by evidence: {fewest(climb):,} of its answers a step, more if bad")


def _ramp(percents: str, margin: float | None, loss_margin: float | None) -> Ramp:
    from assay.core.errors import InputError
    from assay.lifecycle.ramp import ramp_of

    try:
        given = [float(each) for each in percents.split(",")]
    except ValueError as cause:
        raise InputError(
            f"'{percents}' are no percents", where="option --ramp", remedy="write 1,5,20,50"
        ) from cause
    return ramp_of(given, margin=margin, loss_margin=loss_margin)


def routes(project: Folder = Path(), as_json: AsJson = False) -> None:
    """Say which versions answer now, and to whom a rollback would go."""
    from assay.core.project import load
    from assay.lifecycle.deploy import last_withdrawn, routing
    from assay.lifecycle.ramp import climbs

    loaded = load(project)
    found, climbing, gone = routing(loaded), climbs(loaded), last_withdrawn(loaded)
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
                "ramps": climbing,
                "withdrawn": gone,
            }
        )
        return
    left = 100 - sum(each.share for each in found.canaries) * 100
    rows = [(found.champion or "nobody", "champion", f"{left:g} %")]
    rows += [(each.version, "canary", f"{each.share * 100:g} %") for each in found.canaries]
    rows += [(version, "shadow", "sees all, answers none") for version in found.shadows]
    table(None, ("version", "role", "answers"), rows)
    if gone is not None:
        say(f"version {gone.version} was taken away {gone.at[:19]}: {plain_text(gone.reason)}")
    for climb in climbing:
        given = ", ".join(f"{step.percent:g} % since {step.at[:19]}" for step in climb.steps)
        say(f"version {climb.version} was given {given}")
        if climb.next_percent is None:
            say(f"that is the end of its ramp: `assay promote {climb.version}` asks the gate")
        else:
            say(f"{climb.next_percent:g} % once it is certain: {'; '.join(climb.told)}")
    if found.before is not None:
        say(f"`assay rollback` gives the place to version {found.before}")


def drill(
    what: Annotated[str, typer.Argument(help="What to rehearse: rollback.")],
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Rehearse the way back and time it, without moving anything; exit 1 if it is not there."""
    from assay.core.errors import InputError
    from assay.core.project import load
    from assay.lifecycle.drill import drill_rollback

    if what != "rollback":
        raise InputError(f"'{what}' cannot be rehearsed", remedy="`assay drill rollback`")
    found = drill_rollback(load(project))
    if as_json:
        emit(found)
    elif found.problem:
        say(f"[bold red]no way back[/]: version {found.target}: {plain_text(found.problem)}")
    else:
        say(
            f"[green]ready[/]: version {found.target} was loaded and proven in "
            f"{found.seconds:.2f} s; a server keeps it warm, so a rollback waits for none of it"
        )
    if found.problem:
        raise typer.Exit(1)
