"""From a table to rows and columns that a model may be fitted on."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from assay.core.errors import GateClosed
from assay.core.evidence.bundle import Bundle
from assay.core.evidence.data import ColumnsEvidence, LeftOutColumn, ProfileEvidence
from assay.core.project import Project, Settings
from assay.core.workspace import Workspace, write_atomic
from assay.data import leakage, profile, snapshot, source, split
from assay.data.calendar import counts_time
from assay.data.columns import exactly
from assay.data.contract import model
from assay.data.contract import validate as contract
from assay.data.contract.validate import Validated
from assay.data.sides.table import Sides, sides
from assay.data.snapshot import Snapshot
from assay.data.split import SplitPlan, Splits
from assay.evaluation.sealed import SealedTest
from assay.features import own
from assay.lifecycle import measures
from assay.lifecycle.judge import judge
from assay.practices import audit, catalogue

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The data of a run, up to the point where a model may be fitted.

    Attributes:
        beside: What was measured of `both`; it is part of `evidence`.
    """

    snapshot: Snapshot
    splits: Splits
    columns: ColumnsEvidence
    profile: ProfileEvidence
    both: Sides
    beside: Bundle
    evidence: Bundle


def validate(project: Project, workspace: Workspace, tell: Progress) -> Validated:
    """Read the source and hold it against the contract; set bad rows aside with their reasons.

    Raises:
        GateClosed: If the policy says to stop.
    """
    tell("validate", 0.0)
    data, policy = project.settings.data, project.settings.contract
    frame = source.scan(data.source, query=data.query, header=data.header, root=project.root)
    validated = contract.validate(
        frame,
        model.load(project.contract_path),
        policy=policy.policy,
        most_quarantined=policy.most_quarantined,
    )
    quarantine = workspace.root / "quarantine.parquet"
    if validated.evidence.quarantined:
        content = io.BytesIO()
        validated.quarantine.write_parquet(content)
        write_atomic(quarantine, content.getvalue())
    else:
        quarantine.unlink(missing_ok=True)
    if validated.evidence.stopped:
        worst = [
            f"{c.check} of '{c.column}': {c.violations} rows" if c.column else c.check
            for c in validated.evidence.violated[:5]
        ]
        share = validated.evidence.quarantined / max(validated.evidence.rows, 1)
        limit = (
            f" ({share:.1%} of the rows, contract.most_quarantined allows "
            f"{policy.most_quarantined:.1%})"
            if share > policy.most_quarantined
            else ""
        )
        raise GateClosed(
            f"the data breaks its contract{limit}: {'; '.join(worst)}",
            where=f"{data.source}; bad rows with reasons in {workspace.root}/quarantine.parquet",
            remedy="correct the rows or the contract (`assay validate` shows every check)",
        )
    tell("validate", 1.0)
    return validated


def take_snapshot(
    project: Project, workspace: Workspace, validated: Validated, tell: Progress
) -> Snapshot:
    """Keep the validated rows as an immutable version."""
    tell("snapshot", 0.0)
    taken = snapshot.take(
        validated.frame,
        workspace.snapshots / project.settings.name,
        source=project.settings.data.source,
    )
    tell("snapshot", 1.0)
    return taken


def prepare(
    project: Project,
    workspace: Workspace,
    taken: Snapshot,
    evidence: Bundle,
    *,
    tell: Progress,
) -> Prepared:
    """Split, profile, look for leaks, and decide which columns the model may read.

    Profile and leaks are of the development rows: nothing is decided by the sealed test.

    Raises:
        GateClosed: If a column leaks and the project's policy is to stop.
    """
    data, settings = project.settings.data, project.settings
    frame = taken.frame
    if settings.features.module:
        frame = own.load(settings.features.module, root=project.root).apply(
            frame, target=data.target
        )
    tell("split", 0.0)
    parted = split.split(
        frame,
        _split_plan(settings),
        snapshot_hash=taken.evidence.content_hash,
        sealed_folder=workspace.sealed,
        openings=0,
    )
    parted = _count_openings(parted, project, workspace)
    tell("split", 1.0)
    tell("profile", 0.0)
    profiled = profile.profile(
        parted.development.lazy(),
        source=data.source,
        target=data.target,
        time=data.time,
        group=data.group,
        id=data.id,
    )
    tell("profile", 1.0)
    tell("look for leaks", 0.0)
    considered = _considered(profiled, settings, parted.development)
    leaks = leakage.measure(
        parted.development,
        target=data.target,
        task=data.task,
        columns=considered.used,
        time=data.time,
        group=data.group,
        unlabelled=parted.unlabelled,
        seed=settings.split.seed,
    )
    both = _both(parted, considered, settings)
    beside = measures.beside(both, tell)
    evidence = evidence.add(profiled, parted.evidence, leaks, considered, *beside)
    said = judge(evidence, settings)
    leaking = audit.columns_to_leave_out(said, catalogue.load())
    if leaking and settings.practices.on_leak == "stop":
        raise GateClosed(
            "; ".join(f"'{column.name}': {column.reason}" for column in leaking),
            where=f"[practices] on_leak = 'stop' in {project.file.path}",
            remedy="leave the columns out under [data.leave_out], or waive with reason and expiry",
        )
    names = {column.name for column in leaking}
    columns = ColumnsEvidence(
        used=tuple(name for name in considered.used if name not in names),
        left_out=(*considered.left_out, *leaking),
    )
    if not columns.used:
        raise GateClosed(
            "no column is left to predict from",
            where=", ".join(column.name for column in columns.left_out),
            remedy="add columns that are known at the time of prediction",
        )
    if leaking:
        both = both.without(names)
        beside = measures.beside(both, tell)
    kept = replace(leaks, columns=tuple(c for c in leaks.columns if c.name in columns.used))
    kept = replace(
        kept,
        combinations=tuple(c for c in leaks.combinations if set(c.columns) <= set(columns.used)),
    )
    tell("look for leaks", 1.0)
    return Prepared(
        snapshot=taken,
        splits=parted,
        columns=columns,
        profile=profiled,
        both=both,
        beside=beside,
        evidence=evidence.add(columns, kept, *beside),
    )


