"""The verb that gives a version out: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, progress, say

if TYPE_CHECKING:
    from assay.lifecycle.export import Exported


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(export)


def export(
    to: Annotated[str, typer.Option(help="onnx, triton, mlflow, docker or kserve.")],
    version: Annotated[
        str, typer.Argument(help="A version, or an alias such as candidate.")
    ] = "champion",
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to write; exports/MODEL-VERSION-TARGET in the project's."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an export that stands there.")
    ] = False,
    reason: Annotated[
        str, typer.Option(help="Why, for a version that did not come through the gate.")
    ] = "",
    image: Annotated[
        str | None, typer.Option(help="Name of the container image; MODEL:VERSION if absent.")
    ] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a version for another system, after trying what was written."""
    from assay.core.project import load
    from assay.lifecycle.export import export as give

    with progress(quiet=as_json) as tell:
        done = give(
            load(project),
            version,
            to=to,
            out=out,
            overwrite=overwrite,
            reason=reason,
            image=image,
            progress=tell,
        )
    if as_json:
        emit(_told(done))
        return
    for held in done.checked:
        say(f"[green]checked[/] {plain_text(held.what)}: {plain_text(held.found)}")
    for left in done.not_checked:
        say(f"[yellow]not checked[/] {plain_text(left.what)}: {plain_text(left.why)}")
    say(
        f"wrote {plain_text(done.folder)}: version {done.version} of {plain_text(done.model)} for "
        f"{done.to}, {done.files:,} files, {done.size_bytes / 1e6:.1f} MB"
    )


def _told(done: Exported) -> dict[str, object]:
    import dataclasses

    return {**dataclasses.asdict(done), "folder": str(done.folder)}
