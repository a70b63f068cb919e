"""Say what stands behind one answer: model, data, code, waivers, route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import polars as pl

from assay.core.errors import InputError
from assay.core.evidence.registry import LineageEvidence
from assay.core.project import ProjectOrFolder, loaded
from assay.core.workspace import Workspace
from assay.lifecycle.serve import plan_of
from assay.lifecycle.state import RunFolder
from assay.serving import routes
from assay.serving.log import filing


@dataclass(frozen=True, slots=True, kw_only=True)
class BlamedRow:
    """One row of a request, and what was said of it.

    Attributes:
        reasons: What broke the contract.
        outcome: What became known later, JSON; None if nothing did.
    """

    row: int
    version: int
    inputs: str | None
    prediction: str | None
    scores: tuple[float, ...]
    reasons: tuple[dict[str, Any], ...]
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """What stands behind an answer.

    Attributes:
        at: When it was given, ISO 8601 UTC.
        route: `champion`, `canary`, `baseline`, `mixed` or `asked for`.
        client: Name of the token that the request held, or "".
        run: Run that made the version that answered the first row.
        snapshot: Hash of the data that it was trained on.
        code: Git commit of the project then.
        registered_at: When the version was registered.
        promoted_at: When it last became champion before the answer; None for a canary.
        waivers: Findings that the team had accepted for that run, with reason and expiry.
    """

    request: str
    at: str
    status: int
    route: str
    key: str
    client: str
    latency_us: int
    version: int
    run: str
    snapshot: str
    scorer: str
    code: str | None
    registered_at: str
    promoted_at: str | None
    waivers: tuple[dict[str, Any], ...]
    rows: tuple[BlamedRow, ...]


def blame(project: ProjectOrFolder, request: str) -> Blamed:
    """Return what stands behind the answer to a request.

    Args:
        project: The project, or its folder.
        request: The request's id, as the answer gave it.

    Raises:
        InputError: If the log holds no such request.
    """
    workspace = Workspace(loaded(project))
    plan = plan_of(workspace.project)
    found = filing.read(plan.spool, plan.log).filter(pl.col("request") == request)
    rows = found.sort("at", "row").collect()
    if not rows.height:
        raise InputError(
            f"the log holds no request '{request}'",
            where=str(plan.log),
            remedy="give the request_id of an answer; what is past its retention is gone",
        )
    first = rows.row(0, named=True)
    ledger = workspace.ledger
    registered = routes.read(ledger).registered[first["version"]]
    at = first["at"].isoformat()
    made = next(e for e in ledger.entries("registered") if e.body["run"] == registered.run)
    champion = [
        entry.at
        for entry in ledger.entries("promotion", "rollback")
        if int(entry.body["version"]) == registered.version and entry.at <= at
    ]
    evidence = RunFolder(workspace.run(registered.run)).evidence
    lineage = evidence.find(LineageEvidence)
    outcomes = _outcomes(workspace, request)
    return Blamed(
        request=request,
        at=at,
        status=first["status"],
        route=first["route"],
        key=first["key"],
        client=first["client"] or "",
        latency_us=first["latency_us"],
        version=registered.version,
        run=registered.run,
        snapshot=registered.snapshot,
        scorer=registered.scorer,
        code=lineage.code_version if lineage else None,
        registered_at=made.at,
        promoted_at=champion[-1] if champion and first["route"] == "champion" else None,
        waivers=tuple(
            entry.body for entry in ledger.entries("waiver") if entry.body["run"] == registered.run
        ),
        rows=tuple(
            BlamedRow(
                row=row["row"],
                version=row["version"],
                inputs=row["inputs"],
                prediction=row["prediction"],
                scores=tuple(row["scores"] or ()),
                reasons=tuple(msgspec.json.decode(row["reasons"]) if row["reasons"] else ()),
                outcome=outcomes.get(row["row"]),
            )
            for row in rows.to_dicts()
        ),
    )


def _outcomes(workspace: Workspace, request: str) -> dict[int, str]:
    """Return what became known later of each row, the last word on each."""
    plan = plan_of(workspace.project)
    found = filing.read_feedback(plan.spool, plan.log).filter(pl.col("request") == request)
    return dict(found.sort("at").select("row", "outcome").collect().iter_rows())
