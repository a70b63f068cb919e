"""Say what a challenger would have said of the requests that were answered."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl

from assay.core.errors import InputError
from assay.core.evidence.serving import ShadowEvidence, TrafficEvidence
from assay.core.project import CostSection, ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.evaluation import confusion
from assay.evaluation.disagreement import disagreement, money
from assay.lifecycle import logged, shadow_live
from assay.lifecycle.logged import Floats, Loaded
from assay.lifecycle.serve import plan_of
from assay.serving import routes
from assay.serving.log import filing


def shadow(
    project: ProjectOrFolder, version: int, *, most_rows: int = logged.MOST_ROWS
) -> ShadowEvidence:
    """Say what a version would have said of the requests that were answered.

    Args:
        project: The project, or its folder.
        version: The challenger.
        most_rows: How many of the latest rows.

    Raises:
        InputError: If there is no champion or version, nothing was logged yet, or the log leaves
            out what the challenger reads.
    """
    workspace = Workspace(loaded(project))
    routing = routes.read(workspace.ledger)
    if routing.champion is None:
        raise InputError("there is no champion to compare with", remedy="`assay promote`")
    log = logged.sound(logged.answers(workspace).tail(most_rows).collect())
    return _compared(workspace, routing.champion, version, log)


def before_traffic(
    workspace: Workspace, champion: int, version: int, *, most_rows: int
) -> TrafficEvidence | None:
    """Compare a challenger with the champion on the log, before it answers, and keep the result.

    Returns:
        What the comparison found, which is written into the ledger too; None if nothing was
        answered by a model yet.
    """
    plan = plan_of(workspace.project)
    log = logged.sound(filing.read(plan.spool, plan.log).sort("at").tail(most_rows).collect())
    if not log.height:
        return None
    found, problem = None, ""
    try:
        found = _compared(workspace, champion, version, log)
    except InputError as error:  # nothing to compare by, or no server could run it
        problem = f"{error.what} ({error.where})" if error.where else error.what
    traffic = TrafficEvidence(
        champion=champion,
        challenger=version,
        logged=log.height,
        compared=found.rows if found else 0,
        refused=found.refused if found else 0,
        failed=found.failed if found else 0,
        disagreeing=found.disagreeing if found else 0,
        problem=problem,
    )
    workspace.ledger.append("shadow", dataclasses.asdict(traffic))
    return traffic


def _compared(
    workspace: Workspace, champion_number: int, version: int, log: pl.DataFrame
) -> ShadowEvidence:
    champion, challenger = logged.load(workspace, champion_number), logged.load(workspace, version)
    records = [each for each in logged.records(log) if logged.complete(each, champion.raw)]
    kept = [each for each in records if not challenger.served.admit([each]).rejected]
    if not kept:
        raise InputError(
            f"no logged request can be scored by version {version}",
            where=f"{log.height} rows were logged, {len(records)} hold all columns",
            remedy="serve requests first; columns that are redacted cannot be scored again",
        )
    frame, said = logged.scored(champion, kept)
    _, other = logged.scored(challenger, kept)
    finite = np.isfinite(other).reshape(len(kept), -1).all(axis=1)
    frame, said, other = frame.filter(pl.Series(finite)), said[finite], other[finite]
    found = disagreement(frame, champion.scorer, challenger.scorer, said, other)
    cost = workspace.project.settings.fit.cost
    expected, least, most = _money(champion, challenger, said, other, cost)
    shift = other - said
    return ShadowEvidence(
        champion=champion.number,
        challenger=version,
        logged=log.height,
        rows=int(finite.sum()),
        refused=len(records) - len(kept),
        failed=int((~finite).sum()),
        disagreeing=int(found.disagreeing.sum()),
        low=found.low,
        high=found.high,
        mean_shift=float(shift.mean()),
        largest_shift=float(np.abs(shift).max()),
        switches=found.switches,
        slices=found.slices,
        cost_a_row=expected,
        cost_low=least,
        cost_high=most,
        currency=cost.currency if cost else "",
        live=shadow_live.measured(workspace, champion_number, version),
        since=str(log["at"][0]),
    )


def _money(
    champion: Loaded,
    challenger: Loaded,
    said: Floats,
    other: Floats,
    cost: CostSection | None,
) -> tuple[float | None, float | None, float | None]:
    if cost is None or champion.scorer.task != "binary":
        return None, None, None
    first = confusion.decide(said, champion.scorer.threshold)
    second = confusion.decide(other, challenger.scorer.threshold)
    return money(first, second, (said + other) / 2, cost)
