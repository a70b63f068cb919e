"""Say why rows cannot be parted as planned, and what would make it possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from assay.core.errors import InputError
from assay.data.assign import TEST, TRAIN, VALIDATION, Codes

if TYPE_CHECKING:
    from assay.data.split import SplitPlan

FEWEST_ROWS = 20
PART_NAMES = {TRAIN: "train", VALIDATION: "validation", TEST: "test"}


def demand_rows(
    rows: pl.DataFrame, plan: SplitPlan, labels: pl.Series | None, *, folds: int
) -> None:
    """Refuse rows that no assignment could part well.

    Raises:
        InputError: No outcome is known, there are too few rows, the target has one value, or
            some classes have fewer rows than the parts and folds need.
    """
    where = f"column '{plan.target}'"
    if rows.height == 0:
        raise InputError(
            f"target '{plan.target}' is missing in every row",
            where=where,
            remedy="name another column in data.target, or bring rows whose outcome is known",
        )
    if rows.height < FEWEST_ROWS:
        raise InputError(
            f"{rows.height} rows have a known '{plan.target}'; a split needs {FEWEST_ROWS}",
            where="the table's rows",
            remedy="bring more rows",
        )
    counts = _counts(rows[plan.target] if labels is None else labels)
    if counts.height == 1:
        raise InputError(
            f"target '{plan.target}' has one value only: '{counts.item(0, 0)}' in all "
            f"{rows.height} rows",
            where=where,
            remedy="bring rows with other outcomes; there is nothing to predict",
        )
    if labels is None:
        return
    need = folds + 1
    rare = [f"'{name}' ({count})" for name, count in counts.iter_rows() if count < need]
    if rare:
        raise InputError(
            f"too few rows of class {', '.join(rare[:5])}: each class needs {need}, for test, "
            "validation and the training folds",
            where=where,
            remedy="join rare classes, take their rows out, or bring more of them",
        )


def demand_parts(
    codes: Codes, rows: pl.DataFrame, plan: SplitPlan, labels: pl.Series | None
) -> None:
    """Refuse parts that are far from their shares, or lack classes.

    Raises:
        InputError: A part has less than half its share of the rows kept, or a class of the other
            parts is missing from train, or validation or test holds one class only.
    """
    kept = codes >= 0
    train = 1 - plan.validation - plan.test
    for part, share in ((TRAIN, train), (VALIDATION, plan.validation), (TEST, plan.test)):
        held = int((codes == part).sum())
        if held < max(1.0, share * kept.sum() / 2):
            raise InputError(
                f"the {PART_NAMES[part]} part would hold {held} of {int(kept.sum())} rows, where "
                f"{share:.0%} is wanted",
                where="the table's rows",
                remedy=_share_remedy(rows, plan),
            )
    if labels is None:
        return
    held_by = {part: set(labels.filter(pl.Series(codes == part)).unique()) for part in PART_NAMES}
    unseen = sorted((held_by[TEST] | held_by[VALIDATION]) - held_by[TRAIN])
    single = [PART_NAMES[part] for part in (TRAIN, VALIDATION, TEST) if len(held_by[part]) < 2]
    if unseen or single:
        found = [f"class '{name}' is missing from train" for name in unseen[:5]]
        found += [f"the {name} part holds one class only" for name in single]
        raise InputError(
            f"the split of kind '{plan.kind}' parts the classes: {'; '.join(found)}",
            where=f"column '{plan.target}'",
            remedy="set split.kind to 'random' if rows are independent, change split.test or "
            "split.validation, or join rare classes",
        )


def _share_remedy(rows: pl.DataFrame, plan: SplitPlan) -> str:
    if "group" in plan.kind and plan.group is not None:
        largest = _counts(rows[plan.group])
        name, count = largest.row(0)
        if largest.height == 1:
            return f"'{plan.group}' holds one group only ('{name}'); set another split.kind"
        return (
            f"'{plan.group}' has {largest.height} groups, the largest '{name}' with {count} rows; "
            "choose a finer group, other shares in [split], or another split.kind"
        )
    if plan.time is not None and plan.kind == "time":
        column = rows[plan.time]
        name, count = _counts(column).row(0)
        return (
            f"'{plan.time}' has {column.n_unique()} distinct values, {count} rows at {name}; "
            "equal times are never parted: choose a finer time column, other shares, or another "
            "split.kind"
        )
    distinct = int(np.unique(rows.hash_rows().to_numpy()).size)
    return (
        f"equal rows are never parted and only {distinct} rows differ; add columns that tell rows "
        "apart, or take repetitions out"
    )


def _counts(values: pl.Series) -> pl.DataFrame:
    return values.alias("value").value_counts(sort=True, name="rows")
