"""The verbs about data: profile, validate, contract, data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, progress, say, table

contract_app = typer.Typer(help="Compare and translate contracts.", no_args_is_help=True)
data_app = typer.Typer(help="Look at the versions of the data.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command()(profile)
    app.command()(validate)
    contract_app.command("diff")(contract_diff)
    contract_app.command("export")(contract_export)
    contract_app.command("import")(contract_import)
    app.add_typer(contract_app, name="contract")
    data_app.command("log")(data_log)
    data_app.command("diff")(data_diff)
    app.add_typer(data_app, name="data")


def profile(
    source: Annotated[str | None, typer.Argument(help="The project's if absent.")] = None,
    target: Annotated[str | None, typer.Option(help="Column to relate the others to.")] = None,
    query: Annotated[str | None, typer.Option(help="SQL query, for a database.")] = None,
    header: Annotated[
        bool | None,
        typer.Option("--header/--no-header", help="Whether a CSV's first line names columns."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a self-contained page.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Describe a table: types, missing, outliers, distributions, associations, suspicions."""
    from assay.cli import draw
    from assay.lifecycle.look import look

    with progress(quiet=as_json) as tell:
        found = look(
            source, folder=project, target=target, query=query, header=header, progress=tell
        )
    if html is not None:
        from assay.core.workspace import write_atomic
        from assay.web.profile_page import html as page

        write_atomic(html, page(found).encode())
    if as_json:
        emit(found)
        return
    draw.profile(found)
    if html is not None:
        say(f"wrote {html}")


def validate(
    source: Annotated[str | None, typer.Argument(help="The project's if absent.")] = None,
    environment: Annotated[
        str, typer.Option(help="training, serving (no target) or labels.")
    ] = "training",
    query: Annotated[str | None, typer.Option(help="SQL query, for a database.")] = None,
    rows: Annotated[Path | None, typer.Option(help="Parquet for the bad rows.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Hold a table against the contract, set bad rows aside; exit 1 if the policy says stop."""
    from assay.core.project import load
    from assay.lifecycle.look import hold

    with progress(quiet=as_json) as tell:
        validated = hold(load(project), source, query=query, environment=environment, progress=tell)
    found = validated.evidence
    if validated.quarantine.height:
        rows = rows or project / ".assay" / "quarantine.parquet"
        rows.parent.mkdir(parents=True, exist_ok=True)
        validated.quarantine.write_parquet(rows)
    if as_json:
        emit(found)
    else:
        table(
            f"{found.rows:,} rows, {len(found.checks)} checks, {len(found.violated)} violated, "
            f"{found.quarantined:,} rows set aside",
            ("column", "check", "expected", "violations", "by chance", "rows", "values"),
            [
                (
                    check.column or "",
                    check.check,
                    check.expected,
                    f"{check.violations:,}",
                    "" if check.chance is None else f"{check.chance:.2g}",
                    ", ".join(map(str, check.sample_rows[:3])),
                    ", ".join(check.sample_values[:3]),
                )
                for check in found.violated
            ],
            right="violations",
        )
        if found.quarantined:
            say(f"bad rows, each with its reasons: {rows}")
        if found.stopped:
            say("[bold red]stop[/], as [contract] in assay.toml says")
    if found.stopped:
        raise typer.Exit(1)


def contract_diff(
    left: Annotated[Path, typer.Argument(help="A contract.")],
    right: Annotated[Path, typer.Argument(help="A later contract.")],
    as_json: AsJson = False,
) -> None:
    """Say what a later contract loosened, tightened, renamed, added or removed."""
    from assay.data.contract.diff import diff
    from assay.data.contract.model import load

    changes = diff(load(left), load(right))
    if as_json:
        emit(changes)
        return
    if not changes:
        say("the same")
        return
    for change in changes:
        say(plain_text(change.words))


def contract_export(
    out: Annotated[Path, typer.Argument(help="File to write, YAML.")],
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the project's contract as a pandera schema."""
    from assay.core.project import load
    from assay.core.workspace import write_atomic
    from assay.data.adapters.pandera import to_yaml
    from assay.data.contract.model import load as load_contract

    write_atomic(out, to_yaml(load_contract(load(project).contract_path)).encode())
    _wrote(out, as_json=as_json)


def contract_import(
    schema: Annotated[Path, typer.Argument(help="A pandera schema, YAML.")],
    out: Annotated[Path, typer.Option(help="Contract to write.")] = Path("contract.toml"),
    target: Annotated[str | None, typer.Option(help="Column to predict.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a pandera schema as a contract."""
    from assay.core.workspace import write_atomic
    from assay.data.adapters.pandera import from_yaml
    from assay.data.contract.text import to_toml

    write_atomic(out, to_toml(from_yaml(schema, target=target)).encode())
    _wrote(out, as_json=as_json)


def data_log(project: Folder = Path(), as_json: AsJson = False) -> None:
    """List the versions of the project's data, newest first."""
    from assay.core.project import load
    from assay.lifecycle.look import versions

    found = versions(load(project))
    if as_json:
        emit(found)
        return
    table(
        None,
        ("version", "hash", "rows", "columns", "source"),
        [(v.version, v.content_hash[:16], f"{v.rows:,}", len(v.schema), v.source) for v in found],
        right="rows columns",
    )


def data_diff(
    left: Annotated[str, typer.Argument(help="Version number, or the start of a hash.")],
    right: Annotated[str, typer.Argument(help="Another version.")],
    key: Annotated[str | None, typer.Option(help="Column that names the row.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say what changed between two versions: rows by key, and each column's distribution."""
    from assay.cli import draw
    from assay.core.project import load
    from assay.lifecycle.look import difference

    found = difference(load(project), left, right, key=key)
    if as_json:
        emit(found)
        return
    draw.data_difference(found)


def _wrote(path: Path, *, as_json: bool) -> None:
    if as_json:
        emit({"out": str(path)})
    else:
        say(f"wrote {path}")
