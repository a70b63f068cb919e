"""The verbs that use what was registered: promote, rollback, history, verify, predict, explain."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, progress, say, table

if TYPE_CHECKING:
    from assay.core.project import Project
    from assay.lifecycle.predict import Predicted


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    for verb in (promote, rollback, history, verify, predict, explain_row):
        app.command()(verb)


def promote(
    version: Annotated[int | None, typer.Argument(help="The latest candidate if absent.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Make a version the champion, if its evidence is complete and the gate opens."""
    from assay.core.project import load
    from assay.lifecycle.promote import promote as move

    moved = move(load(project), version)
    if as_json:
        emit(moved)
        return
    before = f"; before it was version {moved.before}" if moved.before else ""
    say(f"version {moved.after} is [bold green]champion[/]{before}")


def rollback(
    reason: Annotated[str, typer.Option(help="Why, for the ledger.")] = "",
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Give the place back to the champion before the present one."""
    from assay.core.project import load
    from assay.lifecycle.rollback import follow, take_back

    loaded = load(project)
    moved = take_back(loaded, reason=reason)
    if as_json:
        emit(moved)
    else:
        say(f"version {moved.after} is champion again; version {moved.before} was taken back")
    follow(loaded)


def history(
    at: Annotated[
        str | None, typer.Option(help="Who was champion at this time: 2026-11-22T20:00.")
    ] = None,
    openings: Annotated[
        bool, typer.Option("--openings", help="List the openings of sealed tests instead.")
    ] = False,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say who was champion when, as the ledger tells it."""
    from assay.core.errors import InputError
    from assay.core.project import load
    from assay.lifecycle.promote import champion_at
    from assay.lifecycle.promote import history as reigns

    loaded = load(project)
    if openings:
        _openings(loaded, as_json=as_json)
        return
    if at is not None:
        try:
            moment = datetime.datetime.fromisoformat(at)
        except ValueError as cause:
            raise InputError(
                f"'{at}' is not a time", remedy="write it as 2026-11-22 or 2026-11-22T20:00+01:00"
            ) from cause
        found = [reign] if (reign := champion_at(loaded, moment)) else []
    else:
        found = list(reigns(loaded))
    if as_json:
        emit(found)
        return
    if not found:
        say("nobody was champion")
        return
    table(
        None,
        ("version", "champion since", "until", "by"),
        [
            (reign.version, reign.since[:19], (reign.until or "now")[:19], reign.by)
            for reign in found
        ],
    )


def _openings(project: Project, *, as_json: bool) -> None:
    from assay.lifecycle.promote import openings

    looks = openings(project)
    if as_json:
        emit(looks)
        return
    table(
        None,
        ("sealed test", "opened", "run", "for"),
        [(look.sealed_id, look.at[:19], look.run, look.purpose) for look in looks],
    )


def verify(project: Folder = Path(), as_json: AsJson = False) -> None:
    """Prove the ledger's chain, and that the registry agrees with it; exit 1 if not."""
    from assay.core.project import load
    from assay.lifecycle.promote import verify as prove

    found = prove(load(project))
    if as_json:
        emit({"sound": not found.problems, **_fields(found)})
    elif found.problems:
        for problem in found.problems:
            say(f"[bold red]broken[/]: {plain_text(problem)}")
    else:
        say(
            f"[green]sound[/]: {found.entries} entries, {found.versions} versions, "
            f"head {found.head[:16]}"
        )
    if found.problems:
        raise typer.Exit(1)


def predict(
    source: Annotated[str, typer.Argument(help="URL or path of the rows to score.")],
    out: Annotated[
        str,
        typer.Option(
            help="A file (.parquet, .csv, .jsonl, .arrow), a folder of Parquet files, a Delta "
            "table (delta://folder), or the URL of a database."
        ),
    ],
    query: Annotated[str | None, typer.Option(help="SQL query, for a database.")] = None,
    table_name: Annotated[
        str | None, typer.Option("--table", help="Table to write, where --out is a database.")
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(
            help="Columns of the source to write too, by commas; '*' for all, '' for none. By "
            "default those that name a row by the contract, or all if none does."
        ),
    ] = None,
    policy: Annotated[
        Literal["reject", "clip", "impute"] | None,
        typer.Option(
            help="What is done with values that break the contract; the project's [serve] policy "
            "if absent."
        ),
    ] = None,
    version: Annotated[int | None, typer.Option(help="Version to score with.")] = None,
    alias: Annotated[str | None, typer.Option(help="Alias to score with.")] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an output that is there.")
    ] = False,
    append: Annotated[bool, typer.Option("--append", help="Add the rows to a table.")] = False,
    drop_rejected: Annotated[
        bool, typer.Option("--drop-rejected", help="Leave out rows that get no prediction.")
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Start anew, whatever an interrupted call left.")
    ] = False,
    part_rows: Annotated[
        int,
        typer.Option(help="Rows that a kill can lose, and that a file of a folder holds.", min=1),
    ] = 250_000,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Score every row of a source: the champion's predictions, or the latest candidate's.

    A call that was killed goes on when it is made again.
    """
    from assay.core.errors import InputError
    from assay.core.project import load
    from assay.lifecycle.predict import predict as score

    if overwrite and append:
        raise InputError(
            "--overwrite and --append contradict each other", remedy="leave out one of them"
        )
    with progress(quiet=as_json) as tell:
        done = score(
            load(project),
            source,
            out,
            query=query,
            table=table_name,
            keep=None if keep is None else [name for name in keep.split(",") if name],
            policy=policy,
            version=version,
            alias=alias,
            mode="overwrite" if overwrite else "append" if append else "new",
            drop_rejected=drop_rejected,
            restart=restart,
            part_rows=part_rows,
            progress=tell,
        )
    if as_json:
        emit({**_fields(done), "broken": done.broken, "renamed": dict(done.renamed)})
    else:
        _say_predicted(done, dropped=drop_rejected)


def _say_predicted(done: Predicted, *, dropped: bool) -> None:
    if done.anew is not None:
        say(f"[yellow]started anew[/] after an interrupted call: {plain_text(done.anew)}")
    if done.resumed:
        say(f"went on after an interrupted call: {done.resumed:,} rows were scored already")
    for check in done.broken:
        column = f" of '{plain_text(check.column)}'" if check.column else ""
        say(
            f"[yellow]{check.violations:,} rows break[/] {check.check}{column} "
            f"({plain_text(check.expected)})"
        )
    if done.rejected:
        how = "left out" if dropped else "without a prediction; `reasons` says why"
        say(f"[yellow]{done.rejected:,} of {done.rows:,} rows were rejected[/]: {how}")
    if done.put_right:
        say(f"{done.put_right:,} rows were scored with a value put right (policy {done.policy})")
    for name, new in done.renamed:
        say(f"the source's column '{plain_text(name)}' is written as '{plain_text(new)}'")
    say(
        f"wrote {plain_text(done.out)}: {done.rows:,} rows, scored by version {done.version} "
        f"in {done.seconds:.1f} s"
    )


def explain_row(
    source: Annotated[str, typer.Argument(help="URL or path of the table that holds the row.")],
    row: Annotated[int, typer.Option(help="Position of the row in the table, from 0.", min=0)],
    method: Annotated[
        str, typer.Option(help="shap (the default) or lime (needs the extra `lime`).")
    ] = "shap",
    query: Annotated[str | None, typer.Option(help="SQL query, for a database.")] = None,
    version: Annotated[int | None, typer.Option(help="Version to explain.")] = None,
    alias: Annotated[str | None, typer.Option(help="Alias to explain.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say what each column adds to the prediction of one row."""
    from assay.lifecycle.explain_row import explain_row as explained

    found = explained(
        project, source, row, method=method, query=query, version=version, alias=alias
    )
    if as_json:
        emit(found)
        return
    of_class = f" of '{found.explains}'" if found.explains is not None else ""
    table(
        f"row {found.row}, version {found.version} says {found.prediction['prediction']}: "
        f"what adds to the {found.scale}{of_class}, by {found.method.upper()}",
        ("column", "value", "adds"),
        [
            ("(base)", "", f"{found.base:+.4g}"),
            *(
                (p.column, "(missing)" if p.value is None else p.value, f"{p.contribution:+.4g}")
                for p in found.parts
            ),
            ("(sum)", "", f"{found.total:+.4g}"),
        ],
        right="adds",
    )
    probabilities = {
        name.removeprefix("probability_"): value
        for name, value in found.prediction.items()
        if name != "prediction"
    }
    if probabilities:
        told = ", ".join(f"{plain_text(name)} {value:.4f}" for name, value in probabilities.items())
        say(f"the scorer's probabilities: {told}")
    if found.method == "lime":
        say("LIME's sum is its local model's answer; the scorer's own stands above.")


def _fields(value: object) -> dict[str, object]:
    import dataclasses

    return dataclasses.asdict(value)  # type: ignore[call-overload,no-any-return]
