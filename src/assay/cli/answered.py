"""The verbs of what was answered: shadow, replay, blame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.output import AsJson, Folder, emit, plain_text, say, table

if TYPE_CHECKING:
    from assay.core.evidence.serving import ShadowEvidence, Timed


def shadow(
    version: Annotated[int, typer.Argument(help="The challenger.")],
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say what a version would have answered to the requests that were answered."""
    from assay.core.project import load
    from assay.lifecycle.shadow import shadow as compare

    found = compare(load(project), version)
    if as_json:
        emit(found)
        return
    share = found.disagreeing / max(found.rows, 1)
    say(
        f"on {found.rows:,} logged rows version {found.challenger} decides otherwise than champion "
        f"{found.champion} in [bold]{share:.2%}[/] [{found.low:.2%}, {found.high:.2%}]"
    )
    say(f"scores shift by {found.mean_shift:+.4g} on average, {found.largest_shift:.3g} at most")
    for switch in found.switches:
        before, after = plain_text(switch.champion), plain_text(switch.challenger)
        say(f"{switch.rows:,} rows: '{before}' becomes '{after}'")
    for part in found.slices:
        say(
            f"most where {plain_text(part.condition)}: {part.loss:.1%} of {part.rows:,} rows, "
            f"{part.loss_rest:.1%} elsewhere"
        )
    if found.cost_a_row is not None:
        unit = f" {found.currency}" if found.currency else ""
        say(
            f"a row would cost {found.cost_a_row:+.4g}{unit} more by both models' own "
            f"probabilities; {found.cost_low:+.4g} to {found.cost_high:+.4g} whatever happens"
        )
    say(f"of the logged rows it refuses {found.refused:,} and fails at {found.failed:,}")
    _live(found)


def _live(found: ShadowEvidence) -> None:
    live, version = found.live, found.challenger
    if live is None:
        say(f"latency and errors are not measured: `assay deploy {version} --as shadow` does")
        return
    say(
        f"as a shadow since {live.since[:19]}: asked {live.asked:,} requests ({live.skipped:,} "
        f"skipped), refused {live.refused:,} and failed at {live.failed:,}; the champion refused "
        f"{live.champion_refused:,}, and its baseline answered {live.champion_failed:,}"
    )
    for problem, count in live.problems:
        say(f"{count:,} requests: {plain_text(problem)}")
    for who, took, busy in (
        (f"version {version}", live.took, live.processor),
        ("the champion beside it", live.champion_took, live.champion_processor),
        ("the champion as served", live.served, None),
    ):
        if took is not None:
            of = f"; of the processor {_within(busy)}" if busy else ""
            say(f"{who}: a request takes {_within(took)}{of}")


def _within(took: Timed) -> str:
    return f"{took.p50_us:,.0f} us (99 % within {took.p99_us:,.0f})"


def replay(project: Folder = Path(), as_json: AsJson = False) -> None:
    """Score logged requests again in batch; exit 1 unless both agree bit for bit."""
    from assay.core.project import load
    from assay.lifecycle.replay import replay as again

    found = again(load(project))
    if as_json:
        emit(found)
    elif found.differing:
        say(
            f"[bold red]skew[/]: {found.differing:,} of {found.rows:,} logged rows score otherwise "
            f"in batch, by {found.largest:.3g} at most; requests {', '.join(found.requests)}"
        )
    else:
        say(
            f"[green]equal[/]: {found.rows:,} logged rows score the same in batch, bit for bit; "
            f"{found.skipped:,} could not be scored again"
            + "".join(f"; {count:,} {why}" for why, count in found.why_skipped)
        )
    if found.differing:
        raise typer.Exit(1)


def blame(
    request: Annotated[str, typer.Argument(help="The request_id of an answer.")],
    project: Folder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say what stands behind one answer: model, data, code, waivers, route."""
    from assay.core.project import load
    from assay.lifecycle.blame import blame as behind

    found = behind(load(project), request)
    if as_json:
        emit(found)
        return
    promoted = f", champion since {found.promoted_at[:19]}" if found.promoted_at else ""
    facts = [
        ("answered", f"{found.at[:19]}, status {found.status}, in {found.latency_us} us"),
        ("route", f"{found.route}{f', key {found.key}' if found.key else ''}"),
        *((("client", found.client),) if found.client else ()),
        ("version", f"{found.version}, registered {found.registered_at[:19]}{promoted}"),
        ("run", found.run),
        ("data", found.snapshot),
        ("code", found.code or "not in git"),
        ("scorer", found.scorer),
        *(("waiver", f"{each['rule']}: {each['reason']}") for each in found.waivers),
    ]
    table(f"request {request}", ("what", "is"), facts)
    for row in found.rows:
        outcome = f"; it turned out {row.outcome}" if row.outcome is not None else ""
        said = row.prediction if row.prediction is not None else "refused"
        say(f"row {row.row}: {plain_text(said)}{outcome}")
        for reason in row.reasons:
            say(f"  {plain_text(reason['column'])}: {plain_text(reason['expected'])}")
