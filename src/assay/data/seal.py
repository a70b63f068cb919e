"""Name a sealed test and put its labels away; only `evaluation.sealed` takes them out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from assay.core.evidence.codec import digest
from assay.core.workspace import write_atomic
from assay.data.rowhash import row_hashes

if TYPE_CHECKING:
    from assay.data.split import SplitPlan

ALGORITHM = 1
"""Part of a sealed test's name: another way of dealing rows makes another test."""

LABEL, ROW = "label", "row"
"""Columns of the sealed file: outcomes in the order of the test, and a hash of each row's features
that tells how many rows two sealed tests share."""


def seal_name(plan: SplitPlan, snapshot_hash: str) -> str:
    """Return the name of the sealed test that a plan makes of a snapshot.

    Example:
        >>> from assay.data.split import SplitPlan
        >>> plan = SplitPlan(target="y", task="binary")
        >>> seal_name(plan, "00") == seal_name(plan, "01")
        False
    """
    decides = (plan.kind, plan.validation, plan.test, plan.seed, plan.target, plan.task)
    return digest([ALGORITHM, snapshot_hash, *decides, plan.time, plan.group, plan.id])[:16]


def seal(test: pl.DataFrame, path: Path, *, target: str, features: Sequence[str]) -> None:
    """Put the labels of the test away, so that a crash leaves either no file or a whole one.

    Args:
        test: Test rows with the target, in the order in which they will be scored.
        path: The sealed file.
        target: Column with the outcomes.
        features: Columns by which rows are recognised in another sealed test.
    """
    hashes = pl.Series(ROW, row_hashes(test, features), dtype=pl.UInt64)
    buffer = io.BytesIO()
    pl.DataFrame([test[target].alias(LABEL), hashes]).write_parquet(buffer)
    write_atomic(path, buffer.getvalue())
