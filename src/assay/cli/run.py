"""The verbs about runs: run, runs, show, compare, report, reproduce."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, progress, say, table

if TYPE_CHECKING:
    from assay.core.evidence.bundle import Bundle


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    for verb in (run, runs, show, compare, report, reproduce):
        app.command()(verb)


def run(
    budget: Annotated[float | None, typer.Option(help="Seconds of training.", min=1)] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take the table to a registered candidate, every stage leaving its evidence."""
    from assay.cli import draw
    from assay.core.project import load

    intended = load(project)  # a mistake in it is told before two seconds of imports
    from assay.verbs import run as carry_out

    with progress(quiet=as_json) as tell:
        outcome = carry_out(intended, budget_seconds=budget, progress=tell)
    if as_json:
        emit(
            {
                "run": outcome.run_id,
                "version": outcome.version,
                "registered": outcome.version is not None,
                "reasons": outcome.gate.reasons,
                "folder": str(outcome.folder),
                **draw.summary(outcome.evidence),
                "why_baseline": why_baseline(outcome.evidence),
            }
        )
    else:
        draw.run(outcome.evidence)
        _say_why(outcome.evidence)
        if outcome.version is not None:
            say(
                f"[bold green]registered[/] as version {outcome.version}, candidate "
                f"(run {outcome.run_id})"
            )
        else:
            say("[bold red]not registered[/]:")
            for reason in outcome.gate.reasons:
                say(f"  {plain_text(reason)}")
        say(f"report: {outcome.folder / 'pages' / 'report.html'}")
    if outcome.version is None:
        raise typer.Exit(1)


def runs(project: Folder = Path(), as_json: AsJson = False) -> None:
    """List every run, newest first."""
    from assay.core.project import load
    from assay.lifecycle.inspect import runs as listed

    found = listed(load(project))
    if as_json:
        emit(found)
        return
    table(
        None,
        ("run", "status", "version", "ships", "sealed test"),
        [
            (
                line.state.run_id,
                "" if line.state.status == "registered" else line.state.status,
                " ".join(map(str, (line.state.version or "", *line.aliases))),
                line.shipped or "",
                ""
                if line.score is None
                else f"{line.metric} {line.score:.4g} [{line.low:.4g}, {line.high:.4g}]",
            )
            for line in found
        ],
    )


def show(
    name: Annotated[str | None, typer.Argument(help="Run, or the start of its name.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show the evidence of a run; the latest where none is named."""
    from assay.cli import draw
    from assay.core.project import load
    from assay.lifecycle.inspect import show as shown

    state, evidence = shown(load(project), name)
    if as_json:
        emit({"run": state, "evidence": {type(value).__name__: value for value in evidence}})
        return
    said = f": {plain_text(state.message)}" if state.message else ""
    say(f"run [bold]{state.run_id}[/], {state.status}{said}")
    draw.run(evidence)
    _say_why(evidence)


def compare(
    left: Annotated[str, typer.Argument(help="Run, or the start of its name.")],
    right: Annotated[str, typer.Argument(help="Another run.")],
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show in what two runs differ."""
    from assay.core.project import load
    from assay.lifecycle.inspect import compare as compared

    found = compared(load(project), left, right)
    if as_json:
        emit(found)
        return
    table(None, ("", left, right), [(line.what, line.left, line.right) for line in found])


def report(
    name: Annotated[str | None, typer.Argument(help="Run, or the start of its name.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the report of a run: one self-contained HTML page."""
    from assay.core.project import load
    from assay.verbs import report as write

    path = write(load(project), name, out=out)
    if as_json:
        emit({"report": str(path)})
    else:
        say(f"wrote {path}")


def reproduce(
    name: Annotated[str | None, typer.Argument(help="Run, or the start of its name.")] = None,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Repeat a run from its snapshot and its recorded plan; exit 1 if anything differs."""
    from assay.core.project import load
    from assay.lifecycle.reproduce import reproduce as repeat

    with progress(quiet=as_json) as tell:
        found = repeat(load(project), name, progress=tell)
    if as_json:
        emit(
            {
                "equal": found.equal,
                "run": found.run_id,
                "results": found.results,
                "reasons": found.reasons,
            }
        )
    else:
        table(
            f"run {found.run_id}, repeated",
            ("", "then", "now", ""),
            [
                (same.what, same.before[:16], same.after[:16], "same" if same.equal else "DIFFERS")
                for same in found.results
            ],
        )
        for reason in found.reasons:
            say(f"changed since: {plain_text(reason)}")
    if not found.equal:
        raise typer.Exit(1)


def why_baseline(evidence: Bundle) -> str | None:
    """Return why a baseline ships although a candidate looks better; None where none does."""
    from assay.core.evidence.fit import FitEvidence

    fit = evidence.find(FitEvidence)
    if fit is None or fit.shipped == "ensemble":
        return None
    sign = 1 if fit.higher_is_better else -1
    best = max(
        (each for each in fit.candidates if each.complete), key=lambda each: sign * each.score
    )
    if sign * (best.score - fit.ensemble_score) <= 0:
        return None
    own = (
        f"; its own gain over prior is {fit.gain_low:.3g} to {fit.gain_high:.3g} in the loss of "
        "training"
        if fit.shipped != "prior"
        else ""
    )
    return (
        f"{fit.shipped} ships although '{best.name}' scores {best.score:.5g} against "
        f"{fit.ensemble_score:.5g}: what is found has to beat the baselines beyond chance on the "
        f"same out-of-fold rows, and did not{own}"
    )


def _say_why(evidence: Bundle) -> None:
    if why := why_baseline(evidence):
        say(plain_text(why))
