"""The verbs of an experiment: plan it, look at it, stop it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, say

if TYPE_CHECKING:
    from assay.core.evidence.experiment import Look
    from assay.lifecycle.experiment.announced import Experiment


def register(app: typer.Typer) -> None:
    """Add the group of verbs."""
    group = typer.Typer(
        help="Try a challenger on live traffic, by a plan that is announced before.",
        no_args_is_help=True,
    )
    for verb in (plan, status, stop):
        group.command()(verb)
    app.add_typer(group, name="experiment")


def plan(
    version: Annotated[int, typer.Argument(help="The challenger.")],
    effect: Annotated[float, typer.Option(help="Smallest reduction of the loss to be found.")],
    requests_a_day: Annotated[float, typer.Option(help="Requests (or keys) expected a day.")],
    share: Annotated[float, typer.Option(help="Part of them that the challenger answers.")] = 0.1,
    metric: Annotated[
        str | None, typer.Option(help="Loss of an answer: cost, log_loss, brier, mae ...")
    ] = None,
    baseline: Annotated[
        float | None, typer.Option(help="The champion's mean loss; from its answers if absent.")
    ] = None,
    deviation: Annotated[
        float | None, typer.Option(help="Deviation of one loss; from the same if absent.")
    ] = None,
    alpha: Annotated[float, typer.Option(help="Chance to claim what is not there.")] = 0.05,
    power: Annotated[float, typer.Option(help="Chance to find the effect.")] = 0.8,
    looks: Annotated[int, typer.Option(help="Planned looks.")] = 5,
    promote: Annotated[
        bool, typer.Option("--promote", help="Ask the gate by itself once it is found better.")
    ] = False,
    proxy: Annotated[
        bool, typer.Option("--proxy", help="Decide by the signal that [rollout] proxy names.")
    ] = False,
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Announce an experiment, and give the challenger its share of the requests."""
    from assay.core.project import load
    from assay.lifecycle.experiment.plan import plan_experiment

    made = plan_experiment(
        load(project),
        version,
        effect=effect,
        requests_a_day=requests_a_day,
        share=share,
        metric=metric,
        baseline=baseline,
        deviation=deviation,
        alpha=alpha,
        power=power,
        looks=looks,
        promote=promote,
        proxy=proxy,
    )
    if as_json:
        emit(made)
        return
    planned = made.plan
    say(
        f"announced: version {made.challenger} against champion {made.champion} by {made.metric}, "
        f"{planned.baseline:.4g} now, to find {planned.effect:.4g} less with {planned.power:.0%} "
        "power"
    )
    say(
        f"{planned.requests:,} labelled units ({planned.challenger_requests:,} of the challenger), "
        f"{planned.days} days, {planned.looks} looks, {planned.share:.0%} of the traffic; a server "
        "takes each look when its information is there"
    )
    if made.proxy:
        shown = made.proxy
        say(
            f"decided by the signal '{plain_text(made.signal)}': on {shown['units']:,} units of "
            f"which both are known it goes with the outcome by {shown['correlation']:.3f} "
            f"[{shown['low']:.3f}, {shown['high']:.3f}]"
        )


def status(project: Folder = Path(), as_json: AsJson = False) -> None:
    """Say where the experiment stands; where no server runs, take the look that is due."""
    from assay.core.project import load
    from assay.lifecycle.experiment.status import experiment_status

    found = experiment_status(load(project))
    if as_json:
        emit(found)
        return
    made, labelled, answered = found.experiment, found.labelled, found.answered
    counts = ", ".join(
        f"version {version}: {labelled.get(version, 0):,} of {answered.get(version, 0):,}"
        for version in (made.champion, made.challenger)
    )
    aside = f"; {found.unreadable:,} outcomes cannot be read" if found.unreadable else ""
    say(f"labelled: {counts}{aside}")
    if (look := found.look) is not None:
        _show(made, look)
    if found.waiting:
        say(found.waiting)
    if made.refused:
        say(f"the gate refused to promote it: {plain_text(made.refused)}")
    if made.ended is not None:
        say(f"it ended: {plain_text(made.ended)}")


def _show(made: Experiment, look: Look) -> None:
    say(
        f"look {look.number} at {look.fraction:.0%}: the challenger gains {look.gain:+.4g} "
        f"{plain_text(made.metric)} [{look.low:+.4g}, {look.high:+.4g}], z {look.z:.2f}, "
        f"decided beyond {look.bound:.2f}"
    )
    asks = (
        "the gate is asked" if made.promote else f"`assay promote {made.challenger}` asks the gate"
    )
    told = {
        "promote": f"[bold green]better[/]: {asks}",
        "keep": f"[bold]the champion stays[/] ({look.reason}); the challenger was withdrawn",
        "continue": "undecided: go on",
    }
    say(told[look.verdict])


def stop(
    reason: Annotated[str, typer.Option(help="Why, for the ledger.")] = "",
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """End the running experiment without a verdict, and withdraw the challenger."""
    from assay.core.project import load
    from assay.lifecycle.experiment.end import stop_experiment

    ended = stop_experiment(load(project), reason=reason)
    if as_json:
        emit(ended)
        return
    say(f"experiment {ended.number} ended; version {ended.challenger} was withdrawn")
