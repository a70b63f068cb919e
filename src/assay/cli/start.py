"""The verbs that begin a project: init, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, progress, say, table


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command()(init)
    app.command()(check)


def init(
    source: Annotated[str, typer.Argument(help="URL or path of the table.")],
    target: Annotated[str, typer.Option(help="Column to predict.")],
    time: Annotated[str | None, typer.Option(help="Column that says when a row happened.")] = None,
    group: Annotated[str | None, typer.Option(help="Column of whom a row belongs to.")] = None,
    id: Annotated[str | None, typer.Option(help="Column that names the row.")] = None,
    positive: Annotated[
        str | None, typer.Option(help="Value of the target that counts as positive.")
    ] = None,
    task: Annotated[
        str | None, typer.Option(help="binary, multiclass or regression, if not as proposed.")
    ] = None,
    query: Annotated[str | None, typer.Option(help="SQL query, for a database.")] = None,
    header: Annotated[
        bool | None,
        typer.Option("--header/--no-header", help="Whether a CSV's first line names columns."),
    ] = None,
    force: Annotated[bool, typer.Option(help="Write over a project that is there.")] = False,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Look at a table and propose a project: assay.toml and contract.toml, with reasons."""
    from dataclasses import replace

    from assay.core.address import public
    from assay.data.profile import as_task
    from assay.lifecycle.initialise import initialise

    with progress(quiet=as_json) as tell:
        proposal = initialise(
            source,
            target_column=target,
            folder=project,
            query=query,
            time=time,
            group=group,
            id=id,
            task=as_task(task),
            positive=positive,
            header=header,
            force=force,
            progress=tell,
        )
    if as_json:
        emit(replace(proposal, source=public(proposal.source)))
        return
    positive_is = f", positive is '{proposal.positive}'" if proposal.positive is not None else ""
    table(
        f"{proposal.name}: {proposal.rows:,} rows, {proposal.columns} columns",
        ("proposed", "", "because"),
        [
            ("task", proposal.task, f"of the values of '{proposal.target}'{positive_is}"),
            ("metric", proposal.metric, proposal.metric_reason),
            ("split", proposal.split, proposal.split_reason),
            *(("leave out", name, why) for name, why in proposal.leave_out.items()),
        ],
    )
    for column in proposal.profile.columns:
        for suspicion in column.suspicions:
            say(f"[yellow]look at[/] '{plain_text(column.name)}': {plain_text(suspicion)}")
    say(f"wrote {project / 'assay.toml'} and {project / 'contract.toml'}; next: assay run")


def check(project: Folder = Path(), as_json: AsJson = False) -> None:
    """Validate assay.toml and contract.toml without running anything."""
    from assay.core.project import load
    from assay.lifecycle.check import check as checked

    found = checked(load(project))
    if as_json:
        emit(found)
        return
    say(
        f"[green]sound[/]: {found.name} predicts '{found.target}' ({found.task}) by "
        f"{found.metric}, {found.split} split, {found.columns} columns under contract"
    )
    for waiver in found.expired:
        say(f"[yellow]waiver expired[/]: {plain_text(waiver)}")
    for variable in found.unset:
        say(f"[yellow]not set in this environment[/]: {plain_text(variable)}")
