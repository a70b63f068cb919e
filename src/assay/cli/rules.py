"""The verbs about practices: rules, explain."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.output import STYLE, AsJson, console, emit, table


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command()(rules)
    app.command()(explain)


def rules(as_json: AsJson = False) -> None:
    """List every rule with its severity."""
    from assay.practices import catalogue

    known = catalogue.load().values()
    if as_json:
        emit([{"rule": r.id, "severity": r.severity, "title": r.title} for r in known])
        return
    table(None, ("rule", "severity", "finds"), [(r.id, r.severity, r.title) for r in known])


def explain(
    rule: Annotated[str, typer.Argument(help="The rule's name.")], as_json: AsJson = False
) -> None:
    """Say what a rule finds, why it matters, and what to do."""
    from assay.core.errors import InputError, did_you_mean
    from assay.practices import catalogue

    known = catalogue.load()
    if rule not in known:
        raise InputError(
            f"there is no rule '{rule}'{did_you_mean(rule, known)}",
            remedy="`assay rules` lists them",
        )
    found = known[rule]
    if as_json:
        emit(
            {
                "rule": found.id,
                "severity": found.severity,
                "title": found.title,
                "remedy": found.remedy,
                "documentation": dict(found.sections),
            }
        )
        return
    from rich.markdown import Markdown

    style = STYLE[found.severity]
    console().print(f"[bold]{found.id}[/]  [{style}]{found.severity}[/]\n")
    parts = [f"## {heading}\n{text}" for heading, text in found.sections]
    console().print(Markdown("\n\n".join([found.title, *parts, f"## Remedy\n{found.remedy}"])))
