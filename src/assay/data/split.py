"""Part rows into train, validation and a sealed test that never overlap."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assay.core.errors import InputError, did_you_mean
from assay.core.evidence.data import Task
from assay.core.evidence.split import SplitEvidence, SplitKind
from assay.data.assign import (
    DROPPED,
    TEST,
    TRAIN,
    VALIDATION,
    Codes,
    cut_time,
    deal,
    deal_groups,
    order_by,
    purge_groups,
)
from assay.data.folds import Development, Fold, count_folds, make_folds
from assay.data.rowhash import Hashes, mix, row_hashes
from assay.data.seal import seal, seal_name
from assay.data.split_checks import demand_parts, demand_rows
from assay.data.split_choice import propose
from assay.data.split_measure import measure
from assay.data.target import classes_of, encode, known, names
from assay.data.times import seconds

__all__ = ["Fold", "SplitPlan", "Splits", "propose", "split"]

QUANTILE_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """How to part rows.

    Attributes:
        validation: Share of rows for validation, in (0, 1).
        test: Share of rows for the sealed test, in (0, 1).
        seed: Seed of the assignment.
        time: Column that says when a row happened.
        group: Column that names whom a row belongs to.
        id: Column that names the row; rows that differ in nothing else count as equal.
        reason: Why this kind.
        openings_allowed: How often the test may be opened.
    """

    target: str
    task: Task
    kind: SplitKind = "random"
    validation: float = 0.2
    test: float = 0.2
    seed: int = 0
    time: str | None = None
    group: str | None = None
    id: str | None = None
    reason: str = ""
    openings_allowed: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Splits:
    """The parts.

    Attributes:
        development: Train rows first, then validation rows, with the target.
        folds: Fold 0 fits on train and scores validation; others score training rows.
        test: Test rows without the target; their labels are sealed.
        unlabelled: Rows whose target is missing, with all columns.
    """

    development: pl.DataFrame
    folds: tuple[Fold, ...]
    test: pl.DataFrame
    evidence: SplitEvidence
    unlabelled: pl.DataFrame = field(default_factory=pl.DataFrame)


def split(
    frame: pl.LazyFrame,
    plan: SplitPlan,
    *,
    snapshot_hash: str,
    sealed_folder: Path,
    openings: int,
) -> Splits:
    """Part rows by a hash of their content, group or time, and seal the test's labels.

    Row order changes nothing, and equal rows always stand on the same side.

    Args:
        frame: The rows of a snapshot.
        plan: How to part them.
        snapshot_hash: Content hash of the snapshot; names the sealed test together with the plan.
        sealed_folder: Where labels of sealed tests are kept.
        openings: How often this sealed test has been opened so far.

    Raises:
        InputError: If the rows cannot be parted as planned, with what would make it possible.

    Example:
        >>> import tempfile
        >>> frame = pl.LazyFrame({"x": range(100), "y": ["no", "yes"] * 50})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     parts = split(
        ...         frame,
        ...         SplitPlan(target="y", task="binary"),
        ...         snapshot_hash="00",
        ...         sealed_folder=Path(folder),
        ...         openings=0,
        ...     )
        >>> parts.development.height, parts.test.columns, parts.evidence.rows_shared
        (80, ['x'], 0)
    """
    _demand_columns(frame.collect_schema().names(), plan)
    rows = frame.collect()
    labelled = known(rows[plan.target])
    unlabelled, rows = rows.filter(~labelled), rows.filter(labelled)
    rows, placeless = _placed(rows, plan)
    strata, labels = _strata(rows[plan.target], plan)
    demand_rows(rows, plan, labels, folds=_expected_folds(rows.height, plan))
    content = row_hashes(rows, [name for name in rows.columns if name != plan.id])
    keys = mix(content, salt=np.uint64(plan.seed))
    times = seconds(rows[plan.time]) if plan.time else None
    groups, group_names = _groups(rows, plan.group)
    codes, note = _assign(plan, keys, strata, times, groups, group_names)
    demand_parts(codes, rows, plan, labels)
    order = _order(codes, keys, row_hashes(rows) if plan.id else keys, times, plan.kind)
    development = order[codes[order] != TEST]
    test = order[codes[order] == TEST]
    train = int((codes == TRAIN).sum())
    folds = make_folds(
        Development(
            train=train,
            validation=len(development) - train,
            keys=keys[development],
            strata=strata[development],
            times=None if times is None else times[development],
            groups=None if groups is None or "group" not in plan.kind else groups[development],
            names=group_names,
        ),
        kind=plan.kind,
        seed=plan.seed,
    )
    learnt, tested = rows[development], rows[test]
    sealed_id = seal_name(plan, snapshot_hash)
    evidence = measure(
        {"train": learnt.head(train), "validation": learnt.slice(train), "test": tested},
        kind=plan.kind,
        reason=_joined(plan.reason, note, placeless, plan),
        seed=plan.seed,
        target=plan.target,
        task=plan.task,
        time=plan.time,
        group=plan.group,
        id=plan.id,
        rows_without_target=unlabelled.height,
        rows_dropped=int((codes == DROPPED).sum()) + placeless,
        folds=len(folds),
        sealed_id=sealed_id,
        openings=openings,
        openings_allowed=plan.openings_allowed,
        hashes={
            "train": content[development[:train]],
            "validation": content[development[train:]],
            "test": content[test],
        },
    )
    seal(
        tested,
        sealed_folder / f"{sealed_id}.parquet",
        target=plan.target,
        features=[name for name in rows.columns if name not in (plan.target, plan.id)],
    )
    return Splits(
        development=learnt,
        folds=folds,
        test=tested[[name for name in tested.columns if name != plan.target]],
        evidence=evidence,
        unlabelled=unlabelled,
    )


def _demand_columns(present: list[str], plan: SplitPlan) -> None:
    named = {"target": plan.target, "time": plan.time, "group": plan.group, "id": plan.id}
    for key, column in named.items():
        if column is not None and column not in present:
            raise InputError(
                f"there is no column '{column}'{did_you_mean(column, present)}",
                where=f"key data.{key}",
                remedy=f"set data.{key} to one of {', '.join(present[:20])}",
            )
    for word, column in (("time", plan.time), ("group", plan.group)):
        if word in plan.kind and column is None:
            raise InputError(
                f"a split of kind '{plan.kind}' needs a {word} column",
                where="key split.kind",
                remedy=f"set data.{word}, or another split.kind",
            )


def _placed(rows: pl.DataFrame, plan: SplitPlan) -> tuple[pl.DataFrame, int]:
    """Leave out rows whose time or group is missing, where the split goes by it."""
    wanted = [("time", plan.time), ("group", plan.group)]
    columns = [column for word, column in wanted if column and word in plan.kind]
    kept = rows
    for column in columns:
        kept = kept.filter(known(kept[column]))
    missing = rows.height - kept.height
    if missing > rows.height / 2:
        raise InputError(
            f"{missing} of {rows.height} rows have no value in {' or '.join(columns)}",
            where="the table's rows",
            remedy="fill the column, or set another split.kind",
        )
    return kept, missing


def _strata(target: pl.Series, plan: SplitPlan) -> tuple[Codes, pl.Series | None]:
    """Return the class, or quantile bin, of each row; and the class names."""
    if plan.task != "regression":
        labels = names(target)
        if labels.n_unique() > 1:
            classes_of(target, task=plan.task, positive=None)
        return labels.rank("dense").cast(pl.Int64).to_numpy() - 1, labels
    values = encode(target, task="regression", classes=(), positive=None)
    if not len(values):
        return np.empty(0, dtype=np.int64), None
    bins = int(np.clip(len(values) // 20, 1, QUANTILE_BINS))
    edges = np.quantile(values, np.linspace(0, 1, bins + 1)[1:-1])
    return np.unique(np.searchsorted(edges, values), return_inverse=True)[1], None


def _groups(rows: pl.DataFrame, column: str | None) -> tuple[Codes | None, Hashes | None]:
    if column is None:
        return None, None
    unique, codes = np.unique(row_hashes(rows, [column]), return_inverse=True)
    return codes.astype(np.int64), unique


def _expected_folds(rows: int, plan: SplitPlan) -> int:
    validation = round(rows * plan.validation)
    return count_folds(rows - validation - round(rows * plan.test), validation)


def _assign(
    plan: SplitPlan,
    keys: Hashes,
    strata: Codes,
    times: NDArray[np.float64] | None,
    groups: Codes | None,
    group_names: Hashes | None,
) -> tuple[Codes, str]:
    train = 1 - plan.validation - plan.test
    by_size = np.array([TEST, VALIDATION, TRAIN])
    if plan.kind == "random":
        return by_size[deal(keys, strata, (plan.test, plan.validation, train))], ""
    if plan.kind == "group":
        assert groups is not None and group_names is not None
        shares = (plan.test, plan.validation, train)
        return by_size[deal_groups(groups, group_names, strata, shares, seed=plan.seed)], ""
    assert times is not None
    periods = cut_time(times, (train, plan.validation, plan.test))
    if plan.kind == "time":
        return periods, ""
    assert groups is not None and group_names is not None
    purged = purge_groups(periods, groups, group_names, seed=plan.seed)
    note = (
        f"groups that span a border keep only their rows {purged.rule}: {purged.dropped} of "
        f"{len(periods)} rows dropped"
    )
    return purged.codes, note if purged.dropped else ""


def _order(
    codes: Codes,
    keys: Hashes,
    ties: Hashes,
    times: NDArray[np.float64] | None,
    kind: SplitKind,
) -> NDArray[np.int64]:
    """Return positions by part, and within it by time or by hash; dropped rows are left out."""
    rank: Codes = codes.copy()
    if "time" in kind and times is not None:
        sorted_by: tuple[NDArray[Any], ...] = (rank, times, keys)
    else:
        sorted_by = (rank, keys)
    order = order_by(*sorted_by) if ties is keys else order_by(*sorted_by, ties)
    kept: NDArray[np.int64] = order[codes[order] != DROPPED]
    return kept


def _joined(reason: str, note: str, placeless: int, plan: SplitPlan) -> str:
    column = plan.group if plan.kind == "group" else plan.time
    missing = f"{placeless} rows without '{column}' dropped" if placeless else ""
    return "; ".join(part for part in (reason, note, missing) if part)