def held_out(prepared: Prepared) -> pl.DataFrame:
    """Return the validation rows, which the fits of the first fold have not seen."""
    return prepared.splits.development[prepared.splits.folds[0].score]


def sealed_test(project: Project, workspace: Workspace, sealed_id: str) -> SealedTest:
    """Return the sealed test of a split, closed."""
    return SealedTest(
        workspace.sealed,
        sealed_id,
        workspace.ledger,
        allowed=project.settings.split.openings,
        level=project.settings.evaluate.level,
    )


def _both(parted: Splits, considered: ColumnsEvidence, settings: Settings) -> Sides:
    """Put development and test side by side; the test's outcomes stay sealed."""
    data = settings.data
    roles = [name for name in (data.time, data.group, data.id) if name is not None]
    names = list(dict.fromkeys([*considered.used, *roles]))
    return sides(
        parted.development.lazy().select(exactly([*names, data.target])),
        parted.test.lazy().select(exactly(names)),
        target=data.target,
        task=data.task,
        time=data.time,
        group=data.group,
        id=data.id,
        seed=settings.split.seed,
    )


def _count_openings(parted: Splits, project: Project, workspace: Workspace) -> Splits:
    sealed = sealed_test(project, workspace, parted.evidence.sealed_id)
    return replace(parted, evidence=replace(parted.evidence, openings=sealed.openings()))


def _split_plan(settings: Settings) -> SplitPlan:
    data, plan = settings.data, settings.split
    return SplitPlan(
        kind=plan.kind,
        validation=plan.validation,
        test=plan.test,
        seed=plan.seed,
        target=data.target,
        task=data.task,
        time=data.time,
        group=data.group,
        id=data.id,
        reason=plan.reason,
        openings_allowed=plan.openings,
    )


def _considered(
    profile: ProfileEvidence, settings: Settings, development: pl.DataFrame
) -> ColumnsEvidence:
    """Return the columns that could be features, before rules look at them."""
    data = settings.data
    roles = {data.target: "the target", data.id: "names the row"}
    if settings.split.kind in ("group", "group-time"):
        roles[data.group] = "names the group that rows are split by"
    if settings.split.kind in ("time", "group-time"):
        roles[data.time] = "orders the rows that are split by time"
    counting: tuple[str, ...] = ()
    if data.time is not None and "time" in settings.split.kind:
        names = [c.name for c in profile.columns if c.name != data.target]
        counting = counts_time(development.lazy(), names, time=data.time)
    kinds = {
        "text": "free text, which the tabular model does not read",
        "identifier": "identifies rows instead of describing them",
        "constant": "has one value only",
        "unsupported": "has a type that the model cannot read",
    }
    used, left_out = [], []
    for column in profile.columns:
        name = column.name
        if name == data.target:
            continue
        if name in roles:
            left_out.append(LeftOutColumn(name=name, reason=roles[name], by="project"))
        elif name in data.leave_out:
            left_out.append(LeftOutColumn(name=name, reason=data.leave_out[name], by="project"))
        elif column.kind in kinds and name not in settings.features.encode:
            left_out.append(LeftOutColumn(name=name, reason=kinds[column.kind], by="kind"))
        elif name in counting and name not in settings.features.encode:
            why = f"counts '{data.time}': later rows hold values that training never saw"
            left_out.append(LeftOutColumn(name=name, reason=why, by="kind"))
        else:
            used.append(name)
    return ColumnsEvidence(used=tuple(used), left_out=tuple(left_out))
