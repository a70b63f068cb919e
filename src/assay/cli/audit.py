"""The verb about anybody's work: audit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.output import STYLE, AsJson, emit, plain_text, progress, say, table

NO_PROJECT = (
    "keys and waivers in remedies are those of a project (assay.toml, contract.toml); without one, "
    "do the same where the tables are made"
)

if TYPE_CHECKING:
    from assay.core.evidence.audit import InjectionEvidence, Price
    from assay.lifecycle.audit import AuditReport, PricedFinding
    from assay.lifecycle.given_score import ModelScore

SHOWN_WHOLE = 3
"""Findings shown in full; the others are a line each."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(audit)


def audit(
    target: Annotated[str, typer.Option(help="Column to predict.")],
    train: Annotated[
        str | None, typer.Option(help="Training rows: path or URL of a table.")
    ] = None,
    test: Annotated[str | None, typer.Option(help="Test rows, with or without the target.")] = None,
    data: Annotated[
        str | None, typer.Option(help="One table of both, instead; --split says which is which.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Column of --data that holds 'train' and 'test'.")
    ] = None,
    time: Annotated[str | None, typer.Option(help="Column that says when a row happened.")] = None,
    group: Annotated[str | None, typer.Option(help="Column of whom a row belongs to.")] = None,
    id: Annotated[str | None, typer.Option(help="Column that names the row.")] = None,
    task: Annotated[
        str | None, typer.Option(help="binary, multiclass or regression, if not as inferred.")
    ] = None,
    metric: Annotated[str | None, typer.Option(help="Metric that the work is judged by.")] = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="A model: ONNX or skops file, module:function, file.py:function, MLflow URI."
        ),
    ] = None,
    inject: Annotated[
        bool,
        typer.Option("--inject", help="Plant known faults in a copy, and say which are found."),
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write a self-contained page.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find what is wrong with data, a split or a model of anybody's; exit 1 on errors."""
    from assay.core.address import public
    from assay.data.profile import as_task
    from assay.lifecycle.audit import audit as hold

    _demand_tables(train, test, data, split)
    if model is None:
        _load_less()
    with progress(quiet=as_json) as tell:
        found = hold(
            train or data,
            test,
            target=target,
            split=split,
            task=as_task(task),
            time=time,
            group=group,
            id=id,
            metric=metric,
            model=model,
            inject=inject,
            progress=tell,
        )
    if report is not None:
        from assay.core.workspace import write_atomic
        from assay.web.audit_page import html

        named = f"{public(train or data or '')} for '{target}'"
        write_atomic(report, html(found, title=named).encode())
    if as_json:
        emit(found.as_dict())
    else:
        _draw(found)
        if report is not None:
            say(f"wrote {report}")
    if found.errors:
        raise typer.Exit(1)


def _demand_tables(
    train: str | None, test: str | None, data: str | None, split: str | None
) -> None:
    from assay.core.errors import InputError

    pair, one = train is not None and test is not None, data is not None and split is not None
    if pair is one or (pair and (data or split)) or (one and (train or test)):
        raise InputError(
            "the tables to audit are not clear",
            where="--train, --test, --data, --split",
            remedy="give --train and --test, or one table as --data with the column of --split",
        )


def _load_less() -> None:
    """Let LightGBM do without scikit-learn and pandas, which it looks for but needs for neither.

    They take a second to load. A process that others share could not do this.
    """
    for name in ("sklearn", "pandas"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # as the manual has it


def _draw(found: AuditReport) -> None:
    seen = f"{found.train_seen:,} rows of training and {found.test_seen:,} of test"
    sampled = f", costly measures on a sample of {seen}" if found.sampled else ""
    say(
        f"\n[bold]{found.train_rows:,} rows of training, {found.test_rows:,} of test[/]: "
        f"{len(found.passed)} rules passed, {len(found.unknown)} unknown{sampled}"
    )
    if found.model is not None:
        _scored(found.model)
    if not found.findings:
        say("[green]nothing found[/]")
    for finding in found.findings[:SHOWN_WHOLE]:
        _whole(finding)
    if found.findings:
        say(f"\n[dim]{NO_PROJECT}[/]")
    if rest := found.findings[SHOWN_WHOLE:]:
        table(
            f"{len(rest)} more",
            ("rule", "severity", "worth", "what was seen"),
            [
                (each.rule, each.severity, _short(each.price), _clipped(each.message))
                for each in rest
            ],
        )
        say("`--json` or `--report` show them whole; `assay explain RULE` says why")
    if found.injection is not None:
        _injected(found.injection)
    for each in found.unknown:
        say(f"[dim]unknown: {plain_text(each.rule)}: {plain_text(each.reason)}[/]")


def _scored(found: ModelScore) -> None:
    say(
        f"[bold]{plain_text(found.name)}[/]: {found.metric} {found.test:.3f} "
        f"[{found.low:.3f}, {found.high:.3f}] on {found.rows:,} rows of test; the prior "
        f"{found.prior:.3f}, a quick model {found.quick:.3f}; on training {found.train:.3f}"
    )
    if found.declared_score is not None:
        say(f"  {found.declared} {found.declared_score:.3f}")


def _injected(found: InjectionEvidence) -> None:
    table(
        f"{found.caught} of {len(found.faults)} faults planted in a copy of these rows were found",
        ("fault", "in", "found by"),
        [
            (each.fault, ", ".join(each.columns), ", ".join(each.caught_by) or "nobody")
            for each in found.faults
        ],
    )


def _whole(finding: PricedFinding) -> None:
    say(f"\n[{STYLE[finding.severity]}]{finding.severity}[/] [bold]{finding.rule}[/]")
    say(f"  {plain_text(finding.message)}")
    if finding.rows:
        say(f"  rows {', '.join(map(str, finding.rows[:5]))}")
    if finding.price is not None:
        price = finding.price
        say(
            f"  worth {price.gain:+.3f} {price.metric} [{price.low:+.3f}, {price.high:+.3f}]: "
            f"{price.present:.3f} with, {price.honest:.3f} without ({plain_text(price.how)})"
        )
    say(f"  remedy: {plain_text(finding.remedy)}")


def _short(price: Price | None) -> str:
    return "" if price is None else f"{price.gain:+.3f} {price.metric}"


def _clipped(text: str, length: int = 100) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."
