"""What a shadow took and where it failed under live load, as the server measured it."""

from __future__ import annotations

import polars as pl

from assay.core.evidence.serving import LiveShadow, Timed
from assay.core.workspace import Workspace
from assay.lifecycle.outcomes import since_of
from assay.lifecycle.serve import plan_of
from assay.serving.log import filing

SHOWN = 3
"""Kinds of problems that are named."""


def measured(workspace: Workspace, champion: int, version: int) -> LiveShadow | None:
    """Return what was measured since a version became a shadow; None if it was asked nothing."""
    since = _deployed(workspace, version)
    if since is None:
        return None
    plan = plan_of(workspace.project)
    shadows = since_of(filing.read_shadows(plan.spool, plan.log), since)
    said = shadows.filter(pl.col("version") == version).collect()
    if not said.height:
        return None
    first, last = said["at"].min(), said["at"].max()
    routed = filing.read(plan.spool, plan.log).filter(
        (pl.col("route") != "asked for") & (pl.col("row") == 0)
    )
    came = routed.filter(pl.col("at").is_between(first, last)).collect()
    ours = came.filter(pl.col("version") == champion)
    good = said.filter((pl.col("status") == "answered") & (pl.col("champion") == champion))
    status = dict(said.group_by("status").len().iter_rows())
    bad = said.filter(pl.col("problem") != "").group_by("problem").len()
    return LiveShadow(
        since=since,
        asked=said.height,
        skipped=came.join(said, on="request", how="anti").height,
        refused=status.get("refused", 0),
        failed=status.get("failed", 0),
        champion_refused=ours.filter(pl.col("status") == 422).height,
        champion_failed=ours.filter(pl.col("route") == "baseline").height,
        took=_timed(good["latency_us"]),
        champion_took=_timed(good["champion_us"]),
        processor=_timed(good["processor_us"]),
        champion_processor=_timed(good["champion_processor_us"]),
        served=_timed(ours.filter(pl.col("status") == 200)["latency_us"]),
        problems=tuple(bad.sort("len", "problem", descending=[True, False]).head(SHOWN).rows()),
    )


def _deployed(workspace: Workspace, version: int) -> str | None:
    """Return when a version last became a shadow."""
    entries = workspace.ledger.entries("deployment")
    moves = [each for each in entries if int(each.body["version"]) == version]
    became = [each.at for each in moves if each.body["as"] == "shadow"]
    return became[-1] if became else None


def _timed(taken: pl.Series) -> Timed | None:
    if not taken.len():
        return None
    p50, p99 = (float(taken.quantile(each, "linear") or 0.0) for each in (0.5, 0.99))
    return Timed(p50_us=p50, p99_us=p99)
